//! What stands on the glass, as a finger and a screen reader find it.

use i_slint_backend_testing::{AccessibleRole, ElementHandle, ElementQuery};
use slint::platform::PointerEventButton;

use crate::rehearsal::Stage;

#[derive(Clone, Copy, Debug)]
pub struct Place {
    pub x: f32,
    pub y: f32,
    pub w: f32,
    pub h: f32,
}

impl Place {
    pub fn of(element: &ElementHandle) -> Self {
        let (at, size) = (element.absolute_position(), element.size());
        Place {
            x: at.x,
            y: at.y,
            w: size.width,
            h: size.height,
        }
    }

    /// The same place in another measure.
    pub fn times(self, factor: f32) -> Self {
        Place {
            x: self.x * factor,
            y: self.y * factor,
            w: self.w * factor,
            h: self.h * factor,
        }
    }

    pub fn middle(self) -> (f32, f32) {
        (self.x + self.w / 2.0, self.y + self.h / 2.0)
    }

    pub fn within(self, other: Place) -> bool {
        let slack = 1.5;
        self.x >= other.x - slack
            && self.y >= other.y - slack
            && self.x + self.w <= other.x + other.w + slack
            && self.y + self.h <= other.y + other.h + slack
    }

    pub fn overlaps(self, other: Place) -> bool {
        let slack = 1.5;
        self.w > slack
            && other.w > slack
            && self.h > slack
            && other.h > slack
            && self.x + self.w > other.x + slack
            && other.x + other.w > self.x + slack
            && self.y + self.h > other.y + slack
            && other.y + other.h > self.y + slack
    }
}

/// A component and the element it is made of are found one by one, though they are one thing on the glass.
pub trait Once {
    fn find_all_once(self) -> Vec<ElementHandle>;
}

impl Once for ElementQuery {
    fn find_all_once(self) -> Vec<ElementHandle> {
        let mut all: Vec<ElementHandle> = Vec::new();
        for element in self.find_all() {
            let same = |other: &ElementHandle| {
                other.absolute_position() == element.absolute_position()
                    && other.size() == element.size()
                    && other.accessible_label() == element.accessible_label()
            };
            if !all.iter().any(same) {
                all.push(element);
            }
        }
        all
    }
}

pub fn buttons(stage: &Stage) -> Vec<ElementHandle> {
    ElementQuery::from_root(stage.app())
        .match_descendants()
        .match_accessible_role(AccessibleRole::Button)
        .find_all_once()
}

pub fn texts(stage: &Stage) -> Vec<ElementHandle> {
    ElementQuery::from_root(stage.app())
        .match_descendants()
        .match_accessible_role(AccessibleRole::Text)
        .find_all_once()
}

pub fn label(element: &ElementHandle) -> String {
    element.accessible_label().unwrap_or_default().to_string()
}

pub fn find(stage: &Stage, name: &str) -> Option<ElementHandle> {
    buttons(stage).into_iter().find(|button| label(button) == name)
}

/// Taps a button by its name, as a finger that comes a second later.
pub fn tap(stage: &Stage, name: &str) {
    stage.pass(1000);
    let Some(button) = find(stage, name) else {
        let there: Vec<_> = buttons(stage).iter().map(label).collect();
        panic!("no button {name:?}; there are {there:?}");
    };
    button.mock_single_click(PointerEventButton::Left);
    stage.pass(1);
}

/// Whether a text stands on the glass.
pub fn says(stage: &Stage, part: &str) -> bool {
    texts(stage).iter().any(|text| label(text).contains(part))
}

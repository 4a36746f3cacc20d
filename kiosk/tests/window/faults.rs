//! What is wrong with what stands on the glass: measured in pixels, whatever the system's factor.

use i_slint_backend_testing::{ElementHandle, ElementQuery};

use crate::glass::{Once, Place, buttons, label, texts};
use crate::rehearsal::{Glass, Stage};

/// The smallest place that a finger hits, in hundredths of the glass.
const SMALLEST: f32 = 7.99;

/// What is wrong with what stands on the glass.
pub fn faults(stage: &Stage) -> Vec<String> {
    let mut faults = Vec::new();
    let Glass { width, height, factor } = stage.glass();
    let at = |element: &ElementHandle| Place::of(element).times(factor);
    // From the glass alone, not from what the window made of it.
    let unit = (width.max(height) as f32 / 160.0).min(width.min(height) as f32 / 100.0);
    let glass = Place {
        x: 0.0,
        y: 0.0,
        w: width as f32,
        h: height as f32,
    };
    let mut taps: Vec<(String, Place)> = buttons(stage).iter().map(|b| (label(b), at(b))).collect();
    let cover = taps
        .iter()
        .position(|(_, place)| place.w >= glass.w - 1.0 && place.h >= glass.h - 1.0);
    if let Some(cover) = cover {
        // What lies under it takes no finger; what lies over it does.
        taps = taps.split_off(cover + 1);
    }
    for (nth, (name, place)) in taps.iter().enumerate() {
        if name.trim().is_empty() {
            faults.push(format!("a button at {place:?} has no name"));
        }
        if place.w < SMALLEST * unit || place.h < SMALLEST * unit {
            faults.push(format!("{name:?} is too small: {place:?}"));
        }
        if !place.within(glass) {
            faults.push(format!("{name:?} leaves the glass: {place:?}"));
        }
        for (other, at) in &taps[nth + 1..] {
            if place.overlaps(*at) {
                faults.push(format!("{name:?} {place:?} overlaps {other:?} {at:?}"));
            }
        }
    }
    let all: Vec<ElementHandle> = ElementQuery::from_root(stage.app())
        .match_descendants()
        .match_inherits("Text")
        .find_all_once();
    let texts: Vec<ElementHandle> = texts(stage);
    if texts.is_empty() {
        faults.push("no text at all".into());
    }
    for page in ElementHandle::find_by_element_id(stage.app(), "Frame::page") {
        let room = at(&page);
        let mut inside = page.query_descendants().find_all_once();
        inside.retain(|element| element.layout_kind().is_some() || !label(element).is_empty());
        for element in inside {
            let place = at(&element);
            // A page's hidden rows lie where they lie.
            if !place.within(room) && place.w > 0.0 && place.h > 0.0 {
                faults.push(format!(
                    "{:?} {:?} {place:?} leaves its page {room:?}",
                    element.id(),
                    label(&element)
                ));
            }
        }
    }
    if all.len() != texts.len() {
        faults.push(format!(
            "{} texts, but only {} of them can be read",
            all.len(),
            texts.len()
        ));
    }
    let mut places: Vec<(String, Place)> = Vec::new();
    for text in &texts {
        let (name, place) = (label(text), at(text));
        match text.accessible_id().as_deref() {
            Some("say") => {}
            Some("cut") => faults.push(format!("cut: {name:?} at {place:?}")),
            other => faults.push(format!("{name:?} does not tell whether it fits: {other:?}")),
        }
        if name.is_empty() {
            continue;
        }
        if !place.within(glass) {
            faults.push(format!("{name:?} leaves the glass: {place:?}"));
        }
        if cover.is_none() {
            for (other, at) in &places {
                if place.overlaps(*at) {
                    faults.push(format!("text {name:?} {place:?} overlaps {other:?} {at:?}"));
                }
            }
            for (tap, at) in &taps {
                if place.overlaps(*at) && !place.within(*at) {
                    faults.push(format!("text {name:?} {place:?} runs over {tap:?} {at:?}"));
                }
            }
        }
        places.push((name, place));
    }
    faults
}

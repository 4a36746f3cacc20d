//! The tablet's window without a screen, over a backend that only remembers: tells where a button stands on a real
//! one, and what it must look like. Its clock moves only when told.

use std::cell::Cell;
use std::path::PathBuf;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use i_slint_backend_testing::{
    AccessibleRole, ElementHandle, ElementQuery, TestingBackend, TestingBackendOptions, mock_elapsed_time,
};
use slint::ComponentHandle;
use slint::platform::{Platform, PointerEventButton, WindowEvent};
use trykk_kiosk::flow::{
    Backend, DeliveryError, EnrolmentProgress, PinFault, TakeBackError, Task, TypedCodeError, View,
};
use trykk_kiosk::tablet::{Facts, OpenRound, Staff, Standing};
use trykk_kiosk::window::{Clock, Window, ui};
use trykk_shared::answers::Sheet;
use trykk_shared::enrolment::Link;
use trykk_shared::ids::BoxId;
use trykk_shared::pin::{Pin, PinHash};
use trykk_shared::start_code::{CodePlace, StartCode};
use trykk_shared::waiting::Waiting;

use crate::picture::Picture;

/// The window's twin.
pub struct Twin {
    window: Window<Memory>,
    now: Rc<Cell<u64>>,
    /// Whether the toolkit's time, too, moves only when told.
    told: bool,
}

/// A backend that remembers what was delivered.
struct Memory {
    standing: Standing,
    staff: Staff,
    delivered: Vec<Sheet>,
}

impl Backend for Memory {
    type Receipt = ();

    fn standing(&self) -> Standing {
        self.standing.clone()
    }

    fn staff(&self) -> Staff {
        self.staff.clone()
    }

    fn damaged(&self) -> bool {
        false
    }

    fn waiting(&self) -> Option<Waiting> {
        None
    }

    fn offline(&self) -> bool {
        false
    }

    fn wait_before_code(&self) -> u64 {
        0
    }

    /// Every code opens a sheet: which ones do is the tablet's affair.
    fn check_code(&mut self, _: BoxId, _: &StartCode) -> Result<CodePlace, TypedCodeError> {
        Ok(CodePlace {
            salt: [0; 16],
            place: 0,
        })
    }

    fn forget_receipt(&mut self) {}

    fn deliver(&mut self, _: BoxId, sheet: &Sheet, _: Option<CodePlace>) -> Result<(), DeliveryError> {
        self.delivered.push(sheet.clone());
        Ok(())
    }

    fn deliver_typed(&mut self, into: BoxId, sheet: &Sheet, code: Option<CodePlace>) -> Result<(), DeliveryError> {
        self.deliver(into, sheet, code)
    }

    fn take_back(&mut self, (): ()) -> Result<(), TakeBackError> {
        self.delivered.pop();
        Ok(())
    }

    fn set_answering(&mut self, _: Option<BoxId>) {}

    fn minute_of_day(&self) -> Option<u16> {
        None
    }

    fn pin_of_ward(&self) -> Option<PinHash> {
        None
    }

    fn wait_before_pin(&self) -> u64 {
        0
    }

    fn check_pin(&mut self, pin: &Pin, kept: &PinHash) -> Result<bool, PinFault> {
        Ok(kept.fits(pin))
    }

    fn facts(&self) -> Facts {
        Facts::default()
    }

    fn send_now(&mut self) {}

    fn export(&mut self, _: &[PathBuf]) {}

    fn task(&self) -> Task {
        Task::Idle
    }

    fn clear_task(&mut self) {}

    fn enrol(&mut self, _: Link) {}

    fn enrolment(&self) -> EnrolmentProgress {
        EnrolmentProgress::Idle
    }
}

impl Twin {
    /// A window of this size over an open round.
    pub fn new(round: OpenRound, width: u32, height: u32) -> Self {
        Self::standing(Standing::Open(Arc::new(round)), Staff::default(), width, height)
    }

    /// A window of this size over a tablet that stands like this, and has this for the staff.
    pub fn standing(standing: Standing, staff: Staff, width: u32, height: u32) -> Self {
        let platform = TestingBackend::new(TestingBackendOptions {
            mock_time: true,
            threading: false,
            renderer_name: Some("software".into()),
        });
        Self::over(Box::new(platform), true, (standing, staff), width, height)
    }

    /// The same on a platform of one's own. A thread has one platform: the first that it was given.
    pub fn on(platform: Box<dyn Platform>, round: OpenRound, width: u32, height: u32) -> Self {
        let standing = Standing::Open(Arc::new(round));
        Self::over(platform, false, (standing, Staff::default()), width, height)
    }

    fn over(
        platform: Box<dyn Platform>,
        told: bool,
        (standing, staff): (Standing, Staff),
        width: u32,
        height: u32,
    ) -> Self {
        let _ = slint::platform::set_platform(platform);
        let now = Rc::new(Cell::new(0));
        let clock: Clock = {
            let now = Rc::clone(&now);
            Rc::new(move || now.get())
        };
        let memory = Memory {
            standing,
            staff,
            delivered: Vec::new(),
        };
        let window = Window::new(memory, clock).unwrap();
        window.app().global::<ui::Theme>().set_still(true);
        window.app().window().set_size(slint::PhysicalSize::new(width, height));
        window.app().show().unwrap();
        let twin = Twin { window, now, told };
        twin.pass(1000);
        twin
    }

    /// Time passes, in milliseconds.
    pub fn pass(&self, milliseconds: u64) {
        self.now.set(self.now.get() + milliseconds);
        self.toolkit_passes(milliseconds);
        self.window.tick();
        self.toolkit_passes(1);
    }

    fn toolkit_passes(&self, milliseconds: u64) {
        if self.told {
            mock_elapsed_time(Duration::from_millis(milliseconds));
        } else {
            slint::platform::update_timers_and_animations();
        }
    }

    /// The window's component, to be told what people do.
    pub fn app(&self) -> &ui::App {
        self.window.app()
    }

    /// Every text on the glass with its place: x and y of its upper left corner, width and height, in pixels.
    pub fn texts(&self) -> Vec<(String, [f32; 4])> {
        let texts = ElementQuery::from_root(self.window.app())
            .match_descendants()
            .match_accessible_role(AccessibleRole::Text)
            .find_all();
        let mut all: Vec<(String, [f32; 4])> = Vec::new();
        for text in texts {
            let (at, size) = (text.absolute_position(), text.size());
            let one = (label(&text), [at.x, at.y, size.width, size.height]);
            // A component and the element that it is made of are found one by one.
            if !one.0.is_empty() && !all.contains(&one) {
                all.push(one);
            }
        }
        all
    }

    /// What is shown.
    pub fn view(&self) -> View {
        self.window.view()
    }

    /// The sheets delivered so far.
    pub fn delivered(&self) -> Vec<Sheet> {
        self.window.with_backend(|memory| memory.delivered.clone())
    }

    /// What it looks like.
    pub fn picture(&self) -> Picture {
        let snapshot = self.window.app().window().take_snapshot().unwrap();
        Picture::from_rgba(snapshot.width(), snapshot.height(), snapshot.as_bytes())
    }

    /// Taps a button by its name, as a finger that comes a second later.
    pub fn tap(&self, name: &str) {
        self.pass(1000);
        self.button(name).mock_single_click(PointerEventButton::Left);
        self.pass(1);
    }

    /// The middle of a button, in pixels.
    pub fn place(&self, name: &str) -> (f32, f32) {
        let button = self.button(name);
        let (at, size) = (button.absolute_position(), button.size());
        (at.x + size.width / 2.0, at.y + size.height / 2.0)
    }

    /// Whether a button of this name is there.
    pub fn has(&self, name: &str) -> bool {
        self.buttons().iter().any(|button| label(button) == name)
    }

    /// A finger lands at a place and lifts, now.
    pub fn finger(&self, (x, y): (f32, f32)) {
        let position = slint::LogicalPosition::new(x, y);
        let button = PointerEventButton::Left;
        let window = self.window.app().window();
        window.dispatch_event(WindowEvent::PointerPressed { position, button });
        window.dispatch_event(WindowEvent::PointerReleased { position, button });
    }

    fn button(&self, name: &str) -> ElementHandle {
        let buttons = self.buttons();
        let there: Vec<_> = buttons.iter().map(label).collect();
        let found = buttons.into_iter().find(|button| label(button) == name);
        found.unwrap_or_else(|| panic!("no button {name:?}; there are {there:?}"))
    }

    fn buttons(&self) -> Vec<ElementHandle> {
        ElementQuery::from_root(self.window.app())
            .match_descendants()
            .match_accessible_role(AccessibleRole::Button)
            .find_all()
    }
}

fn label(button: &ElementHandle) -> String {
    button.accessible_label().unwrap_or_default().to_string()
}

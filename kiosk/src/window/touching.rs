//! Fingers on the glass: which taps count.

use std::rc::Rc;

use slint::ComponentHandle;

use super::{Desk, ui};
use crate::flow::{Backend, Event};

pub(super) fn wire<U: Backend + 'static>(desk: &Rc<Desk<U>>) {
    let touch = desk.app.global::<ui::Touch>();
    let weak = Rc::downgrade(desk);
    touch.on_down(move |finger| weak.upgrade().is_some_and(|desk| desk.down(finger)));
    let weak = Rc::downgrade(desk);
    touch.on_up(move |finger| weak.upgrade().is_some_and(|desk| desk.up(finger)));
    let weak = Rc::downgrade(desk);
    touch.on_cancel(move || {
        if let Some(desk) = weak.upgrade() {
            let mut fingers = desk.fingers.get();
            fingers.cancel();
            desk.fingers.set(fingers);
        }
    });
}

impl<U: Backend + 'static> Desk<U> {
    /// A finger lands. Says whether a key under it types.
    fn down(&self, finger: i32) -> bool {
        let now = (self.clock)();
        let (serial, since) = self.flow.borrow().screen();
        let mut fingers = self.fingers.get();
        let alone = fingers.down(finger, serial, now.saturating_sub(since));
        self.fingers.set(fingers);
        self.tell(Event::Touched);
        alone
    }

    /// A finger lifts. Says whether that was a tap.
    fn up(&self, finger: i32) -> bool {
        let (serial, _) = self.flow.borrow().screen();
        let mut fingers = self.fingers.get();
        let tap = fingers.up(finger, serial);
        self.fingers.set(fingers);
        tap
    }
}

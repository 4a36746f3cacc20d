//! The window: shows what the flow says and tells it what people do. It holds no rules of its own.
//!
//! One controller for each of the window's globals; [`show`] does the other way round.

mod aloud;
mod answering;
mod arriving;
mod backend;
mod glass;
mod menu;
mod qr;
mod show;
mod steps;
mod touching;

use std::cell::{Cell, RefCell};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::Command;
use std::rc::Rc;
use std::time::{Duration, Instant};

use anyhow::Context;
use slint::ComponentHandle;

pub use backend::TabletBackend;
pub use glass::Glass;
pub use trykk_kiosk_ui as ui;

use crate::aloud::Speaker;
use crate::flow::{Backend, Event, Fingers, Flow, View, Wish};
use crate::managed::Managed;
use crate::panel::Panel;

/// How often the window looks at the time and asks the backend for news.
const TICK: Duration = Duration::from_millis(500);

/// Milliseconds on a clock that only goes forward.
pub type Clock = Rc<dyn Fn() -> u64>;

/// What the program ends with when somebody quit it in the staff menu: whatever starts it again after anything else leaves it then.
pub const QUIT_STATUS: i32 = 10;

/// Opens the window over the data folder's backend and stays until it is closed. Says whether somebody quit it in the staff menu.
///
/// # Errors
/// When another process works with the folder, or there is no screen.
pub fn run(folder: &Path, clock: trykk_shared::clock::Clock, frame: Frame, managed: Managed) -> anyhow::Result<bool> {
    let speaker = managed.read_aloud.then(find_speaker).flatten();
    // A window to try things out in leaves the screen around it as it is.
    let panel = (frame == Frame::Kiosk).then(|| find_panel(folder)).flatten();
    let backend = TabletBackend::start(folder, clock)?
        .with_speaker(speaker)
        .with_panel(panel);
    let began = Instant::now();
    let passed: Clock = Rc::new(move || u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX));
    let window = Window::managed(backend, managed, passed)?;
    window.run(frame)?;
    if window.wish() == Some(Wish::Restart) {
        // In this one's place, with the same words: it opens the data folder once this one has let go of it.
        drop(window);
        let words = std::env::args_os().skip(1);
        let failed = Command::new(std::env::current_exe()?).args(words).exec();
        return Err(failed).context("the program could not be started anew");
    }
    Ok(window.wish() == Some(Wish::Quit))
}

/// What reads aloud. Where something is missing for it the window opens without its button.
fn find_speaker() -> Option<Speaker> {
    Speaker::find()
        .inspect_err(|missing| tracing::warn!(%missing, "nothing is read aloud"))
        .ok()
}

/// What turns light and volume, beside the window.
fn find_panel(folder: &Path) -> Option<Panel> {
    Panel::start(folder)
        .inspect_err(|error| tracing::warn!(%error, "light and volume cannot be turned"))
        .ok()
}

/// Makes the window as large as the screen.
fn fill(app: &ui::App, (width, height): (u32, u32)) {
    app.window().set_size(slint::PhysicalSize::new(width, height));
    app.window().set_position(slint::PhysicalPosition::new(0, 0));
}

/// How the window stands on the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Frame {
    /// Over the whole screen, without a frame, without a pointer, and it cannot be closed.
    Kiosk,
    /// In a window of its own, to try things out.
    Windowed,
}

/// The window over a flow.
pub struct Window<U: Backend + 'static> {
    desk: Rc<Desk<U>>,
    timer: slint::Timer,
}

/// What the controllers share.
struct Desk<U: Backend> {
    app: ui::App,
    flow: RefCell<Flow<U>>,
    fingers: Cell<Fingers>,
    clock: Clock,
    /// The flow's revision that stands on the glass.
    shown: Cell<Option<u64>>,
    /// What somebody in the staff menu wished for.
    wish: Cell<Option<Wish>>,
}

impl<U: Backend + 'static> Window<U> {
    /// A window over this backend.
    ///
    /// # Errors
    /// When there is no screen to open it on.
    pub fn new(backend: U, clock: Clock) -> Result<Self, slint::PlatformError> {
        Self::managed(backend, Managed::default(), clock)
    }

    /// The same on a tablet whose settings are managed.
    ///
    /// # Errors
    /// When there is no screen to open it on.
    pub fn managed(backend: U, managed: Managed, clock: Clock) -> Result<Self, slint::PlatformError> {
        let app = ui::App::new()?;
        app.global::<ui::Theme>().set_scale(managed.scale);
        let flow = RefCell::new(Flow::managed(backend, managed, clock()));
        let desk = Rc::new(Desk {
            app,
            flow,
            fingers: Cell::default(),
            clock,
            shown: Cell::default(),
            wish: Cell::default(),
        });
        touching::wire(&desk);
        steps::wire(&desk);
        answering::wire(&desk);
        arriving::wire(&desk);
        menu::wire(&desk);
        aloud::wire(&desk);
        desk.show();
        Ok(Window {
            desk,
            timer: slint::Timer::default(),
        })
    }

    /// Opens the window and stays until it is closed.
    ///
    /// # Errors
    /// When the screen goes away.
    pub fn run(&self, frame: Frame) -> Result<(), slint::PlatformError> {
        let app = &self.desk.app;
        let mut glass = None;
        if frame == Frame::Kiosk {
            app.set_frameless(true);
            app.global::<ui::Theme>().set_hide_pointer(true);
            // Without a window manager nobody makes a window as large as the screen but itself.
            glass = Glass::open();
            if let Some(glass) = &glass {
                fill(app, glass.size());
            }
            app.window().set_fullscreen(true);
            app.window()
                .on_close_requested(|| slint::CloseRequestResponse::KeepWindowShown);
        }
        let desk = Rc::clone(&self.desk);
        self.timer.start(slint::TimerMode::Repeated, TICK, move || {
            if let Some(size) = glass.as_mut().and_then(Glass::look) {
                fill(&desk.app, size);
            }
            desk.tick();
        });
        app.run()
    }

    /// Looks at the time, as the window does by itself while it runs.
    pub fn tick(&self) {
        self.desk.tick();
    }

    /// What somebody in the staff menu wished for, after which the window closes.
    pub fn wish(&self) -> Option<Wish> {
        self.desk.wish.get()
    }

    /// The compiled window.
    pub fn app(&self) -> &ui::App {
        &self.desk.app
    }

    /// Looks at the backend behind the window.
    pub fn with_backend<R>(&self, look: impl FnOnce(&mut U) -> R) -> R {
        look(self.desk.flow.borrow_mut().backend_mut())
    }

    /// What is shown now.
    pub fn view(&self) -> View {
        self.desk.flow.borrow().view()
    }
}

impl<U: Backend + 'static> Desk<U> {
    /// Someone did something.
    fn tell(&self, event: Event) {
        self.flow.borrow_mut().handle(event, (self.clock)());
        let wish = self.flow.borrow_mut().take_wish();
        if wish.is_some() {
            self.wish.set(wish);
            // Fails where nothing runs, as in a test: then there is nothing to close.
            let _ = slint::quit_event_loop();
        }
        self.show();
    }

    fn tick(&self) {
        self.flow.borrow_mut().tick((self.clock)());
        self.show();
    }

    /// Shows what the flow says, where that is another thing than what stands there.
    fn show(&self) {
        let flow = self.flow.borrow();
        let revision = Some(flow.revision());
        if self.shown.replace(revision) != revision {
            let view = flow.view();
            drop(flow);
            show::show(&self.app, &view);
        }
    }
}

/// Wires one callback that takes nothing to one event.
macro_rules! wire {
    ($desk:expr, $global:expr, $($on:ident => $event:expr),* $(,)?) => {$(
        let desk = std::rc::Rc::downgrade($desk);
        $global.$on(move || {
            if let Some(desk) = desk.upgrade() {
                desk.tell($event);
            }
        });
    )*};
}
/// Wires one callback that takes one thing to one event.
macro_rules! wire_with {
    ($desk:expr, $global:expr, $($on:ident => |$($what:ident),+| $event:expr),* $(,)?) => {$(
        let desk = std::rc::Rc::downgrade($desk);
        $global.$on(move |$($what),+| {
            if let Some(desk) = desk.upgrade() {
                desk.tell($event);
            }
        });
    )*};
}
use {wire, wire_with};

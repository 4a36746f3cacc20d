//! How large the screen is.

use x11rb::connection::Connection;
use x11rb::protocol::xproto::{ConnectionExt, Window};
use x11rb::rust_connection::RustConnection;

/// The X server's screen.
#[derive(Debug)]
pub struct Glass {
    connection: RustConnection,
    root: Window,
    size: (u32, u32),
}

impl Glass {
    /// The screen; none where there is no X server, and the system makes the window as large as the screen.
    pub fn open() -> Option<Self> {
        let (connection, screen) = x11rb::connect(None).ok()?;
        let screen = connection.setup().roots.get(screen)?;
        let (root, size) = (
            screen.root,
            (screen.width_in_pixels.into(), screen.height_in_pixels.into()),
        );
        Some(Glass { connection, root, size })
    }

    /// Its size in pixels, as it was when it was last looked at.
    pub fn size(&self) -> (u32, u32) {
        self.size
    }

    /// Looks again. Gives the size where it is another one by now: the tablet was turned, or has another screen.
    pub fn look(&mut self) -> Option<(u32, u32)> {
        let found = self.connection.get_geometry(self.root).ok()?.reply().ok()?;
        let size = (found.width.into(), found.height.into());
        (size != std::mem::replace(&mut self.size, size)).then_some(size)
    }
}

//! How large the screen is.

use x11rb::connection::Connection;

/// The size of the X server's screen in pixels; none where there is no X server, and the system makes the window as large as the screen.
pub fn size() -> Option<(u32, u32)> {
    let (connection, screen) = x11rb::connect(None).ok()?;
    let screen = connection.setup().roots.get(screen)?;
    Some((screen.width_in_pixels.into(), screen.height_in_pixels.into()))
}

//! A QR code as a picture, one pixel a module.

use slint::{Image, Rgb8Pixel, SharedPixelBuffer};

/// The quiet zone that the standard asks for, in modules.
const MARGIN: usize = 4;

/// Draws a text; nothing when there is none, or it is too long for any code.
pub(super) fn draw(text: &str) -> Option<Image> {
    let code = qrcode::QrCode::new(text.as_bytes()).ok().filter(|_| !text.is_empty())?;
    let width = code.width();
    let side = width + 2 * MARGIN;
    let pixels = u32::try_from(side).ok()?;
    let mut picture = SharedPixelBuffer::<Rgb8Pixel>::new(pixels, pixels);
    picture.make_mut_slice().fill(Rgb8Pixel::new(255, 255, 255));
    for (at, colour) in code.to_colors().into_iter().enumerate() {
        if colour == qrcode::Color::Dark {
            let (x, y) = (MARGIN + at % width, MARGIN + at / width);
            picture.make_mut_slice()[y * side + x] = Rgb8Pixel::new(0, 0, 0);
        }
    }
    Some(Image::from_rgb8(picture))
}

//! A QR code as one path of an SVG, that needs no style and no script.

use std::fmt::Write;

/// The quiet zone that the standard asks for, in modules.
const MARGIN: usize = 4;

/// A QR code, drawn in modules.
pub struct Qr {
    /// How many modules wide and high the picture is, with its margin.
    pub side: usize,
    /// A square for each dark module.
    pub path: String,
}

/// Draws a text; nothing when it is too long for any code.
pub fn draw(text: &str) -> Option<Qr> {
    let code = qrcode::QrCode::new(text.as_bytes()).ok()?;
    let width = code.width();
    let mut path = String::new();
    for (at, colour) in code.to_colors().into_iter().enumerate() {
        if colour == qrcode::Color::Dark {
            let (x, y) = (MARGIN + at % width, MARGIN + at / width);
            let _ = write!(path, "M{x} {y}h1v1h-1z");
        }
    }
    Some(Qr {
        side: width + 2 * MARGIN,
        path,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_dark_module_is_drawn_where_it_is_and_no_other() {
        let text = "trykk://hub.example.org:8443/?code=7K3MQ2XA90TDVW4F";
        let (qr, code) = (draw(text).unwrap(), qrcode::QrCode::new(text).unwrap());
        let mut drawn: Vec<(usize, usize)> = Vec::new();
        for square in qr.path.split('M').skip(1) {
            let (at, shape) = square.split_once('h').unwrap();
            assert_eq!(shape, "1v1h-1z");
            let (x, y) = at.split_once(' ').unwrap();
            drawn.push((x.parse().unwrap(), y.parse().unwrap()));
        }
        let width = code.width();
        for y in 0..width {
            for x in 0..width {
                let dark = code[(x, y)] == qrcode::Color::Dark;
                assert_eq!(drawn.contains(&(x + MARGIN, y + MARGIN)), dark, "{x} {y}");
            }
        }
        assert_eq!(qr.side, width + 8);
        assert!(draw(&"x".repeat(9000)).is_none());
    }
}

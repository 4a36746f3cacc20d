//! Pictures of a screen, to be compared and kept.

use std::fs::File;
use std::io::BufWriter;
use std::path::Path;

/// A difference of a colour, of 255, that nobody sees.
const UNSEEN: u8 = 12;

/// How much darker or lighter than its ground writing is at least, of 255; a hairline is less.
const WRITING: u32 = 70;

/// A picture, pixel by pixel and row by row.
#[derive(Clone, PartialEq, Eq)]
pub struct Picture {
    width: u32,
    height: u32,
    /// Red, green and blue in the lowest three bytes.
    pixels: Vec<u32>,
}

impl Picture {
    /// From what an X server gives: four bytes a pixel, blue first, the last one without meaning.
    pub fn from_bgrx(width: u32, height: u32, bytes: &[u8]) -> Self {
        let (pixels, _) = bytes.as_chunks();
        Self::of(
            width,
            height,
            pixels.iter().map(|pixel| u32::from_le_bytes(*pixel) & 0xff_ffff),
        )
    }

    /// From four bytes a pixel, red first, the last one its opacity.
    pub fn from_rgba(width: u32, height: u32, bytes: &[u8]) -> Self {
        let (pixels, _) = bytes.as_chunks();
        Self::of(
            width,
            height,
            pixels.iter().map(|pixel| u32::from_be_bytes(*pixel) >> 8),
        )
    }

    fn of(width: u32, height: u32, pixels: impl Iterator<Item = u32>) -> Self {
        let pixels: Vec<u32> = pixels.collect();
        assert_eq!(pixels.len(), (width * height) as usize, "not a picture of this size");
        Picture { width, height, pixels }
    }

    /// How many pixels look different from the other picture's.
    pub fn difference(&self, other: &Picture) -> usize {
        assert_eq!((self.width, self.height), (other.width, other.height));
        let row = self.width as usize;
        let rows = self.pixels.chunks_exact(row).zip(other.pixels.chunks_exact(row));
        rows.filter(|(one, two)| one != two)
            .flat_map(|(one, two)| one.iter().zip(two))
            .filter(|(one, two)| look_different(**one, **two))
            .count()
    }

    /// Where something is written within a part of the picture, whose upper left corner has the ground's colour: first and last column,
    /// first and last row; nothing where nothing is. Hairlines are no writing.
    pub fn find_writing(&self, part: (u32, u32, u32, u32)) -> Option<(u32, u32, u32, u32)> {
        let (left, top, right, bottom) = part;
        let (right, bottom) = (right.min(self.width), bottom.min(self.height));
        let at = |x: u32, y: u32| lightness(self.pixels[(y * self.width + x) as usize]);
        let ground = at(left.min(self.width - 1), top.min(self.height - 1));
        let mut found: Option<(u32, u32, u32, u32)> = None;
        for (y, x) in (top..bottom).flat_map(|y| (left..right).map(move |x| (y, x))) {
            if at(x, y).abs_diff(ground) > WRITING {
                let (from, to, first, _) = found.unwrap_or((x, x, y, y));
                found = Some((from.min(x), to.max(x), first, y));
            }
        }
        found
    }

    /// Keeps it as a PNG file.
    pub fn save(&self, path: &Path) {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        let bytes: Vec<u8> = self
            .pixels
            .iter()
            .flat_map(|pixel| pixel.to_be_bytes().into_iter().skip(1))
            .collect();
        let file = BufWriter::new(File::create(path).unwrap());
        let mut encoder = png::Encoder::new(file, self.width, self.height);
        encoder.set_color(png::ColorType::Rgb);
        encoder.set_depth(png::BitDepth::Eight);
        encoder.write_header().unwrap().write_image_data(&bytes).unwrap();
    }
}

/// How light a colour is, of 255 (ITU-R BT.601).
fn lightness(colour: u32) -> u32 {
    let [_, red, green, blue] = colour.to_be_bytes().map(u32::from);
    (299 * red + 587 * green + 114 * blue) / 1000
}

fn look_different(one: u32, two: u32) -> bool {
    let colours = one.to_be_bytes().into_iter().zip(two.to_be_bytes());
    one != two && { colours }.any(|(one, two)| one.abs_diff(two) > UNSEEN)
}

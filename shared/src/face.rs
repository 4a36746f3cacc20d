//! Faces: one geometry and one row of colours for the tablet, the pages and their charts.
//!
//! Mouth and brow carry the meaning, colour repeats it. Paths are SVG path data in a square of [`SIDE`] by [`SIDE`].

use crate::deck::Favourable;
use crate::palette::{FACES, INK, WHITE};

/// The side of the square that faces are drawn in.
pub const SIDE: u32 = 100;
/// How thick mouth and brows are, in the same measure.
pub const STROKE: u32 = 6;

/// One face, ready to be drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Face {
    /// The colour of the head, `0xRRGGBB`.
    pub ground: u32,
    /// The colour of eyes, brows and mouth, `0xRRGGBB`.
    pub line: u32,
    /// The head: a filled path.
    pub head: String,
    /// The eyes: a filled path.
    pub eyes: String,
    /// Brows and mouth: a stroked path with round ends.
    pub strokes: String,
}

/// How glad the face at place `nth` (counted from 1) of a row of `of` looks, from -1 (bad) to 1 (good).
pub fn mood(nth: usize, of: usize, favourable: Favourable) -> f32 {
    let place = match of {
        0 | 1 => 1.0,
        _ => (nth.clamp(1, of) - 1) as f32 / (of - 1) as f32,
    };
    match favourable {
        Favourable::Last => 2.0 * place - 1.0,
        Favourable::Middle => 1.0 - 2.0 * (2.0 * place - 1.0).abs(),
    }
}

/// The face at place `nth` (counted from 1) of a row of `of`.
pub fn face(nth: usize, of: usize, favourable: Favourable) -> Face {
    draw(mood(nth, of, favourable))
}

fn draw(mood: f32) -> Face {
    let (good, bad) = (mood.max(0.0), (-mood).max(0.0));
    let (corner, bow) = (66.0 - 6.0 * mood, 67.0 + 17.0 * mood);
    // A worried brow is raised at its inner end, a glad one is an arch.
    let (outer, inner) = (26.0 - 3.0 * good + 4.0 * bad, 26.0 - 3.0 * good - 5.0 * bad);
    let arch = (outer + inner) / 2.0 - 6.0 * good - 2.0;
    let stop = (mood + 1.0) / 2.0 * (FACES.len() - 1) as f32;
    Face {
        ground: mix_ground(stop),
        line: if (0.5..3.5).contains(&stop) { INK } else { WHITE },
        head: "M 2 50 A 48 48 0 1 1 98 50 A 48 48 0 1 1 2 50 Z".into(),
        eyes: "M 28.5 43 A 5.5 5.5 0 1 1 39.5 43 A 5.5 5.5 0 1 1 28.5 43 Z \
               M 60.5 43 A 5.5 5.5 0 1 1 71.5 43 A 5.5 5.5 0 1 1 60.5 43 Z"
            .into(),
        strokes: format!(
            "M 24 {outer:.1} Q 33 {arch:.1} 42 {inner:.1} M 58 {inner:.1} Q 67 {arch:.1} 76 {outer:.1} \
             M 29 {corner:.1} Q 50 {bow:.1} 71 {corner:.1}"
        ),
    }
}

fn mix_ground(stop: f32) -> u32 {
    let low = (stop.floor() as usize).min(FACES.len() - 2);
    let part = stop - low as f32;
    let (from, to) = (FACES[low], FACES[low + 1]);
    [16, 8, 0].into_iter().fold(0, |mixed, shift| {
        let (from, to) = ((from >> shift & 255) as f32, (to >> shift & 255) as f32);
        mixed | ((from + (to - from) * part).round() as u32) << shift
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn luminance(colour: u32) -> f64 {
        [(16, 0.2126), (8, 0.7152), (0, 0.0722)]
            .into_iter()
            .map(|(shift, weight)| {
                let part = f64::from(colour >> shift & 255) / 255.0;
                weight
                    * if part <= 0.03928 {
                        part / 12.92
                    } else {
                        ((part + 0.055) / 1.055).powf(2.4)
                    }
            })
            .sum()
    }

    #[test]
    fn features_stand_out_from_every_head() {
        for of in 3..=7 {
            for nth in 1..=of {
                for favourable in [Favourable::Last, Favourable::Middle] {
                    let face = face(nth, of, favourable);
                    let (a, b) = (luminance(face.ground), luminance(face.line));
                    let contrast = (a.max(b) + 0.05) / (a.min(b) + 0.05);
                    assert!(contrast >= 3.0, "{nth} of {of}: {contrast:.2}");
                }
            }
        }
    }

    #[test]
    fn five_faces_have_the_five_colours_and_all_differ() {
        let row: Vec<_> = (1..=5).map(|nth| face(nth, 5, Favourable::Last)).collect();
        assert_eq!(row.iter().map(|face| face.ground).collect::<Vec<_>>(), FACES);
        for (place, one) in row.iter().enumerate() {
            assert!(row[place + 1..].iter().all(|other| other.strokes != one.strokes));
        }
    }

    #[test]
    fn where_the_middle_is_best_both_ends_look_alike() {
        assert_eq!(face(1, 5, Favourable::Middle), face(5, 5, Favourable::Middle));
        assert_eq!(face(3, 5, Favourable::Middle), face(5, 5, Favourable::Last));
    }
}

//! The colours of the tablet, the pages and the charts, each by name: `0xRRGGBB`. Style sheet and window repeat them in
//! their own languages; tests hold them against these.

/// The ground of everything: warm paper.
pub const PAPER: u32 = 0xF6_F2_EA;
/// A sheet that lies on the paper.
pub const SHEET: u32 = 0xFF_FD_F9;
/// What is written.
pub const INK: u32 = 0x1F_2D_3A;
/// What is written more quietly.
pub const QUIET_INK: u32 = 0x5B_66_70;
/// Lines and frames.
pub const LINE: u32 = 0xD9_D2_C5;
/// The one accent.
pub const ACCENT: u32 = 0x0F_6B_6B;
/// The accent under a finger.
pub const ACCENT_DOWN: u32 = 0x0B_52_52;
/// A yellow note.
pub const NOTE: u32 = 0xFF_E2_7A;
/// The accent where stronger contrast is asked for.
pub const ACCENT_HIGH_CONTRAST: u32 = 0x00_4C_4C;
/// What stands on a dark ground.
pub const WHITE: u32 = 0xFF_FF_FF;
/// Steps of a fixed scale of shares, none to all: from a sheet to the accent. Ink is read on the first seven, white on the others; a step
/// in between would let neither be read.
pub const SHARES: [u32; 11] = [
    mix(0),
    mix(9),
    mix(18),
    mix(27),
    mix(36),
    mix(45),
    mix(55),
    mix(76),
    mix(84),
    mix(92),
    mix(100),
];
/// How many of the steps are light enough for ink.
pub const LIGHT_SHARES: usize = 7;

/// A colour so many hundredths of the way from a sheet to the accent under a finger.
const fn mix(hundredths: u32) -> u32 {
    let (mut colour, mut shift) = (0, 0);
    while shift <= 16 {
        let (from, to) = ((SHEET >> shift) & 0xFF, (ACCENT_DOWN >> shift) & 0xFF);
        colour |= ((from * (100 - hundredths) + to * hundredths + 50) / 100) << shift;
        shift += 8;
    }
    colour
}
/// Faces from bad to good: from warm to cool, not red to green.
pub const FACES: [u32; 5] = [0xC4_55_3B, 0xE2_9A_3C, 0xB8_B2_A4, 0x6B_AF_A7, 0x1E_7F_74];

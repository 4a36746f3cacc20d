//! How both programs write their logs.

use std::ffi::OsStr;

/// Whether a log has colours: on a terminal only, and not where `NO_COLOR` asks for none. In a file or a journal their
/// codes are what somebody has to search around.
pub fn shows_colours(is_terminal: bool, no_color: Option<&OsStr>) -> bool {
    is_terminal && no_color.is_none_or(OsStr::is_empty)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_for_terminals_and_for_who_wants_them() {
        let asked = |text| Some(OsStr::new(text));
        assert!(shows_colours(true, None) && shows_colours(true, asked("")));
        assert!(!shows_colours(true, asked("1")));
        assert!(!shows_colours(false, None) && !shows_colours(false, asked("")));
    }
}

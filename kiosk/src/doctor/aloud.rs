//! Whether the tablet can read aloud, where that is wanted.

use trykk_shared::language::Language;

use super::findings::{Finding, fault, well};
use crate::aloud::{NoSpeaker, Speaker, Voice};

const WHAT: &str = "reading";

/// What is found where the managed settings want it: the voices, as far as there are any.
pub(super) fn reading(found: Result<Speaker, NoSpeaker>) -> Finding {
    match found {
        Ok(speaker) => tell(|language| speaker.voice(language)),
        Err(missing) => fault(
            WHAT,
            format!("read_aloud is on, and {missing}: there is no button for it"),
            match missing {
                NoSpeaker::NoProgram => "apt install espeak-ng",
                NoSpeaker::NoVoice => "apt install espeak-ng-data",
                NoSpeaker::NoSoundCard => {
                    "look at `aplay -l` (alsa-utils) as the user of the window; where the tablet has no jack, take read_aloud out of the settings"
                }
            },
        ),
    }
}

fn tell(voice: impl Fn(Language) -> Option<Voice>) -> Finding {
    let silent: Vec<&str> = Language::ALL
        .into_iter()
        .filter(|language| voice(*language).is_none())
        .map(Language::code)
        .collect();
    match silent.is_empty() {
        true => well(WHAT, "every language can be read aloud"),
        false => well(
            WHAT,
            format!("there is no voice for {}: no button there", silent.join(", ")),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::doctor::Found;

    #[test]
    fn what_is_missing_has_a_mend_and_a_language_without_a_voice_is_named() {
        for missing in [NoSpeaker::NoProgram, NoSpeaker::NoVoice, NoSpeaker::NoSoundCard] {
            assert!(reading(Err(missing)).is_fault());
        }
        let all = tell(|_| Some(Voice::Own)).found;
        assert_eq!(all, Found::Well("every language can be read aloud".into()));
        let Found::Well(some) = tell(|language| (language == Language::En).then_some(Voice::Own)).found else {
            panic!("no fault")
        };
        assert!(some.contains("nb, nn"), "{some}");
    }
}

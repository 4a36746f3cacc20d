//! The gatherings of a process in a list.

use trykk_shared::language::Language;

use crate::gathering::{Gathering, Showing, Stage, Step};
use crate::texts::GatheringTexts;
use crate::web::signing::say;

/// A gathering in a list.
pub struct GatheringLine {
    /// Its page.
    pub href: String,
    /// Its day.
    pub day: String,
    /// The state for the style sheet.
    pub class: &'static str,
    /// The state in words.
    pub state: String,
}

/// How a gathering stands, for the style sheet and in words. `revealed`: whether ideas are shown.
pub fn say_state(gathering: &Gathering, revealed: bool, language: Language) -> (&'static str, String) {
    let texts = GatheringTexts::of(language);
    let step = |step: Step, state: &str| format!("{}: {state}", texts.step_name(step));
    match gathering.position.stage {
        Stage::Prepared => ("waits", texts.state_prepared.to_owned()),
        Stage::At {
            step: Step::HandOver, ..
        } => ("open", texts.step_name(Step::HandOver).to_owned()),
        Stage::At { step: at, open: true } => ("open", step(at, texts.state_open)),
        Stage::At {
            step: Step::Ideas,
            open: false,
        } if revealed => ("open", step(Step::Ideas, texts.state_revealed)),
        Stage::At { step: at, open: false } => ("closed", step(at, texts.state_closed)),
        Stage::HandedOver => ("done", texts.state_handed.to_owned()),
        Stage::GivenUp => ("late", texts.state_given_up.to_owned()),
    }
}

/// The gatherings of a process, the latest first.
pub fn list(gatherings: &[Gathering], language: Language) -> Vec<GatheringLine> {
    let mut gatherings: Vec<&Gathering> = gatherings.iter().collect();
    gatherings.sort_by_key(|one| std::cmp::Reverse((one.prepared.day, one.number)));
    let line = |one: &Gathering| {
        let (class, state) = say_state(one, false, language);
        GatheringLine {
            href: format!("/process/{}/gatherings/{}", one.process, one.number),
            day: say(language, one.prepared.day),
            class,
            state,
        }
    };
    gatherings.into_iter().map(line).collect()
}

/// Whether anything is shown to the tables. Late ideas that the guide reads change nothing of it: the screen would say that some came.
pub fn is_revealed(canvas: &crate::gathering::Canvas) -> bool {
    canvas.has(Showing::Shown)
}

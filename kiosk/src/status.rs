//! How the tablet stands, for whoever looks after it.

use serde_json::json;
use trykk_shared::waiting::Waiting;

use crate::advice::explain_waiting;
use crate::tablet::{Found, RoundOutcome, Standing, Tablet};

/// Said of a tablet that was enrolled anew elsewhere while it held something.
pub const HOLDS_FOR_ELSEWHERE: &str = "It holds answers of a round that this hub does not tell it of. Enrol it once with a link of the ward where they were given: then they are delivered.";

/// Said where the hub believes the tablet on another ward.
pub fn tell_believed_at(ward: &str) -> String {
    format!(
        "The hub believes that this tablet stands at {ward}. Enrol it again with a link of the ward where it stands; until then people answer for that one, in rounds that it knows."
    )
}

/// What the tablet found in the count of its last round: the count's number, or `missing`.
fn name_found(standing: &Standing) -> Option<String> {
    let Standing::Closed { outcome, .. } = standing else {
        return None;
    };
    match outcome {
        RoundOutcome::Counted(Found::All(number)) | RoundOutcome::Released(Found::All(number)) => {
            Some(number.to_string().replace('\u{a0}', " "))
        }
        RoundOutcome::Counted(Found::Missing) | RoundOutcome::Released(Found::Missing) => Some("missing".to_owned()),
        _ => None,
    }
}

fn name_outcome(outcome: RoundOutcome) -> &'static str {
    match outcome {
        RoundOutcome::Waiting => "closed",
        RoundOutcome::Counted(_) => "counted",
        RoundOutcome::Released(_) => "released",
        RoundOutcome::ClosedUnread => "closed-unread",
    }
}

/// How the tablet stands, as JSON. Beside a running window it does not say what waits: asked again and again, it would tell when
/// somebody answers.
pub fn describe(tablet: &Tablet, running: bool) -> serde_json::Value {
    let settings = tablet.settings();
    let (waiting, delivered) = tablet.waiting_and_sent();
    let envelopes = json!({ "waiting": waiting, "delivered": delivered });
    let (state, round, closes) = match tablet.standing() {
        Standing::NotEnrolled => ("not-enrolled", None, None),
        Standing::NoRound { .. } => ("no-round", None, None),
        Standing::Open(round) => ("open", Some(round.address.round.clone()), Some(round.closes)),
        Standing::Full { round, .. } => ("full", Some(round), None),
        Standing::Closed { round, outcome, .. } => (name_outcome(outcome), Some(round), None),
        Standing::KeyChanged { round, .. } => ("key-changed", Some(round), None),
        Standing::OutOfUse { .. } => ("out-of-use", None, None),
        Standing::Damaged => ("damaged", None, None),
    };
    json!({
        "enrolled": settings.enrolment.is_some(),
        "tablet": settings.enrolment.as_ref().map(|enrolment| &enrolment.tablet),
        "ward": settings.enrolment.as_ref().map(|enrolment| &enrolment.ward),
        "hub": settings.enrolment.as_ref().map(|enrolment| &enrolment.address),
        "state": state,
        "round": round,
        "closes": closes.and_then(|closes| jiff::Timestamp::from_second(closes).ok()).map(|closes| closes.to_string()),
        "running": running,
        "version": env!("CARGO_PKG_VERSION"),
        "newer_hub": tablet.newer_hub(),
        "something_waits": (!running).then_some(waiting > 0),
        "waits_for": (!running).then(|| tablet.waiting()).flatten(),
        "envelopes": (!running).then_some(envelopes),
        "counted": name_found(&tablet.standing()),
        "too_late": settings.too_late.values().collect::<Vec<_>>(),
        "believed_at": tablet.believed_at().map(|ward| &ward.name),
        "for_elsewhere": tablet.holds_for_elsewhere(),
        "key_changed": tablet.rounds_with_other_keys(),
        "last_problem": settings.last_problem,
        "set_aside": tablet.set_aside(),
    })
}

/// The same in words.
pub fn write(status: &serde_json::Value) -> String {
    let text = |key: &str| status[key].as_str().unwrap_or("none").to_owned();
    let mut lines = format!(
        "Ward:   {}\nRound:  {} ({})\n",
        text("ward"),
        text("round"),
        text("state")
    );
    lines += match status["something_waits"].as_bool() {
        Some(true) => "Answers wait on this tablet.\n",
        Some(false) => "Nothing waits.\n",
        None => "The window is open. What waits is not said beside it: it would tell when somebody answers.\n",
    };
    if status["something_waits"] == true
        && let Ok(reason) = serde_json::from_value::<Waiting>(status["waits_for"].clone())
    {
        lines += &format!("Why answers wait: {}.\n", explain_waiting(reason));
    }
    match status["counted"].as_str() {
        None => {}
        Some("missing") => lines += "Some answers on this tablet are not in the count: tell the process guide.\n",
        Some(number) => lines += &format!("Every answer on this tablet is in the count {number}.\n"),
    }
    for round in status["too_late"].as_array().into_iter().flatten() {
        lines += &format!(
            "Some answers to {} came too late and are not counted.\n",
            round.as_str().unwrap_or("a round")
        );
    }
    if let Some(ward) = status["believed_at"].as_str() {
        lines += &format!("{}\n", tell_believed_at(ward));
    }
    if status["for_elsewhere"] == true {
        lines += &format!("{HOLDS_FOR_ELSEWHERE}\n");
    }
    for round in status["key_changed"].as_array().into_iter().flatten() {
        lines += &format!(
            "{} has another key or other questions than when this tablet first saw it. Nothing is sent to it: tell the safety rep and the process guide.\n",
            round.as_str().unwrap_or("A round")
        );
    }
    if let Some(newer) = status["newer_hub"].as_str() {
        lines += &format!(
            "The hub runs version {newer}, and this tablet {}: update trykk-kiosk.\n",
            env!("CARGO_PKG_VERSION")
        );
    }
    if let Some(problem) = status["last_problem"].as_str() {
        lines += &format!("Last attempt: {problem}\n");
    }
    lines
}

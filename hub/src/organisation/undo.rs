//! What a plan would take back of what is there: an older file must not undo in silence what was done since.

use super::times::write_time;
use super::{Account, Change, Organisation, Places, Round, Ward};

/// A line for each thing that changes would alter or remove; none for what they only add.
pub fn undone(from: &Organisation, changes: &[Change]) -> Vec<String> {
    changes.iter().filter_map(|change| undone_by(from, change)).collect()
}

fn undone_by(from: &Organisation, change: &Change) -> Option<String> {
    let (what, parts) = match change {
        Change::Name(..) if from.name.is_empty() => return None,
        Change::Name(name, zone) => (
            "organisation".to_owned(),
            vec![
                becomes("name", &from.name, name),
                becomes("time zone", &from.time_zone, zone),
            ],
        ),
        Change::PutDepartment(id, name) => (
            format!("department {id:?}"),
            vec![becomes("name", from.departments.get(id)?, name)],
        ),
        Change::RemoveDepartment(id) => (format!("department {id:?}"), vec![goes()]),
        Change::PutWard(id, ward) => (format!("ward {id:?}"), ward_parts(from.wards.get(id)?, ward)),
        Change::RemoveWard(id) => (format!("ward {id:?}"), vec![goes()]),
        Change::PutAccount(email, account) => (
            format!("account {email:?}"),
            account_parts(from.accounts.get(email)?, account),
        ),
        Change::RemoveAccount(email) => (format!("account {email:?}"), vec![goes()]),
        Change::PutRound(id, round) => (format!("round {id:?}"), round_parts(from, from.rounds.get(id)?, round)),
        Change::RemoveRound(id) => (format!("round {id:?}"), vec![goes()]),
    };
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    Some(format!("{what}: {}", parts.join(", ")))
}

fn goes() -> Option<String> {
    Some("goes".to_owned())
}

fn becomes(what: &str, was: &str, is: &str) -> Option<String> {
    (was != is).then(|| format!("{what} {was:?} becomes {is:?}"))
}

fn ward_parts(was: &Ward, is: &Ward) -> Vec<Option<String>> {
    let headcount = [was.headcount, is.headcount].map(|people| people.to_string());
    vec![
        becomes("name", &was.name, &is.name),
        becomes("department", &was.department, &is.department),
        becomes("headcount", &headcount[0], &headcount[1]),
        (was.closed != is.closed).then(|| if is.closed { "is closed" } else { "is opened again" }.to_owned()),
    ]
}

fn account_parts(was: &Account, is: &Account) -> Vec<Option<String>> {
    let all = |places: &Places| [&places.wards[..], &places.departments[..]].concat().join(", ");
    let mut parts = vec![becomes("role", was.role.name(), is.role.name())];
    if was.places != is.places {
        parts.push(Some(format!(
            "places {:?} become {:?}",
            all(&was.places),
            all(&is.places)
        )));
    }
    if was.blocked != is.blocked {
        parts.push(Some(
            if is.blocked { "is blocked" } else { "is let in again" }.to_owned(),
        ));
    }
    parts
}

fn round_parts(from: &Organisation, was: &Round, is: &Round) -> Vec<Option<String>> {
    let zone = from.zone();
    let time = |seconds| write_time(seconds, &zone);
    let deck = |round: &Round| format!("{} {}", round.deck.id, round.deck.version);
    let boxes = |round: &Round| {
        let boxes = round.boxes.iter().map(|(wards, _)| wards.join(" + "));
        boxes.collect::<Vec<_>>().join(", ")
    };
    let floor = |round: &Round| round.plan.floor.to_string();
    let asks = |round: &Round| if round.plan.codes { "asked for" } else { "not asked for" };
    let mut parts = vec![
        becomes("deck", &deck(was), &deck(is)),
        becomes("mode", was.plan.mode.name(), is.plan.mode.name()),
        becomes("wards", &boxes(was), &boxes(is)),
        becomes("opening", &time(was.plan.opens), &time(is.plan.opens)),
        becomes("closing", &time(was.plan.closes), &time(is.plan.closes)),
        becomes("floor", &floor(was), &floor(is)),
        becomes("start codes", asks(was), asks(is)),
    ];
    if was.deck != is.deck && deck(was) == deck(is) {
        parts.push(Some("the deck's texts change".to_owned()));
    }
    if was.plan.urgent != is.plan.urgent {
        parts.push(Some("the urgent route changes".to_owned()));
    }
    parts
}

//! Writes the plan as the file that [`super::file`] reads: applying it changes nothing.

use std::collections::BTreeMap;

use trykk_shared::deck::{Deck, Mode, quote, write_texts};

use super::decks::{name as usual_name, named};
use super::times::write_time;
use super::{Organisation, Round};

/// The organisation as a plan file, with its decks in it.
pub fn print(organisation: &Organisation) -> String {
    let mut blocks = vec![format!(
        "[organisation]\nname = {}\ntime_zone = {}",
        quote(&organisation.name),
        quote(&organisation.time_zone)
    )];
    for (id, name) in &organisation.departments {
        blocks.push(format!("[[department]]\nid = {}\nname = {}", quote(id), quote(name)));
    }
    for (id, ward) in &organisation.wards {
        blocks.push(
            format!(
                "[[ward]]\nid = {}\nname = {}\ndepartment = {}\nheadcount = {}",
                quote(id),
                quote(&ward.name),
                quote(&ward.department),
                ward.headcount
            ) + if ward.closed { "\nclosed = true" } else { "" },
        );
    }
    for (email, account) in &organisation.accounts {
        let mut lines = vec![
            "[[account]]".to_owned(),
            format!("email = {}", quote(email)),
            format!("role = {}", quote(account.role.name())),
        ];
        for (key, ids) in [
            ("wards", &account.places.wards),
            ("departments", &account.places.departments),
        ] {
            lines.extend((!ids.is_empty()).then(|| format!("{key} = {}", list(ids))));
        }
        lines.extend(account.blocked.then(|| "blocked = true".to_owned()));
        blocks.push(lines.join("\n"));
    }
    let decks = name_decks(organisation);
    for (id, round) in &organisation.rounds {
        blocks.push(print_round(organisation, id, round, &decks));
    }
    for (name, deck) in &decks {
        blocks.push(deck.to_toml_in(&format!("deck.{name}")).trim_end().to_owned());
    }
    blocks.join("\n\n") + "\n"
}

fn print_round(organisation: &Organisation, id: &str, round: &Round, decks: &BTreeMap<String, &Deck>) -> String {
    let zone = organisation.zone();
    let name = decks
        .iter()
        .find(|(_, deck)| **deck == &round.deck)
        .map_or("", |(name, _)| name);
    let wards = |pooled: bool| {
        round
            .boxes
            .iter()
            .map(|(wards, _)| wards)
            .filter(move |wards| (wards.len() > 1) == pooled)
    };
    let mut lines = vec![
        "[[round]]".to_owned(),
        format!("id = {}", quote(id)),
        format!("deck = {}", quote(name)),
        format!("mode = {}", quote(round.plan.mode.name())),
    ];
    let alone: Vec<String> = wards(false).flatten().cloned().collect();
    if !alone.is_empty() {
        lines.push(format!("wards = {}", list(&alone)));
    }
    let pooled: Vec<String> = wards(true).map(|pool| list(pool)).collect();
    if !pooled.is_empty() {
        lines.push(format!("pooled = [{}]", pooled.join(", ")));
    }
    lines.push(format!("opens = {}", quote(&write_time(round.plan.opens, &zone))));
    lines.push(format!("closes = {}", quote(&write_time(round.plan.closes, &zone))));
    lines.push(format!("floor = {}", round.plan.floor));
    if !round.plan.urgent.0.is_empty() {
        lines.push(format!("urgent = {}", write_texts(&round.plan.urgent)));
    }
    if round.plan.mode == Mode::DropIn {
        lines.push(format!("codes = {}", round.plan.codes));
    }
    if let Some(before) = &round.plan.pulse_of {
        lines.push(format!("pulse_of = {}", quote(before)));
    }
    lines.join("\n")
}

/// Every deck of the rounds once, under a name of its own: two of one id and version may still differ.
fn name_decks(organisation: &Organisation) -> BTreeMap<String, &Deck> {
    let mut decks: BTreeMap<String, &Deck> = BTreeMap::new();
    let known = named(organisation);
    for round in organisation.rounds.values() {
        let deck = &round.deck;
        if decks.values().any(|known| *known == deck) {
            continue;
        }
        let first = usual_name(deck);
        let mut name = first.clone();
        for nth in 2.. {
            // What the hub calls a deck is never another one in a file, not even the same in fewer languages.
            let is_other = known.get(&name).is_some_and(|known| known != deck);
            if !decks.contains_key(&name) && !is_other {
                break;
            }
            name = format!("{first}-{nth}");
        }
        decks.insert(name, deck);
    }
    decks
}

fn list(ids: &[String]) -> String {
    let ids: Vec<String> = ids.iter().map(|id| quote(id)).collect();
    format!("[{}]", ids.join(", "))
}

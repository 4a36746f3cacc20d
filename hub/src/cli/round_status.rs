//! How every round stands, for whoever has a shell.

use serde_json::json;
use trykk_shared::deck::Mode;
use trykk_shared::kind::Unit;
use trykk_shared::protocol::{BoxState, TabletTrouble};

use super::Common;
use crate::figures::participation::Participation;
use crate::figures::release::MIN_TABLES_TO_PUBLISH;
use crate::rounds::waiting::find_reason;
use crate::store::HandedTablet;

/// Prints it, a line a box or as JSON.
pub(super) fn status(common: &Common, json: bool) -> anyhow::Result<()> {
    let (_, mut store) = common.open()?;
    let now = common.clock(&mut store)?.now();
    let (mut entries, names) = (Vec::new(), store.tablet_names()?);
    for ballot_box in store.boxes()? {
        let round = store.round(&ballot_box.round)?;
        let planned = if ballot_box.is_confirmed() {
            "confirmed"
        } else {
            "planned"
        };
        let state = ballot_box.state_at(now).map_or(planned, BoxState::name);
        let counts = store.count_envelopes(ballot_box.id)?;
        let people = ballot_box.shape.sheets(Unit::Participant, &counts);
        let tables = ballot_box.shape.sheets(Unit::Table, &counts);
        let takes = ballot_box.state_at(now).is_some_and(BoxState::takes_envelopes);
        let participation = takes.then(|| Participation::of(people, u64::from(ballot_box.floor)).to_string());
        let tables =
            (takes && round.mode == Mode::Table).then(|| Participation::of(tables, MIN_TABLES_TO_PUBLISH).to_string());
        let mut too_fast = false;
        let refused = store.refused_full(ballot_box.id)?;
        let tablets: Vec<_> = store
            .tablets_of(ballot_box.id)?
            .into_iter()
            .map(|handed| {
                let reason = find_reason(&ballot_box, &handed, refused.contains(&handed.tablet.id), now);
                let HandedTablet {
                    tablet,
                    said_nothing_waits,
                    quarantined,
                    mut troubles,
                    ..
                } = handed;
                // Said of the box, and of none of its tablets.
                too_fast |= troubles.remove(&TabletTrouble::TooFast);
                let seen = tablet
                    .last_seen
                    .and_then(|seen| jiff::Timestamp::from_second(seen).ok());
                json!({
                    "tablet": tablet.id, "name": names.get(&tablet.id), "state": tablet.state.name(),
                    "last_seen": seen.map(|seen| seen.to_string()), "nothing_waits": said_nothing_waits,
                    "quarantine": quarantined > 0, "troubles": troubles, "waits_for": reason,
                })
            })
            .collect();
        entries.push(json!({
            "round": ballot_box.round, "wards": ballot_box.wards, "state": state,
            "closed_for_good": ballot_box.is_closed_for_good(now), "participation": participation, "tables": tables,
            "opens": jiff::Timestamp::from_second(ballot_box.opens)?.to_string(),
            "closes": jiff::Timestamp::from_second(ballot_box.closes)?.to_string(),
            "fingerprint": ballot_box.fingerprint().map(|fingerprint| fingerprint.to_string().replace('\u{a0}', " ")),
            "tablets": tablets, "too_fast": too_fast,
            "count": store.count_checks(ballot_box.id)?.map(|checks| json!({
                "number": checks.number.to_string().replace('\u{a0}', " "), "tablets": checks.tablets,
                "found_all": checks.whole, "miss_some": checks.missing, "changed_since": checks.changed,
            })),
        }));
    }
    if json {
        say!("{}", serde_json::to_string_pretty(&json!({ "boxes": entries }))?);
    } else {
        for entry in &entries {
            let wards: Vec<&str> = entry["wards"]
                .as_array()
                .into_iter()
                .flatten()
                .filter_map(|ward| ward.as_str())
                .collect();
            let people = entry["participation"]
                .as_str()
                .map_or(String::new(), |people| format!(", {people} people"));
            let fingerprint = entry["fingerprint"]
                .as_str()
                .map_or(String::new(), |fingerprint| format!(", fingerprint {fingerprint}"));
            let count = entry["count"]["number"].as_str().map_or(String::new(), |number| {
                let of = |key: &str| entry["count"][key].as_u64().unwrap_or(0);
                let (all, tablets, some) = (of("found_all"), of("tablets"), of("miss_some"));
                let changed = match entry["count"]["changed_since"].as_bool() {
                    Some(true) => ", not the number that the audit log has",
                    _ => "",
                };
                format!(
                    ", count {number}{changed}: {all} of {tablets} tablets found all they delivered, {some} miss some"
                )
            });
            say!(
                "{} {}: {}{people}{fingerprint}{count}",
                entry["round"].as_str().unwrap_or(""),
                wards.join("+"),
                entry["state"].as_str().unwrap_or("")
            );
        }
    }
    Ok(())
}

//! How long the texts of a plan may be: they stand on a tablet, and on a telephone. Pure. Only what is new or changed is looked at, so
//! that what was taken before keeps nobody from changing something else.

use trykk_shared::protocol::{MAX_PLACE_NAME_CHARS, MAX_PLACE_WORD_CHARS, MAX_URGENT_CHARS, MAX_URGENT_LINES};

use super::{Organisation, Refusal};
use crate::written::{WrittenError, read_name};

/// The texts of a plan that would not be shown as they are, of those that are not in `from` already.
pub(super) fn find_unfit(from: &Organisation, to: &Organisation) -> Vec<Refusal> {
    let mut unfit = Vec::new();
    if from.name != to.name {
        unfit.extend(check("the organisation's name", &to.name, MAX_PLACE_NAME_CHARS));
    }
    for (id, name) in &to.departments {
        if from.departments.get(id) != Some(name) {
            unfit.extend(check(
                &format!("the name of department {id:?}"),
                name,
                MAX_PLACE_NAME_CHARS,
            ));
        }
    }
    for (id, ward) in &to.wards {
        if from.wards.get(id).is_none_or(|known| known.name != ward.name) {
            unfit.extend(check(
                &format!("the name of ward {id:?}"),
                &ward.name,
                MAX_PLACE_NAME_CHARS,
            ));
        }
    }
    for (id, round) in &to.rounds {
        let known = from.rounds.get(id).map(|known| &known.plan.urgent);
        for (language, text) in &round.plan.urgent.0 {
            let is_known = known.is_some_and(|known| known.0.get(language) == Some(text));
            if !is_known && !text.trim().is_empty() {
                let field = format!("urgent of round {id:?} in {}", language.code());
                unfit.extend(check_lines(&field, text));
            }
        }
    }
    unfit
}

/// A text that may stand on a few lines.
fn check_lines(field: &str, text: &str) -> Option<Refusal> {
    if text.lines().count() > MAX_URGENT_LINES {
        return Some(Refusal::TooManyLines {
            field: field.to_owned(),
            most: MAX_URGENT_LINES,
        });
    }
    let plain: Vec<&str> = text.lines().filter(|line| !line.is_empty()).collect();
    check(field, &plain.join(" "), MAX_URGENT_CHARS)
}

/// Why a text of at most `most` characters would not be shown as it is; `field`: what the plan's file calls it.
pub(super) fn check(field: &str, text: &str, most: usize) -> Option<Refusal> {
    let chars = text.chars().count();
    let longest = text
        .split([' ', '-', '/', '\u{ad}'])
        .max_by_key(|word| word.chars().count());
    let longest = longest.unwrap_or_default();
    let field = field.to_owned();
    if let Err(why @ (WrittenError::Control(_) | WrittenError::Lines)) = read_name(text) {
        Some(Refusal::NotPlain { field, why })
    } else if chars > most {
        Some(Refusal::TooLong { field, chars, most })
    } else if longest.chars().count() > MAX_PLACE_WORD_CHARS {
        Some(Refusal::LongWord {
            field,
            word: longest.to_owned(),
        })
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use trykk_shared::language::Language;

    use super::*;
    use crate::organisation::{Ward, changes};

    type Set = fn(&mut Organisation, String);

    fn an_organisation() -> Organisation {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../assets/demo/hospital.toml");
        crate::organisation::file::read(&path).unwrap()
    }

    fn refused(from: &Organisation, to: &Organisation) -> String {
        changes(from, to).unwrap_err().to_string()
    }

    #[test]
    fn each_text_has_a_limit_that_is_said_with_its_field() {
        let words = |chars: usize| "abcd ".repeat(chars / 5 + 1).chars().take(chars).collect::<String>();
        let fields: [(&str, usize, Set); 4] = [
            ("the organisation's name", MAX_PLACE_NAME_CHARS, |organisation, text| {
                organisation.name = text
            }),
            (
                "the name of department \"medicine\"",
                MAX_PLACE_NAME_CHARS,
                |organisation, text| {
                    organisation.departments.insert("medicine".into(), text);
                },
            ),
            (
                "the name of ward \"med-1\"",
                MAX_PLACE_NAME_CHARS,
                |organisation, text| {
                    organisation.wards.get_mut("med-1").unwrap().name = text;
                },
            ),
            (
                "urgent of round \"2026-autumn\" in nn",
                MAX_URGENT_CHARS,
                |organisation, text| {
                    let round = organisation.rounds.get_mut("2026-autumn").unwrap();
                    round.plan.urgent.0.insert(Language::Nn, text);
                },
            ),
        ];
        let known = an_organisation();
        assert!(
            changes(&known, &{
                let mut organisation = an_organisation();
                fields[3].2(&mut organisation, "Ring 5555.\r\n\nEller 6666.".to_owned());
                organisation
            })
            .is_ok()
        );
        for (field, most, set) in fields {
            let with = |text: &str| {
                let mut organisation = an_organisation();
                set(&mut organisation, text.to_owned());
                organisation
            };
            assert!(changes(&known, &with(&words(most))).is_ok(), "{field}");
            let long = refused(&known, &with(&words(most + 1)));
            assert!(
                long.contains(field) && long.contains(&format!("at most {most}")),
                "{long}"
            );
            let lines = if most == MAX_URGENT_CHARS {
                "a\r\nb\nc\nd"
            } else {
                "a\nb"
            };
            for odd in ["a\tb\u{7}", lines, "a\u{0}b", "a\u{2028}b"] {
                let said = refused(&known, &with(odd));
                assert!(said.contains(field), "{odd:?}: {said}");
            }
            let word = "a".repeat(MAX_PLACE_WORD_CHARS + 1);
            let said = refused(&known, &with(&word));
            assert!(said.contains(field) && said.contains(&word), "{said}");
            // What was taken before stays, and keeps nobody from changing something else.
            let mut other = with(&words(most + 1));
            let before = other.clone();
            other.wards.insert(
                "new".into(),
                Ward {
                    name: "Ny".into(),
                    ..known.wards["med-1"].clone()
                },
            );
            assert!(changes(&before, &other).is_ok(), "{field}");
        }
    }
}

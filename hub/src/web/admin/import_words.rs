//! What a list would change, in words. Pure.

use trykk_shared::language::Language;

use crate::organisation::import::{Import, Note};
use crate::organisation::{Account, Change, Organisation, Ward};
use crate::texts::{ImportTexts, Texts, fill};

/// Each change, in the order in which they are made; `plan`: as it stands before them.
pub fn say_changes(language: Language, organisation: &Organisation, import: &Import) -> Vec<String> {
    // Wards and people may be bound to departments and wards of the same list.
    let mut after = organisation.clone();
    for change in &import.changes {
        match change {
            Change::PutDepartment(id, name) => drop(after.departments.insert(id.clone(), name.clone())),
            Change::PutWard(id, ward) => drop(after.wards.insert(id.clone(), ward.clone())),
            _ => {}
        }
    }
    let words = Words {
        language,
        texts: ImportTexts::of(language),
        organisation,
        after: &after,
    };
    let mut said: Vec<String> = import.changes.iter().map(|change| words.say(change)).collect();
    for (email, tongue) in &import.languages {
        let account = import.changes.iter().position(|change| match change {
            Change::PutAccount(put, _) => put == email,
            _ => false,
        });
        if let Some(line) = account.and_then(|at| said.get_mut(at)) {
            *line = fill(words.texts.greeted, &[line, &tongue.name()]);
        }
    }
    said
}

/// What is said beside the changes.
pub fn say_notes(language: Language, organisation: &Organisation, import: &Import) -> Vec<String> {
    let texts = ImportTexts::of(language);
    let say = |note: &Note| match note {
        Note::NamesNotKept => texts.names_not_kept.to_owned(),
        Note::LikeAnother { line, ward, department } => fill(texts.like_another, &[line, ward, department]),
        Note::LosesKey {
            line,
            email,
            wards,
            others,
        } => fill(
            texts.loses_key,
            &[line, email, &organisation.ward_names(wards), &others.join(", ")],
        ),
    };
    import.notes.iter().map(say).collect()
}

struct Words<'p> {
    language: Language,
    texts: &'static ImportTexts,
    organisation: &'p Organisation,
    after: &'p Organisation,
}

impl Words<'_> {
    fn say(&self, change: &Change) -> String {
        match change {
            Change::PutDepartment(_, name) => fill(self.texts.new_department, &[name]),
            Change::PutWard(id, ward) => self.say_ward(id, ward),
            Change::PutAccount(email, account) => {
                let (known, is) = (self.organisation.accounts.get(email), self.say_account(account));
                match known {
                    Some(known) => fill(self.texts.account, &[email, &self.say_account(known), &is]),
                    None => fill(self.texts.new_account, &[email, &is]),
                }
            }
            // A list brings nothing else; whatever it is, it is not made unseen.
            other => other.summary(),
        }
    }

    fn say_ward(&self, id: &str, ward: &Ward) -> String {
        let department = self.after.departments.get(&ward.department).unwrap_or(&ward.department);
        match self.organisation.wards.get(id) {
            Some(known) => {
                let texts = self.texts.headcount;
                fill(texts, &[&ward.name, department, &known.headcount, &ward.headcount])
            }
            None => fill(self.texts.new_ward, &[&ward.name, department, &ward.headcount]),
        }
    }

    fn say_account(&self, account: &Account) -> String {
        let role = Texts::of(self.language).role(account.role);
        match self.after.place_names(&account.places) {
            places if places.is_empty() => role.to_owned(),
            places => fill(self.texts.role_at, &[&role, &places]),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_would_lose_a_key_is_said_with_the_ward_and_who_is_left() {
        let mut organisation = Organisation::default();
        let ward = Ward {
            name: "Intensiv".to_owned(),
            department: "surgery".to_owned(),
            headcount: 60,
            closed: false,
        };
        organisation.wards.insert("intensive".to_owned(), ward);
        let note = Note::LosesKey {
            line: 3,
            email: "kari@sykehuset.no".to_owned(),
            wards: vec!["intensive".to_owned()],
            others: vec!["ola@sykehuset.no".to_owned()],
        };
        let import = Import {
            kind: crate::organisation::import::Kind::People,
            rows: 1,
            changes: Vec::new(),
            languages: Vec::new(),
            notes: vec![note],
        };
        for (language, words) in [
            (
                Language::Nb,
                "kan ikke telle dem opp etter dette. Det kan fortsatt ola@sykehuset.no.",
            ),
            (
                Language::Nn,
                "kan ikkje telje dei opp etter dette. Det kan framleis ola@sykehuset.no.",
            ),
            (
                Language::En,
                "cannot count them after this. ola@sykehuset.no still can.",
            ),
        ] {
            let said = &say_notes(language, &organisation, &import)[0];
            assert!(said.ends_with(words), "{said}");
            assert!(
                said.contains(" 3: kari@sykehuset.no ") && said.contains("Intensiv"),
                "{said}"
            );
        }
    }
}

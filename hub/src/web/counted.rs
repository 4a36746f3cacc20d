//! What tablets found when they looked for their envelopes in a count, as pages say it.

use trykk_shared::ids::BoxId;
use trykk_shared::language::Language;

use crate::store::{CountChecks, Store, StoreError};
use crate::texts::{CountTexts, fill};

/// What pages say of it.
pub struct CountView {
    /// What the number is.
    pub label: &'static str,
    /// The number.
    pub number: String,
    /// What the tablets found.
    pub found: String,
    /// Whether one misses something, or the number is not that of the count.
    pub missing: bool,
}

impl CountView {
    /// What is to be said of a box's count; nothing where no tablet can check it.
    ///
    /// # Errors
    /// When the store fails.
    pub fn of(store: &Store, box_id: BoxId, language: Language) -> Result<Option<Self>, StoreError> {
        let checks = store.count_checks(box_id)?;
        Ok(checks.map(|checks| describe(checks, CountTexts::of(language))))
    }
}

fn describe(checks: CountChecks, texts: &'static CountTexts) -> CountView {
    let (tablets, whole, missing) = (checks.tablets, checks.whole, checks.missing);
    let mut found = match (whole, tablets) {
        // Typed in on the hub alone: nobody looks.
        (_, 0) => String::new(),
        (1, 1) => texts.only.to_owned(),
        (whole, tablets) if whole == tablets => fill(texts.all, &[&tablets]),
        _ => fill(texts.some, &[&whole, &tablets]),
    };
    if checks.changed {
        found = format!("{} {found}", texts.changed);
    }
    if missing > 0 {
        let misses = fill(texts.missing, &[&missing, &tablets]);
        found = format!("{found} {misses} {}", texts.missing_why);
    }
    CountView {
        label: texts.number,
        number: checks.number.to_string(),
        found: format!("{found} {}", texts.compare).trim_start().to_owned(),
        missing: missing > 0 || checks.changed,
    }
}

#[cfg(test)]
mod tests {
    use trykk_shared::counted::CountNumber;

    use super::*;

    fn said(tablets: u32, whole: u32, missing: u32) -> String {
        let number = CountNumber([1; 32]);
        let checks = CountChecks {
            number,
            tablets,
            whole,
            missing,
            changed: false,
        };
        describe(checks, CountTexts::of(Language::En)).found
    }

    #[test]
    fn it_is_said_that_all_found_theirs_only_where_all_did() {
        assert!(said(1, 1, 0).starts_with("The tablet has found all"));
        assert!(said(3, 3, 0).starts_with("All 3 tablets have found all"));
        for (tablets, whole, missing) in [(3, 2, 0), (3, 2, 1), (1, 0, 0), (1, 0, 1), (2, 1, 0)] {
            let said = said(tablets, whole, missing);
            assert!(said.starts_with(&format!("{whole} of {tablets} ")), "{said}");
            assert_eq!(said.contains("miss answers"), missing > 0, "{said}");
        }
        assert!(said(0, 0, 0).starts_with("The same number"));
    }
}

//! What a token may be, and what it opens. Pure.

use std::collections::BTreeSet;

use crate::organisation::Organisation;
use crate::organisation::drafts::guides_all;
use crate::store::TokenRow;
use crate::written::read_name;

/// How long a token lasts at most, in seconds: a year, a leap year too.
pub const LONGEST_SECONDS: i64 = 366 * 24 * 3600;
/// How many tokens a guide has at most.
pub const MOST_TOKENS: usize = 20;
/// The longest name of a token, in characters.
pub const MAX_NAME_CHARS: usize = 60;

/// Why a token is not made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenError {
    /// It has no name, or one that is none.
    Name,
    /// No ward, or one that is not the guide's.
    Wards,
    /// It would end in the past, or after more than a year.
    Until,
}

/// What a guide asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TokenOrder {
    /// What it is to be called.
    pub name: String,
    /// The wards that it is to read.
    pub wards: Vec<String>,
    /// When it is to end; nothing where that was not understood.
    pub until: Option<i64>,
}

/// The token that a guide asks for, with each ward once.
///
/// # Errors
/// Every [`TokenError`].
pub fn order_token(
    organisation: &Organisation,
    email: &str,
    id: &str,
    order: &TokenOrder,
    now: i64,
) -> Result<TokenRow, Vec<TokenError>> {
    let name = read_name(&order.name)
        .ok()
        .filter(|name| name.chars().count() <= MAX_NAME_CHARS);
    let wards: BTreeSet<String> = order.wards.iter().cloned().collect();
    let mine = !wards.is_empty() && guides_all(organisation, email, &wards);
    let until = order
        .until
        .filter(|until| *until > now && *until <= now + LONGEST_SECONDS);
    let faults = [
        (name.is_none(), TokenError::Name),
        (!mine, TokenError::Wards),
        (until.is_none(), TokenError::Until),
    ];
    match (name, until) {
        (Some(name), Some(until)) if mine => Ok(TokenRow {
            id: id.to_owned(),
            email: email.to_owned(),
            name,
            wards: wards.into_iter().collect(),
            until,
            last_day: None,
        }),
        _ => Err(faults
            .into_iter()
            .filter(|(wrong, _)| *wrong)
            .map(|(_, fault)| fault)
            .collect()),
    }
}

/// Whether a token opens anything at `now`: it has not ended, and its maker guides every one of its wards.
pub fn is_good(organisation: &Organisation, token: &TokenRow, now: i64) -> bool {
    token.until > now && guides_all(organisation, &token.email, &token.wards)
}

/// Whether a token reads what is published of these wards: of all of them, where they answered together.
pub fn reads(token: &TokenRow, wards: &[String]) -> bool {
    !wards.is_empty() && wards.iter().all(|ward| token.wards.contains(ward))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::organisation::{Account, Places, Role, Ward};
    use proptest::prelude::*;

    const GUIDE: &str = "guide@example.org";
    const NOW: i64 = 1_790_000_000;

    fn plan(mine: &[bool], blocked: bool, role: Role) -> Organisation {
        let mut organisation = Organisation::default();
        for nth in 0..mine.len() {
            let ward = Ward {
                name: format!("Ward {nth}"),
                department: "d".to_owned(),
                headcount: 20,
                closed: false,
            };
            organisation.wards.insert(format!("w{nth}"), ward);
        }
        let wards = mine.iter().enumerate().filter(|(_, mine)| **mine);
        let places = Places::new(wards.map(|(nth, _)| format!("w{nth}")).collect(), Vec::new());
        let account = Account {
            role,
            places,
            blocked,
            has_counting_key: false,
        };
        organisation.accounts.insert(GUIDE.to_owned(), account);
        organisation
    }

    proptest! {
        #[test]
        fn a_token_is_made_and_good_only_for_wards_that_its_maker_guides(
            mine in prop::collection::vec(any::<bool>(), 4),
            later in prop::collection::vec(any::<bool>(), 4),
            wanted in prop::collection::vec(0..5_usize, 0..4),
            name in "[a-z\n]{0,4}",
            seconds in -10..2 * LONGEST_SECONDS,
            blocked in any::<bool>(),
        ) {
            let order = TokenOrder {
                name: name.clone(),
                wards: wanted.iter().map(|nth| format!("w{nth}")).collect(),
                until: Some(NOW + seconds),
            };
            let made = order_token(&plan(&mine, false, Role::Guide), GUIDE, "id", &order, NOW);
            let may = !wanted.is_empty() && wanted.iter().all(|nth| mine.get(*nth) == Some(&true));
            let in_time = seconds > 0 && seconds <= LONGEST_SECONDS;
            let named = !name.trim().is_empty() && !name.trim().contains('\n');
            prop_assert_eq!(made.is_ok(), may && in_time && named, "{:?}", made);
            if let Err(faults) = &made {
                prop_assert_eq!(faults.contains(&TokenError::Wards), !may);
                prop_assert_eq!(faults.contains(&TokenError::Until), !in_time);
                prop_assert_eq!(faults.contains(&TokenError::Name), !named);
            }
            let Ok(token) = made else { return Ok(()) };
            let keeps = wanted.iter().all(|nth| later.get(*nth) == Some(&true));
            prop_assert_eq!(is_good(&plan(&later, blocked, Role::Guide), &token, NOW), keeps && !blocked);
            prop_assert!(!is_good(&plan(&later, false, Role::Leader), &token, NOW));
            prop_assert!(!is_good(&plan(&mine, false, Role::Guide), &token, token.until));
            // Wards that answered together are read together or not at all.
            let pooled = ["w0".to_owned(), "w1".to_owned()];
            prop_assert_eq!(reads(&token, &pooled), wanted.contains(&0) && wanted.contains(&1));
            prop_assert!(!reads(&token, &[]));
        }
    }
}

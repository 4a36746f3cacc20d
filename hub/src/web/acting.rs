//! Doing something for somebody: whether they still may is looked at in the very turn in which it is done.

use std::sync::Arc;

use super::visit::Visit;
use super::{PageError, Pages, run_in_turn};
use crate::audit::Who;
use crate::data::DataFolder;
use crate::organisation::{Places, Role};
use crate::rounds::RoundError;
use crate::secrets::hash_secret;
use crate::store::{BoxRow, Store, StoreError};

/// As whom somebody was let in, and to what.
struct Standing {
    token_hash: [u8; 32],
    role: Role,
    email: String,
    places: Places,
    ballot_box: Option<Arc<BoxRow>>,
}

/// What somebody has lost since they were let in.
#[derive(Debug)]
enum Lost {
    /// They are logged out, blocked, or somebody else by their role.
    Session,
    /// They have other places, or the wards of the box that it is about have gone to others.
    Places,
}

impl From<Lost> for PageError {
    fn from(lost: Lost) -> Self {
        match lost {
            Lost::Session => PageError::LogIn,
            Lost::Places => PageError::NotFound,
        }
    }
}

impl Standing {
    fn of(visit: &Visit) -> Result<Self, PageError> {
        let visitor = visit.visitor()?;
        Ok(Standing {
            token_hash: hash_secret(visit.token.as_bytes()),
            role: visitor.role,
            email: visitor.email.clone(),
            places: visitor.places.clone(),
            ballot_box: visit.ballot_box.clone(),
        })
    }

    /// What of it is lost at `now`, if anything is.
    fn find_lost(&self, store: &Store, now: i64) -> Result<Option<Lost>, StoreError> {
        let visitor = store.visitor(&self.token_hash, now)?;
        let Some(visitor) = visitor.filter(|visitor| visitor.role == self.role) else {
            return Ok(Some(Lost::Session));
        };
        let reached = match &self.ballot_box {
            Some(ballot_box) => store.box_within(&visitor.places, ballot_box.id)?.is_some(),
            None => true,
        };
        Ok((visitor.places != self.places || !reached).then_some(Lost::Places))
    }
}

impl Pages {
    /// Writes for somebody who is logged in, if they still are, with the same role and places, once it is their turn: what was permitted
    /// at the door may have been taken back since.
    pub(super) async fn write_as<R: Send + 'static>(
        &self,
        visit: &Visit,
        work: impl FnOnce(&mut Store) -> Result<R, StoreError> + Send + 'static,
    ) -> Result<R, PageError> {
        let (standing, now) = (Standing::of(visit)?, self.now());
        let written = self.write(move |store| match standing.find_lost(store, now)? {
            None => {
                store.act_as(Who::Account(standing.email), now);
                work(store).map(Ok)
            }
            Some(lost) => Ok(Err(lost)),
        });
        Ok(written.await??)
    }

    /// Does what takes long or opens something, on a connection of its own, so that tablets need not wait for it: for somebody who is
    /// still logged in, with the same role and places, once it is their turn.
    pub(super) async fn run_action<R: Send + 'static>(
        &self,
        visit: &Visit,
        work: impl FnOnce(&mut Store, &DataFolder) -> Result<R, RoundError> + Send + 'static,
    ) -> Result<Result<R, RoundError>, PageError> {
        let (folder, standing, now) = (self.folder.clone(), Standing::of(visit)?, self.now());
        let done = run_in_turn(&self.actions, move || {
            let mut store = Store::open_existing(&folder.database())?;
            match standing.find_lost(&store, now)? {
                None => {
                    store.act_as(Who::Account(standing.email), now);
                    work(&mut store, &folder).map(Ok)
                }
                Some(lost) => Ok(Err(lost)),
            }
        });
        match done.await? {
            Ok(Err(lost)) => Err(lost.into()),
            Ok(Ok(done)) => Ok(Ok(done)),
            Err(refused) => Ok(Err(refused)),
        }
    }
}

#[cfg(test)]
mod tests {
    use trykk_shared::clock::Clock;
    use trykk_shared::language::Language;

    use super::*;
    use crate::clock::HubClock;
    use crate::organisation::{Account, changes};
    use crate::store::BoxIds;
    use crate::store::writer::Writer;

    const GUIDE: &str = "guide@example.org";
    const NOW: i64 = 1_790_000_000;

    /// Pages, and a guide who is logged in.
    fn pages(folder: &tempfile::TempDir) -> (Arc<Pages>, Store, Visit) {
        let (data, mut store) = DataFolder::create(&folder.path().join("hub")).unwrap();
        let from = store.organisation().unwrap();
        let mut to = from.clone();
        let account = Account {
            role: Role::Guide,
            places: Places::new(Vec::new(), Vec::new()),
            blocked: false,
            has_counting_key: false,
        };
        to.accounts.insert(GUIDE.to_owned(), account);
        let steps = changes(&from, &to).unwrap();
        store.change(&from, &steps, &BoxIds::new(b"a test")).unwrap();
        let token_hash = hash_secret(b"token");
        store.begin_session(GUIDE, &token_hash, NOW + 3600, NOW).unwrap();
        let visit = Visit {
            token: "token".into(),
            visitor: store.visitor(&token_hash, NOW).unwrap(),
            language: Language::Nb,
            ballot_box: None,
            scope: None,
            path: String::new(),
        };
        let clock = HubClock::confirmed(Clock::starting_at(NOW));
        let second = Store::open_existing(&data.database()).unwrap();
        let pages = Pages::new(Writer::start(store, clock.clone()), data, clock);
        (Arc::new(pages), second, visit)
    }

    /// A step stands in line behind another one, and is permitted already. Whoever loses their rights meanwhile takes it no more.
    #[tokio::test]
    async fn what_waits_for_its_turn_is_not_done_for_somebody_who_has_lost_their_rights() {
        let folder = tempfile::tempdir().unwrap();
        let (pages, mut store, visit) = pages(&folder);
        let step = async |pages: &Pages| {
            let done = pages.run_action(&visit, |_, _| Ok(())).await;
            let written = pages.write_as(&visit, |_| Ok(())).await;
            (done.is_ok(), written.is_ok())
        };
        assert_eq!(step(&pages).await, (true, true));
        let turn = Arc::clone(&pages.actions).acquire_owned().await.unwrap();
        let (waiting, asked) = (Arc::clone(&pages), visit.clone());
        let waits = tokio::spawn(async move { waiting.run_action(&asked, |_, _| Ok(())).await.is_ok() });
        tokio::task::yield_now().await;
        store.end_session(&hash_secret(b"token")).unwrap();
        drop(turn);
        assert!(!waits.await.unwrap());
        assert_eq!(step(&pages).await, (false, false));
    }

    /// An account's places end no session: whoever has lost a ward is logged in, and does nothing there any more.
    #[tokio::test]
    async fn what_waits_for_its_turn_is_not_done_for_somebody_who_has_other_places_by_then() {
        let folder = tempfile::tempdir().unwrap();
        let (pages, mut store, visit) = pages(&folder);
        let turn = Arc::clone(&pages.actions).acquire_owned().await.unwrap();
        let (waiting, asked) = (Arc::clone(&pages), visit.clone());
        let waits = tokio::spawn(async move { waiting.run_action(&asked, |_, _| Ok(())).await });
        tokio::task::yield_now().await;
        let from = store.organisation().unwrap();
        let mut to = from.clone();
        to.accounts.get_mut(GUIDE).unwrap().places = Places::new(vec!["another".to_owned()], Vec::new());
        let steps = changes(&from, &to).unwrap();
        store.change(&from, &steps, &BoxIds::new(b"a test")).unwrap();
        drop(turn);
        assert!(matches!(waits.await.unwrap(), Err(PageError::NotFound)));
        let written = pages.write_as(&visit, |_| Ok(())).await;
        assert!(matches!(written, Err(PageError::NotFound)));
    }
}

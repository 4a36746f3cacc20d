//! Sittings of guides who have unlocked notes: begun with the passphrase, ended with the session or by half an hour without use.

use std::sync::{Arc, MutexGuard};

use crate::keys::opening::OpeningKey;
use crate::keys::sitting::Sittings;
use crate::secrets::hash_secret;
use crate::web::Pages;
use crate::web::error::PageError;
use crate::web::visit::Visit;

/// What names a visitor's session.
pub(super) fn session_of(visit: &Visit) -> [u8; 32] {
    hash_secret(visit.token.as_bytes())
}

impl Pages {
    /// The sittings. Where somebody has died while they held them, none is trusted any more.
    pub(super) fn sittings(&self) -> MutexGuard<'_, Sittings> {
        self.sittings.lock().unwrap_or_else(|poisoned| {
            let mut sittings = poisoned.into_inner();
            *sittings = Sittings::default();
            sittings
        })
    }

    /// The key of a guide whose sitting goes on.
    pub(super) fn sitting_key(&self, visit: &Visit) -> Result<Option<Arc<OpeningKey>>, PageError> {
        let guide = &visit.visitor()?.email;
        Ok(self.sittings().key(&session_of(visit), guide, self.now()))
    }

    /// Begins a sitting, if its session is still there: whoever logged out meanwhile leaves no key behind.
    pub(super) async fn begin_sitting(self: &Arc<Self>, visit: &Visit, key: OpeningKey) -> Result<(), PageError> {
        let (session, now) = (session_of(visit), self.now());
        self.sittings().begin(session, &visit.visitor()?.email, key, now);
        let there = self
            .read(move |store| Ok(store.visitor(&session, now)?.is_some()))
            .await;
        if !matches!(there, Ok(true)) {
            self.sittings().forget(&session);
            return Err(PageError::LogIn);
        }
        Ok(())
    }

    /// Ends the sitting of a visitor.
    pub(super) fn end_sitting(&self, visit: &Visit) {
        self.sittings().forget(&session_of(visit));
    }

    /// Ends what has been idle too long, whether or not anybody asks for a page.
    pub fn end_idle_sittings(&self) {
        self.sittings().forget_idle(self.now());
    }
}

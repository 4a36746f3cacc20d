//! Asking somebody who is logged in for the log-in password again, as carefully as at the door: attempts are counted, and hashing
//! waits for its turn.

use std::sync::Arc;

use zeroize::Zeroizing;

use crate::people::passwords::is_password;
use crate::store::LogIn;
use crate::web::Pages;
use crate::web::error::PageError;

/// What came of asking.
pub enum Proof {
    /// It is the password; what it was compared with goes along, to be looked at again where something is done with it.
    Right(LogIn),
    /// It is not.
    Wrong,
    /// There were too many attempts.
    TooMany,
}

impl Pages {
    /// Compares a password that was typed again with the account's.
    pub(in crate::web) async fn ask_own_password(
        self: &Arc<Self>,
        email: &str,
        typed: &str,
    ) -> Result<Proof, PageError> {
        if !self.may_try_own_password(email) {
            return Ok(Proof::TooMany);
        }
        let asked = email.to_owned();
        let kept = self.read(move |store| store.log_in_of(&asked)).await?;
        let typed = Zeroizing::new(typed.to_owned());
        let proved = self
            .run_exclusive(move || {
                let right = is_password(kept.as_ref().map(|kept| &kept.password[..]), &typed);
                kept.filter(|_| right)
            })
            .await?;
        let Some(proved) = proved else { return Ok(Proof::Wrong) };
        self.forget_own_password(email);
        Ok(Proof::Right(proved))
    }
}

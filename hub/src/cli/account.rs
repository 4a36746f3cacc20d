//! Commands on people's accounts.

use std::path::PathBuf;

use clap::Subcommand;

use super::{Common, rng, secret_text};
use crate::accounts::hash_password;
use crate::enrolment::{draw_secret, hash};
use crate::store::{OrganisationStore, PeopleStore};

#[derive(Debug, Subcommand)]
pub enum Account {
    /// Set an account's password; whoever is logged in with it is logged out
    Password {
        #[command(flatten)]
        common: Common,
        /// The account
        #[arg(long, value_name = "EMAIL")]
        email: String,
        /// The file with the new password
        #[arg(long, value_name = "F")]
        password_file: PathBuf,
    },
    /// Make a new invitation for an account, in place of an earlier one
    Invite {
        #[command(flatten)]
        common: Common,
        /// The account
        #[arg(long, value_name = "EMAIL")]
        email: String,
    },
}

impl Account {
    pub fn run(self) -> anyhow::Result<()> {
        match self {
            Account::Password {
                common,
                email,
                password_file,
            } => {
                let (_, mut store) = common.open()?;
                let password = secret_text(&password_file)?;
                let hash = hash_password(password.trim_end_matches(['\r', '\n']), &mut rng()?)?;
                store.set_password(&email, &hash)?;
                println!("{email} has a new password.");
            }
            Account::Invite { common, email } => {
                let (_, mut store) = common.open()?;
                let secret = draw_secret(&mut rng()?);
                store.set_invitation(&email, &hash(secret.as_bytes()))?;
                println!("invitation for {email}: /invitation/{secret}");
            }
        }
        Ok(())
    }
}

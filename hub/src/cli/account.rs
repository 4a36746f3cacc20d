//! Commands on people's accounts.

use std::path::{Path, PathBuf};

use anyhow::bail;
use clap::Subcommand;

use super::{Common, find_account, secret_text};
use crate::organisation::edit::{By, Edit, edit};
use crate::organisation::{Change, Places, Role};
use crate::people::invitations::Invitation;
use crate::people::passwords::hash_password;
use crate::secrets::hash_secret;
use crate::store::Store;
use crate::written::strip_invisible;
use trykk_shared::randomness::system_rng;

#[derive(Debug, Subcommand)]
pub enum Account {
    /// Add an account, the first administrator's above all; prints its invitation. Everything else can be done on pages
    Add {
        #[command(flatten)]
        common: Common,
        /// The account
        #[arg(long, value_name = "EMAIL")]
        email: String,
        /// admin, guide, leader, safety-rep, union-rep or senior-leader
        #[arg(long, value_name = "ROLE")]
        role: Role,
        /// A ward that it is for
        #[arg(long = "ward", value_name = "ID")]
        wards: Vec<String>,
        /// A department that it is for
        #[arg(long = "department", value_name = "ID")]
        departments: Vec<String>,
    },
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
    /// Choose an account's first password with its invitation, as its page does
    Accept {
        #[command(flatten)]
        common: Common,
        /// The invitation, as it was printed: /invitation/...
        #[arg(long, value_name = "LINK")]
        invitation: String,
        /// The file with the password
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
            Account::Add {
                common,
                email,
                role,
                wards,
                departments,
            } => {
                let (folder, mut store) = common.open()?;
                let places = Places::new(wards, departments);
                let asked = Edit::AddAccount { email, role, places };
                let ids = folder.box_ids()?;
                let added = store.change_organisation(&ids, |plan| edit(plan, &asked, By::CommandLine))??;
                let now = common.clock(&mut store)?.now();
                for change in added {
                    if let Change::PutAccount(email, _) = change {
                        invite(&mut store, &email, now)?;
                    }
                }
            }
            Account::Password {
                common,
                email,
                password_file,
            } => {
                let (_, mut store) = common.open()?;
                let email = find_account(&store, &email)?;
                store.set_password(&email, &hash_password_in(&password_file)?)?;
                say!("{email} has a new password.");
            }
            Account::Accept {
                common,
                invitation,
                password_file,
            } => {
                let (_, mut store) = common.open()?;
                let invitation = strip_invisible(&invitation);
                let secret = invitation.rsplit('/').next().unwrap_or_default().trim();
                let password = hash_password_in(&password_file)?;
                let now = common.clock(&mut store)?.now();
                let Some(email) = store.accept_invitation(&hash_secret(secret.as_bytes()), &password, now)? else {
                    bail!(
                        "this invitation is unknown, too old, or was used before; make a new one with trykk-hub account invite"
                    );
                };
                say!("{email} has a password now.");
            }
            Account::Invite { common, email } => {
                let (_, mut store) = common.open()?;
                let email = find_account(&store, &email)?;
                let now = common.clock(&mut store)?.now();
                invite(&mut store, &email, now)?;
            }
        }
        Ok(())
    }
}

/// Makes an account's invitation, and prints it.
fn invite(store: &mut Store, email: &str, now: i64) -> anyhow::Result<()> {
    let invitation = Invitation::draw(&mut system_rng(), now);
    store.set_invitation(email, &invitation.hash, invitation.until, None)?;
    say!("invitation for {email}: {}", invitation.path);
    Ok(())
}

fn hash_password_in(password_file: &Path) -> anyhow::Result<Vec<u8>> {
    Ok(hash_password(&secret_text(password_file)?, &mut system_rng())?)
}

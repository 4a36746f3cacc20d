//! Commands on the organisation: plan, accounts, tablets, decks.

use std::path::PathBuf;

use anyhow::{Context, bail};
use clap::{Args, Subcommand};
use serde_json::json;

use super::{Common, find_account, passphrase};
use crate::certificates::Ca;
use crate::enrolment::{ADDRESS, CODE_HOURS, LinkOrder, MOST_TABLETS, make_link};
use crate::keys::passphrase::PassphraseError;
use crate::organisation::decks::named;
use crate::organisation::file::{self, PlanErrors};
use crate::organisation::print::print;
use crate::organisation::{Change, changes, find_new_faults, undone};
use crate::people::invitations::Invitation;
use crate::rounds::{GivenAt, PassphraseOrder, PassphraseSet, RoundError, find_pulses_of_few, set_passphrase};
use crate::store::TabletState;
use crate::tablets;
use trykk_shared::address::HubAddress;
use trykk_shared::plural::plural;
use trykk_shared::randomness::system_rng;

#[derive(Debug, Args)]
pub struct Apply {
    #[command(flatten)]
    common: Common,
    /// The plan
    file: PathBuf,
    /// Also change and remove what is there: without this, a plan that does more than add is shown and not carried out
    #[arg(long)]
    confirm: bool,
    /// Print what changed, and new accounts' invitations, as JSON
    #[arg(long)]
    json: bool,
}

impl Apply {
    pub fn run(self) -> anyhow::Result<()> {
        let (folder, mut store) = self.common.open()?;
        let (now, mut rng) = (self.common.clock(&mut store)?.now(), system_rng());
        let current = store.organisation()?;
        let mut wanted = file::read_with_decks(&self.file, &named(&current))?;
        wanted.keep_spellings(&current);
        let changes = changes(&current, &wanted)?;
        let mut faults = find_new_faults(&wanted, &current.settled, &changes);
        faults.extend(find_pulses_of_few(&store, &changes)?);
        if !faults.is_empty() {
            return Err(PlanErrors(faults.iter().map(ToString::to_string).collect()).into());
        }
        let undone = undone(&current, &changes);
        if !undone.is_empty() && !self.confirm {
            bail!(
                "nothing was changed, because this plan undoes or changes what the hub has:\n  {}\n\
                 If all of it is meant, apply it with --confirm. Otherwise begin with what trykk-hub plan prints",
                undone.join("\n  ")
            );
        }
        store.change(&current, &changes, &folder.box_ids()?)?;
        let mut invitations = Vec::new();
        for change in &changes {
            if let Change::PutAccount(email, account) = change
                && !current.accounts.contains_key(email)
                && !account.blocked
            {
                let invitation = Invitation::draw(&mut rng, now);
                store.set_invitation(email, &invitation.hash, invitation.until, None)?;
                invitations.push(json!({ "email": email, "role": account.role, "invitation": invitation.path }));
            }
        }
        let summaries: Vec<String> = changes.iter().map(Change::summary).collect();
        if self.json {
            let done = json!({ "changes": summaries, "invitations": invitations });
            say!("{}", serde_json::to_string_pretty(&done)?);
        } else if changes.is_empty() {
            say!("Everything is as in the file already.");
        } else {
            summaries.iter().for_each(|summary| say!("{summary}"));
            for invitation in &invitations {
                let text = |key: &str| invitation[key].as_str().unwrap_or_default();
                say!("invitation for {}: {}", text("email"), text("invitation"));
            }
        }
        Ok(())
    }
}

#[derive(Debug, Args)]
pub struct Plan {
    #[command(flatten)]
    common: Common,
}

impl Plan {
    pub fn run(self) -> anyhow::Result<()> {
        let (_, store) = self.common.open()?;
        let organisation = store.organisation()?;
        if organisation.name.is_empty() {
            bail!("nothing is planned yet; apply a plan first");
        }
        say_all!("{}", print(&organisation));
        Ok(())
    }
}

#[derive(Debug, Args)]
pub struct Enrol {
    #[command(flatten)]
    common: Common,
    /// The ward where the tablet will stand
    #[arg(long, value_name = "ID")]
    ward: String,
    /// The address at which tablets reach the hub, if it is not the one it listens on: a host's name or IP address, and a
    /// port if it is not 8443
    #[arg(long, value_name = "HOST:PORT")]
    address: Option<HubAddress>,
    /// How many hours the link can be used
    #[arg(long, default_value_t = CODE_HOURS, value_parser = clap::value_parser!(i64).range(1..=720))]
    hours: i64,
    /// How many tablets the link enrols, each once
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u8).range(1..=i64::from(MOST_TABLETS)))]
    tablets: u8,
    /// Print the link as JSON
    #[arg(long)]
    json: bool,
}

impl Enrol {
    pub fn run(self) -> anyhow::Result<()> {
        let (folder, mut store) = self.common.open()?;
        let address = match self.address {
            Some(address) => address,
            None => store
                .setting(ADDRESS)?
                .context("the address at which tablets reach the hub is not known; give --address HOST:PORT here, or to trykk-hub serve once")?
                .parse()
                .context("the address that trykk-hub serve was started with; give --address HOST:PORT here, or to serve")?,
        };
        let fingerprint = Ca::open(&folder)?.fingerprint();
        let now = self.common.clock(&mut store)?.now();
        let order = LinkOrder {
            address: &address,
            ward: &self.ward,
            hours: self.hours,
            tablets: self.tablets,
            made_by: None,
        };
        let link = make_link(&mut store, order, fingerprint, now, &mut system_rng())?;
        let code = link.code.to_text();
        if self.json {
            let made = json!({
                "link": link.to_string(), "address": link.address, "code": code, "ward": self.ward, "tablets": self.tablets,
                "expires": jiff::Timestamp::from_second(now + self.hours * 3600)?.to_string(),
            });
            say!("{}", serde_json::to_string_pretty(&made)?);
            return Ok(());
        }
        let qr = qrcode::QrCode::new(link.to_string().as_bytes()).context("the link is too long for a QR code")?;
        say!("{}", qr.render::<qrcode::render::unicode::Dense1x2>().build());
        say!("{link}\n");
        say!(
            "By hand: host {address}, code {code}. It works {}, within {}.",
            match self.tablets {
                1 => "once".to_owned(),
                many => format!("once on each of {many} tablets"),
            },
            plural(self.hours, "hour", "hours")
        );
        Ok(())
    }
}

#[derive(Debug, Subcommand)]
pub enum Guide {
    /// Make a guide's counting key, or wrap it by another passphrase
    Passphrase {
        #[command(flatten)]
        common: Common,
        /// The guide's email
        #[arg(long, value_name = "EMAIL")]
        guide: String,
        /// The file with the new passphrase
        #[arg(long, value_name = "F")]
        passphrase_file: PathBuf,
        /// The file with the old passphrase, to keep the counting key
        #[arg(long, value_name = "F")]
        old_passphrase_file: Option<PathBuf>,
        /// The old passphrase is lost: make a new key. Boxes that are open now are then counted by another guide or
        /// with the recovery sheet
        #[arg(long, conflicts_with = "old_passphrase_file")]
        new_key: bool,
    },
}

impl Guide {
    pub fn run(self) -> anyhow::Result<()> {
        let Guide::Passphrase {
            common,
            guide,
            passphrase_file,
            old_passphrase_file,
            new_key,
        } = self;
        let (_, mut store) = common.open()?;
        let now = common.clock(&mut store)?.now();
        let guide = find_account(&store, &guide)?;
        let new = passphrase(&passphrase_file)?;
        let old = old_passphrase_file.as_deref().map(passphrase).transpose()?;
        let order = PassphraseOrder {
            email: &guide,
            new: &new,
            old: old.as_ref(),
            new_key,
            given_at: GivenAt::CommandLine,
        };
        let set = set_passphrase(&mut store, order, now, &mut system_rng());
        let wrong = matches!(set, Err(RoundError::Passphrase(PassphraseError::Wrong)));
        let set = set.map_err(anyhow::Error::from);
        let set = match wrong {
            true => set.context(
                "if a key exists already, give its passphrase with --old-passphrase-file, or --new-key if that is lost",
            ),
            false => set,
        };
        match set? {
            PassphraseSet::New => say!("{guide} has a new counting key; a trial decryption succeeded."),
            PassphraseSet::Rewrapped => {
                say!("{guide}'s counting key is wrapped anew; a trial decryption succeeded.")
            }
            PassphraseSet::Unchanged => say!("This is {guide}'s passphrase already; a trial decryption succeeded."),
        }
        Ok(())
    }
}

#[derive(Debug, Subcommand)]
pub enum Tablet {
    /// List the tablets
    List {
        #[command(flatten)]
        common: Common,
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// Take a tablet out of use; it may deliver what it holds until the count
    Retire {
        #[command(flatten)]
        common: Common,
        /// The tablet's id
        #[arg(long, value_name = "ID")]
        tablet: String,
    },
    /// Report a tablet stolen; what it still sends goes to quarantine
    Stolen {
        #[command(flatten)]
        common: Common,
        /// The tablet's id
        #[arg(long, value_name = "ID")]
        tablet: String,
    },
}

impl Tablet {
    pub fn run(self) -> anyhow::Result<()> {
        match self {
            Tablet::List { common, json } => {
                let (_, store) = common.open()?;
                let tablets = store.tablets()?;
                if json {
                    let tablets: Vec<_> = tablets
                        .iter()
                        .map(|tablet| json!({ "tablet": tablet.id, "ward": tablet.ward, "state": tablet.state.name(), "last_seen": tablet.last_seen }))
                        .collect();
                    say!("{}", serde_json::to_string_pretty(&json!({ "tablets": tablets }))?);
                } else {
                    tablets
                        .iter()
                        .for_each(|tablet| say!("{}  {}  {}", tablet.id, tablet.ward, tablet.state.name()));
                }
                Ok(())
            }
            Tablet::Retire { common, tablet } => {
                let (folder, mut store) = common.open()?;
                tablets::set_state(&mut store, &folder, &tablet, TabletState::Retired)?;
                say!("{tablet} is out of use. It may deliver what it holds until the count.");
                Ok(())
            }
            Tablet::Stolen { common, tablet } => {
                let (folder, mut store) = common.open()?;
                tablets::set_state(&mut store, &folder, &tablet, TabletState::Stolen)?;
                say!("{tablet} is reported stolen. What it still sends goes to quarantine.");
                Ok(())
            }
        }
    }
}

#[derive(Debug, Subcommand)]
pub enum Deck {
    /// Check a deck's file and name every fault
    Check {
        /// The deck
        file: PathBuf,
    },
}

impl Deck {
    pub fn run(self) -> anyhow::Result<()> {
        let Deck::Check { file } = self;
        let deck = file::check_deck(&file)?;
        say!(
            "{}: {} in {}, no fault.",
            file.display(),
            plural(deck.items.len(), "item", "items"),
            plural(deck.languages.len(), "language", "languages")
        );
        Ok(())
    }
}

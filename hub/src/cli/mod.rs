//! The commands of `trykk-hub`.

/// Writes a line to whoever reads what a command says. Where nobody reads on, the command ends, and says nothing of it.
macro_rules! say {
    ($($words:tt)*) => { $crate::cli::write_out(format_args!("{}\n", format_args!($($words)*))) };
}

/// The same of what ends in a line by itself.
macro_rules! say_all {
    ($($words:tt)*) => { $crate::cli::write_out(format_args!($($words)*)) };
}

mod account;
mod advice;
mod audit;
mod clock;
mod codebook;
mod codes;
mod look;
mod mail;
mod manuals;
mod method;
mod notes;
mod organisation;
mod progress;
mod remind;
mod reports;
mod results;
mod round_status;
mod rounds;
mod send_plans;
mod serve;
mod settle_over;
mod tablet_file;
mod upkeep;
mod watch;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context;
use clap::{Args, Parser, Subcommand};
use trykk_shared::clock::Clock;
use zeroize::Zeroizing;

use crate::audit::{Deed, Who};
use crate::clock::HubClock;
use crate::data::DataFolder;
use crate::keys::passphrase::Passphrase;
use crate::store::Store;
use crate::written::read_email;

/// The hub of Trykk: it receives envelopes from tablets, counts boxes, and publishes what is safe to see.
#[derive(Debug, Parser)]
#[command(name = "trykk-hub", version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Args)]
struct Common {
    /// The hub's data folder
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
    /// Let the hub's clock start at this time instead of now (RFC 3339; for demonstrations and tests)
    #[arg(long, value_name = "TIME", hide_short_help = true)]
    clock: Option<Clock>,
    /// The clock is right, however far it is from the latest time that this hub has seen
    #[arg(long, hide_short_help = true)]
    confirm_clock: bool,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Make a data folder: database, keys, own CA; prints the recovery sheet once
    Init(upkeep::Init),
    /// Make organisation, wards, accounts, decks and rounds be as in a file
    Apply(organisation::Apply),
    /// Print the plan of today, as a file that apply takes
    Plan(organisation::Plan),
    /// Run the hub
    Serve(serve::Serve),
    /// Make an enrolment link for a ward's tablet, to be used once
    Enrol(organisation::Enrol),
    /// People's accounts
    #[command(subcommand)]
    Account(account::Account),
    /// Guides' counting passphrases
    #[command(subcommand)]
    Guide(organisation::Guide),
    /// Open, extend, close, count and release rounds
    #[command(subcommand)]
    Round(rounds::Round),
    /// Start codes: print slips, wake a spare
    #[command(subcommand)]
    Codes(codes::Codes),
    /// Show results
    Results(results::Results),
    /// Notes of a counted round: sort them by words, publish what they are about
    #[command(subcommand)]
    Notes(notes::Notes),
    /// Reports of published results: freeze one, sign it as seen, write it as PDF
    #[command(subcommand)]
    Report(reports::Report),
    /// Tablets: list them, take one out of use, report one stolen
    #[command(subcommand)]
    Tablet(organisation::Tablet),
    /// Take in what a tablet wrote on a stick (trykk-kiosk export): each answer once, whatever else brings it
    Import(tablet_file::Import),
    /// Decks
    #[command(subcommand)]
    Deck(organisation::Deck),
    /// The method's phases: print a file to begin one of your own with, or check it
    Method(method::MethodCommand),
    /// Mail: try whether the settings in hub.toml work
    #[command(subcommand)]
    Mail(mail::MailCommand),
    /// What notes are sorted into: print the file to begin one of your own with, or check it
    Codebook(codebook::CodebookCommand),
    /// The audit log: who did what, and when
    #[command(subcommand)]
    Audit(audit::Audit),
    /// Write a copy of the database, to be kept elsewhere
    Backup(upkeep::Backup),
    /// Show what time it is for the hub, and confirm a clock that it does not believe
    Clock(clock::ClockCommand),
    /// Put a copy of the database in place; the hub then waits for a review
    Restore(upkeep::Restore),
    /// Show what a restored hub believes, and confirm it
    Review(upkeep::Review),
    /// Write manual pages and completions, for packages
    #[command(hide = true)]
    WriteManuals(manuals::WriteManuals),
}

/// What a program ends with that nobody reads on, as the system's own do: 128 and the number of the signal that it would have got.
const NOBODY_READS: i32 = 128 + 13;

/// Writes out; see `say!`.
fn write_out(words: std::fmt::Arguments<'_>) {
    let Err(error) = std::io::stdout().lock().write_fmt(words) else {
        return;
    };
    if error.kind() == std::io::ErrorKind::BrokenPipe {
        std::process::exit(NOBODY_READS);
    }
    eprintln!("trykk-hub: nothing more can be written: {error}");
    std::process::exit(1);
}

impl Common {
    fn open(&self) -> anyhow::Result<(DataFolder, Store)> {
        let (folder, mut store) = DataFolder::open(&self.data)?;
        let now = HubClock::read(self.clock.unwrap_or_default(), &store)?.now();
        store.act_as(Who::Shell, now);
        Ok((folder, store))
    }

    /// The hub's clock, believed as far as it may be. Says so where it is not.
    fn clock(&self, store: &mut Store) -> anyhow::Result<HubClock> {
        let system = self.clock.unwrap_or_default();
        let clock = HubClock::read(system, store)?;
        if self.confirm_clock {
            clock.confirm(store)?;
            store.act_as(Who::Shell, clock.now());
            store.note_deed(&[], &Deed::ClockConfirmed {})?;
        }
        Ok(clock)
    }
}

fn passphrase(file: &Path) -> anyhow::Result<Passphrase> {
    Ok(Passphrase::new(&secret_text(file)?))
}

/// The account of an email address that somebody wrote, as it is kept; one that is none is refused.
fn find_account(store: &Store, written: &str) -> anyhow::Result<String> {
    let email = match store.find_account(written)? {
        Some(kept) => kept,
        None => read_email(written)?,
    };
    Ok(email)
}

fn secret_text(file: &Path) -> anyhow::Result<Zeroizing<String>> {
    let bytes = std::fs::read(file).with_context(|| format!("{} cannot be read", file.display()))?;
    let bytes = Zeroizing::new(bytes);
    let text = std::str::from_utf8(&bytes)
        .ok()
        .with_context(|| format!("{} is not in UTF-8; save it as UTF-8 text", file.display()))?;
    Ok(Zeroizing::new(text.to_owned()))
}

/// Runs the program with the process's arguments.
pub fn run() -> ExitCode {
    if let Err(error) = trykk_shared::dumps::prevent() {
        eprintln!("trykk-hub: the system does not let a crash leave nothing behind: {error}");
    }
    match execute(Cli::parse()).map_err(advice::advise) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("trykk-hub: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn execute(cli: Cli) -> anyhow::Result<()> {
    match cli.command {
        Command::Init(command) => command.run(),
        Command::Apply(command) => command.run(),
        Command::Plan(command) => command.run(),
        Command::Serve(command) => command.run(),
        Command::Enrol(command) => command.run(),
        Command::Account(command) => command.run(),
        Command::Guide(command) => command.run(),
        Command::Round(command) => command.run(),
        Command::Codes(command) => command.run(),
        Command::Results(command) => command.run(),
        Command::Notes(command) => command.run(),
        Command::Report(command) => command.run(),
        Command::Tablet(command) => command.run(),
        Command::Import(command) => command.run(),
        Command::Deck(command) => command.run(),
        Command::Method(command) => command.run(),
        Command::Mail(command) => command.run(),
        Command::Codebook(command) => command.run(),
        Command::Audit(command) => command.run(),
        Command::Backup(command) => command.run(),
        Command::Clock(command) => command.run(),
        Command::Restore(command) => command.run(),
        Command::Review(command) => command.run(),
        Command::WriteManuals(command) => command.run(),
    }
}

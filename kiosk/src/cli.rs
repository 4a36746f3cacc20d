//! The commands of `trykk-kiosk`.

use std::collections::BTreeSet;
use std::io::IsTerminal;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, bail};
use clap::{Args, CommandFactory, Parser, Subcommand};
use clap_complete::Shell;
use trykk_shared::clock::Clock;
use trykk_shared::enrolment::Link;
use trykk_shared::logs::shows_colours;
use trykk_shared::pin::{Pin, PinHash};
use trykk_shared::plural::plural;
use trykk_shared::randomness::system_rng;
use trykk_shared::waiting::Waiting;
use zeroize::Zeroizing;

use crate::advice::explain_waiting;
use crate::doctor::{self, Found};
use crate::enrol::Attempt;
use crate::managed::Managed;
use crate::status::{self, HOLDS_FOR_ELSEWHERE, tell_believed_at};
use crate::tablet::{OpenError, SharedTablet, Tablet};
use crate::window::{self, Frame};
use crate::{export, feed, sync};

/// The tablet of Trykk: it seals answers, keeps them, and delivers them to the hub.
#[derive(Debug, Parser)]
#[command(name = "trykk-kiosk", version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Args)]
struct Common {
    /// The tablet's data folder
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
    /// Let the tablet's clock start at this time instead of now (RFC 3339; for demonstrations and tests)
    #[arg(long, value_name = "TIME", hide_short_help = true)]
    clock: Option<Clock>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Enrol the tablet with a hub
    Enrol {
        #[command(flatten)]
        common: Common,
        /// The enrolment link from the hub, or HOST:PORT/CODE typed by hand
        link: String,
        /// The managed settings, where they lie elsewhere than in /etc/trykk/kiosk.toml
        #[arg(long, value_name = "FILE")]
        settings: Option<PathBuf>,
    },
    /// Open the window: people answer, and one loop beside it talks to the hub
    Run {
        #[command(flatten)]
        common: Common,
        /// In a window that can be moved and closed, instead of over the whole screen
        #[arg(long)]
        windowed: bool,
        /// The managed settings, where they lie elsewhere than in /etc/trykk/kiosk.toml
        #[arg(long, value_name = "FILE")]
        settings: Option<PathBuf>,
    },
    /// Take sheets from a file as if they were tapped: all of the file, or nothing
    Feed {
        #[command(flatten)]
        common: Common,
        /// One sheet a line, as JSON
        file: PathBuf,
        /// Where the round asks for start codes: a file with one unused code for each sheet, sorted
        #[arg(long, value_name = "FILE")]
        codes: Option<PathBuf>,
        /// Destroy the file once all of it is taken: it says in plain text what people answered
        #[arg(long)]
        delete: bool,
    },
    /// Write what may leave now into a file on a stick, where no network goes; all of it stays here until the hub says that it has it
    Export {
        #[command(flatten)]
        common: Common,
        /// The folder where the stick is mounted
        folder: PathBuf,
    },
    /// Talk to the hub once: ask what is new, then deliver what is due
    Sync {
        #[command(flatten)]
        common: Common,
        /// Deliver now instead of at the next slot; every other rule stays
        #[arg(long)]
        now: bool,
    },
    /// Say what would keep this tablet from working, each with its mend; beside a running window too
    Doctor {
        #[command(flatten)]
        common: Common,
        /// The managed settings, where they lie elsewhere than in /etc/trykk/kiosk.toml
        #[arg(long, value_name = "FILE")]
        settings: Option<PathBuf>,
    },
    /// Print what is kept of a PIN for the staff menu, for `pin_hash` in the managed settings; the PIN is read from standard input
    Pin,
    /// Write manual pages and completions, for packages
    #[command(hide = true)]
    WriteManuals {
        /// Where they are written
        folder: PathBuf,
    },
    /// Show how the tablet stands; beside a running window too
    Status {
        #[command(flatten)]
        common: Common,
        /// As JSON
        #[arg(long)]
        json: bool,
    },
}

impl Common {
    fn open(&self) -> Result<Tablet, OpenError> {
        let tablet = Tablet::open(&self.data, self.clock.unwrap_or_default())?;
        for aside in tablet.set_aside() {
            eprintln!("A damaged file was moved aside and kept: {}", aside.display());
        }
        Ok(tablet)
    }
}

/// Runs the program with the process's arguments.
pub fn run() -> ExitCode {
    if let Err(error) = trykk_shared::dumps::prevent() {
        eprintln!("trykk-kiosk: the system does not let a crash leave nothing behind: {error}");
    }
    match execute(Cli::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("trykk-kiosk: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn execute(cli: Cli) -> anyhow::Result<()> {
    let mut rng = system_rng();
    match cli.command {
        Command::Enrol { common, link, settings } => {
            let link: Link = link.parse()?;
            let managed = Managed::read(settings.as_deref())?;
            if !managed.allows(&link.address) {
                bail!(
                    "the link is one of {}, and this tablet's managed settings want {}; nothing was sent",
                    link.address,
                    managed.hub.unwrap_or_default()
                );
            }
            let tablet = SharedTablet::new(common.open()?);
            runtime()?.block_on(async {
                let before = {
                    let tablet = tablet.lock();
                    // What could not be kept would use a place of the link all the same.
                    let kept = tablet.try_keeping();
                    kept.context("nothing was sent, and the link is as good as before")?;
                    tablet.settings().enrolment.clone()
                };
                let mut attempt = Attempt::at(&link, &mut rng);
                let (enrolment, enrolled) = attempt.redeem(&link, before.as_ref(), &mut rng).await?;
                {
                    let mut tablet = tablet.lock();
                    let slot = sync::draw_first_slot(tablet.clock().now(), &mut rng);
                    tablet.take_enrolment(enrolment, slot)?;
                }
                println!(
                    "This tablet now stands at {} (tablet {}).",
                    enrolled.ward.name, enrolled.tablet
                );
                // What is to be shown follows at once; nothing is delivered outside a slot.
                if let Err(error) = sync::pass(&tablet, false, &mut rng).await {
                    eprintln!("The tablet is enrolled, but could not ask for its round yet: {error}");
                }
                Ok(())
            })
        }
        Command::Run {
            common,
            windowed,
            settings,
        } => {
            let managed = Managed::read(settings.as_deref())?;
            tracing_subscriber::fmt()
                .with_writer(std::io::stderr)
                .with_ansi(shows_colours(
                    std::io::stderr().is_terminal(),
                    std::env::var_os("NO_COLOR").as_deref(),
                ))
                .with_max_level(tracing::Level::WARN)
                .init();
            let frame = if windowed { Frame::Windowed } else { Frame::Kiosk };
            if window::run(&common.data, common.clock.unwrap_or_default(), frame, managed)? {
                std::process::exit(window::QUIT_STATUS);
            }
            Ok(())
        }
        Command::Feed {
            common,
            file,
            codes,
            delete,
        } => {
            let fed = feed::feed(&mut common.open()?, &file, codes.as_deref(), &mut rng)?;
            println!(
                "{} delivered into the tablet's box.",
                plural(fed.delivered, "sheet", "sheets")
            );
            if fed.blank > 0 {
                let left_out = plural(
                    fed.blank,
                    "had no answer and was left out",
                    "had no answer and were left out",
                );
                println!("{left_out}.");
            }
            if delete {
                return Ok(feed::destroy(&file)?);
            }
            let twice = match codes {
                Some(_) => "",
                None => ", and fed once more its sheets count twice",
            };
            eprintln!(
                "Destroy {} now (or feed with --delete): it says in plain text what people answered{twice}.",
                file.display()
            );
            Ok(())
        }
        Command::Export { common, folder } => {
            let stick = export::find_folder(&folder)?;
            let file = export::export(&SharedTablet::new(common.open()?), &stick, &mut rng)?;
            println!(
                "{} is whole and was read back: you may pull the stick out now.\nTake it in on the hub, on the page of tablets or with trykk-hub import. Everything stays on the tablet until the hub says that it has it.",
                file.display()
            );
            Ok(())
        }
        Command::Sync { common, now } => {
            let tablet = SharedTablet::new(common.open()?);
            let pass = runtime()?.block_on(sync::pass(&tablet, now, &mut rng))?;
            if !pass.refused.is_empty() {
                let reasons: BTreeSet<Waiting> = pass.refused.keys().map(|refusal| (*refusal).into()).collect();
                let why: Vec<&str> = reasons.into_iter().map(explain_waiting).collect();
                bail!(
                    "the hub did not take everything, and it stays on the tablet: {}",
                    why.join(". Also: ")
                );
            }
            let changed = tablet.lock().rounds_with_other_keys().join(", ");
            if !changed.is_empty() {
                bail!(
                    "{changed} has another key or other questions than when this tablet first saw it; nothing is sent to it. Tell the safety rep and the process guide"
                );
            }
            if let Some(ward) = tablet.lock().believed_at() {
                bail!("{}", tell_believed_at(&ward.name));
            }
            if tablet.lock().holds_for_elsewhere() {
                println!("{HOLDS_FOR_ELSEWHERE}");
            }
            let (waits, reason) = {
                let tablet = tablet.lock();
                (tablet.waiting_and_sent().0 > 0, tablet.waiting())
            };
            match (pass.slot, waits, reason) {
                (false, ..) => println!("It is not time to deliver yet; the next slot is drawn already."),
                (true, true, Some(reason)) => println!("Something waits: {}.", explain_waiting(reason)),
                (true, ..) => println!("Everything is delivered."),
            }
            Ok(())
        }
        Command::WriteManuals { folder } => {
            let mut command = Cli::command();
            let failed = || format!("nothing can be written in {}", folder.display());
            clap_mangen::generate_to(command.clone(), &folder).with_context(failed)?;
            for shell in [Shell::Bash, Shell::Zsh, Shell::Fish] {
                clap_complete::generate_to(shell, &mut command, "trykk-kiosk", &folder).with_context(failed)?;
            }
            Ok(())
        }
        Command::Pin => {
            let mut typed = Zeroizing::new(String::new());
            std::io::stdin().read_line(&mut typed).context("no PIN was given")?;
            println!("{}", PinHash::of(&typed.parse::<Pin>()?, &mut rng));
            Ok(())
        }
        Command::Status { common, json } => {
            let status = match common.open() {
                Err(OpenError::InUse(_)) => {
                    let tablet = Tablet::glance(&common.data, common.clock.unwrap_or_default())?;
                    status::describe(&tablet, true)
                }
                opened => status::describe(&opened?, false),
            };
            if json {
                println!("{}", serde_json::to_string_pretty(&status)?);
            } else {
                print!("{}", status::write(&status));
            }
            Ok(())
        }
        Command::Doctor { common, settings } => {
            let clock = common.clock.unwrap_or_default();
            let examined = doctor::examine(&common.data, clock, settings.as_deref(), &mut rng);
            let findings = runtime()?.block_on(examined);
            for finding in &findings {
                match &finding.found {
                    Found::Well(said) => println!("well     {:<12} {said}", finding.what),
                    Found::Unknown(said) => println!("unknown  {:<12} {said}", finding.what),
                    Found::Fault { wrong, mend } => {
                        println!("fault    {:<12} {wrong}\n{:>22}Mend: {mend}", finding.what, "");
                    }
                }
            }
            let faults = findings.iter().filter(|finding| finding.is_fault()).count();
            if faults > 0 {
                bail!(
                    "{} would keep this tablet from working",
                    plural(faults, "thing", "things")
                );
            }
            Ok(())
        }
    }
}

fn runtime() -> anyhow::Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .context("no runtime")
}

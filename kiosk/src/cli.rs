//! The commands of `trykk-kiosk`.

use std::collections::BTreeSet;
use std::io::IsTerminal;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, bail};
use clap::{Args, Parser, Subcommand};
use serde_json::json;
use trykk_shared::clock::Clock;
use trykk_shared::enrolment::Link;
use trykk_shared::logs::shows_colours;
use trykk_shared::plural::plural;
use trykk_shared::randomness::system_rng;
use trykk_shared::waiting::Waiting;

use crate::advice::explain_waiting;
use crate::tablet::{Found, RoundOutcome, SharedTablet, Standing, Tablet};
use crate::window::{self, Frame};
use crate::{enrol, feed, sync};

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
    },
    /// Open the window: people answer, and one loop beside it talks to the hub
    Run {
        #[command(flatten)]
        common: Common,
        /// In a window that can be moved and closed, instead of over the whole screen
        #[arg(long)]
        windowed: bool,
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
    /// Talk to the hub once: ask what is new, then deliver what is due
    Sync {
        #[command(flatten)]
        common: Common,
        /// Deliver now instead of at the next slot; every other rule stays
        #[arg(long)]
        now: bool,
    },
    /// Show how the tablet stands
    Status {
        #[command(flatten)]
        common: Common,
        /// As JSON
        #[arg(long)]
        json: bool,
    },
}

impl Common {
    fn open(&self) -> anyhow::Result<Tablet> {
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
        Command::Enrol { common, link } => {
            let link: Link = link.parse()?;
            let tablet = SharedTablet::new(common.open()?);
            runtime()?.block_on(async {
                let before = tablet.lock().settings().enrolment.clone();
                let (enrolment, enrolled) = enrol::redeem(&link, before.as_ref(), &mut rng).await?;
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
        Command::Run { common, windowed } => {
            tracing_subscriber::fmt()
                .with_writer(std::io::stderr)
                .with_ansi(shows_colours(
                    std::io::stderr().is_terminal(),
                    std::env::var_os("NO_COLOR").as_deref(),
                ))
                .with_max_level(tracing::Level::WARN)
                .init();
            let frame = if windowed { Frame::Windowed } else { Frame::Kiosk };
            window::run(&common.data, common.clock.unwrap_or_default(), frame)
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
        Command::Status { common, json } => {
            let status = describe_status(&common.open()?);
            if json {
                println!("{}", serde_json::to_string_pretty(&status)?);
            } else {
                print!("{}", write_status(&status));
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

/// Said of a tablet that was enrolled anew elsewhere while it held something.
const HOLDS_FOR_ELSEWHERE: &str = "It holds answers of a round that this hub does not tell it of. Enrol it once with a link of the ward where they were given: then they are delivered.";

fn tell_believed_at(ward: &str) -> String {
    format!(
        "The hub believes that this tablet stands at {ward}. Enrol it again with a link of the ward where it stands; until then people answer for that one, in rounds that it knows."
    )
}

/// What the tablet found in the count of its last round: the count's number, or `missing`.
fn name_found(standing: &Standing) -> Option<String> {
    let Standing::Closed { outcome, .. } = standing else {
        return None;
    };
    match outcome {
        RoundOutcome::Counted(Found::All(number)) | RoundOutcome::Released(Found::All(number)) => {
            Some(number.to_string().replace('\u{a0}', " "))
        }
        RoundOutcome::Counted(Found::Missing) | RoundOutcome::Released(Found::Missing) => Some("missing".to_owned()),
        _ => None,
    }
}

fn name_outcome(outcome: RoundOutcome) -> &'static str {
    match outcome {
        RoundOutcome::Waiting => "closed",
        RoundOutcome::Counted(_) => "counted",
        RoundOutcome::Released(_) => "released",
        RoundOutcome::ClosedUnread => "closed-unread",
    }
}

fn describe_status(tablet: &Tablet) -> serde_json::Value {
    let settings = tablet.settings();
    let (waiting, delivered) = tablet.waiting_and_sent();
    let (state, round, closes) = match tablet.standing() {
        Standing::NotEnrolled => ("not-enrolled", None, None),
        Standing::NoRound { .. } => ("no-round", None, None),
        Standing::Open(round) => ("open", Some(round.address.round.clone()), Some(round.closes)),
        Standing::Full { round, .. } => ("full", Some(round), None),
        Standing::Closed { round, outcome, .. } => (name_outcome(outcome), Some(round), None),
        Standing::KeyChanged { round, .. } => ("key-changed", Some(round), None),
        Standing::OutOfUse { .. } => ("out-of-use", None, None),
        Standing::Damaged => ("damaged", None, None),
    };
    json!({
        "enrolled": settings.enrolment.is_some(),
        "tablet": settings.enrolment.as_ref().map(|enrolment| &enrolment.tablet),
        "ward": settings.enrolment.as_ref().map(|enrolment| &enrolment.ward),
        "hub": settings.enrolment.as_ref().map(|enrolment| &enrolment.address),
        "state": state,
        "round": round,
        "closes": closes.and_then(|closes| jiff::Timestamp::from_second(closes).ok()).map(|closes| closes.to_string()),
        "something_waits": waiting > 0,
        "waits_for": tablet.waiting(),
        "envelopes": { "waiting": waiting, "delivered": delivered },
        "counted": name_found(&tablet.standing()),
        "too_late": settings.too_late.values().collect::<Vec<_>>(),
        "believed_at": tablet.believed_at().map(|ward| &ward.name),
        "for_elsewhere": tablet.holds_for_elsewhere(),
        "key_changed": tablet.rounds_with_other_keys(),
        "last_problem": settings.last_problem,
        "set_aside": tablet.set_aside(),
    })
}

fn write_status(status: &serde_json::Value) -> String {
    let text = |key: &str| status[key].as_str().unwrap_or("none").to_owned();
    let mut lines = format!(
        "Ward:   {}\nRound:  {} ({})\n",
        text("ward"),
        text("round"),
        text("state")
    );
    lines += if status["something_waits"] == true {
        "Answers wait on this tablet.\n"
    } else {
        "Nothing waits.\n"
    };
    if status["something_waits"] == true
        && let Ok(reason) = serde_json::from_value::<Waiting>(status["waits_for"].clone())
    {
        lines += &format!("Why answers wait: {}.\n", explain_waiting(reason));
    }
    match status["counted"].as_str() {
        None => {}
        Some("missing") => lines += "Some answers on this tablet are not in the count: tell the process guide.\n",
        Some(number) => lines += &format!("Every answer on this tablet is in the count {number}.\n"),
    }
    for round in status["too_late"].as_array().into_iter().flatten() {
        lines += &format!(
            "Some answers to {} came too late and are not counted.\n",
            round.as_str().unwrap_or("a round")
        );
    }
    if let Some(ward) = status["believed_at"].as_str() {
        lines += &format!("{}\n", tell_believed_at(ward));
    }
    if status["for_elsewhere"] == true {
        lines += &format!("{HOLDS_FOR_ELSEWHERE}\n");
    }
    for round in status["key_changed"].as_array().into_iter().flatten() {
        lines += &format!(
            "{} has another key or other questions than when this tablet first saw it. Nothing is sent to it: tell the safety rep and the process guide.\n",
            round.as_str().unwrap_or("A round")
        );
    }
    if let Some(problem) = status["last_problem"].as_str() {
        lines += &format!("Last attempt: {problem}\n");
    }
    lines
}

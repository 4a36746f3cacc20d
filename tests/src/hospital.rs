//! A hospital for one test: a hub and tablets in a temporary folder, all real processes. Everything ends on drop.

use std::fs;
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, ExitStatus, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;
use trykk_shared::clock::Clock;

use crate::network::HeldPort;

/// The guide's email in every test.
pub const GUIDE: &str = "guide@example.org";
/// The guide's passphrase in every test.
pub const PASSPHRASE: &str = "skoen trykker litt overalt";
/// The round's id in every test.
pub const ROUND: &str = "2026-autumn";

/// The programs under test.
#[derive(Clone, Debug)]
pub struct Programs {
    /// The hub.
    pub hub: PathBuf,
    /// The kiosk.
    pub kiosk: PathBuf,
}

/// A hub with its folder and programs.
pub struct Hospital {
    /// The temporary folder; everything lies in it.
    pub folder: TempDir,
    programs: Programs,
    server: Option<Server>,
    /// Tablets find the hub where it was, however often it is started anew.
    port: HeldPort,
    clock: Option<String>,
    serve_arguments: Vec<String>,
    log: Option<PathBuf>,
}

struct Server {
    process: Child,
    address: SocketAddr,
    output: BufReader<ChildStdout>,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// What a command said.
#[derive(Debug)]
pub struct Said {
    /// Whether it succeeded.
    pub ok: bool,
    /// What it printed.
    pub out: String,
    /// What it complained of.
    pub err: String,
}

impl Said {
    /// What a program said that has ended.
    pub fn of(output: &Output) -> Self {
        Said {
            ok: output.status.success(),
            out: String::from_utf8_lossy(&output.stdout).into_owned(),
            err: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }

    /// It must have succeeded; gives what it printed.
    #[track_caller]
    pub fn done(self) -> String {
        assert!(self.ok, "failed: {}{}", self.out, self.err);
        self.out
    }

    /// It must have been refused; gives the reason, which is said once.
    #[track_caller]
    pub fn refused(self) -> String {
        assert!(!self.ok, "was not refused: {}", self.out);
        let twice = self.err.lines().find_map(said_twice);
        assert!(twice.is_none(), "says {twice:?} twice: {}", self.err);
        self.err
    }

    /// It must have printed JSON.
    #[track_caller]
    pub fn json(self) -> Value {
        let out = self.done();
        serde_json::from_str(&out).unwrap_or_else(|error| panic!("{error}: {out}"))
    }
}

/// What a line of reasons, each behind a colon, says twice: as a reason of its own, and again in another.
pub fn said_twice(line: &str) -> Option<&str> {
    let reasons: Vec<&str> = line.split(": ").map(|reason| reason.trim_matches([' ', '.'])).collect();
    let again = |nth: usize, reason: &str| {
        let mut others = reasons.iter().enumerate().filter(|(other, _)| *other != nth);
        others.any(|(_, other)| other.contains(reason))
    };
    let mut each = reasons.iter().enumerate();
    each.find(|(nth, reason)| reason.len() > 11 && again(*nth, reason))
        .map(|(_, reason)| *reason)
}

impl Hospital {
    /// Sets a hub up with this plan (TOML; decks are found as `decks/NAME.toml`) and the guide's passphrase.
    /// It is not serving yet.
    pub fn new(programs: Programs, plan: &str) -> Self {
        let hospital = Self::empty(programs);
        let decks = Path::new(env!("CARGO_MANIFEST_DIR")).join("../assets/decks");
        fs::create_dir(hospital.path("decks")).unwrap();
        for deck in ["table.toml", "station.toml"] {
            fs::copy(decks.join(deck), hospital.path("decks").join(deck)).unwrap();
        }
        fs::write(hospital.path("passphrase"), PASSPHRASE).unwrap();
        hospital.apply(plan).done();
        hospital.set_passphrase().done();
        hospital
    }

    /// A hub in an empty folder, set up by `init` and nothing else. It is not serving yet.
    pub fn empty(programs: Programs) -> Self {
        let hospital = Hospital {
            folder: tempfile::Builder::new().prefix("trykk-").tempdir().unwrap(),
            programs,
            server: None,
            port: HeldPort::take(),
            clock: None,
            serve_arguments: Vec::new(),
            log: None,
        };
        let sheet = hospital.path("recovery-sheet");
        hospital
            .hub(&["init", "--recovery-sheet", sheet.to_str().unwrap()])
            .done();
        hospital
    }

    /// A path in the temporary folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The hub's data folder.
    pub fn data(&self) -> PathBuf {
        self.path("hub")
    }

    /// Lets the hub's clock, of server and commands, start at this time (RFC 3339), and says that it is right.
    pub fn set_clock(&mut self, time: &str) {
        self.clock = Some(time.to_owned());
    }

    /// Adds arguments to `serve`.
    pub fn serve_with(&mut self, arguments: &[&str]) {
        self.serve_arguments = arguments.iter().map(|&argument| argument.to_owned()).collect();
    }

    /// Lets what the hub logs from its next start on go to the end of a file in the temporary folder.
    pub fn log_to(&mut self, name: &str) {
        self.log = Some(self.path(name));
    }

    fn log(&self) -> Stdio {
        let Some(path) = &self.log else { return Stdio::null() };
        fs::File::options().create(true).append(true).open(path).unwrap().into()
    }

    /// Applies a plan, whatever it changes.
    pub fn apply(&self, plan: &str) -> Said {
        let file = self.path("plan.toml");
        fs::write(&file, plan).unwrap();
        self.hub(&["apply", "--confirm", file.to_str().unwrap()])
    }

    /// Sets the guide's passphrase.
    pub fn set_passphrase(&self) -> Said {
        let file = self.path("passphrase");
        self.hub(&[
            "guide",
            "passphrase",
            "--guide",
            GUIDE,
            "--passphrase-file",
            file.to_str().unwrap(),
        ])
    }

    /// A command of the hub on its data folder; `--data` and `--clock` go behind the subcommand's words.
    pub fn hub_command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(&self.programs.hub);
        command.args(arguments).arg("--data").arg(self.data());
        if let Some(clock) = &self.clock {
            command.args(["--clock", clock, "--confirm-clock"]);
        }
        command
    }

    /// The hub's program, without a word.
    pub fn program(&self) -> Command {
        Command::new(&self.programs.hub)
    }

    /// Runs a command of the hub on its data folder.
    pub fn hub(&self, arguments: &[&str]) -> Said {
        Said::of(&self.hub_command(arguments).output().unwrap())
    }

    /// Starts the hub, always on the same port.
    pub fn serve(&mut self) -> SocketAddr {
        let listen = self.port.address.to_string();
        self.kill();
        let mut command = self.hub_command(&["serve", "--listen", &listen]);
        command
            .args(&self.serve_arguments)
            .stdout(Stdio::piped())
            .stderr(self.log());
        let mut process = command.spawn().unwrap();
        let mut output = BufReader::new(process.stdout.take().unwrap());
        let mut line = String::new();
        output.read_line(&mut line).unwrap();
        let address = line
            .split("listening on ")
            .nth(1)
            .and_then(|rest| rest.trim().trim_end_matches(").").parse().ok());
        let address = address.unwrap_or_else(|| panic!("the hub did not start: {line:?}"));
        self.server = Some(Server {
            process,
            address,
            output,
        });
        address
    }

    /// Kills the hub with SIGKILL, if it runs.
    pub fn kill(&mut self) {
        self.server = None;
    }

    /// Asks the hub to stop, as the system does (SIGTERM), and waits until it has; how it ended.
    pub fn stop(&mut self) -> ExitStatus {
        let told = Command::new("kill").args(["-TERM", &self.pid().to_string()]).status();
        assert!(told.unwrap().success());
        let ended = self.server.as_mut().unwrap().process.wait().unwrap();
        self.server = None;
        ended
    }

    /// The process id of the running hub.
    pub fn pid(&self) -> u32 {
        self.server.as_ref().unwrap().process.id()
    }

    /// Where the hub listens.
    pub fn address(&self) -> SocketAddr {
        self.server.as_ref().unwrap().address
    }

    /// Where its pages are, when it serves with `--web-listen`. To be asked once after each start.
    pub fn web(&mut self) -> SocketAddr {
        let mut line = String::new();
        self.server.as_mut().unwrap().output.read_line(&mut line).unwrap();
        let address = line.trim().strip_prefix("Pages are at http://");
        let address = address.and_then(|address| address.trim_end_matches('/').parse().ok());
        address.unwrap_or_else(|| panic!("the hub did not say where its pages are: {line:?}"))
    }

    /// An enrolment link for a ward, through `address` if given.
    pub fn link(&self, ward: &str, address: Option<SocketAddr>) -> Value {
        let address = address.unwrap_or_else(|| self.address()).to_string();
        self.hub(&["enrol", "--ward", ward, "--json", "--address", &address])
            .json()
    }

    /// A tablet that is not enrolled yet.
    pub fn bare_tablet(&self, name: &str) -> Kiosk {
        Kiosk {
            data: self.path(name),
            program: self.programs.kiosk.clone(),
            name: name.to_owned(),
            clock: None,
        }
    }

    /// A tablet, enrolled on a ward, through `address` if given.
    pub fn tablet(&self, name: &str, ward: &str, address: Option<SocketAddr>) -> Kiosk {
        let kiosk = self.bare_tablet(name);
        let link = self.link(ward, address);
        kiosk.run(&["enrol", link["link"].as_str().unwrap()]).done();
        kiosk
    }

    /// A command on the round; `rest` follows.
    pub fn round(&self, action: &str, rest: &[&str]) -> Said {
        self.hub(&[&["round", action, "--round", ROUND], rest].concat())
    }

    /// Counts the round with the guide's passphrase.
    pub fn count(&self, rest: &[&str]) -> Said {
        let file = self.path("passphrase");
        let proof = ["--guide", GUIDE, "--passphrase-file", file.to_str().unwrap()];
        self.round("count", &[&proof[..], rest].concat())
    }

    /// The guide's results.
    pub fn results(&self) -> Value {
        self.hub(&["results", "--round", ROUND, "--as", "guide", "--format", "json"])
            .json()
    }
}

/// A tablet: a data folder and the program.
#[derive(Clone, Debug)]
pub struct Kiosk {
    /// Its data folder.
    pub data: PathBuf,
    program: PathBuf,
    name: String,
    clock: Option<String>,
}

impl Kiosk {
    /// A command on its data folder.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(&self.program);
        command.args(arguments).arg("--data").arg(&self.data);
        if let Some(clock) = &self.clock {
            command.args(["--clock", clock]);
        }
        command
    }

    /// Lets the tablet's clock start at this time (RFC 3339) in each command.
    pub fn set_clock(&mut self, time: &str) {
        self.clock = Some(time.to_owned());
    }

    /// The clock that its commands go by.
    ///
    /// # Panics
    /// When it was set to no time.
    pub fn clock(&self) -> Clock {
        let clock = self.clock.as_deref().map(|time| time.parse().expect("a time"));
        clock.unwrap_or_default()
    }

    /// Lets its clock be the machine's again.
    pub fn set_clock_right(&mut self) {
        self.clock = None;
    }

    /// A second device with everything that it has: its token, its settings, what waits on it.
    ///
    /// # Panics
    /// When its folder cannot be copied.
    pub fn copied_as(&self, hospital: &Hospital, name: &str) -> Kiosk {
        let copy = hospital.bare_tablet(name);
        fs::create_dir_all(&copy.data).unwrap();
        for file in fs::read_dir(&self.data).unwrap() {
            let file = file.unwrap();
            fs::copy(file.path(), copy.data.join(file.file_name())).unwrap();
        }
        copy
    }

    /// Runs a command on its data folder.
    pub fn run(&self, arguments: &[&str]) -> Said {
        Said::of(&self.command(arguments).output().unwrap())
    }

    /// Writes feed lines to a file and feeds it.
    pub fn feed(&self, lines: &[String]) -> Said {
        let file = self.feed_file(lines);
        self.run(&["feed", file.to_str().unwrap()])
    }

    /// Writes feed lines to a file beside the data folder.
    pub fn feed_file(&self, lines: &[String]) -> PathBuf {
        let file = self.data.with_file_name(format!("{}.jsonl", self.name));
        fs::write(&file, lines.join("\n")).unwrap();
        file
    }

    /// One pass that does not wait for the slot.
    pub fn sync(&self) -> Said {
        self.run(&["sync", "--now"])
    }

    /// Points it to where its hub listens now: a hub that is started anew takes another port.
    pub fn point_to(&self, hospital: &Hospital) {
        let (mut settings, _) = trykk_kiosk::settings::Settings::open(&self.data).unwrap();
        settings.enrolment.as_mut().unwrap().address = hospital.address().to_string();
        settings.save(&self.data).unwrap();
    }

    /// How it stands.
    pub fn status(&self) -> Value {
        self.run(&["status", "--json"]).json()
    }

    /// Its id at the hub.
    pub fn id(&self) -> String {
        self.status()["tablet"].as_str().unwrap().to_owned()
    }
}

/// The name of a made-up deck file in the hospital's folder.
pub fn deck_path(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../assets/decks").join(name)
}

/// A plan with wards `w1`.. of a headcount, one guide for all, and one round over `wards` (TOML, as `wards = [...]`).
/// It asks for no start codes unless `round` says so.
pub fn plan(wards: usize, headcount: u32, deck: &str, mode: &str, round: &str) -> String {
    let mut plan = "[organisation]\nname = \"Test hospital\"\n[[department]]\nid = \"d\"\nname = \"D\"\n".to_owned();
    for ward in 1..=wards {
        plan += &format!(
            "[[ward]]\nid = \"w{ward}\"\nname = \"Ward {ward}\"\ndepartment = \"d\"\nheadcount = {headcount}\n"
        );
    }
    plan += &format!("[[account]]\nemail = \"{GUIDE}\"\nrole = \"guide\"\ndepartments = [\"d\"]\n");
    let codes = if round.contains("codes =") {
        ""
    } else {
        "codes = false\n"
    };
    plan += &format!(
        "[[round]]\nid = \"{ROUND}\"\ndeck = \"decks/{deck}.toml\"\nmode = \"{mode}\"\n{codes}{round}\n\
         urgent = {{ nb = \"Ring verneombudet.\" }}\n"
    );
    plan
}

//! The commands on the audit log.

use std::io::{ErrorKind, Write};

use anyhow::bail;
use clap::{Args, Subcommand};

use super::Common;
use crate::audit::{Deed, Entry, HEAD_DIGITS, Head};
use crate::organisation::times;
use crate::store::{AuditFilter, Store};

/// How many entries are read at a time.
const AT_A_TIME: u32 = 500;

#[derive(Debug, Subcommand)]
pub enum Audit {
    /// Print who did what, and when, the newest first
    List(List),
    /// Look whether the log is whole, and whether a head that was noted is in it
    Verify(Verify),
}

impl Audit {
    pub fn run(self) -> anyhow::Result<()> {
        match self {
            Audit::List(command) => command.run(),
            Audit::Verify(command) => command.run(),
        }
    }
}

#[derive(Debug, Args)]
pub struct List {
    #[command(flatten)]
    common: Common,
    /// Only what concerns this ward
    #[arg(long, value_name = "ID")]
    ward: Option<String>,
    /// Only from this day or time on, in the organisation's time zone: 2026-11-28 or 2026-11-28T16:00
    #[arg(long, value_name = "TIME")]
    since: Option<String>,
}

/// An entry in one line, without its time.
fn line(entry: &Entry) -> String {
    let what = match Deed::read(&entry.deed, &entry.about) {
        Some(deed) => deed.summary(),
        // Of a newer version: as it stands.
        None => format!("{} {}", entry.deed, entry.about),
    };
    let wards: Vec<String> = serde_json::from_str(&entry.wards).unwrap_or_default();
    let wards = if wards.is_empty() {
        "-".to_owned()
    } else {
        wards.join("+")
    };
    format!("{}  {wards}  {what}", entry.who)
}

impl List {
    fn run(self) -> anyhow::Result<()> {
        let (_, store) = self.common.open()?;
        let organisation = store.organisation()?;
        let zone = organisation.zone();
        if let Some(ward) = &self.ward
            && !organisation.wards.contains_key(ward)
        {
            eprintln!("There is no ward {ward:?} now; entries from when there was one are shown.");
        }
        let from = self
            .since
            .as_deref()
            .map(|since| times::read_opening_time(since, &zone));
        let mut filter = AuditFilter {
            wards: self.ward.map(|ward| vec![ward]),
            from: from.transpose()?,
            ..AuditFilter::default()
        };
        let mut out = std::io::stdout().lock();
        loop {
            let entries = store.audit(&filter, AT_A_TIME)?;
            for entry in &entries {
                let at = times::write_time(entry.at, &zone);
                match writeln!(out, "{}  {at}  {}", entry.number, line(entry)) {
                    // Whoever reads has seen enough.
                    Err(error) if error.kind() == ErrorKind::BrokenPipe => return Ok(()),
                    written => written?,
                }
            }
            match entries.last() {
                Some(last) => filter.before = Some(last.number),
                None => return Ok(()),
            }
        }
    }
}

#[derive(Debug, Args)]
pub struct Verify {
    #[command(flatten)]
    common: Common,
    /// A head that was noted earlier: 24 digits, blanks between them do not matter
    #[arg(long, value_name = "DIGITS")]
    head: Option<String>,
}

/// What is said of a whole log.
fn say_whole(start: Head, head: Head) -> String {
    if head.number == start.number {
        return "The log is empty.".to_owned();
    }
    let first = start.number + 1;
    let forgotten = match start.number {
        0 => String::new(),
        number => format!(
            " What stood up to entry {number} is not here any more: Trykk forgets entries after two years; whoever writes to the \
             database can cut them off sooner."
        ),
    };
    format!(
        "The log is whole: entries {first} to {}.{forgotten}\nIts head: {}",
        head.number,
        head.to_string().replace('\u{a0}', " ")
    )
}

impl Verify {
    fn run(self) -> anyhow::Result<()> {
        let noted = self.head.as_deref().map(Head::read_digits).transpose();
        let Ok(noted) = noted else {
            bail!("--head takes the {HEAD_DIGITS} digits of a head, as the pages and this command show it");
        };
        let (_, store) = self.common.open()?;
        verify(&store, noted.as_deref())
    }
}

fn verify(store: &Store, noted: Option<&str>) -> anyhow::Result<()> {
    let followed = match store.follow_audit()? {
        Ok(followed) => followed,
        Err(broken) => bail!("the audit log is broken: {broken}"),
    };
    let (Some(start), Some(head)) = (followed.heads.first(), followed.heads.last()) else {
        bail!("the audit log has no start");
    };
    say!("{}", say_whole(*start, *head));
    let Some(noted) = noted else { return Ok(()) };
    if let Some(found) = followed.find(noted) {
        say!(
            "The head that was noted is that of entry {}: entries {} to {} are as they were then.{}",
            found.number,
            start.number + 1,
            found.number,
            match start.number {
                0 => String::new(),
                number => format!(" Nothing can be said of what stood up to entry {number}."),
            }
        );
        return Ok(());
    }
    if let Some((number, _)) = followed.replaced.iter().find(|(_, replaced)| replaced == noted) {
        bail!(
            "no entry has the head that was noted. Entry {number} says that it ended a log which was replaced when a copy was restored: \
             whoever writes to the database can say so too. Ask when a copy was restored, and compare a head from before that copy: if \
             that one is not here either, the log was changed"
        );
    }
    bail!(
        "no entry has the head that was noted: the log was written anew or cut off since then, was replaced by an older copy, or the \
         digits are not those of a head{}",
        match start.number {
            0 => String::new(),
            number => format!(" (that of an entry up to {number} cannot be compared any more)"),
        }
    )
}

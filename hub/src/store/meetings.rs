//! Meetings of a process: written, closed with a next one planned, in one transaction each.

use rusqlite::{Connection, params};

use super::audit::note;
use super::processes::read_process;
use super::{Store, damage_error};
use crate::audit::{Deed, Hand};
use crate::process::Process;
use crate::process::meetings::{Meeting, Minutes};
use crate::store::StoreError;

/// The meetings of a process, the first one first.
pub(super) fn read_meetings(connection: &Connection, process: &str) -> Result<Vec<Meeting>, StoreError> {
    let sql = "SELECT number, kind, day, roles, decided, next_day, none_needed, closed, account, revision
               FROM meeting WHERE process = ?1 ORDER BY number";
    let mut select = connection.prepare_cached(sql)?;
    let mut rows = select.query([process])?;
    let mut meetings = Vec::new();
    while let Some(row) = rows.next()? {
        let kind: String = row.get(1)?;
        meetings.push(Meeting {
            number: row.get(0)?,
            minutes: Minutes {
                kind: kind.parse().map_err(|_| damage_error(&kind))?,
                day: row.get(2)?,
                parts: serde_json::from_str(&row.get::<_, String>(3)?).map_err(damage_error)?,
                decided: row.get(4)?,
                next: row.get(5)?,
                none_needed: row.get(6)?,
            },
            closed: row.get(7)?,
            account: row.get(8)?,
            revision: row.get(9)?,
        });
    }
    Ok(meetings)
}

fn put(connection: &Connection, process: &str, meeting: &Meeting) -> Result<(), StoreError> {
    let Meeting { minutes, .. } = meeting;
    let roles = serde_json::to_string(&minutes.parts).map_err(damage_error)?;
    connection.execute(
        "INSERT OR REPLACE INTO meeting
             (process, number, kind, day, roles, decided, next_day, none_needed, closed, account, revision)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
        params![
            process,
            meeting.number,
            minutes.kind.name(),
            minutes.day,
            roles,
            minutes.decided,
            minutes.next,
            minutes.none_needed,
            meeting.closed,
            meeting.account,
            meeting.revision
        ],
    )?;
    Ok(())
}

/// Plans the meeting that another one names as the next, unless one is planned for that day already.
fn plan_next(connection: &Connection, process: &Process, hand: &Hand, closed: &Meeting) -> Result<(), StoreError> {
    let Some(next) = closed.minutes.plan_next() else {
        return Ok(());
    };
    let others = read_meetings(connection, &process.id)?;
    if others
        .iter()
        .any(|other| !other.closed && other.minutes.day == next.day)
    {
        return Ok(());
    }
    let planned = Meeting {
        number: others.iter().map(|other| other.number).max().unwrap_or(0) + 1,
        minutes: next,
        closed: false,
        account: hand.who.name().to_owned(),
        revision: 1,
    };
    put(connection, &process.id, &planned)
}

impl Store {
    /// Keeps what is written of a meeting, a new one where `number` is none; gives its number. It is kept where nobody has saved it since
    /// revision `seen`, and it is not closed. `closes`: it changes no more after this, and the next one is planned.
    ///
    /// # Errors
    /// [`StoreError::ChangedMeanwhile`] when somebody has, or it is.
    pub fn save_meeting(
        &mut self,
        process: &str,
        number: Option<u32>,
        seen: u32,
        minutes: &Minutes,
        closes: bool,
    ) -> Result<u32, StoreError> {
        let hand = self.hand.clone();
        let transaction = self.transaction()?;
        let process = read_process(&transaction, process)?;
        let meetings = &process.meetings;
        let by = hand.who.name();
        let same = meetings
            .iter()
            .find(|kept| kept.revision == 1 && kept.closed == closes && kept.account == by && kept.minutes == *minutes);
        let (number, revision) = match number {
            Some(number) => {
                let kept = meetings.iter().find(|kept| kept.number == number);
                let kept = kept.ok_or_else(|| StoreError::NotFound("meeting", number.to_string()))?;
                if kept.closed || kept.revision != seen {
                    return Err(StoreError::ChangedMeanwhile("the meeting"));
                }
                (number, kept.revision + 1)
            }
            // The same form, sent twice, writes one meeting.
            None if same.is_some() => return Ok(same.map_or(0, |kept| kept.number)),
            None => (meetings.iter().map(|kept| kept.number).max().unwrap_or(0) + 1, 1),
        };
        let meeting = Meeting {
            number,
            minutes: minutes.clone(),
            closed: closes,
            account: hand.who.name().to_owned(),
            revision,
        };
        put(&transaction, &process.id, &meeting)?;
        if closes {
            plan_next(&transaction, &process, &hand, &meeting)?;
        }
        let (id, wards) = (process.id.clone(), &process.wards);
        let deed = match closes {
            true => Deed::MeetingClosed { process: id, number },
            false => Deed::MeetingSaved { process: id, number },
        };
        note(&transaction, &hand, wards, &deed)?;
        transaction.commit()?;
        Ok(number)
    }
}

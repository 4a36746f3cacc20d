//! Sending reminders while the hub runs: what is due is found by reading, beside the writer; each letter is written down before it is sent,
//! and what became of it after. Nobody waits while the network is waited for.

use std::time::Duration;

use ring::hmac;
use trykk_shared::randomness::system_rng;

use crate::clock::HubClock;
use crate::data::DataFolder;
use crate::mail::{Line, Sent, Tls, Words, write_mail};
use crate::operation::Running;
use crate::reminders::letter::{letter_key, write_letter};
use crate::reminders::{Letter, Outcome, Rules, group_by_letter, is_time_to_send, pause_after};
use crate::secrets::draw_secret;
use crate::settings::{Loaded, LoadedMail};
use crate::store::writer::{Writer, read_beside};
use crate::store::{BegunLetter, REVIEW, Store, StoreError};

/// How often it is looked whether something is due.
const LOOK_EVERY: Duration = Duration::from_secs(300);
/// How many letters are sent in one look; the others in the next one.
const MOST_LETTERS: usize = 200;
/// The longest pause after a mail server that cannot be used, in seconds.
const LONGEST_PAUSE: i64 = 3600;

/// What reminders are sent with.
pub(super) struct Reminding {
    writer: Writer,
    folder: DataFolder,
    clock: HubClock,
    running: Running,
    mail: LoadedMail,
    tls: Tls,
    pages: String,
    /// What letters get their ids with.
    secret: hmac::Key,
    rules: Rules,
    line: Option<Line>,
    /// How often in a row the mail server could not be used, and until when it is left alone.
    failures: u32,
    rests_until: i64,
}

impl Reminding {
    /// By these settings; nothing where they have no mail server.
    ///
    /// # Errors
    /// When its certificates or the CA's key cannot be read.
    pub(super) fn new(
        (writer, folder, clock): (Writer, DataFolder, HubClock),
        settings: Loaded,
        rules: Rules,
        running: Running,
    ) -> anyhow::Result<Option<Self>> {
        let (Some(mail), Some(pages)) = (settings.mail, settings.pages) else {
            return Ok(None);
        };
        Ok(Some(Reminding {
            secret: folder.letter_key()?,
            writer,
            folder,
            clock,
            running,
            tls: Tls::of(&mail)?,
            mail,
            pages,
            rules,
            line: None,
            failures: 0,
            rests_until: i64::MIN,
        }))
    }

    /// The same from its beginning, without a line to the mail server.
    pub(super) fn begin_again(&self) -> Self {
        Reminding {
            writer: self.writer.clone(),
            folder: self.folder.clone(),
            clock: self.clock.clone(),
            running: self.running.clone(),
            mail: self.mail.clone(),
            tls: self.tls.clone(),
            pages: self.pages.clone(),
            secret: self.secret.clone(),
            rules: self.rules,
            line: None,
            failures: 0,
            rests_until: i64::MIN,
        }
    }

    /// For as long as the hub runs. What was begun before, and nobody knows how it ended, is settled first.
    pub(super) async fn keep_reminding(mut self) {
        // One damaged row keeps nobody from being reminded.
        if let Err(error) = self.settle().await {
            tracing::error!(%error, "reminders that were begun before could not be settled");
        }
        loop {
            if let Err(error) = self.look().await {
                tracing::error!(%error, "looking for reminders failed; the next look makes it good");
            }
            if let Some(line) = self.line.take() {
                line.close().await;
            }
            tokio::select! { () = tokio::time::sleep(LOOK_EVERY) => {}, () = self.running.mail_wanted() => {} }
        }
    }

    async fn settle(&self) -> Result<(), StoreError> {
        self.writer.run(Store::settle_begun).await?
    }

    /// Sends what is due. A letter cannot be taken back: nothing is sent by a clock that is doubted, nor before a restored hub was looked
    /// through.
    async fn look(&mut self) -> Result<(), StoreError> {
        let Ok(now) = self.clock.sure().map(|sure| sure.seconds()) else {
            return Ok(());
        };
        if now < self.rests_until {
            return Ok(());
        }
        let may_send = self.read(move |store| {
            let zone = store.time_zone()?;
            Ok(store.setting(REVIEW)?.is_none() && is_time_to_send(now, &zone))
        });
        if !may_send.await? {
            return Ok(());
        }
        let rules = self.rules;
        self.writer
            .run(move |store| store.settle_put_back(rules, now))
            .await??;
        let mut sent = 0;
        for process in self.read(Store::processes).await? {
            let of = process.clone();
            let due = self.read(move |store| store.due_reminders(&of, rules, now)).await;
            let due = match due {
                Ok(due) => due,
                // The others are reminded.
                Err(error) => {
                    tracing::error!(process, %error, "what is due in a process cannot be reckoned");
                    continue;
                }
            };
            for letter in group_by_letter(due) {
                // A slow mail server takes its time.
                let Ok(now) = self.clock.sure().map(|sure| sure.seconds()) else {
                    return Ok(());
                };
                let in_time = self.read(move |store| Ok(is_time_to_send(now, &store.time_zone()?)));
                if sent == MOST_LETTERS || !in_time.await? || !self.send(letter, now).await? {
                    return Ok(());
                }
                sent += 1;
            }
        }
        Ok(())
    }

    /// Sends one letter. Whether the mail server can still be used.
    async fn send(&mut self, letter: Letter, now: i64) -> Result<bool, StoreError> {
        // First: where nobody takes letters, none is begun.
        let Some(mut line) = self.open().await else {
            return Ok(false);
        };
        let (rules, id) = (self.rules, draw_secret(&mut system_rng()));
        let begun = self
            .writer
            .run(move |store| store.begin_letter(&letter, rules, &id, now));
        let Some(begun) = begun.await?? else {
            self.line = Some(line);
            return Ok(true);
        };
        let outcome = match self.write(&begun, now) {
            None => Outcome::Never,
            Some(mail) => match line.send(&mail).await {
                Sent::Taken => Outcome::Sent,
                Sent::NotNow(_) => Outcome::NotNow,
                Sent::Never(_) => Outcome::Never,
                Sent::Unknown(_) => Outcome::Unknown,
                Sent::Nobody(why) => {
                    self.rest(why);
                    Outcome::NotNow
                }
            },
        };
        let goes_on = self.rests_until <= now;
        if outcome != Outcome::Sent {
            // What the server says may name whoever was to get it.
            tracing::warn!(
                ?outcome,
                process = begun.letter.process,
                "a reminder was not taken by the mail server"
            );
        }
        self.line = (!line.is_broken()).then_some(line);
        let (id, ended) = (begun.id, self.clock.now());
        self.writer
            .run(move |store| store.end_letter(&id, outcome, ended))
            .await??;
        if outcome == Outcome::Sent {
            self.failures = 0;
        }
        Ok(goes_on)
    }

    fn write(&self, begun: &BegunLetter, now: i64) -> Option<crate::mail::Mail> {
        let written = write_letter(&begun.letter, &begun.wards, &self.pages, begun.language);
        let words = Words {
            subject: &written.subject,
            text: &written.text,
        };
        let key = letter_key(&begun.letter);
        let named = (&self.secret, &key[..]);
        write_mail(&self.mail.settings.from, &begun.letter.email, words, named, now).ok()
    }

    /// The line to the mail server, or a pause.
    async fn open(&mut self) -> Option<Line> {
        if let Some(line) = self.line.take() {
            return Some(line);
        }
        match Line::open(&self.mail, &self.tls).await {
            Ok(line) => {
                self.running.note_connected(|now| now.mail_fault = None);
                Some(line)
            }
            Err(error) => {
                self.rest(error.to_string());
                None
            }
        }
    }

    /// Leaves the mail server alone for a while, and says why.
    fn rest(&mut self, why: String) {
        if self.running.connected().mail_fault.as_ref() != Some(&why) {
            tracing::warn!(error = why, "no reminders are sent at present; it will be tried again");
        }
        self.running.note_connected(|now| now.mail_fault = Some(why));
        self.failures += 1;
        self.rests_until = self.clock.now() + pause_after(self.failures).min(LONGEST_PAUSE);
    }

    /// Reads beside the writer.
    async fn read<R: Send + 'static>(
        &self,
        work: impl FnOnce(&Store) -> Result<R, StoreError> + Send + 'static,
    ) -> Result<R, StoreError> {
        read_beside(self.folder.database(), work).await
    }
}

//! Looking after the rounds while the hub runs: what is due is found by reading, beside the writer, and done in steps of a few boxes, so
//! that a delivery or a log-in waits behind one of them and never behind all.

use std::collections::HashMap;
use std::time::Duration;

use trykk_shared::randomness::system_rng;

use crate::backups;
use crate::clock::HubClock;
use crate::data::DataFolder;
use crate::rounds::{self, Depth, Failed, RoundError, SinceLook, Upkeep};
use crate::store::writer::{Writer, read_beside};
use crate::store::{SERVED, Store, StoreError};

/// How often the hub looks whether a round should open or has closed.
pub(super) const LOOK_AFTER_ROUNDS_EVERY: Duration = Duration::from_secs(20);
/// How often the database is tidied when nothing closes. Seconds.
pub(super) const TIDY_EVERY: i64 = 24 * 3600;
/// Of how long a tidying took, how often that passes before what came meanwhile makes the next one: it takes a twentieth of the time at most.
const TIDYING_RESTS: i64 = 20;
/// And how long that is at the most, in seconds.
const LONGEST_REST: i64 = 600;
/// In how many boxes at most something is done before the hub listens.
pub(super) const MOST_BEFORE_LISTENING: usize = 48;
/// In how many boxes something is done at once, while the writer does nothing else.
pub(super) const BOXES_A_STEP: usize = 8;
/// How often it is looked for what only a kill or a restore leaves of boxes that are not over, in seconds.
const THOROUGH_EVERY: i64 = 600;
/// After how long something is said again that has not changed, in seconds.
const SAY_AGAIN_AFTER: i64 = 3600;
/// A hub that last looked longer ago than this was off, asleep, or held back by its clock, in seconds: it keeps hourly when it looks.
const LONG_AWAY: i64 = 2 * 3600;
/// How often it is kept when the hub looked, in seconds.
const KEEP_LOOK_EVERY: i64 = 3600;

/// What was said in the log: one line for all boxes of which the same is to be said, and not again as long as it is the same.
#[derive(Debug, Default)]
pub(super) struct Told(HashMap<&'static str, (String, i64)>);

impl Told {
    /// Says which rounds could not be `done`; the others went on.
    pub(super) fn tell(&mut self, done: &'static str, failed: &[Failed], now: i64) {
        let Some(said) = describe(failed) else {
            self.0.remove(done);
            return;
        };
        let before = self.0.get(done);
        if before.is_some_and(|(text, at)| *text == said && now - at < SAY_AGAIN_AFTER) {
            return;
        }
        tracing::warn!(
            rounds = failed.len(),
            reason = said,
            "some rounds could not be {done}; the others went on"
        );
        self.0.insert(done, (said, now));
    }

    /// Whether something is the matter that was said.
    #[cfg(test)]
    pub(super) fn tells(&self, done: &'static str) -> bool {
        self.0.contains_key(done)
    }
}

/// The first of them, and how many more there are.
fn describe(failed: &[Failed]) -> Option<String> {
    let (ballot_box, error) = failed.first()?;
    let more = match failed.len() - 1 {
        0 => String::new(),
        more => format!(" (and {more} more)"),
    };
    Some(format!(
        "{} in {}: {error}{more}",
        ballot_box.round,
        ballot_box.ward_ids()
    ))
}

/// What is said of it.
fn name(upkeep: Upkeep) -> &'static str {
    match upkeep {
        Upkeep::Opening => "opened",
        Upkeep::Settling => "settled",
        Upkeep::ClosingForGood => "closed for good",
        Upkeep::EndingUnread => "closed unread",
        Upkeep::Forgetting => "made to forget what opened them",
    }
}

/// Who looks after the rounds of a running hub, and when they last did, by the hub's own clock.
pub(super) struct Looking {
    writer: Writer,
    folder: DataFolder,
    clock: HubClock,
    told: Told,
    /// Until when weeks were lengthened for the time it was off.
    awake: i64,
    looked: i64,
    /// When it was tidied last, or tried, since the start; how long that took, in seconds.
    tidied: Option<i64>,
    tidying_took: i64,
    /// Whether something closed, or failed, that the next one is for.
    closed: bool,
    /// When it was last looked for what a kill or a restore leaves, if it was.
    thorough: Option<i64>,
    /// The last look that is kept, for the next start.
    kept: Option<i64>,
}

impl Looking {
    /// `served`: when a hub on this folder last looked, as far as it is kept.
    pub(super) fn new(writer: Writer, folder: DataFolder, clock: HubClock, served: Option<i64>) -> Self {
        let now = clock.now();
        Looking {
            writer,
            folder,
            clock,
            told: Told::default(),
            awake: served.unwrap_or(now),
            looked: served.unwrap_or(now),
            tidied: None,
            tidying_took: 0,
            closed: false,
            thorough: None,
            kept: served,
        }
    }

    /// For as long as the hub runs. What the first look left is done first.
    pub(super) async fn keep_looking(mut self) {
        loop {
            self.look().await;
            tokio::time::sleep(LOOK_AFTER_ROUNDS_EVERY).await;
        }
    }

    /// Does in a few boxes what is due, before anybody asks. A whole country's is not waited for, nor is tidying.
    pub(super) async fn look_before_listening(&mut self) {
        self.look_after_boxes(MOST_BEFORE_LISTENING).await;
    }

    /// Opens rounds whose time has come, ends what has ended; tidies when a round has closed or a closed one has received something
    /// since the last look, after the start, and daily. What fails is made good in the next look.
    async fn look(&mut self) {
        let looked = self.looked;
        self.look_after_boxes(usize::MAX).await;
        if let Err(error) = self.tidy(looked).await {
            tracing::error!(%error, "the database could not be tidied; it will be tried again");
        }
    }

    /// In `most` boxes at the most.
    async fn look_after_boxes(&mut self, most: usize) {
        let looked_at = self.clock.clone();
        // First: what follows goes by it.
        if let Ok(Err(error)) = self.writer.run(move |store| looked_at.look(store)).await {
            tracing::error!(%error, "the clock's time could not be kept");
        }
        let now = self.clock.now();
        if let Err(error) = self.look_at(now, most).await {
            tracing::error!(%error, "looking after the rounds failed; the next look makes it good");
        }
    }

    async fn look_at(&mut self, now: i64, most: usize) -> Result<(), RoundError> {
        self.lengthen_unread(now).await?;
        let depth = match self.thorough.is_none_or(|at| now - at >= THOROUGH_EVERY) {
            true => Depth::Unfinished,
            false => Depth::Clock,
        };
        if depth == Depth::Unfinished {
            self.put_back_missing(now).await?;
        }
        let mut left = false;
        for upkeep in Upkeep::ALL {
            let listed = self.read(move |store, folder| Ok(upkeep.list_due(store, folder, now, depth)?));
            let mut due = listed.await?;
            left |= due.len() > most;
            due.truncate(most);
            let mut failed = Vec::new();
            for step in due.chunks(BOXES_A_STEP) {
                let (folder, step) = (self.folder.clone(), step.to_vec());
                let done = self
                    .writer
                    .run(move |store| upkeep.bring_on(store, &folder, &step, now, &mut system_rng()));
                failed.extend(done.await.map_err(StoreError::from)??);
            }
            self.told.tell(name(upkeep), &failed, now);
        }
        if depth == Depth::Unfinished && !left {
            self.thorough = Some(now);
        }
        self.looked = now;
        Ok(())
    }

    /// What was done is noted at once, so that it is not done again.
    async fn lengthen_unread(&mut self, now: i64) -> Result<(), StoreError> {
        let gone = now - self.awake;
        let since = SinceLook {
            gone,
            away: if gone > LONG_AWAY { gone } else { 0 },
        };
        let keep = since.away > 0 || self.kept.is_none_or(|kept| now - kept >= KEEP_LOOK_EVERY);
        let (folder, served) = (self.folder.clone(), now.to_string());
        let lengthened = self.writer.run(move |store| {
            rounds::lengthen_unread(store, &folder, since, keep.then_some((SERVED, served.as_str())))
        });
        let failed = lengthened.await.map_err(StoreError::from)??;
        self.told.tell("given the time that the hub was off", &failed, now);
        self.awake = now;
        if keep {
            self.kept = Some(now);
        }
        Ok(())
    }

    async fn put_back_missing(&mut self, now: i64) -> Result<(), RoundError> {
        if !self.read(rounds::misses_rounds).await? {
            return Ok(());
        }
        let folder = self.folder.clone();
        let put_back = self.writer.run(move |store| rounds::put_back_missing(store, &folder));
        for (round, error) in put_back.await.map_err(StoreError::from)?? {
            tracing::error!(round, reason = %error, now, "a round that was open before cannot be put back");
        }
        Ok(())
    }

    /// Tidies if something calls for it. `looked`: when it was looked before this time.
    async fn tidy(&mut self, looked: i64) -> Result<(), StoreError> {
        let now = self.clock.now();
        let rests = self.tidied.is_some_and(|tidied| rests(now - tidied, self.tidying_took));
        let daily = self
            .tidied
            .is_none_or(|tidied| !(0..TIDY_EVERY).contains(&(now - tidied)));
        let (closed, folder) = (self.closed, self.folder.clone());
        let tidied = self.writer.run(move |store| {
            // What comes after closing lies in the order of its arrival, and may be one person's.
            // A command that was killed owes it too, and so does what was tried and failed.
            let closed = closed | store.has_closed(looked, now)? | store.take_arrived_after_closing();
            let needed = daily || !rests && (closed || store.owes_tidying()?);
            if !needed {
                return Ok((closed, None));
            }
            // First: it makes room.
            destroy_old_backups(&folder, now);
            let tidied = store.tidy(now);
            if let Err(error) = crate::gathering::keeping::settle(store, &folder) {
                tracing::error!(%error, "what is left of gatherings that are over could not be deleted; it will be tried again");
            }
            Ok::<_, StoreError>((closed, Some(tidied)))
        });
        // Whatever it comes to: what closed is not asked for again.
        self.closed = true;
        let (closed, tidied) = tidied.await.map_err(StoreError::from)??;
        self.closed = closed;
        let Some(tidied) = tidied else { return Ok(()) };
        self.closed = tidied.is_err();
        // Also where it failed: a disk that is full is so for a while, and whoever reads for minutes goes on.
        let done = self.clock.now();
        (self.tidied, self.tidying_took) = (Some(done), done - now);
        tidied
    }

    /// Reads beside the writer.
    async fn read<R: Send + 'static>(
        &self,
        work: impl FnOnce(&Store, &DataFolder) -> Result<R, RoundError> + Send + 'static,
    ) -> Result<R, RoundError> {
        let folder = self.folder.clone();
        read_beside(self.folder.database(), move |store| work(store, &folder)).await
    }
}

/// Whether it is not yet time to tidy again, `since` seconds after what took `took` of them.
fn rests(since: i64, took: i64) -> bool {
    // A clock that was put back rests nothing.
    (0..(took * TIDYING_RESTS).min(LONGEST_REST)).contains(&since)
}

/// What fails is tried again with the next tidying.
pub(super) fn destroy_old_backups(folder: &DataFolder, now: i64) {
    if let Err(error) = backups::expire(&folder.backups(), now) {
        tracing::error!(%error, "old copies of the database could not be destroyed; it will be tried again");
    }
}

#[cfg(test)]
pub(super) mod tests {
    use rand::SeedableRng;
    use rand::rngs::StdRng;
    use trykk_shared::clock::Clock;
    use trykk_shared::deck::{Deck, Mode};
    use trykk_shared::ids::BoxId;
    use trykk_shared::language::{Language, Texts};
    use trykk_shared::protocol::BoxState;

    use super::*;
    use crate::keys::opening::OpeningKey;
    use crate::keys::passphrase::Passphrase;
    use crate::organisation::{Account, Organisation, Places, Role, Round, RoundPlan, Ward, changes};
    use crate::rounds::{GivenAt, PassphraseOrder, set_passphrase};
    use crate::store::{BoxIds, RECOVERY_KEY, TIDYING_OWED};

    const GUIDE: &str = "guide@example.org";
    const NOW: i64 = 1_790_000_000;
    const WARDS: usize = 60;

    /// A hospital with a round that is due on all its wards.
    fn an_organisation() -> Organisation {
        let mut organisation = Organisation {
            time_zone: "Europe/Oslo".to_owned(),
            ..Organisation::default()
        };
        let ids: Vec<String> = (0..WARDS).map(|nth| format!("w{nth:02}")).collect();
        for id in &ids {
            let ward = Ward {
                name: id.clone(),
                department: "d".to_owned(),
                headcount: 30,
                closed: false,
            };
            organisation.wards.insert(id.clone(), ward);
        }
        organisation.departments.insert("d".to_owned(), "D".to_owned());
        let guide = Account {
            role: Role::Guide,
            places: Places::new(Vec::new(), vec!["d".to_owned()]),
            blocked: false,
            has_counting_key: false,
        };
        organisation.accounts.insert(GUIDE.to_owned(), guide);
        let deck = Deck::read(include_str!("../../../assets/decks/station.toml")).unwrap();
        let round = RoundPlan {
            mode: Mode::DropIn,
            opens: NOW - 60,
            closes: NOW + 86_400,
            floor: 7,
            urgent: Texts([(Language::Nb, "Ring 113".to_owned())].into()),
            codes: false,
            pulse_of: None,
        };
        let boxes = ids.into_iter().map(|id| vec![id]);
        organisation
            .rounds
            .insert("autumn".to_owned(), Round::new(deck, round, boxes));
        organisation
    }

    /// A hub with a round that is due on [`WARDS`] wards.
    pub(in crate::cli) fn a_hub(folder: &tempfile::TempDir) -> (Writer, DataFolder, HubClock) {
        let (data, mut store) = DataFolder::create(&folder.path().join("hub")).unwrap();
        let mut rng = StdRng::seed_from_u64(9);
        let from = store.organisation().unwrap();
        let steps = changes(&from, &an_organisation()).unwrap();
        store.change(&from, &steps, &BoxIds::new(b"a test")).unwrap();
        let recovery = OpeningKey::draw(&mut rng).sealing_key().to_bytes();
        let recovery = data_encoding::BASE64.encode(&recovery);
        store.set_setting(RECOVERY_KEY, &recovery).unwrap();
        let order = PassphraseOrder {
            email: GUIDE,
            new: &Passphrase::new("skoen trykker litt her"),
            old: None,
            new_key: false,
            given_at: GivenAt::CommandLine,
        };
        set_passphrase(&mut store, order, NOW, &mut rng).unwrap();
        let clock = HubClock::confirmed(Clock::starting_at(NOW));
        (Writer::start(store, clock.clone()), data, clock)
    }

    fn hub(folder: &tempfile::TempDir) -> Looking {
        let (writer, data, clock) = a_hub(folder);
        Looking::new(writer, data, clock, None)
    }

    async fn count_open(writer: &Writer) -> usize {
        let open = writer.run(|store| store.boxes_in(Some(BoxState::Open)).unwrap().len());
        open.await.unwrap()
    }

    /// Whoever asks while a round opens everywhere waits behind a step or two, and not behind all of it.
    #[tokio::test]
    async fn nobody_waits_behind_a_round_that_opens_everywhere() {
        let folder = tempfile::tempdir().unwrap();
        let looking = hub(&folder);
        let writer = looking.writer.clone();
        let mut looking = looking;
        let look = tokio::spawn(async move {
            looking.look().await;
        });
        let mut seen = vec![0];
        while seen.last() != Some(&WARDS) {
            seen.push(count_open(&writer).await);
        }
        look.await.unwrap();
        let steps: Vec<usize> = seen.windows(2).map(|pair| pair[1] - pair[0]).collect();
        assert!(steps.iter().all(|step| *step <= 2 * BOXES_A_STEP), "{steps:?}");
    }

    /// A command that takes a file in may be killed before it tidies, or find the database busy.
    #[tokio::test]
    async fn what_a_command_owes_is_tidied_in_the_next_look() {
        let folder = tempfile::tempdir().unwrap();
        let mut looking = hub(&folder);
        looking.look().await;
        let (_, mut command) = DataFolder::open(&folder.path().join("hub")).unwrap();
        command.set_setting(TIDYING_OWED, "1").unwrap();
        assert!(command.owes_tidying().unwrap());
        // Neither did anything close, nor is a day over.
        assert!(looking.tidied.is_some());
        looking.look().await;
        assert!(!command.owes_tidying().unwrap());
    }

    /// What closes while tidying rests is tidied afterwards, and so is what could not be.
    #[tokio::test]
    async fn what_closed_while_tidying_rested_is_tidied_after_it() {
        let folder = tempfile::tempdir().unwrap();
        let mut looking = hub(&folder);
        looking.look().await;
        let tidied = looking.tidied.unwrap();
        looking.tidying_took = 30;
        looking.closed = true;
        looking.look().await;
        assert!(looking.closed && looking.tidied == Some(tidied), "it rests");
        looking.tidied = Some(tidied - LONGEST_REST);
        looking.look().await;
        assert!(!looking.closed && looking.tidied > Some(tidied - LONGEST_REST));
        let writer = looking.writer.clone();
        let read_only = |on: bool| writer.run(move |store| store.refuse_writing(on).unwrap());
        read_only(true).await.unwrap();
        looking.tidied = None;
        assert!(looking.tidy(NOW).await.is_err());
        read_only(false).await.unwrap();
        assert!(looking.closed, "tried again");
        looking.look().await;
        assert!(!looking.closed);
    }

    #[test]
    fn tidying_takes_a_twentieth_of_the_time_at_most() {
        assert!(!rests(0, 0), "what takes no time is done at once");
        assert!(rests(39, 2) && !rests(40, 2));
        assert!(rests(599, 90) && !rests(600, 90), "and is never put off for longer");
        assert!(!rests(0, -5), "a clock that went back meanwhile");
        assert!(!rests(-86_400, 0) && !rests(-1, 90), "a clock that was put back since");
    }

    /// Before the hub listens a few boxes are opened, the others after it.
    #[tokio::test]
    async fn what_is_due_in_a_country_is_not_waited_for() {
        let folder = tempfile::tempdir().unwrap();
        let mut looking = hub(&folder);
        let writer = looking.writer.clone();
        looking.look_after_boxes(5).await;
        assert_eq!(count_open(&writer).await, 5);
        assert_eq!(looking.thorough, None, "the others are looked at again");
        looking.look().await;
        assert_eq!(count_open(&writer).await, WARDS);
        assert!(looking.thorough.is_some());
    }

    /// Of boxes of which nothing lies beside the database that says otherwise than it, nothing comes to the writer.
    #[tokio::test]
    async fn of_boxes_that_are_not_over_those_are_settled_of_which_something_is_left() {
        let place = tempfile::tempdir().unwrap();
        let mut looking = hub(&place);
        looking.look().await;
        let store = Store::open_reader(&looking.folder.database()).unwrap();
        let folder = looking.folder.clone();
        let due = |upkeep: Upkeep| -> Vec<BoxId> {
            let mut due = upkeep.list_due(&store, &folder, NOW, Depth::Unfinished).unwrap();
            due.sort();
            due
        };
        assert_eq!(count_open(&looking.writer).await, WARDS);
        assert_eq!((due(Upkeep::Settling), due(Upkeep::ClosingForGood)), (vec![], vec![]));
        let boxes: Vec<BoxId> = store
            .boxes()
            .unwrap()
            .into_iter()
            .map(|ballot_box| ballot_box.id)
            .collect();
        folder.keep_closing(boxes[0], NOW + 3_600).unwrap();
        for (nth, part) in [(1, "endings"), (2, "codes"), (3, "counts"), (4, "openings")] {
            let part = place.path().join("hub").join(part);
            std::fs::create_dir_all(&part).unwrap();
            std::fs::write(part.join(boxes[nth].to_string()), b"{").unwrap();
        }
        folder.mark_closed_for_good(boxes[5]).unwrap();
        let mut left = boxes[..5].to_vec();
        left.sort();
        assert_eq!(due(Upkeep::Settling), left);
        assert_eq!(due(Upkeep::ClosingForGood), [boxes[5]]);
    }

    #[test]
    fn one_line_says_the_same_of_many_boxes_once() {
        let folder = tempfile::tempdir().unwrap();
        let (_, mut store) = DataFolder::create(&folder.path().join("hub")).unwrap();
        let from = store.organisation().unwrap();
        let steps = changes(&from, &an_organisation()).unwrap();
        store.change(&from, &steps, &BoxIds::new(b"a test")).unwrap();
        let failed: Vec<Failed> = store
            .boxes()
            .unwrap()
            .into_iter()
            .map(|one| (one, RoundError::NoRecoveryKey))
            .collect();
        let said = describe(&failed).unwrap();
        assert!(
            said.starts_with("autumn in w00: ") && said.ends_with("(and 59 more)"),
            "{said}"
        );
        let mut told = Told::default();
        told.tell("opened", &failed, NOW);
        told.tell("opened", &failed, NOW + 20);
        assert_eq!(told.0["opened"], (said.clone(), NOW), "said once");
        told.tell("opened", &failed, NOW + SAY_AGAIN_AFTER);
        assert_eq!(told.0["opened"], (said, NOW + SAY_AGAIN_AFTER));
        told.tell("opened", &[], NOW + SAY_AGAIN_AFTER + 20);
        assert!(told.0.is_empty());
    }
}

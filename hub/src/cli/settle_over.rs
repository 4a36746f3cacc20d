//! Settling what a kill or a restore has left of boxes that are over, after each start and daily. A few are settled before the hub listens;
//! of many a little at a time, since nothing that is delivered or opened depends on them.

use std::time::Duration;

use trykk_shared::randomness::system_rng;

use super::look::{BOXES_A_STEP, LOOK_AFTER_ROUNDS_EVERY, MOST_BEFORE_LISTENING, Told};
use crate::clock::HubClock;
use crate::data::DataFolder;
use crate::rounds::{OverBoxes, RoundError, Upkeep};
use crate::store::StoreError;
use crate::store::writer::{Writer, read_beside};

/// How often all of them are looked at, in seconds.
const EVERY: i64 = 24 * 3600;
/// Of how many boxes the files are looked at in one go.
const LOOKED_AT_ONCE: usize = 64;
/// How long it rests then: it takes a small part of a core, and of the disk.
const REST: Duration = Duration::from_millis(50);

/// Who settles what is left of a running hub's boxes, and when that was done last, by the hub's own clock.
pub(super) struct SettlingOver {
    writer: Writer,
    folder: DataFolder,
    clock: HubClock,
    told: Told,
    settled: Option<i64>,
}

impl SettlingOver {
    pub(super) fn new(writer: Writer, folder: DataFolder, clock: HubClock) -> Self {
        SettlingOver {
            writer,
            folder,
            clock,
            told: Told::default(),
            settled: None,
        }
    }

    /// For as long as the hub runs.
    pub(super) async fn keep_settling(mut self) {
        loop {
            self.settle_in_time(usize::MAX).await;
            tokio::time::sleep(LOOK_AFTER_ROUNDS_EVERY).await;
        }
    }

    /// Does it before anybody asks where there are few boxes. A whole country's are not waited for.
    pub(super) async fn settle_before_listening(&mut self) {
        self.settle_in_time(MOST_BEFORE_LISTENING).await;
    }

    /// Where it is time, and there are `most` boxes at the most.
    async fn settle_in_time(&mut self, most: usize) {
        let now = self.clock.now();
        if self.settled.is_some_and(|at| (0..EVERY).contains(&(now - at))) {
            return;
        }
        match self.settle(most, now).await {
            Ok(true) => self.settled = Some(now),
            Ok(false) => {}
            Err(error) => {
                tracing::error!(%error, "what is left of rounds that are over could not be settled; it will be tried again");
            }
        }
    }

    /// Says whether it was done.
    async fn settle(&mut self, most: usize, now: i64) -> Result<bool, RoundError> {
        let folder = self.folder.clone();
        let listed = read_beside(self.folder.database(), move |store| {
            if store.has_more_over_than(most)? {
                return Ok::<_, RoundError>(None);
            }
            OverBoxes::list(store, &folder).map(Some)
        });
        let Some(mut left) = listed.await? else {
            return Ok(false);
        };
        let folder = self.folder.clone();
        let destroyed = tokio::task::spawn_blocking(move || folder.destroy_left_over());
        if let Err(error) = destroyed.await.map_err(|_| StoreError::CannotStore)? {
            tracing::error!(%error, "what kills left beside the database could not be destroyed; it will be tried again in a day");
        }
        let mut failed = Vec::new();
        while left.count() > 0 {
            let folder = self.folder.clone();
            let looked = tokio::task::spawn_blocking(move || {
                let unsettled = left.find_unsettled(&folder, LOOKED_AT_ONCE, now);
                (left, unsettled)
            });
            let unsettled;
            (left, unsettled) = looked.await.map_err(|_| StoreError::CannotStore)?;
            for step in unsettled.chunks(BOXES_A_STEP) {
                let (folder, step) = (self.folder.clone(), step.to_vec());
                let settle =
                    move |store: &mut _| Upkeep::Settling.bring_on(store, &folder, &step, now, &mut system_rng());
                failed.extend(self.writer.run(settle).await.map_err(StoreError::from)??);
            }
            if left.count() > 0 {
                tokio::time::sleep(REST).await;
            }
        }
        self.told.tell("settled", &failed, now);
        Ok(true)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::fs;
    use std::path::Path;

    use rand::SeedableRng;
    use rand::rngs::StdRng;
    use rusqlite::Connection;
    use trykk_shared::counted::CountedList;
    use trykk_shared::ids::{BoxId, EnvelopeId};
    use trykk_shared::protocol::BoxState;

    use super::super::look::tests::a_hub;
    use super::*;
    use crate::store::{Ending, KeptCount, Store};

    fn ending(state: BoxState, count: Option<KeptCount>) -> Ending {
        Ending {
            state,
            release: None,
            pulse: None,
            notes_until: None,
            round: None,
            departments: None,
            count,
            readers: Vec::new(),
        }
    }

    /// A hub whose boxes are all published, and how each ended is kept; the boxes.
    async fn hub(place: &tempfile::TempDir) -> (SettlingOver, Vec<BoxId>) {
        let (writer, folder, clock) = a_hub(place);
        let boxes = writer.run(|store| store.boxes().unwrap()).await.unwrap();
        let boxes: Vec<BoxId> = boxes.into_iter().map(|ballot_box| ballot_box.id).collect();
        let raw = Connection::open(folder.database()).unwrap();
        raw.execute_batch("UPDATE box SET state = 'released', closes = 1000")
            .unwrap();
        for id in &boxes {
            folder.keep_ending(*id, &ending(BoxState::Released, None)).unwrap();
        }
        (SettlingOver::new(writer, folder, clock), boxes)
    }

    fn files(folder: &Path) -> BTreeSet<String> {
        let files = fs::read_dir(folder).into_iter().flatten();
        files
            .map(|file| file.unwrap().file_name().into_string().unwrap())
            .collect()
    }

    /// Whether somebody was killed while it was destroyed, or before: in each of the places, and how the box ended too.
    #[tokio::test]
    async fn what_is_left_of_boxes_that_are_over_is_settled_and_no_other_is_asked_for() {
        let place = tempfile::tempdir().unwrap();
        let (mut settling, boxes) = hub(&place).await;
        let (folder, hub) = (settling.folder.clone(), place.path().join("hub"));
        let mut wanted = BTreeSet::new();
        for (nth, part) in ["shares", "openings", "codes", "counts"].into_iter().enumerate() {
            fs::create_dir_all(hub.join(part)).unwrap();
            let (whole, aside) = (boxes[2 * nth], boxes[2 * nth + 1]);
            fs::write(hub.join(part).join(whole.to_string()), b"secret").unwrap();
            fs::write(hub.join(part).join(format!(".unfinished-{aside}")), b"secret").unwrap();
            wanted.extend([whole, aside]);
        }
        let [unread, cut_off, listed, lately, damaged, without] = boxes[8..14] else {
            panic!()
        };
        let raw = Connection::open(folder.database()).unwrap();
        let set = |what: &str, id: BoxId| {
            raw.execute(&format!("UPDATE box SET {what} WHERE id = ?1"), [id.0])
                .unwrap()
        };
        set("state = 'closed-unread'", unread);
        // Closing it unread was cut off, and its count came first.
        folder
            .keep_ending(cut_off, &ending(BoxState::ClosedUnread, None))
            .unwrap();
        let now = settling.clock.now();
        set(&format!("closes = {now} - 86400"), lately);
        for id in [listed, lately] {
            let list = CountedList::hide([EnvelopeId([1; 16])], 8, &mut StdRng::seed_from_u64(1));
            let count = KeptCount {
                number: list.number(id),
                list: Some(list),
            };
            folder
                .keep_ending(id, &ending(BoxState::Released, Some(count)))
                .unwrap();
        }
        fs::write(hub.join("endings").join(damaged.to_string()), b"{\"state\"").unwrap();
        wanted.extend([unread, cut_off, listed, damaged]);
        let half = hub.join("endings/.unfinished-aX9");
        fs::write(&half, b"half an ending").unwrap();
        // A hub from before endings were kept has none of what it published then.
        fs::remove_file(hub.join("endings").join(without.to_string())).unwrap();

        let store = Store::open_reader(&folder.database()).unwrap();
        let mut left = OverBoxes::list(&store, &folder).unwrap();
        assert_eq!(left.count(), boxes.len());
        let mut found = BTreeSet::new();
        while left.count() > 0 {
            found.extend(left.find_unsettled(&folder, 7, now));
        }
        assert_eq!(found, wanted);

        // So many are not waited for.
        settling.settle_before_listening().await;
        assert!(settling.settled.is_none() && hub.join("shares").join(boxes[0].to_string()).exists());
        settling.settle_in_time(usize::MAX).await;
        for part in ["shares", "openings", "codes", "counts"] {
            assert_eq!(files(&hub.join(part)), BTreeSet::new(), "{part}");
        }
        assert!(!half.exists());
        let state = |id| store.ballot_box(id).unwrap().state;
        for id in [unread, cut_off, without] {
            assert_eq!(state(id), Some(BoxState::Released));
        }
        assert!(folder.ending(unread).unwrap().is_some() && folder.ending(cut_off).unwrap().is_none());
        let list = |id| folder.ending(id).unwrap().unwrap().count.unwrap().list;
        assert!(list(listed).is_none() && list(lately).is_some());
        assert!(
            folder.ending(damaged).is_err(),
            "left for whoever puts it back from a copy"
        );
        assert!(settling.told.tells("settled"));

        // Not again on the same day, and again on the next.
        let again = hub.join("shares").join(boxes[20].to_string());
        fs::write(&again, b"secret").unwrap();
        settling.settle_in_time(usize::MAX).await;
        assert!(again.exists());
        settling.settled = settling.settled.map(|at| at - EVERY);
        settling.settle_in_time(usize::MAX).await;
        assert!(!again.exists());
    }

    #[tokio::test]
    async fn few_are_settled_before_anybody_asks() {
        let place = tempfile::tempdir().unwrap();
        let (mut settling, boxes) = hub(&place).await;
        let raw = Connection::open(settling.folder.database()).unwrap();
        let few = i64::try_from(boxes.len() - MOST_BEFORE_LISTENING).unwrap();
        raw.execute(
            "UPDATE box SET state = 'planned' WHERE id IN (SELECT id FROM box ORDER BY id DESC LIMIT ?1)",
            [few],
        )
        .unwrap();
        let left = boxes.iter().min().unwrap().to_string();
        let left = place.path().join("hub/shares").join(left);
        fs::write(&left, b"secret").unwrap();
        settling.settle_before_listening().await;
        assert!(!left.exists() && settling.settled.is_some());
    }

    /// Where it cannot be listed what lies in one place, what lies in the others goes all the same, as far as the disk lets it.
    #[tokio::test]
    async fn a_place_that_cannot_be_read_keeps_nothing_else() {
        let place = tempfile::tempdir().unwrap();
        let (mut settling, boxes) = hub(&place).await;
        let hub = place.path().join("hub");
        let left = hub.join("shares").join(boxes[0].to_string());
        fs::write(&left, b"secret").unwrap();
        fs::write(hub.join("counts"), b"no folder").unwrap();
        settling.settle_in_time(usize::MAX).await;
        assert!(!left.exists());
        assert!(settling.told.tells("settled"), "and it is said");
    }
}

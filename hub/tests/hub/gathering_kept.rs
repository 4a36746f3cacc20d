//! A gathering on the disk: what stands where, what two at once do, what a kill leaves.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use rand::SeedableRng;
use rand::rngs::StdRng;
use trykk_hub::audit::Who;
use trykk_hub::backups;
use trykk_hub::data::DataFolder;
use trykk_hub::gathering::keeping::{self, GatheringError, Unseen, hand_over, lead, show, write};
use trykk_hub::gathering::{Act, Canvas, CanvasError, Gathering, IdeaId, JoinCode, PaceError, Prepared, Stage, Step};
use trykk_hub::organisation::changes as plan_changes;
use trykk_hub::process::method::Method;
use trykk_hub::signing::Needs;
use trykk_hub::store::{AuditFilter, Store, StoreError};

use crate::gathering::proposal;
use crate::story::given::the_plan;

const NOW: i64 = 1_790_000_000;
const GUIDE: &str = "guide@example.org";
const PLACE: (&str, u32) = ("med-1", 1);

struct Hub {
    _place: tempfile::TempDir,
    path: PathBuf,
    folder: DataFolder,
    store: Store,
    rng: StdRng,
}

impl Hub {
    /// A hub at which a gathering is prepared.
    fn new() -> Self {
        let place = tempfile::tempdir().unwrap();
        let path = place.path().join("hub");
        let (folder, mut store) = DataFolder::create(&path).unwrap();
        fs::write(folder.ca_key(), b"a key").unwrap();
        let empty = store.organisation().unwrap();
        let steps = plan_changes(&empty, &the_plan()).unwrap();
        store.change(&empty, &steps, &folder.box_ids().unwrap()).unwrap();
        store.act_as(Who::Account(GUIDE.to_owned()), NOW);
        let wards = ["med-1".to_owned()];
        store.start_process(&wards, Needs::One, &Method::four(), NOW).unwrap();
        let mut rng = StdRng::seed_from_u64(1);
        let prepared = Prepared {
            day: NOW / 86_400,
            areas: vec!["Pauser".to_owned(), "Samarbeid".to_owned()],
            tables: 4,
        };
        let drawn = keeping::draw(&mut rng);
        assert_eq!(store.prepare_gathering("med-1", None, 0, &prepared, drawn).unwrap(), 1);
        Hub {
            _place: place,
            path,
            folder,
            store,
            rng,
        }
    }

    fn gathering(&self) -> Gathering {
        self.store.gathering("med-1", 1).unwrap()
    }

    fn code(&self) -> JoinCode {
        self.gathering().code
    }

    fn lead(&mut self, act: Act) {
        let seen = self.gathering().revision;
        lead(&mut self.store, &self.folder, PLACE, seen, act).unwrap();
    }

    fn show(&mut self, unseen: &Unseen) {
        let seen = self.gathering().revision;
        show(&mut self.store, &self.folder, PLACE, seen, unseen).unwrap();
    }

    fn idea(&mut self, text: &str) -> IdeaId {
        let id = IdeaId::draw(&mut self.rng);
        self.idea_under(id, text);
        id
    }

    fn idea_under(&mut self, id: IdeaId, text: &str) {
        let code = self.code();
        let change = |canvas: &mut Canvas| canvas.write(id, 0, text.to_owned());
        write(&self.store, &self.folder, &code, Step::Ideas, change).unwrap();
    }

    fn canvas(&self) -> Canvas {
        keeping::read(&self.folder, &self.gathering().id).unwrap()
    }

    /// Ideas that are shown and sorted, at the step of handing over.
    fn at_the_end(texts: &[&str]) -> Self {
        let mut hub = Hub::new();
        hub.lead(Act::Begin);
        hub.lead(Act::Open(None));
        let ids: Vec<IdeaId> = texts.iter().map(|text| hub.idea(text)).collect();
        hub.lead(Act::Close);
        hub.show(&Unseen::Reveal);
        hub.lead(Act::Forward);
        let sort = |canvas: &mut Canvas| {
            let bundle = canvas.find_bundle("Pauser på vakt")?;
            let moves: Vec<_> = ids.iter().map(|id| (*id, None)).collect();
            canvas.sort(&moves, Some(bundle))
        };
        let code = hub.code();
        let sorted = write(&hub.store, &hub.folder, &code, Step::Sort, sort).unwrap();
        assert_eq!(sorted.moved.len(), texts.len());
        hub.lead(Act::Forward);
        hub.lead(Act::Forward);
        let card = |canvas: &mut Canvas| canvas.save_card(None, 0, 1, &proposal());
        assert_eq!(
            write(&hub.store, &hub.folder, &code, Step::Concretise, card).unwrap(),
            1
        );
        hub.lead(Act::Forward);
        hub
    }

    /// The files below the hub's folder that hold these words.
    fn files_with(&self, words: &str) -> Vec<String> {
        let mut found = Vec::new();
        look(&self.path, words.as_bytes(), &mut found);
        found.sort();
        found
    }
}

fn look(folder: &Path, words: &[u8], found: &mut Vec<String>) {
    for file in fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        if path.is_dir() {
            look(&path, words, found);
        } else if fs::read(&path).unwrap().windows(words.len()).any(|part| part == words) {
            found.push(
                path.parent()
                    .unwrap()
                    .file_name()
                    .unwrap()
                    .to_string_lossy()
                    .into_owned(),
            );
        }
    }
}

/// Until it is handed over, what is written stands in one file: not in the database nor beside it, in no log and no backup.
#[test]
fn an_idea_stands_in_its_gatherings_file_and_nowhere_else() {
    let mut hub = Hub::new();
    hub.lead(Act::Begin);
    hub.lead(Act::Open(Some(NOW + 600)));
    for nth in 0..6 {
        hub.idea(&format!("Mer hvile nr {nth}"));
    }
    let id = hub.gathering().id;
    assert_eq!(hub.files_with("Mer hvile"), ["gatherings"]);
    hub.lead(Act::Close);
    assert_eq!(hub.files_with("Mer hvile"), ["gatherings"]);
    let copy = backups::make(&mut hub.store, &hub.folder.backups(), NOW).unwrap();
    assert_eq!(hub.files_with("Mer hvile"), ["gatherings"]);
    assert!(!fs::read(copy).unwrap().windows(9).any(|part| part == b"Mer hvile"));
    let filter = AuditFilter::default();
    let written = format!("{:?}", hub.store.audit(&filter, 100).unwrap());
    assert!(written.contains("gathering-led") && !written.contains("hvile"));
    let files: Vec<PathBuf> = fs::read_dir(hub.path.join("gatherings"))
        .unwrap()
        .map(|file| file.unwrap().path())
        .collect();
    assert_eq!(files, [hub.path.join("gatherings").join(&id)]);
}

/// The same ideas under the same ids, in two orders, with the step closed and opened in between or not: the same bytes on the disk.
#[test]
fn two_orders_leave_the_same_file() {
    let mut rng = StdRng::seed_from_u64(11);
    let ids: Vec<IdeaId> = (0..30).map(|_| IdeaId::draw(&mut rng)).collect();
    let bytes = |order: &mut dyn Iterator<Item = usize>| {
        let mut hub = Hub::new();
        hub.lead(Act::Begin);
        hub.lead(Act::Open(None));
        for nth in order {
            hub.idea_under(ids[nth], &format!("idé {nth}"));
        }
        let file = hub.path.join("gatherings").join(hub.gathering().id);
        let modified = fs::metadata(&file).unwrap().modified().unwrap();
        (fs::read(file).unwrap(), modified)
    };
    let one = bytes(&mut (0..30));
    assert_eq!(one, bytes(&mut (0..30).rev()));
    assert_eq!(one, bytes(&mut (0..30).map(|nth| (nth * 7) % 30)));
}

#[test]
fn tables_write_only_at_a_step_that_is_open_and_two_guides_set_one_pace() {
    let mut hub = Hub::new();
    let code = hub.code();
    let mut rng = StdRng::seed_from_u64(5);
    let mut try_idea = |hub: &Hub| {
        let id = IdeaId::draw(&mut rng);
        write(&hub.store, &hub.folder, &code, Step::Ideas, |canvas| {
            canvas.write(id, 0, "en idé".to_owned())
        })
    };
    assert!(matches!(try_idea(&hub), Err(GatheringError::Pace(PaceError::NotBegun))));
    hub.lead(Act::Begin);
    assert!(matches!(
        try_idea(&hub),
        Err(GatheringError::Pace(PaceError::StepClosed))
    ));
    let seen = hub.gathering().revision;
    hub.lead(Act::Open(None));
    let late = lead(&mut hub.store, &hub.folder, PLACE, seen, Act::Open(None));
    assert!(matches!(late, Err(GatheringError::Canvas(CanvasError::Meanwhile))));
    try_idea(&hub).unwrap();
    let seen = hub.gathering().revision;
    let open = show(&mut hub.store, &hub.folder, PLACE, seen, &Unseen::Reveal);
    assert!(matches!(open, Err(GatheringError::Pace(PaceError::StepOpen))));
    let wrong = JoinCode::draw(&mut StdRng::seed_from_u64(77));
    let nowhere = write(&hub.store, &hub.folder, &wrong, Step::Ideas, |_| Ok(()));
    assert!(matches!(nowhere, Err(GatheringError::Canvas(CanvasError::NotThere))));
    hub.lead(Act::GiveUp);
    assert!(matches!(try_idea(&hub), Err(GatheringError::Pace(PaceError::Over))));
    assert!(hub.files_with("en idé").is_empty());
    let prepared = hub.gathering().prepared;
    let drawn = keeping::draw(&mut StdRng::seed_from_u64(3));
    let late = hub.store.prepare_gathering("med-1", Some(1), 4, &prepared, drawn);
    assert!(matches!(late, Err(StoreError::ChangedMeanwhile(_))));
}

#[test]
fn what_is_handed_over_becomes_bundles_and_proposals_of_the_plan() {
    let texts = [
        "Pausevakt",
        "Fast lunsj",
        "Ro i pausen",
        "Telefonen bort",
        "Pause i turnus",
    ];
    let mut hub = Hub::at_the_end(&texts);
    // Back to the ideas, where one comes late: four others are wanting.
    for act in [Act::Back, Act::Back, Act::Back, Act::Back, Act::Open(None)] {
        hub.lead(act);
    }
    hub.idea("for sent ute");
    for act in [Act::Close, Act::Forward, Act::Forward, Act::Forward, Act::Forward] {
        hub.lead(act);
    }
    let hand = |hub: &mut Hub, sure| {
        let seen = hub.gathering().revision;
        hand_over(
            &mut hub.store,
            &hub.folder,
            PLACE,
            (seen, sure),
            (NOW / 86_400, GUIDE),
            NOW,
        )
    };
    assert!(matches!(
        hand(&mut hub, false),
        Err(GatheringError::Canvas(CanvasError::Unseen))
    ));
    hand(&mut hub, true).unwrap();
    assert!(matches!(
        hand(&mut hub, true),
        Err(GatheringError::Pace(PaceError::NoStep))
    ));
    let gathering = hub.gathering();
    assert_eq!(gathering.position.stage, Stage::HandedOver);
    let handed = gathering.handed.unwrap();
    assert_eq!(handed.bundles[0].ideas.len(), 5);
    assert!(hub.files_with("for sent ute").is_empty());
    let (plan, _) = hub.store.plan("med-1").unwrap();
    assert_eq!(plan.bundles.len(), 1);
    assert_eq!(plan.bundles[0].bundle.title, "Pauser på vakt");
    assert_eq!(plan.proposals[0].proposal, proposal());
    assert_eq!(plan.proposals[0].bundle, plan.bundles[0].number);
    let entries = hub.store.audit(&AuditFilter::default(), 100).unwrap();
    assert!(format!("{entries:?}").contains("gathering-handed-over"));
}

/// A kill between the file and the database, at each step that changes both: opened anew, nothing is lost, and the step can be done.
#[test]
fn a_kill_between_file_and_database_loses_nothing() {
    let mut hub = Hub::new();
    hub.lead(Act::Begin);
    hub.lead(Act::Open(None));
    for nth in 0..5 {
        hub.idea(&format!("idé {nth}"));
    }
    // Closing: the file was written, the database was not.
    let mut canvas = hub.canvas();
    canvas.gather();
    hub.folder
        .keep_gathering(&hub.gathering().id, &canvas.to_bytes())
        .unwrap();
    let mut hub = reopened(hub);
    assert!(hub.gathering().position.is_open(Step::Ideas));
    hub.idea("en til");
    hub.lead(Act::Close);
    assert_eq!(hub.canvas().ideas.len(), 6);
    hub.show(&Unseen::Hold(BTreeSet::new()));
    hub.show(&Unseen::Reveal);

    // Handing over: the database was written, the file was not stripped.
    let texts = ["a1", "a2", "a3", "a4", "a5"];
    let mut hub = Hub::at_the_end(&texts);
    let mut unstripped = hub.canvas();
    unstripped
        .write(IdeaId::draw(&mut hub.rng), 0, "for sent ute".to_owned())
        .unwrap();
    let id = hub.gathering().id;
    hub.folder.keep_gathering(&id, &unstripped.to_bytes()).unwrap();
    let seen = hub.gathering().revision;
    let handed = trykk_hub::gathering::Handed::of(&unstripped, &hub.gathering().prepared, NOW / 86_400, GUIDE);
    hub.store.hand_over_gathering("med-1", 1, seen, &handed, NOW).unwrap();
    let hub = reopened(hub);
    assert!(hub.files_with("for sent ute").is_empty());
    assert_eq!(hub.canvas().ideas.len(), 5);

    // Giving up: the database was written, the file was not destroyed.
    let mut hub = Hub::new();
    hub.lead(Act::Begin);
    hub.lead(Act::Open(None));
    hub.idea("skal bort");
    let (seen, mut position) = (hub.gathering().revision, hub.gathering().position);
    position.stage = Stage::GivenUp;
    hub.store.lead_gathering("med-1", 1, seen, position).unwrap();
    let hub = reopened(hub);
    assert!(hub.files_with("skal bort").is_empty());
}

/// The hub, started anew on the same folder.
fn reopened(hub: Hub) -> Hub {
    let (folder, mut store) = DataFolder::open(&hub.path).unwrap();
    store.act_as(Who::Account(GUIDE.to_owned()), NOW);
    keeping::settle(&store, &folder).unwrap();
    Hub { folder, store, ..hub }
}

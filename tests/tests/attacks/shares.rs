//! Any two of hub, guide and recovery sheet open a box; any one opens nothing, whoever has it and however it was got.

use std::fs;
use std::path::Path;
use std::process::Command;

use data_encoding::BASE64;
use trykk_hub::keys::opening::OpeningKey;
use trykk_hub::keys::passphrase::Passphrase;
use trykk_hub::keys::recovery;
use trykk_hub::keys::shares::{Holder, Share, join};
use trykk_hub::rounds::{self, CountOrder, GivenAt, GuideProof};
use trykk_hub::store::BoxRow;
use trykk_hub::store::Store;
use trykk_shared::parts::join_parts;
use trykk_shared::seal;
use trykk_tests::hospital::{GUIDE, Hospital, PASSPHRASE, ROUND, Said, plan};

use crate::programs;
use crate::scene::{
    Ward, closed, copy_folder, drop_in, files, find, holding, only_box, opened, rng, says, serving, states,
};

/// The arguments that prove the guide.
fn guide(hospital: &Hospital) -> [String; 4] {
    let file = hospital.path("passphrase").display().to_string();
    ["--guide".into(), GUIDE.into(), "--passphrase-file".into(), file]
}

/// The arguments that bring the recovery sheet.
fn sheet(hospital: &Hospital) -> [String; 2] {
    let file = hospital.path("recovery-sheet").display().to_string();
    ["--recovery-file".into(), file]
}

fn count_with(hospital: &Hospital, proofs: &[&[String]]) -> Said {
    let rest: Vec<&str> = proofs
        .iter()
        .flat_map(|proof| proof.iter())
        .map(String::as_str)
        .collect();
    hospital.round("count", &rest)
}

fn lose_disk(hospital: &Hospital) {
    fs::remove_dir_all(hospital.data().join("shares")).unwrap();
}

/// Runs the hub's program on any folder.
fn hub_on(folder: &Path, arguments: &[&str]) -> Said {
    let output = Command::new(programs().hub)
        .args(arguments)
        .arg("--data")
        .arg(folder)
        .output()
        .unwrap();
    Said {
        ok: output.status.success(),
        out: String::from_utf8_lossy(&output.stdout).into_owned(),
        err: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

/// The guide's and the recovery share of a box, as someone with passphrase and sheet reads them.
fn open_shares(store: &Store, ballot_box: &BoxRow, sheet: &str) -> (Share, Share) {
    let sealed = store.shares(ballot_box.id).unwrap();
    let info = |holder: Holder| join_parts(&[b"trykk/1", b"share", holder.name().as_bytes()]);
    let aad = seal::aad(ballot_box.id);
    let key = rounds::unwrap_counting_key(store, GUIDE, &Passphrase::new(PASSPHRASE), GivenAt::CommandLine).unwrap();
    let of_guide = key.open(&info(Holder::Guide), &aad, &sealed.guides[0].sealed).unwrap();
    let key = recovery::read(sheet).unwrap();
    let of_recovery = key
        .open(&info(Holder::Recovery), &aad, &sealed.recovery.unwrap())
        .unwrap();
    (
        Share::from_bytes(Holder::Guide, &of_guide).unwrap(),
        Share::from_bytes(Holder::Recovery, &of_recovery).unwrap(),
    )
}

#[test]
fn hub_and_guide_open_a_box() {
    let ward = closed(8);
    count_with(&ward.hospital, &[&guide(&ward.hospital)]).done();
    ward.is_exact(0);
}

#[test]
fn a_lost_passphrase_is_mended_by_hub_and_recovery_sheet() {
    let ward = closed(8);
    count_with(&ward.hospital, &[&sheet(&ward.hospital)]).done();
    ward.is_exact(0);
}

#[test]
fn a_lost_disk_is_mended_by_guide_and_recovery_sheet() {
    let ward = closed(8);
    lose_disk(&ward.hospital);
    count_with(&ward.hospital, &[&guide(&ward.hospital), &sheet(&ward.hospital)]).done();
    ward.is_exact(0);
}

#[test]
fn one_share_alone_is_refused_and_the_missing_one_named() {
    let ward = closed(8);
    let hospital = &ward.hospital;
    says(
        &count_with(hospital, &[]).refused(),
        "Give --guide with --passphrase-file, or --recovery-file",
    );
    lose_disk(hospital);
    says(
        &count_with(hospital, &[]).refused(),
        "Give --guide with --passphrase-file, or --recovery-file",
    );
    says(
        &count_with(hospital, &[&guide(hospital)]).refused(),
        "add --recovery-file",
    );
    says(
        &count_with(hospital, &[&sheet(hospital)]).refused(),
        "add --guide with --passphrase-file",
    );
    assert_eq!(states(hospital), ["closed"]);
    count_with(hospital, &[&guide(hospital), &sheet(hospital)]).done();
    ward.is_exact(0);
}

#[test]
fn a_wrong_passphrase_and_another_hubs_sheet_are_refused() {
    let ward = closed(8);
    let hospital = &ward.hospital;
    let proper = fs::read(hospital.path("passphrase")).unwrap();
    fs::write(hospital.path("passphrase"), "skoen trykker ingen steder").unwrap();
    says(
        &count_with(hospital, &[&guide(hospital)]).refused(),
        "not the guide's passphrase",
    );
    fs::write(hospital.path("passphrase"), proper).unwrap();
    let foreign = recovery::sheet(&OpeningKey::draw(&mut rng(3)));
    fs::write(hospital.path("recovery-sheet"), foreign.as_bytes()).unwrap();
    says(
        &count_with(hospital, &[&sheet(hospital)]).refused(),
        "belongs to another hub",
    );
    fs::write(hospital.path("recovery-sheet"), "TRYKK-1 ABCD EFGH").unwrap();
    says(&count_with(hospital, &[&sheet(hospital)]).refused(), "mistyped");
    assert_eq!(states(hospital), ["closed"]);
}

#[test]
fn no_single_share_gives_the_key_whatever_is_made_of_it() {
    let ward = closed(8);
    let (folder, store) = opened(&ward.hospital.data());
    let ballot_box = only_box(&store);
    let key = ballot_box.key.unwrap();
    let hub = folder.hub_share(ballot_box.id).unwrap().unwrap();
    let sheet = fs::read_to_string(ward.hospital.path("recovery-sheet")).unwrap();
    let (of_guide, of_recovery) = open_shares(&store, &ballot_box, &sheet);
    let right = |found: Option<OpeningKey>| found.is_some_and(|found| found.sealing_key().to_bytes() == key);
    assert!(right(join(&hub, &of_guide)));
    assert!(right(join(&of_guide, &of_recovery)));
    assert!(right(join(&of_recovery, &hub)));
    for share in [&hub, &of_guide, &of_recovery] {
        let bytes = share.expose();
        let (pad, masked) = bytes.split_first_chunk::<32>().unwrap();
        let masked: &[u8; 32] = masked.try_into().unwrap();
        let both = std::array::from_fn(|at| pad[at] ^ masked[at]);
        for attempt in [pad, masked, &both] {
            assert!(!right(OpeningKey::from_bytes(attempt).ok()));
        }
        for pretended in [Holder::Hub, Holder::Guide, Holder::Recovery] {
            let twin = Share::from_bytes(pretended, &*bytes).unwrap();
            assert!(!right(join(share, &twin)));
            assert!(!right(join(&twin, share)));
        }
    }
}

#[test]
fn a_stolen_backup_with_the_passphrase_opens_nothing() {
    let ward = closed(8);
    let hospital = &ward.hospital;
    let copy = hospital.path("backup.db");
    hospital.hub(&["backup", copy.to_str().unwrap()]).done();
    let thief = hospital.path("thief");
    hub_on(&thief, &["init"]).done();
    hub_on(&thief, &["restore", copy.to_str().unwrap()]).done();
    hub_on(&thief, &["review", "--confirm"]).done();
    let proof = guide(hospital);
    let id = ward.tablet.id();
    let count = ["round", "count", "--round", ROUND, "--leave-out", &id];
    let count: Vec<&str> = count.into_iter().chain(proof.iter().map(String::as_str)).collect();
    says(&hub_on(&thief, &count).refused(), "add --recovery-file");
    // Nor does opening the copy directly, with what the passphrase unwraps.
    let (_, store) = opened(&thief);
    let ballot_box = only_box(&store);
    let sheet = fs::read_to_string(hospital.path("recovery-sheet")).unwrap();
    let (of_guide, _) = open_shares(&store, &ballot_box, &sheet);
    let hub = opened(&hospital.data()).0.hub_share(ballot_box.id).unwrap().unwrap();
    let bytes = fs::read(&copy).unwrap();
    for needle in [&hub.expose()[..32], &hub.expose()[32..], &of_guide.expose()[..32]] {
        assert_eq!(find(needle, &bytes), None);
    }
    assert_eq!(states(hospital), ["closed"]);
}

/// Everything that the shares of a box look like on a disk: open and sealed, as bytes and as base64.
fn traces(ward: &Ward) -> Vec<Vec<u8>> {
    let (folder, store) = opened(&ward.hospital.data());
    let ballot_box = only_box(&store);
    let sealed = store.shares(ballot_box.id).unwrap();
    let sheet = fs::read_to_string(ward.hospital.path("recovery-sheet")).unwrap();
    let (of_guide, of_recovery) = open_shares(&store, &ballot_box, &sheet);
    let hub = folder.hub_share(ballot_box.id).unwrap().unwrap();
    let key = join(&hub, &of_guide).unwrap();
    let mut traces = vec![key.expose().to_vec()];
    for share in [&hub, &of_guide, &of_recovery] {
        traces.extend(share.expose().chunks(32).map(<[u8]>::to_vec));
    }
    for sealed in [&sealed.guides[0].sealed, &sealed.recovery.unwrap()] {
        // Parts, since a page's end may cut the whole.
        traces.extend(sealed.chunks(32).filter(|part| part.len() == 32).map(<[u8]>::to_vec));
        traces.push(BASE64.encode(sealed).into_bytes());
    }
    traces
}

#[test]
fn after_the_release_the_hubs_folder_with_the_passphrase_opens_nothing() {
    let ward = answered_and_copied();
    let hospital = &ward.hospital;
    let before = traces(&ward);
    assert!(!holding(&hospital.data(), &before).is_empty());
    hospital.count(&[]).done();
    hospital.round("release", &[]).done();
    assert_eq!(holding(&hospital.data(), &before), Vec::<std::path::PathBuf>::new());
    // The thief puts the envelopes of an earlier copy beside what the folder holds now.
    let thief = hospital.path("thief");
    copy_folder(&hospital.data(), &thief);
    let (folder, mut store) = opened(&thief);
    let earlier = hospital.path("earlier").join("hub.db");
    let connection = rusqlite::Connection::open(thief.join("hub.db")).unwrap();
    connection
        .execute("ATTACH ?1 AS earlier", [earlier.to_str().unwrap()])
        .unwrap();
    let copied = connection
        .execute("INSERT INTO envelope SELECT * FROM earlier.envelope", [])
        .unwrap();
    assert_eq!(copied, 8 * 13);
    connection
        .execute("UPDATE box SET state = 'open', closes = 1", [])
        .unwrap();
    let ballot_box = only_box(&store);
    let passphrase = Passphrase::new(PASSPHRASE);
    let sheet = fs::read_to_string(hospital.path("recovery-sheet")).unwrap();
    for recovery_sheet in [None, Some(sheet.as_str())] {
        let order = CountOrder {
            guide: Some(GuideProof {
                email: GUIDE,
                passphrase: &passphrase,
                given_at: GivenAt::CommandLine,
            }),
            recovery_sheet,
            ..CountOrder::default()
        };
        rounds::count(
            &mut store,
            &folder,
            &ballot_box,
            &order,
            trykk_hub::clock::HubClock::confirmed(trykk_shared::clock::Clock::system())
                .sure()
                .unwrap(),
            &mut rng(5),
        )
        .unwrap_err();
    }
}

/// A closed ward whose hub's folder was copied to `earlier` before the count.
fn answered_and_copied() -> Ward {
    let ward = closed(8);
    copy_folder(&ward.hospital.data(), &ward.hospital.path("earlier"));
    ward
}

#[test]
fn after_the_count_no_envelope_is_left_on_the_hubs_disk() {
    let ward = answered_and_copied();
    let sealed: Vec<Vec<u8>> = crate::scene::kept(&ward.tablet)
        .iter()
        .map(|kept| kept.envelope.sealed()[..48].to_vec())
        .collect();
    assert_eq!(sealed.len(), 8 * 13);
    assert!(!holding(&ward.hospital.data(), &sealed).is_empty());
    ward.hospital.count(&[]).done();
    assert_eq!(
        holding(&ward.hospital.data(), &sealed),
        Vec::<std::path::PathBuf>::new()
    );
}

#[test]
fn closing_unread_destroys_every_share() {
    let ward = closed(3);
    let before = traces(&ward);
    ward.hospital.round("close-unread", &[]).done();
    assert_eq!(
        holding(&ward.hospital.data(), &before),
        Vec::<std::path::PathBuf>::new()
    );
    assert!(files(&ward.hospital.data().join("shares")).is_empty());
}

#[test]
fn a_planned_round_opens_by_itself() {
    let times = "wards = [\"w1\"]\nopens = \"2090-01-01\"\ncloses = \"2090-02-01\"\nfloor = 7";
    let mut hospital = serving(&plan(1, 40, "station", "drop-in", times));
    assert_eq!(states(&hospital), ["planned"]);
    let tablet = hospital.tablet("t1", "w1", None);
    assert_eq!(tablet.status()["state"], "no-round");
    hospital.set_clock("2090-01-01T06:00:00Z");
    hospital.serve();
    assert_eq!(states(&hospital), ["open"]);
    tablet.sync().done();
    assert_eq!(tablet.status()["state"], "open");
}

#[test]
fn a_round_without_a_counting_key_does_not_open_and_says_why() {
    let mut plan = drop_in(1);
    plan += "[[department]]\nid = \"other\"\nname = \"Other\"\n\
             [[ward]]\nid = \"x1\"\nname = \"X 1\"\ndepartment = \"other\"\nheadcount = 10\n\
             [[account]]\nemail = \"new@example.org\"\nrole = \"guide\"\nwards = [\"x1\"]\n";
    let plan = plan.replace("wards = [\"w1\"]", "wards = [\"w1\", \"x1\"]");
    let hospital = serving(&plan);
    assert_eq!(states(&hospital), ["open", "planned"]);
    let refused = hospital.round("open", &["--ward", "x1"]).refused();
    says(&refused, "no guide of x1 has a counting passphrase yet");
    says(&refused, "trykk-hub guide passphrase");
    let file = hospital.path("passphrase");
    let set = ["guide", "passphrase", "--guide", "new@example.org", "--passphrase-file"];
    hospital.hub(&[&set[..], &[file.to_str().unwrap()]].concat()).done();
    hospital.round("open", &["--ward", "x1"]).done();
}

#[test]
fn a_round_without_an_urgent_route_does_not_open_and_says_why() {
    let whole = drop_in(1);
    let without = whole.replace("urgent = { nb = \"Ring verneombudet.\" }\n", "");
    assert_ne!(whole, without);
    let hospital = serving(&without);
    assert_eq!(states(&hospital), ["planned"]);
    let refused = hospital.round("open", &[]).refused();
    says(&refused, "where to turn with something urgent");
    says(&refused, "add urgent =");
    hospital.apply(&whole).done();
    hospital.round("open", &[]).done();
    assert_eq!(states(&hospital), ["open"]);
}

/// Sets another passphrase while the round is open.
fn change_passphrase(hospital: &Hospital, how: &[&str]) -> Said {
    let new = hospital.path("new-passphrase");
    fs::write(&new, "en helt annen passfrase").unwrap();
    let set = ["guide", "passphrase", "--guide", GUIDE, "--passphrase-file"];
    hospital.hub(&[&set[..], &[new.to_str().unwrap()], how].concat())
}

#[test]
fn a_changed_passphrase_still_counts_and_the_old_one_does_not() {
    let ward = closed(8);
    let hospital = &ward.hospital;
    says(&change_passphrase(hospital, &[]).refused(), "--old-passphrase-file");
    let old = hospital.path("passphrase");
    change_passphrase(hospital, &["--old-passphrase-file", old.to_str().unwrap()]).done();
    says(&hospital.count(&[]).refused(), "not the guide's passphrase");
    fs::copy(hospital.path("new-passphrase"), old).unwrap();
    hospital.count(&[]).done();
    ward.is_exact(0);
}

#[test]
fn after_a_new_key_the_open_round_needs_the_recovery_sheet() {
    let ward = closed(8);
    let hospital = &ward.hospital;
    change_passphrase(hospital, &["--new-key"]).done();
    fs::copy(hospital.path("new-passphrase"), hospital.path("passphrase")).unwrap();
    let refused = hospital.count(&[]).refused();
    says(&refused, "has no share of this box");
    says(&refused, "recovery sheet");
    // Whoever chose a new passphrase since the confirming reads only if somebody says so, by name.
    let sheet = sheet(hospital);
    says(&count_with(hospital, &[&sheet]).refused(), "--let-in EMAIL");
    let let_in = ["--let-in".to_owned(), GUIDE.to_owned()];
    count_with(hospital, &[&sheet, &let_in]).done();
    ward.is_exact(0);
}

//! Lists of wards and people that come in as CSV: what they change, and which line and column is to blame where they cannot be taken.

use std::path::Path;

use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use trykk_hub::organisation::edit::{By, EditError, find_faults};
use trykk_hub::organisation::import::{Column, Import, Kind, LineFault, MOST_ROWS, Note, Wrong, decode, read_import};
use trykk_hub::organisation::{Account, Change, Keepers, Organisation, Places, Refusal, Role};
use trykk_hub::store::BoxIds;
use trykk_shared::language::Language;

use crate::given::a_store;

const BY: By<'_> = By::Account("admin@example.org");

fn the_plan() -> Organisation {
    let plan = concat!(env!("CARGO_MANIFEST_DIR"), "/../assets/demo/hospital.toml");
    trykk_hub::organisation::file::read(Path::new(plan)).unwrap()
}

#[track_caller]
fn taken(plan: &Organisation, text: &str) -> Import {
    read_import(plan, text, BY).unwrap_or_else(|faults| panic!("{text:?}: {faults:?}"))
}

/// The faults of a list, as line, column and what is wrong.
#[track_caller]
fn faults(text: &str) -> Vec<(Option<u64>, Option<String>, Wrong)> {
    let faults = read_import(&the_plan(), text, BY).expect_err(text);
    let parts = |LineFault { line, column, wrong }| (line, column, wrong);
    faults.into_iter().map(parts).collect()
}

fn at(line: u64, column: &str, wrong: Wrong) -> (Option<u64>, Option<String>, Wrong) {
    (Some(line), Some(column.to_owned()), wrong)
}

/// The plan with a list's changes, as the store carries them out.
fn carry_out(plan: &Organisation, import: &Import) -> Organisation {
    let (mut store, _folder) = a_store();
    let ids = BoxIds::new(b"a test");
    let all = trykk_hub::organisation::changes(&Organisation::default(), plan).unwrap();
    store.change(&store.organisation().unwrap(), &all, &ids).unwrap();
    store
        .change(&store.organisation().unwrap(), &import.changes, &ids)
        .unwrap();
    store.organisation().unwrap()
}

#[test]
fn departments_and_wards_come_in_and_nothing_else_is_touched() {
    let plan = the_plan();
    let list = "Avdeling;Enhet;Ansatte\nMedisinsk avdeling;Medisinsk sengepost 1;40\nØre-nese-hals;ØNH post A;1 020\nmedisinsk AVDELING;Ny post;12\n";
    let import = taken(&plan, list);
    let after = carry_out(&plan, &import);
    assert_eq!(import.changes.len(), 4, "{:?}", import.changes);
    assert_eq!((import.kind, import.rows), (Kind::Wards, 3));
    assert_eq!(after.wards["med-1"].headcount, 40);
    assert_eq!(after.departments["ore-nese-hals"], "Øre-nese-hals");
    let ward = &after.wards["onh-post-a"];
    assert_eq!((ward.headcount, ward.department.as_str()), (1020, "ore-nese-hals"));
    assert_eq!(after.wards["ny-post"].department, "medicine");
    assert_eq!(after.wards["med-2"], plan.wards["med-2"]);
    assert_eq!(
        (after.accounts.len(), after.rounds.len()),
        (plan.accounts.len(), plan.rounds.len())
    );
    // The same list again changes nothing.
    assert_eq!(taken(&after, list).changes, []);
}

#[test]
fn people_come_in_with_all_their_places_and_a_ward_is_not_its_department() {
    let plan = the_plan();
    let list = "E-post;Rolle;Avdeling;Enhet;Språk;Navn\n\
                Kari@Sykehuset.no;leder;Medisinsk avdeling;Medisinsk sengepost 2;nynorsk;Kari Nordmann\n\
                kari@sykehuset.no;Leder;;Kirurgisk sengepost 1;;\n\
                ola@sykehuset.no;overordnet leder;Kirurgisk avdeling;;engelsk;\n\
                drift@sykehuset.no;driftsansvarlig;;;;\n\
                vo@example.org;VO;;Medisinsk sengepost 3;nynorsk;\n";
    let import = taken(&plan, list);
    let after = carry_out(&plan, &import);
    let kari = &after.accounts["kari@sykehuset.no"];
    let wards = vec!["med-2".to_owned(), "surg-1".to_owned()];
    assert_eq!(
        (kari.role, &kari.places),
        (Role::Leader, &Places::new(wards, Vec::new()))
    );
    let ola = &after.accounts["ola@sykehuset.no"].places;
    assert_eq!(ola, &Places::new(Vec::new(), vec!["surgery".to_owned()]));
    assert_eq!(after.accounts["drift@sykehuset.no"].role, Role::Admin);
    assert_eq!(
        after.accounts["vo@example.org"].places.wards,
        ["med-3"],
        "the list says it, and no more"
    );
    // Nobody who is there already is given another language.
    let languages = [("kari@sykehuset.no", Language::Nn), ("ola@sykehuset.no", Language::En)];
    assert_eq!(
        import.languages,
        languages.map(|(email, language)| (email.to_owned(), language))
    );
    assert_eq!(import.notes, [Note::NamesNotKept]);
    let new: Vec<&String> = import.newcomers(&plan).collect();
    assert_eq!(new, ["drift@sykehuset.no", "kari@sykehuset.no", "ola@sykehuset.no"]);
}

#[test]
fn whatever_excel_and_windows_make_of_the_letters_they_are_read() {
    let list = "Avdeling;Enhet;Ansatte\r\nKjøkken;\"Kjøkkenet; det store\";7\r\n";
    let windows: Vec<u8> = list
        .chars()
        .map(|sign| u8::try_from(u32::from(sign)).unwrap())
        .collect();
    let wide: Vec<u8> = [0xff, 0xfe]
        .into_iter()
        .chain(list.encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    for bytes in [
        list.as_bytes().to_vec(),
        [b"\xef\xbb\xbf", list.as_bytes()].concat(),
        windows,
        wide,
    ] {
        assert_eq!(decode(&bytes), list);
    }
    assert_eq!(decode(b"10 \x80 \x96 caf\xe9"), "10 € – café");
    for text in [
        list.to_owned(),
        format!("\u{feff}{list}"),
        list.replace("\r\n", "\n"),
        list.replace("\r\n", "\r"),
        "Avdeling,Enhet,Ansatte\nKjøkken,Kjøkkenet; det store,7".to_owned(),
        "Ansatte\tEnhet\tAvdeling\n\n7\tKjøkkenet; det store\tKjøkken\n\t\t\n".to_owned(),
        "DEPARTMENT;Ward;headcount;;\n;;;;\nKjøkken;\"Kjøkkenet; det store\";7;;\n".to_owned(),
    ] {
        let import = taken(&the_plan(), &text);
        let ward = import.changes.iter().find_map(|change| match change {
            Change::PutWard(_, ward) => Some((ward.name.as_str(), ward.headcount)),
            _ => None,
        });
        assert_eq!(ward, Some(("Kjøkkenet; det store", 7)), "{text:?}");
    }
}

#[test]
fn every_faulty_line_is_named_with_its_column() {
    let wards = "Avdeling;Enhet;Ansatte\n\
                 Medisinsk avdeling;Medisinsk sengepost 1;mange\n\
                 \n\
                 ;Post 2;3\n\
                 Medisinsk avdeling;;12\n\
                 Medisinsk avdeling;Post 3;2001\n\
                 Medisinsk avdeling;Post 4;7\n\
                 Medisinsk avdeling;post 4;8\n";
    let found = faults(wards);
    let said: Vec<(u64, &str)> = found
        .iter()
        .map(|(line, column, _)| (line.unwrap(), column.as_deref().unwrap()))
        .collect();
    assert_eq!(
        said,
        [
            (2, "Ansatte"),
            (4, "Avdeling"),
            (5, "Enhet"),
            (6, "Ansatte"),
            (8, "Enhet")
        ]
    );
    assert!(matches!(found[0].2, Wrong::Edit(EditError::Faults(_))));
    assert_eq!(
        (&found[1].2, &found[2].2, &found[4].2),
        (&Wrong::Empty, &Wrong::Empty, &Wrong::Twice(7))
    );

    let people = "e-post,rolle,enhet,språk\n\
                  kari,leder,Medisinsk sengepost 1,\n\
                  a@example.org,sjef,Medisinsk sengepost 1,\n\
                  b@example.org,leder,Ukjent post,\n\
                  c@example.org,leder,,\n\
                  d@example.org,verneombud,Medisinsk sengepost 1,samisk\n\
                  e@example.org,leder,Medisinsk sengepost 1,\n\
                  e@example.org,tillitsvalgt,Medisinsk sengepost 2,\n\
                  e@example.org,leder,Medisinsk sengepost 1,\n\
                  f@example.org,overordnet leder,Medisinsk sengepost 1,\n";
    let found = faults(people);
    assert_eq!(found[1], at(3, "rolle", Wrong::Role("sjef".to_owned())));
    assert_eq!(found[2], at(4, "enhet", Wrong::NoWard("Ukjent post".to_owned())));
    assert_eq!(found[4], at(6, "språk", Wrong::Language("samisk".to_owned())));
    assert_eq!(found[5], at(8, "rolle", Wrong::Differs(7)));
    assert_eq!(found[6], at(9, "e-post", Wrong::Twice(7)));
    let lines: Vec<u64> = found.iter().map(|(line, ..)| line.unwrap()).collect();
    assert_eq!(lines, [2, 3, 4, 5, 6, 8, 9, 10], "{found:?}");
}

#[test]
fn what_is_no_list_says_what_is_missing() {
    let whole = |wrong| (None, None, wrong);
    assert_eq!(faults(" \n\n"), [whole(Wrong::Nothing)]);
    let columns = "Avdeling;Enhet;Ansate\nA;B;3";
    assert_eq!(faults(columns), [at(1, "Ansate", Wrong::UnknownColumn)]);
    assert_eq!(
        faults("Avdeling;Enhet;Eining;Ansatte"),
        [at(1, "Eining", Wrong::ColumnTwice)]
    );
    assert_eq!(
        faults("Avdeling;Enhet"),
        [(Some(1), None, Wrong::NoColumn(Column::Headcount))]
    );
    let mixed = faults("\nE-post;Rolle;Ansatte\na@example.org;leder;3");
    assert_eq!(mixed, [at(2, "Ansatte", Wrong::NotInThisList(Kind::People))]);
    let beside = "Avdeling;Enhet;Ansatte\nA;B;3;igjen";
    assert_eq!(
        faults(beside),
        [(Some(2), None, Wrong::BesideColumns("igjen".to_owned()))]
    );
    let open = "Avdeling;Enhet;Ansatte\nA;\"B;3\nC;D;4";
    assert_eq!(faults(open), [at(2, "Enhet", Wrong::SeveralLines)]);
    let long = "A;B;3\n".repeat(MOST_ROWS + 1);
    assert_eq!(
        faults(&format!("Avdeling;Enhet;Ansatte\n{long}")),
        [whole(Wrong::TooManyRows)]
    );
}

#[test]
fn names_that_a_tablet_cannot_show_and_names_that_several_have_are_refused_at_their_line() {
    let long = "Avdelingsadministrasjonssekretariatskontoret".repeat(3);
    let found = faults(&format!(
        "Avdeling;Enhet;Ansatte\n{long};Post;3\nMedisinsk avdeling;{long};4\n"
    ));
    let (first, second) = (&found[0], &found[1]);
    assert_eq!((first.0, first.1.as_deref()), (Some(2), Some("Avdeling")));
    assert_eq!((second.0, second.1.as_deref()), (Some(3), Some("Enhet")));
    assert!(matches!(&first.2, Wrong::Edit(EditError::Refused(why)) if !why.is_empty()));

    let mut plan = the_plan();
    let twin = plan.wards["surg-1"].clone();
    plan.wards.insert(
        "surg-9".to_owned(),
        trykk_hub::organisation::Ward {
            department: "medicine".to_owned(),
            ..twin
        },
    );
    let people =
        |department: &str| format!("E-post;Rolle;Avdeling;Enhet\na@b.no;leder;{department};Kirurgisk sengepost 1");
    let several = read_import(&plan, &people(""), BY).unwrap_err();
    assert_eq!(several[0].wrong, Wrong::Several("Kirurgisk sengepost 1".to_owned()));
    let import = taken(&plan, &people("Medisinsk avdeling"));
    assert_eq!(carry_out(&plan, &import).accounts["a@b.no"].places.wards, ["surg-9"]);
    let like = taken(
        &the_plan(),
        "Avdeling;Enhet;Ansatte\nMedisinsk avdeling;Kirurgisk sengepost 1;4",
    );
    assert!(
        matches!(&like.notes[..], [Note::LikeAnother { line: 2, .. }]),
        "{:?}",
        like.notes
    );
}

/// The rules of the pages: nobody takes their own rights, no box loses its last guide, and only an admin brings a list in.
#[test]
fn a_list_may_no_more_than_the_pages() {
    let own = faults("E-post;Rolle;Enhet\nadmin@example.org;leder;Medisinsk sengepost 1");
    assert_eq!(own, [at(2, "Rolle", Wrong::Edit(EditError::Yourself))]);

    let mut plan = the_plan();
    plan.keepers.push(Keepers {
        round: "2026-spring".to_owned(),
        wards: vec!["surg-1".to_owned()],
        guides: vec!["guide@example.org".to_owned()],
    });
    let list = "E-post;Rolle;Enhet\nny@example.org;leder;Medisinsk sengepost 1\nguide@example.org;prosessveileder;Medisinsk sengepost 2";
    let found = read_import(&plan, list, BY).unwrap_err();
    assert_eq!(
        (found.len(), found[0].line, found[0].column.as_deref()),
        (1, Some(3), Some("Rolle"))
    );
    let Wrong::Edit(EditError::Refused(refused)) = &found[0].wrong else {
        panic!("{found:?}")
    };
    assert!(matches!(refused[..], [Refusal::NoGuideLeft { .. }]));

    for somebody in ["guide@example.org", "nobody@example.org"] {
        let refused = read_import(&plan, "Avdeling;Enhet;Ansatte\nA;B;3", By::Account(somebody)).unwrap_err();
        assert_eq!(refused[0].wrong, Wrong::Edit(EditError::NotAllowed));
    }
}

/// Guides of `surg-1`, by number.
fn guide(nth: usize) -> String {
    format!("guide{nth}@example.org")
}

/// The plan with three guides of `surg-1`, some of whom hold a key of each of these boxes there.
fn with_keepers(boxes: &[Vec<usize>]) -> Organisation {
    let mut plan = the_plan();
    let ward = vec!["surg-1".to_owned()];
    let account = Account {
        role: Role::Guide,
        places: Places::new(ward.clone(), Vec::new()),
        blocked: false,
        has_counting_key: true,
    };
    plan.accounts.extend((0..3).map(|nth| (guide(nth), account.clone())));
    plan.keepers = boxes
        .iter()
        .enumerate()
        .map(|(nth, guides)| Keepers {
            round: format!("round-{nth}"),
            wards: ward.clone(),
            guides: guides.iter().copied().map(guide).collect(),
        })
        .collect();
    plan
}

#[test]
fn a_guide_who_would_lose_a_key_is_named_before_anything_is_made() {
    let plan = with_keepers(&[vec![0, 1], vec![1]]);
    let list = "E-post;Rolle;Enhet\nguide2@example.org;prosessveileder;Medisinsk sengepost 2\n\
                guide0@example.org;leder;Kirurgisk sengepost 1";
    let lost = Note::LosesKey {
        line: 3,
        email: guide(0),
        wards: vec!["surg-1".to_owned()],
        others: vec![guide(1)],
    };
    assert_eq!(
        taken(&plan, list).notes,
        [lost],
        "who holds none, or keeps it, is not named"
    );
}

/// A cell as a spreadsheet writes it.
fn write(cell: &str, separator: char) -> String {
    match cell.contains([separator, '"']) {
        true => format!("\"{}\"", cell.replace('"', "\"\"")),
        false => cell.to_owned(),
    }
}

proptest! {
    /// Whatever a list makes of guides who hold keys: no box loses the last who can count it, and whoever loses a key is named.
    #[test]
    fn no_list_takes_the_last_guide_from_a_box(
        boxes in prop::collection::vec(subsequence(vec![0_usize, 1, 2], 1..=3), 0..4),
        moved in subsequence(vec![0_usize, 1, 2], 0..=3),
        to in select(vec!["prosessveileder;Medisinsk sengepost 2", "leder;Kirurgisk sengepost 1", "prosessveileder;Kirurgisk sengepost 1"]),
    ) {
        let plan = with_keepers(&boxes);
        let lines: String = moved.iter().map(|nth| format!("\n{};{to}", guide(*nth))).collect();
        let list = format!("E-post;Rolle;Enhet{lines}\nny@example.org;leder;Medisinsk sengepost 1");
        let stays = to.starts_with("prosessveileder") && to.ends_with("Kirurgisk sengepost 1");
        let loses = |nth: &usize| moved.contains(nth) && !stays;
        let orphaned = boxes.iter().any(|held| held.iter().all(loses));
        let read = read_import(&plan, &list, BY);
        prop_assert_eq!(read.is_err(), orphaned, "{:?}", read);
        if let Ok(import) = read {
            let named = import.notes.iter().filter(|note| matches!(note, Note::LosesKey { .. })).count();
            let lost: usize = boxes.iter().map(|held| held.iter().filter(|nth| loses(nth)).count()).sum();
            prop_assert_eq!(named, lost);
        }
    }

    /// Written out as a list, with some headcounts changed, exactly those come back as changes, whichever way it is written.
    #[test]
    fn exactly_what_differs_is_changed(
        changed in prop::collection::btree_map(select(vec!["med-1", "med-2", "med-3", "surg-1"]), 1..=2000_u32, 0..4),
        separator in select(vec![';', ',', '\t']),
        end in select(vec!["\n", "\r\n", "\r", "\n\n"]),
        mark in any::<bool>(),
    ) {
        let plan = the_plan();
        let mut list = ["Avdeling", "Enhet", "Ansatte"].join(&separator.to_string()) + end;
        for (id, ward) in &plan.wards {
            let headcount = changed.get(id.as_str()).unwrap_or(&ward.headcount).to_string();
            let cells = [plan.departments[&ward.department].as_str(), &ward.name, &headcount];
            list += &(cells.map(|cell| write(cell, separator)).join(&separator.to_string()) + end);
        }
        let list = if mark { format!("\u{feff}{list}") } else { list };
        let import = read_import(&plan, &list, BY).unwrap();
        let put: Vec<&String> = import.changes.iter().map(|change| match change {
            Change::PutWard(id, _) => id,
            other => panic!("{other:?}"),
        }).collect();
        let differ = changed.iter().filter(|(id, headcount)| plan.wards[**id].headcount != **headcount);
        prop_assert_eq!(put, differ.map(|(id, _)| *id).collect::<Vec<_>>());
    }

    /// Whatever stands in a list: it is refused with a reason, or the plan after it has no fault that was not there.
    #[test]
    fn whatever_is_taken_leaves_a_plan_as_plans_must_be(
        heads in prop::collection::vec(select(vec!["Avdeling", "Enhet", "Ansatte", "E-post", "Rolle", "Språk", "Navn", ""]), 1..5),
        rows in prop::collection::vec(prop::collection::vec(select(vec![
            "Medisinsk avdeling", "medicine", "Medisinsk sengepost 1", "Ny", "3", "0", "x", "", "leder", "VO", "admin", "nn",
            "a@example.org", "b@example.org", "admin@example.org", "\"", "=1+1", "\u{0}", "o\u{308}",
        ]), 0..6), 0..6),
    ) {
        let lines: Vec<String> = std::iter::once(heads).chain(rows).map(|cells| cells.join(";")).collect();
        let plan = the_plan();
        match read_import(&plan, &lines.join("\n"), BY) {
            Err(faults) => prop_assert!(!faults.is_empty()),
            Ok(import) => {
                let after = carry_out(&plan, &import);
                prop_assert_eq!(find_faults(&after), find_faults(&plan));
            }
        }
    }
}

//! A gathering's paper, and the diagram of what tables thought.

use std::process::Command;

use crate::gathering::{AT, Gathered};
use crate::plan::{GUIDE, LEADER};

/// What a program of Debian's reads in a PDF.
pub fn ask(program: &str, pdf: &[u8]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("paper.pdf");
    std::fs::write(&path, pdf).unwrap();
    let mut command = Command::new(program);
    command.arg(&path);
    if program == "pdftotext" {
        command.args(["-layout", "-"]);
    }
    String::from_utf8(command.output().unwrap().stdout).unwrap()
}

#[tokio::test]
async fn a_guide_prints_canvas_slips_and_cards_in_three_languages() {
    let mut gathered = Gathered::prepared().await;
    let page = gathered.room.read(GUIDE, AT).await;
    assert!(!gathered.room.read(LEADER, AT).await.contains("/paper/"));
    for (sheet, pages, size, said) in [
        (
            "canvas",
            2,
            "1190.55 x 841.89",
            [
                "gi hver bunke et navn",
                "gje kvar bunke eit namn",
                "give each bundle a name",
            ],
        ),
        (
            "slips",
            2,
            "595.276 x 841.89",
            ["Høyst 140 tegn", "Høgst 140 teikn", "At most 140 characters"],
        ),
        (
            "cards",
            1,
            "595.276 x 841.89",
            ["Sett ring rundt", "Set ring rundt", "Circle one"],
        ),
    ] {
        let at = format!("{AT}/paper/{sheet}");
        assert!(page.contains(&format!("href=\"{at}\"")), "{sheet}");
        for (language, said) in ["nb", "nn", "en"].into_iter().zip(said) {
            let file = gathered.room.get(GUIDE, &format!("{at}?lang={language}")).await;
            assert_eq!(
                (file.status.as_u16(), file.headers["content-type"].to_str().unwrap()),
                (200, "application/pdf")
            );
            let (about, text) = (ask("pdfinfo", &file.bytes), ask("pdftotext", &file.bytes));
            assert!(
                about.contains(size) && about.contains(&format!("Pages:           {pages}\n")),
                "{sheet}: {about}"
            );
            let flow = text.split_whitespace().collect::<Vec<_>>().join(" ");
            assert!(sheet == "canvas" || flow.contains(said), "{sheet} {language}: {flow}");
            // Columns stand side by side there: their words are looked for one by one.
            assert!(
                said.split(' ').all(|word| text.contains(word)),
                "{sheet} {language}: {text}"
            );
            assert!(sheet == "cards" || (text.contains("Pauser") && text.contains("Samarbeid")));
        }
    }
    assert_eq!(
        gathered.room.get(GUIDE, &format!("{AT}/paper/banner")).await.status,
        404
    );
    assert_eq!(
        gathered.room.get(LEADER, &format!("{AT}/paper/cards")).await.status,
        403
    );
}

/// What a drawing says: number, from the left, from above, radius, whether there is a second ring.
fn drawn(page: &str) -> Vec<(String, String, String, String, bool)> {
    let (_, drawing) = page.split_once("<figure class=\"priorities\">").expect("a diagram");
    let drawing = drawing.split("</figure>").next().unwrap();
    let value = |tag: &str, name: &str| {
        let (_, rest) = tag.split_once(&format!("{name}=\"")).unwrap();
        rest.split('"').next().unwrap().to_owned()
    };
    let mut found = Vec::new();
    let parts: Vec<&str> = drawing.split('<').collect();
    for (nth, part) in parts
        .iter()
        .enumerate()
        .filter(|(_, part)| part.starts_with("circle cx"))
    {
        let number = parts[nth + 1..]
            .iter()
            .find(|next| next.starts_with("text class=\"number\""))
            .unwrap();
        let number = number.rsplit('>').next().unwrap().to_owned();
        let ring = parts[nth - 1].starts_with("circle class=\"ring\"");
        found.push((number, value(part, "cx"), value(part, "cy"), value(part, "r"), ring));
    }
    found
}

/// What tables thought is drawn and stands in the table under the same number, at the step, after it and once it was handed over.
#[tokio::test]
async fn what_tables_thought_is_drawn_and_says_what_the_table_says() {
    let mut gathered = Gathered::sorting().await;
    let boxes = gathered.boxes().await;
    let ideas: String = boxes.iter().map(|one| format!("&idea={one}")).collect();
    gathered.send("/sort", &format!("do=move&title=Pauser{ideas}")).await;
    gathered.lead("pace", "do=forward").await;
    assert!(
        !gathered.at_table("").await.contains("<figure"),
        "nothing is no diagram"
    );
    for (what, figures) in [
        ("Pausevakt", "gain=5&ease=1&quality=5&cost=1"),
        ("Lunsj", "gain=1&ease=5&quality=1&cost=5"),
        ("Ro", "gain=1&ease=5&quality=3&cost=1"),
    ] {
        let line = format!("revision=0&bundle=1&what={what}&{figures}");
        assert_eq!(gathered.send("/estimates/new", &line).await.status, 303);
    }
    let page = gathered.at_table("").await;
    let at_the_step = drawn(&page);
    let numbers: Vec<&str> = at_the_step.iter().map(|mark| &mark.0[..]).collect();
    assert_eq!(numbers, ["2", "3", "1"], "from the least gain on");
    let place = |nth: usize| {
        let (_, x, y, radius, _) = &at_the_step[nth];
        [x, y, radius].map(|text| text.parse::<u32>().unwrap())
    };
    let ([lunch, quiet, watch], rings) = ([place(0), place(1), place(2)], at_the_step.iter().map(|mark| mark.4));
    assert!(
        watch[0] < lunch[0] && watch[1] < lunch[1],
        "harder stands left, more gain stands higher"
    );
    assert!(lunch[2] > quiet[2] && quiet[2] == watch[2], "what costs more is larger");
    assert_eq!(
        rings.collect::<Vec<_>>(),
        [false, false, true],
        "quality and safety have a ring"
    );
    assert!(page.contains("1. <a class=\"roomy\"") && page.contains("3. <a class=\"roomy\""));
    for (language, said) in [("nn", "lenger til høgre er lettare"), ("en", "further right is easier")] {
        assert!(gathered.at_table(&format!("?lang={language}")).await.contains(said));
    }
    gathered.lead("pace", "do=forward").await;
    assert_eq!(drawn(&gathered.at_table("").await), at_the_step);
    gathered.lead("pace", "do=forward").await;
    gathered.lead("hand-over", "").await;
    let handed = gathered.room.read(LEADER, AT).await;
    assert_eq!(drawn(&handed), at_the_step);
    assert!(handed.contains("2. Lunsj</th>"));
}

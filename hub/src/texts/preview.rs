//! What a tablet says around a question, for the preview of a deck. A test holds it against the tablet's own texts.

use super::texts;

texts! { PreviewTexts {
    statement: "Hvordan er det for deg?", "Korleis er det for deg?", "How is it for you?";
    card: "Er det slik hos oss?", "Er det slik hos oss?", "Is it like this with us?";
    card_together: "Snakk sammen: er det slik hos oss?",
        "Snakk saman: er det slik hos oss?",
        "Talk it over: is it like this with us?";
    one_is_enough: "Det holder at én av dere mener ja.", "Det held at éin av dykk meiner ja.", "One yes is enough.";
    yes: "Ja, slik er det", "Ja, slik er det", "Yes, it is";
    no: "Nei", "Nei", "No";
    score: "Velg ett tall", "Vel eitt tal", "Choose one number";
    score_together: "Bli enige om ett tall", "Bli einige om eitt tal", "Agree on one number";
    note_keep: "En gul lapp: dette er bra", "Ein gul lapp: dette er bra", "A yellow note: this is good";
    note_improve: "En gul lapp: dette må bli bedre", "Ein gul lapp: dette må bli betre", "A yellow note: this must get better";
    note_free: "Du velger selv om du vil skrive noe.",
        "Du vel sjølv om du vil skrive noko.",
        "Writing something is up to you.";
    note_readers: "Bare prosessveilederne leser lappene, og først når kartleggingen er stengt og alt er talt opp. Noen kan kjenne deg igjen på måten du skriver på.",
        "Berre prosessrettleiarane les lappane, og først når kartlegginga er stengd og alt er talt opp. Nokon kan kjenne deg att på måten du skriv på.",
        "Only the process guides read the notes, once the round is closed and everything is counted. Somebody may recognise you by the way you write.";
    note_write: "Trykk her for å skrive", "Trykk her for å skrive", "Tap here to write";
    note_first: "Lapp 1 av {}", "Lapp 1 av {}", "Note 1 of {}";
    skip: "Hopp over", "Hopp over", "Skip";
    back: "Tilbake", "Tilbake", "Back";
    stop: "Avbryt", "Avbryt", "Stop";
}}

texts! { PreviewPageTexts {
    preview: "Slik ser den ut på nettbrettet", "Slik ser han ut på nettbrettet", "How it looks on the tablet";
    lead: "Hvert spørsmål, liggende og stående. Linjene kan brytes litt annerledes på nettbrettet.",
        "Kvart spørsmål, liggjande og ståande. Linjene kan bli brotne litt annleis på nettbrettet.",
        "Each question, lying and upright. Lines may break a little differently on the tablet.";
    nothing: "Det er ingen spørsmål å vise ennå.",
        "Det er ingen spørsmål å vise enno.",
        "There are no questions to show yet.";
    lying: "Liggende", "Liggjande", "Lying";
    upright: "Stående", "Ståande", "Upright";
    one_by_one: "Én om gangen", "Éin om gongen", "One at a time";
    at_tables: "Ved bord", "Ved bord", "At tables";
    language: "Språk", "Språk", "Language";
    mode: "Slik svarer folk", "Slik svarar folk", "How people answer";
}}

//! Texts of a deck on paper.

use super::texts;

texts! { DeckPaperTexts {
    paper: "På papir", "På papir", "On paper";
    lead: "Skriv ut arkene hvis det er for få nettbrett, et nettbrett svikter, eller noen heller vil skrive på papir. Etterpå legges de inn fra menyen på et nettbrett: «Legg inn papir».",
        "Skriv ut arka om det er for få nettbrett, eit nettbrett sviktar, eller nokon heller vil skrive på papir. Etterpå blir dei lagde inn frå menyen på eit nettbrett: «Legg inn papir».",
        "Print the sheets if there are too few tablets, if a tablet fails, or if somebody would rather write on paper. Afterwards they are typed in from a tablet's menu: “Type in paper”.";
    in_language: "Språk på arkene", "Språk på arka", "Language of the sheets";
    table: "Bordark", "Bordark", "Table sheet";
    member: "Deltakerark", "Deltakarark", "Participant sheet";
    single: "Svarark for én", "Svarark for éin", "Sheet for one person";
    notes: "Gule lapper", "Gule lappar", "Yellow notes";
    cards: "Kort til å klippe", "Kort til å klippe", "Cards to cut";
    table_how: "Snakk sammen om hver linje. På ja og nei holder det at én av dere mener ja. Legg alles deltakerark inn i dette arket når dere er ferdige.",
        "Snakk saman om kvar linje. På ja og nei held det at éin av dykk meiner ja. Legg deltakararka frå alle inn i dette arket når de er ferdige.",
        "Talk each line over. Where it is yes or no, one yes is enough. Put everybody's participant sheets into this one when you are done.";
    member_how: "Svar for deg selv, og brett arket når du er ferdig. Hopp over det du ikke vil svare på.",
        "Svar for deg sjølv, og brett arket når du er ferdig. Hopp over det du ikkje vil svare på.",
        "Answer for yourself, and fold the sheet when you are done. Skip what you do not want to answer.";
    single_how: "Svar for deg selv, og brett arket når du er ferdig. Hopp over det du ikke vil svare på.",
        "Svar for deg sjølv, og brett arket når du er ferdig. Hopp over det du ikkje vil svare på.",
        "Answer for yourself, and fold the sheet when you are done. Skip what you do not want to answer.";
    notes_how: "Klipp langs strekene. Brett lappen inn i arket ditt.", "Klipp langs strekene. Brett lappen inn i arket ditt.",
        "Cut along the lines. Fold the note into your own sheet.";
    cards_how: "Klipp langs strekene. Nummeret er det samme som på bordarket.", "Klipp langs strekene. Nummeret er det same som på bordarket.",
        "Cut along the lines. The number is the one on the table sheet.";
    circle: "Sett ring rundt tallet.", "Set ring rundt talet.", "Circle the number.";
    no_names: "Skriv ingen navn på arket.", "Skriv ingen namn på arket.", "Write no names on the sheet.";
    who_reads: "Den som legger inn arket, ser det du har skrevet. Deretter makuleres det.",
        "Den som legg inn arket, ser det du har skrive. Deretter blir det makulert.",
        "Whoever types the sheet in sees what you wrote. Then it is shredded.";
    yes: "Ja", "Ja", "Yes";
    no: "Nei", "Nei", "No";
    card: "Er det slik hos oss?", "Er det slik hos oss?", "Is it like this with us?";
    statement: "Hvordan er det for deg?", "Korleis er det for deg?", "How is it for you?";
    score: "Sett ring rundt ett tall.", "Set ring rundt eitt tal.", "Circle one number.";
    note_keep: "Dette er bra", "Dette er bra", "This is good";
    note_improve: "Dette må bli bedre", "Dette må bli betre", "This must get better";
}}

//! Texts of what there is to do first.

use super::texts;

texts! { FirstTexts {
    title: "Kom i gang", "Kom i gang", "Getting started";
    done: "Gjort", "Gjort", "Done";
    name: "Skriv hva sykehuset heter", "Skriv kva sjukehuset heiter", "Write what the hospital is called";
    wards: "Legg til avdelinger og enheter, alle på én gang fra en liste eller én og én",
        "Legg til avdelingar og einingar, alle på éin gong frå ei liste eller éi og éi",
        "Add departments and wards, all at once from a list or one by one";
    guide: "Legg til en prosessveileder, og gi lenken videre", "Legg til ein prosessrettleiar, og gje lenkja vidare",
        "Add a process guide, and hand the link over";
    others: "Legg til leder, verneombud og tillitsvalgt, gjerne fra en liste", "Legg til leiar, verneombod og tillitsvald, gjerne frå ei liste",
        "Add leader, safety rep and union rep, from a list if you like";
    passphrase: "Velg et telleord: det låser opp svarene når kartleggingen er stengt",
        "Vel eit teljeord: det låser opp svara når kartlegginga er stengd",
        "Choose a counting passphrase: it unlocks the answers once the round is closed";
    deck: "Se på kortstokkene, og lag en kopi hvis noe må passe bedre hos dere",
        "Sjå på kortstokkane, og lag ein kopi om noko må passe betre hos dykk",
        "Look at the decks, and make a copy if something has to fit your wards better";
    round: "Lag en kartlegging, og planlegg den", "Lag ei kartlegging, og planlegg henne", "Make a round, and plan it";
    tablet: "Meld inn et nettbrett på enheten", "Meld inn eit nettbrett på eininga", "Enrol a tablet on the ward";
    confirm: "Bekreft kartleggingen", "Stadfest kartlegginga", "Confirm the round";
    poster: "Skriv ut lappene og plakaten fra siden til kartleggingen, og heng plakaten ved nettbrettet",
        "Skriv ut lappane og plakaten frå sida til kartlegginga, og heng plakaten ved nettbrettet",
        "Print the slips and the poster from the round's page, and put the poster up beside the tablet";
}}

//! Texts of the guidance for each role. What stands in it comes from the method's file.

use super::texts;

texts! { GuidanceTexts {
    guidance: "Veiledning", "Rettleiing", "Guidance";
    lead: "Dette gjør du i hver fase. Fasene kommer i denne rekkefølgen, men går over i hverandre.",
        "Dette gjer du i kvar fase. Fasane kjem i denne rekkjefølgja, men går over i kvarandre.",
        "This is what you do in each phase. The phases come in this order, but overlap.";
    lead_participant: "Dette kan dere dele ut eller henge opp. Slik går det for seg, og dette kan alle bidra med.",
        "Dette kan de dele ut eller hengje opp. Slik går det for seg, og dette kan alle bidra med.",
        "You can hand this out or put it up. This is how it goes, and what everybody can do.";
    for_whom: "Veiledning for", "Rettleiing for", "Guidance for";
    participant: "Alle ansatte", "Alle tilsette", "All staff";
    phase: "{}. {}", "{}. {}", "{}. {}";
    you_do: "Dette gjør du", "Dette gjer du", "What you do";
    happens: "Dette skjer", "Dette skjer", "What happens";
    succeeds: "Det som skal til", "Det som skal til", "What it takes";
    checkpoint: "Stoppunkt: leder, verneombud og tillitsvalgt signerer før denne fasen begynner.",
        "Stoppunkt: leiar, verneombod og tillitsvald signerer før denne fasen startar.",
        "Checkpoint: leader, safety rep and union rep sign before this phase begins.";
    all_through: "Det som må være på plass hele veien", "Det som må vere på plass heile vegen", "What must be in place all the way";
    own_file_faulty: "Sykehusets egen fil, method.toml, kan ikke leses. Fasene som følger med Trykk, gjelder så lenge. Be driftsansvarlig rette fila og starte Trykk-serveren på nytt. Feilen: {}",
        "Sjukehuset si eiga fil, method.toml, kan ikkje lesast. Fasane som følgjer med Trykk, gjeld så lenge. Be driftsansvarleg rette fila og starte Trykk-serveren på nytt. Feilen: {}",
        "The hospital's own file, method.toml, cannot be read. The phases that come with Trykk are in force meanwhile. Ask the administrator to mend the file and start the Trykk server anew. The fault: {}";
    link: "Veiledning: hva gjør hvem?", "Rettleiing: kven gjer kva?", "Guidance: who does what?";
}}

//! Texts of what tablets found in a count.

use super::texts;

texts! { CountTexts {
    number: "Opptellingens kontrolltall:", "Kontrolltal for oppteljinga:", "Check number of the count:";
    all: "Alle {} nettbrett har funnet alle svarene sine i opptellingen.", "Alle {} nettbretta har funne alle svara sine i oppteljinga.",
        "All {} tablets have found all their answers in the count.";
    only: "Nettbrettet har funnet alle svarene sine i opptellingen.", "Nettbrettet har funne alle svara sine i oppteljinga.",
        "The tablet has found all its answers in the count.";
    some: "{} av {} nettbrett har funnet alle svarene sine i opptellingen så langt.",
        "{} av {} nettbrett har funne alle svara sine i oppteljinga så langt.",
        "{} of {} tablets have found all their answers in the count so far.";
    missing: "{} av {} nettbrett savner svar i opptellingen.", "{} av {} nettbrett saknar svar i oppteljinga.",
        "{} of {} tablets miss answers in the count.";
    missing_why: "Kom de for sent, eller er nettbrettet skadet? Hvis ikke: si fra til driftsansvarlig og hovedverneombudet.",
        "Kom dei for seint, eller er nettbrettet skadd? Om ikkje: sei frå til driftsansvarleg og hovudverneombodet.",
        "Did they come too late, or is the tablet damaged? If not, tell the administrator and the chief safety rep.";
    changed: "Kontrolltallet er et annet enn det loggen fikk da svarene ble talt: si fra til driftsansvarlig og hovedverneombudet.",
        "Kontrolltalet er eit anna enn det loggen fekk då svara vart talde: sei frå til driftsansvarleg og hovudverneombodet.",
        "The check number is not the one that the log got when the answers were counted: tell the administrator and the chief safety rep.";
    compare: "Det samme tallet skal stå på nettbrettene.", "Det same talet skal stå på nettbretta.",
        "The same number should stand on the tablets.";
} }

//! Texts of the admin's page on operation.

use trykk_shared::language::Language;

use super::texts;

texts! { OperationTexts {
    operation: "Drift", "Drift", "Operation";
    lead: "Slik står det til med serveren.", "Slik står det til med serveren.", "How the server is doing.";
    all_well: "Ingenting her trenger deg nå.", "Ingenting her treng deg no.", "Nothing here needs you now.";
    version: "Versjon", "Versjon", "Version";
    free: "Ledig plass på disken", "Ledig plass på disken", "Free space on the disk";
    low: "Det er lite ledig plass på disken. Blir den full, kan serveren ikke ta imot svar, og de blir liggende på nettbrettene.",
        "Det er lite ledig plass på disken. Blir han full, kan serveren ikkje ta imot svar, og dei blir liggjande på nettbretta.",
        "There is little free space on the disk. Once it is full, the server takes no answers, and they stay on the tablets.";
    database: "Databasen", "Databasen", "Database";
    at_most: "Under {}", "Under {}", "Less than {}";
    unknown: "Ikke kjent", "Ikkje kjent", "Not known";
    last_backup: "Siste sikkerhetskopi", "Siste sikkerheitskopi", "Last backup";
    never: "Ingen er tatt ennå", "Ingen er teken enno", "None has been made yet";
    late: "Det finnes ingen sikkerhetskopi fra de siste to dagene. Ta en hver dag, og legg den på en annen maskin.",
        "Det finst ingen sikkerheitskopi frå dei siste to dagane. Ta ein kvar dag, og legg han på ei anna maskin.",
        "There is no backup from the last two days. Make one every day, and keep it on another machine.";
    people_certificate: "Sertifikatet til nettsidene", "Sertifikatet til nettsidene", "Certificate of the pages";
    tablets_certificate: "Sertifikatet til nettbrettene", "Sertifikatet til nettbretta", "Certificate for tablets";
    issuer: "Serverens egen sertifikatutsteder", "Den eigne sertifikatutferdaren til serveren", "The server's own certificate authority";
    until: "Gjelder til {}", "Gjeld til {}", "Valid until {}";
    renews: "Gjelder til {}, og fornyes av seg selv", "Gjeld til {}, og blir fornya av seg sjølv", "Valid until {}, and renewed by itself";
    same: "Det samme som til nettbrettene, hvis ikke en annen tjener står foran", "Det same som til nettbretta, om ikkje ein annan tenar står framfor",
        "The same as for tablets, unless another server stands in front";
    certificate_soon: "{} går ut {}. Legg inn et nytt før det.", "{} går ut {}. Legg inn eit nytt før det.",
        "{} ends on {}. Put a new one in place before that.";
    certificate_ended: "{} gikk ut {}. Legg inn et nytt.", "{} gjekk ut {}. Legg inn eit nytt.", "{} ended on {}. Put a new one in place.";
    clock: "Klokka", "Klokka", "Clock";
    clock_sure: "{}. Serveren stoler på den.", "{}. Serveren stolar på klokka.", "{}. The server trusts it.";
    clock_doubted: "Serveren stoler ikke på den. For serveren er den nå {}.", "Serveren stolar ikkje på klokka. For serveren er ho no {}.",
        "The server does not trust it. For the server it is now {}.";
    latest: "Seneste tid serveren har lagret", "Seinaste tid serveren har lagra", "Latest time that the server has kept";
    connections: "Åpne forbindelser nå", "Opne samband no", "Open connections now";
    log: "Loggen", "Loggen", "Log";
    log_whole: "Henger sammen, til og med innførsel {}", "Heng saman, til og med innførsel {}", "Holds together, up to entry {}";
    log_empty: "Tom", "Tom", "Empty";
    back_up: "Ta sikkerhetskopi nå", "Ta sikkerheitskopi no", "Back up now";
    back_up_where: "Kopien legges på serveren, i {}, og slettes der etter 14 dager. Hent den over til en annen maskin: ryker disken, er den også borte.",
        "Kopien blir lagd på serveren, i {}, og sletta der etter 14 dagar. Hent han over til ei anna maskin: ryk disken, er han òg borte.",
        "The copy is kept on the server, in {}, and deleted there after 14 days. Fetch it to another machine: if the disk fails, it is gone too.";
    back_up_without: "Serverens del av nøklene til svarene er ikke med, og heller ikke nøkkelen som nettbrettene kjenner serveren på.",
        "Serveren sin del av nøklane til svara er ikkje med, og heller ikkje nøkkelen som nettbretta kjenner serveren på.",
        "The server's part of the keys to the answers is not in it, nor is the key by which tablets know the server.";
    back_up_answers: "Svar som ikke er talt opp, er heller ikke med. Nettbrettene har dem til resultatet er publisert, og sender dem på nytt til en server som er satt tilbake.",
        "Svar som ikkje er talde opp, er heller ikkje med. Nettbretta har dei til resultatet er publisert, og sender dei på nytt til ein server som er sett tilbake.",
        "Answers that are not counted are not in it either. The tablets keep them until the result is published, and send them again to a server that was put back.";
    made: "Sikkerhetskopien er tatt: {}", "Sikkerheitskopien er teken: {}", "The backup was made: {}";
    just_made: "Det ble tatt en sikkerhetskopi for mindre enn et minutt siden. Vent litt, og prøv igjen.",
        "Det vart teke ein sikkerheitskopi for mindre enn eit minutt sidan. Vent litt, og prøv igjen.",
        "A backup was made less than a minute ago. Wait a little and try again.";
    failed: "Det ble ikke tatt noen sikkerhetskopi. Se etter om disken er full, eller om serveren ikke får skrive i {}.",
        "Det vart ikkje teke nokon sikkerheitskopi. Sjå etter om disken er full, eller om serveren ikkje får skrive i {}.",
        "No backup was made. Look whether the disk is full, or whether the server may not write to {}.";
    method_faulty: "Fila method.toml i datamappa kan ikke leses, så fasene som følger med Trykk, gjelder. Rett fila («trykk-hub method --check» sier fra når den er riktig), og start Trykk-serveren på nytt. Feilen: {}",
        "Fila method.toml i datamappa kan ikkje lesast, så fasane som følgjer med Trykk, gjeld. Rett fila («trykk-hub method --check» seier frå når ho er rett), og start Trykk-serveren på nytt. Feilen: {}",
        "The file method.toml in the data folder cannot be read, so the phases that come with Trykk are in force. Mend the file (“trykk-hub method --check” says when it is right), and start the Trykk server anew. The fault: {}";
    codebook_faulty: "Fila codebook.toml i datamappa kan ikke leses, så kategoriene som følger med Trykk, gjelder. Rett fila («trykk-hub codebook --check» sier fra når den er riktig), og start Trykk-serveren på nytt. Feilen: {}",
        "Fila codebook.toml i datamappa kan ikkje lesast, så kategoriane som følgjer med Trykk, gjeld. Rett fila («trykk-hub codebook --check» seier frå når ho er rett), og start Trykk-serveren på nytt. Feilen: {}",
        "The file codebook.toml in the data folder cannot be read, so the categories that come with Trykk are in force. Mend the file (“trykk-hub codebook --check” says when it is right), and start the Trykk server anew. The fault: {}";
}}

/// So many bytes, as people say it.
pub fn say_size(language: Language, bytes: u64) -> String {
    const UNITS: [&str; 4] = ["kB", "MB", "GB", "TB"];
    // In tenths of the unit, rounded down: free space is never said to be more than it is.
    let mut tenths = u128::from(bytes) * 10 / 1000;
    let mut unit = 0;
    while tenths >= 10_000 && unit + 1 < UNITS.len() {
        tenths /= 1000;
        unit += 1;
    }
    let point = if language == Language::En { '.' } else { ',' };
    match tenths {
        1000.. => format!("{}\u{a0}{}", tenths / 10, UNITS[unit]),
        _ => format!("{}{point}{}\u{a0}{}", tenths / 10, tenths % 10, UNITS[unit]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_said_in_their_unit_and_language() {
        for (bytes, said) in [
            (0, "0,0\u{a0}kB"),
            (999_999, "999\u{a0}kB"),
            (1_000_000, "1,0\u{a0}MB"),
            (155_648_000, "155\u{a0}MB"),
            (61_250_000_000, "61,2\u{a0}GB"),
            (u64::MAX, "18446744\u{a0}TB"),
        ] {
            assert_eq!(say_size(Language::Nb, bytes), said);
        }
        assert_eq!(say_size(Language::En, 1_250_000), "1.2\u{a0}MB");
    }
}

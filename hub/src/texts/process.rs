//! Texts of a ward's process.

use super::{fill, texts};

texts! { ProcessTexts {
    process: "Prosessen", "Prosessen", "The process";
    see: "Se prosessen", "Sjå prosessen", "See the process";
    phase_of: "Fase {} av {}: {}", "Fase {} av {}: {}", "Phase {} of {}: {}";
    since: "Siden {}", "Sidan {}", "Since {}";
    resting_since: "Satt på vent {}", "Sett på vent {}", "Put to rest on {}";
    next: "Neste", "Neste", "Next";
    next_rest: "Prosessen hviler. Prosessveilederen tar den opp igjen.", "Prosessen kviler. Prosessrettleiaren tek han opp att.",
        "The process rests. The process guide takes it up again.";
    next_goals: "Skriv måldokumentet sammen. Det hører til stoppunktet før neste fase.", "Skriv måldokumentet saman. Det høyrer til stoppunktet før neste fase.",
        "Write the goal sheet together. It belongs to the checkpoint before the next phase.";
    next_ask: "Når denne fasen er ferdig, legger leder eller prosessveileder fram stoppunktet før «{}».",
        "Når denne fasen er ferdig, legg leiar eller prosessrettleiar fram stoppunktet før «{}».",
        "Once this phase is done, leader or process guide put the checkpoint before “{}” forward.";
    next_sign: "Leder, verneombud og tillitsvalgt signerer stoppunktet før «{}».", "Leiar, verneombod og tillitsvald signerer stoppunktet før «{}».",
        "Leader, safety rep and union rep sign the checkpoint before “{}”.";
    next_begin: "«{}» kan begynne når dere er klare.", "«{}» kan starte når de er klare.", "“{}” can begin when you are ready.";
    next_stay: "Følg opp tiltakene, og avtal når dere kartlegger igjen. Prosessen har ingen sluttdato.",
        "Følg opp tiltaka, og avtal når de kartlegg igjen. Prosessen har ingen sluttdato.",
        "Follow the measures up, and agree on when to map again. The process has no end date.";
    owes: "Venter på", "Ventar på", "Waiting for";
    owes_goals: "{}: måldokumentet", "{}: måldokumentet", "{}: the goal sheet";
    owes_signature: "{}: signatur", "{}: signatur", "{}: a signature";
    owes_refused: "{}: ville ikke signere", "{}: ville ikkje signere", "{}: declined to sign";
    owes_silent: "{}: ikke svart på to uker", "{}: ikkje svart på to veker", "{}: no answer for two weeks";
    owes_vacant: "{}: ingen har rollen", "{}: ingen har rolla", "{}: nobody has the role";
    start: "Start prosessen", "Start prosessen", "Start the process";
    start_lead: "Ingen prosess er startet her. Når du starter den, ser leder, verneombud og tillitsvalgt fasene, og de kan signere stoppunktene.",
        "Ingen prosess er starta her. Når du startar han, ser leiar, verneombod og tillitsvald fasane, og dei kan signere stoppunkta.",
        "No process has been started here. Once you start it, leader, safety rep and union rep see the phases, and can sign the checkpoints.";
    together: "Sammen med {}, som er talt sammen med denne enheten", "Saman med {}, som er tald saman med denne eininga", "Together with {}, which is counted with this ward";
    all_sign: "Alle som har rollen, må signere (ellers holder det med én)", "Alle som har rolla, må signere (elles held det med éin)",
        "Everybody who has a role must sign (else one is enough)";
    phases: "Fasene", "Fasane", "The phases";
    past: "Gjennomført", "Gjennomført", "Done";
    present: "Her er dere", "Her er de", "You are here";
    to_come: "Kommer", "Kjem", "To come";
    you_do: "Din del", "Din del", "Your part";
    what_happens: "Dette skjer i fasen", "Dette skjer i fasen", "What happens in this phase";
    succeeds: "Det som skal til", "Det som skal til", "What it takes";
    checkpoint: "Stoppunktet før «{}»", "Stoppunktet før «{}»", "The checkpoint before “{}”";
    ask: "Legg fram for signering", "Legg fram for signering", "Put it forward to be signed";
    ask_hint: "De tre signerer måldokumentet slik det står. Blir det endret etterpå, må de signere på nytt.",
        "Dei tre signerer måldokumentet slik det står. Blir det endra etterpå, må dei signere på nytt.",
        "The three sign the goal sheet as it stands. If it is changed afterwards, they have to sign anew.";
    begin: "Begynn på «{}»", "Start på «{}»", "Begin “{}”";
    begin_unsigned: "Begynn på «{}» uten alle signaturene",
        "Start på «{}» utan alle signaturane",
        "Begin “{}” without all signatures";
    begin_reason: "Hvorfor dere går videre", "Kvifor de går vidare", "Why you go on";
    begin_reason_hint: "Alle som ser prosessen, ser grunnen.", "Alle som ser prosessen, ser grunnen.", "Everybody who sees the process sees the reason.";
    go_back: "Gå tilbake til en tidligere fase", "Gå tilbake til ein tidlegare fase", "Go back to an earlier phase";
    go_back_do: "Gå tilbake", "Gå tilbake", "Go back";
    phase: "Fase", "Fase", "Phase";
    goals: "Måldokumentet", "Måldokumentet", "The goal sheet";
    no_goals: "Måldokumentet er ikke skrevet ennå.", "Måldokumentet er ikkje skrive enno.", "The goal sheet has not been written yet.";
    our_goals: "Målene våre", "Måla våre", "Our goals";
    goals_hint: "Ett mål på hver linje, høyst åtte. Skriv om arbeidet, ikke om enkeltpersoner.", "Eitt mål på kvar linje, høgst åtte. Skriv om arbeidet, ikkje om enkeltpersonar.",
        "One goal a line, at most eight. Write about the work, not about persons.";
    how: "Slik ser vi om vi når dem", "Slik ser vi om vi når dei", "How we see whether we reach them";
    look: "Da ser vi på dem", "Då ser vi på dei", "When we look at them";
    look_late: "Dagen da målene skulle ses på, var {}. Se på dem i neste møte, og sett en ny dag.",
        "Dagen då måla skulle sjåast på, var {}. Sjå på dei i neste møte, og set ein ny dag.",
        "The goals were to be looked at on {}. Look at them in the next meeting, and set a new day.";
    version_by: "Versjon {}, {}, {}", "Versjon {}, {}, {}", "Version {}, {}, {}";
    changed: "Endret siden versjonen før", "Endra sidan versjonen før", "Changed since the version before";
    added: "Nytt mål: «{}»", "Nytt mål: «{}»", "New goal: “{}”";
    gone: "Tatt ut: «{}»", "Teke ut: «{}»", "Taken out: “{}”";
    how_changed: "Hvordan dere ser etter: «{}»", "Korleis de ser etter: «{}»", "How you look: “{}”";
    look_changed: "Når dere ser etter: {}", "Når de ser etter: {}", "When you look: {}";
    write_goals: "Skriv måldokumentet", "Skriv måldokumentet", "Write the goal sheet";
    change_goals: "Endre måldokumentet", "Endre måldokumentet", "Change the goal sheet";
    change_hint: "Er stoppunktet lagt fram, gjelder ikke signaturene lenger når du lagrer.",
        "Er stoppunktet lagt fram, gjeld ikkje signaturane lenger når du lagrar.",
        "If the checkpoint was put forward, signatures no longer count once you save.";
    save: "Lagre", "Lagre", "Save";
    saved: "Lagret.", "Lagra.", "Saved.";
    history: "Hva som har skjedd", "Kva som har skjedd", "What has happened";
    began: "{}: «{}» begynte, sagt av {}", "{}: «{}» starta, sagt av {}", "{}: “{}” was started by {}";
    began_goals: "måldokumentet i versjon {}", "måldokumentet i versjon {}", "the goal sheet in version {}";
    began_unsigned: "Gikk videre uten alle signaturene: «{}»", "Gjekk vidare utan alle signaturane: «{}»", "Went on without all signatures: “{}”";
    rest: "Sett prosessen på vent", "Set prosessen på vent", "Put the process to rest";
    rest_hint: "Da venter ingen på noen. Alt blir stående, og du kan ta den opp igjen.", "Då ventar ingen på nokon. Alt blir ståande, og du kan ta han opp att.",
        "Nobody waits for anybody then. Everything stays, and you can take it up again.";
    take_up: "Ta prosessen opp igjen", "Ta prosessen opp att", "Take the process up again";
    fault_no_goals: "Skriv minst ett mål.", "Skriv minst eitt mål.", "Write at least one goal.";
    fault_many: "Det er flere enn åtte mål. Velg de viktigste.", "Det er fleire enn åtte mål. Vel dei viktigaste.", "There are more than eight goals. Choose the most important.";
    fault_goal_long: "Et mål er lengre enn 240 tegn. Kort det ned, eller del det i to.", "Eit mål er lengre enn 240 teikn. Kort det ned, eller del det i to.",
        "A goal is longer than 240 characters. Shorten it, or split it in two.";
    fault_no_how: "Skriv hvordan dere ser om målene er nådd.", "Skriv korleis de ser om måla er nådde.", "Write how you see whether the goals are reached.";
    fault_how_long: "Hvordan dere ser etter, er lengre enn 600 tegn. Kort det ned.", "Korleis de ser etter, er lengre enn 600 teikn. Kort det ned.",
        "How you look is longer than 600 characters. Shorten it.";
    fault_unseen: "Det er et tegn i teksten som ingen kan se. Slett det, eller skriv teksten på nytt.", "Det er eit teikn i teksten som ingen kan sjå. Slett det, eller skriv teksten på nytt.",
        "There is a sign in the text that nobody can see. Delete it, or write the text again.";
    fault_day: "Velg en dag som kommer, høyst fem år fram i tid.", "Vel ein dag som kjem, høgst fem år fram i tid.", "Choose a day to come, at most five years from now.";
    fault_meanwhile: "Noen andre lagret noe mens du skrev. Det du skrev, står her; det som gjelder nå, står over. Se over, og lagre igjen.",
        "Nokon andre lagra noko medan du skreiv. Det du skreiv, står her; det som gjeld no, står over. Sjå over, og lagre igjen.",
        "Somebody else saved something while you wrote. What you wrote is here; what counts now stands above. Look it over, and save again.";
    fault_unsigned: "Leder, verneombud og tillitsvalgt har ikke signert. Vent, eller be prosessveilederen gå videre med en begrunnelse.",
        "Leiar, verneombod og tillitsvald har ikkje signert. Vent, eller be prosessrettleiaren gå vidare med ei grunngjeving.",
        "Leader, safety rep and union rep have not signed. Wait, or ask the process guide to go on with a reason.";
    fault_no_reason: "Skriv hvorfor dere går videre uten alle signaturene.", "Skriv kvifor de går vidare utan alle signaturane.", "Write why you go on without all signatures.";
    fault_reason_long: "Begrunnelsen er for lang. Skriv høyst 500 tegn.", "Grunngjevinga er for lang. Skriv høgst 500 teikn.", "The reason is too long. Write at most 500 characters.";
    fault_other_phase: "Prosessen er kommet i en annen fase siden du åpnet siden. Ingenting er endret nå.",
        "Prosessen er komen i ein annan fase sidan du opna sida. Ingenting er endra no.",
        "The process has come to another phase since you opened the page. Nothing was changed now.";
    fault_unknown: "Metoden som gjelder nå, har ikke denne fasen. Prosessveilederen sier hvor dere fortsetter.",
        "Metoden som gjeld no, har ikkje denne fasen. Prosessrettleiaren seier kvar de held fram.",
        "The method in force does not have this phase. The process guide says where you go on.";
    fault_method: "Sykehusets egen metodefil har en feil. Ingenting begynner før den er rettet.",
        "Sjukehuset si eiga metodefil har ein feil. Ingenting startar før ho er retta.",
        "The hospital's own method file has a fault. Nothing begins until it is mended.";
    next_choose: "Metoden er endret, og fasen finnes ikke lenger. Prosessveilederen velger hvor dere fortsetter.",
        "Metoden er endra, og fasen finst ikkje lenger. Prosessrettleiaren vel kvar de held fram.",
        "The method was changed, and the phase is gone. The process guide chooses where you go on.";
    fault_resting: "Prosessen hviler. Ta den opp igjen først.", "Prosessen kviler. Ta han opp att først.", "The process rests. Take it up again first.";
}}

impl ProcessTexts {
    /// That a process is started together with another ward.
    pub fn say_together(&self, ward: &str) -> String {
        fill(self.together, &[&ward])
    }
}

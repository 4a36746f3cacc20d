//! Texts of the guide's overview, and of a ward's page.

use super::texts;
use crate::rounds::phase::{Next, Phase};

texts! { WardTexts {
    wards: "Enheter", "Einingar", "Wards";
    more_wards: "Flere enheter", "Fleire einingar", "More wards";
    first_wards: "Til de første enhetene", "Til dei første einingane", "To the first wards";
    nobody_needs: "Ingen av enhetene trenger deg nå.", "Ingen av einingane treng deg no.", "None of the wards needs you now.";
    one_needs: "Én enhet trenger deg nå.", "Éi eining treng deg no.", "One ward needs you now.";
    some_need: "{} enheter trenger deg nå.", "{} einingar treng deg no.", "{} wards need you now.";
    begin: "Du har {} enheter, og ingen kartlegging ennå. Begynn med å lage en.",
        "Du har {} einingar, og inga kartlegging enno. Start med å lage ei.",
        "You have {} wards, and no round yet. Begin by making one.";
    begin_one: "Du har én enhet, og ingen kartlegging ennå. Begynn med å lage en.",
        "Du har éi eining, og inga kartlegging enno. Start med å lage ei.",
        "You have one ward, and no round yet. Begin by making one.";
    no_wards: "Du er ikke prosessveileder for noen enhet ennå. Driftsansvarlig legger dem til, så står de her.",
        "Du er ikkje prosessrettleiar for noka eining enno. Driftsansvarleg legg dei til, så står dei her.",
        "You are not a process guide of any ward yet. The administrator adds them, and then they stand here.";
    nothing_found: "Ingen av enhetene dine passer. Velg en annen avdeling eller andre ord.", "Ingen av einingane dine passar. Vel ei anna avdeling eller andre ord.",
        "None of your wards fits. Choose another department or other words.";
    to_do: "Trenger deg", "Treng deg", "Need you";
    runs: "Kan vente", "Kan vente", "Can wait";
    idle: "Ingenting å gjøre nå", "Ingenting å gjere no", "Nothing to do now";
    department: "Avdeling", "Avdeling", "Department";
    every_department: "Alle avdelinger", "Alle avdelingar", "Every department";
    search: "Navn på enhet", "Namn på eining", "Name of a ward";
    filter: "Vis", "Vis", "Show";
    show_all: "Vis alle", "Vis alle", "Show all";
    ward: "Enhet", "Eining", "Ward";
    how_far: "Hvor langt", "Kor langt", "How far";
    taking: "Har svart", "Har svart", "Have answered";
    next: "Neste", "Neste", "Next";
    of: "{} av {}", "{} av {}", "{} of {}";
    late: "Forsinket", "Forseinka", "Late";
    should_have_opened: "Skulle ha åpnet {}.", "Skulle ha opna {}.", "Should have opened on {}.";
    closed_on: "Stengte {}.", "Stengde {}.", "Closed on {}.";
    together: "Telles sammen med {}", "Blir talt saman med {}", "Counted together with {}";
    open_too: "Åpen nå, stenger {}", "Open no, stengjer {}", "Open now, closes {}";
    draft_too: "Utkast: {}", "Utkast: {}", "Draft: {}";
    closed_ward: "Lagt ned", "Lagd ned", "Closed";
    // A ward's page.
    works_here: "Her arbeider det {} personer.", "Her arbeider det {} personar.", "{} people work here.";
    works_here_one: "Her arbeider det én person.", "Her arbeider det éin person.", "One person works here.";
    headcount_hint: "Antallet setter grensen for hvor mange som kan svare. Er det galt, be driftsansvarlig rette det.",
        "Talet set grensa for kor mange som kan svare. Er det gale, be driftsansvarleg rette det.",
        "The number is the limit for how many can answer. If it is wrong, ask the administrator to correct it.";
    now: "Nå", "No", "Now";
    rounds: "Kartlegginger", "Kartleggingar", "Rounds";
    no_rounds: "Det har ikke vært noen kartlegging her ennå.", "Det har ikkje vore noka kartlegging her enno.",
        "There has been no round here yet.";
    round: "Kartlegging", "Kartlegging", "Round";
    when: "Når", "Når", "When";
    tablets: "Nettbrett", "Nettbrett", "Tablets";
    no_tablets: "Det står ikke noe nettbrett her ennå.", "Det står ikkje noko nettbrett her enno.", "No tablet stands here yet.";
    enrol: "Meld inn et nettbrett", "Meld inn eit nettbrett", "Enrol a tablet";
    people: "Folk", "Folk", "People";
    role: "Rolle", "Rolle", "Role";
    who: "Hvem", "Kven", "Who";
    nobody: "Ingen ennå", "Ingen enno", "Nobody yet";
    people_hint: "Leder, verneombud og tillitsvalgt leser resultatet når det er publisert. Driftsansvarlig legger dem til.",
        "Leiar, verneombod og tillitsvald les resultatet når det er publisert. Driftsansvarleg legg dei til.",
        "Leader, safety rep and union rep read the result once it is published. The administrator adds them.";
    // How far.
    no_round: "Ingen kartlegging", "Inga kartlegging", "No round";
    draft: "Utkast", "Utkast", "Draft";
    planned: "Planlagt", "Planlagd", "Planned";
    confirmed: "Bekreftet", "Stadfesta", "Confirmed";
    open: "Åpen", "Open", "Open";
    to_count: "Skal telles opp", "Skal teljast opp", "To be counted";
    to_publish: "Skal publiseres", "Skal publiserast", "To be published";
    published: "Publisert", "Publisert", "Published";
    closed_unread: "Svarene slettet", "Svara sletta", "Answers deleted";
    // What next.
    make_round: "Lag en kartlegging", "Lag ei kartlegging", "Make a round";
    finish_draft: "Gjør utkastet ferdig", "Gjer utkastet ferdig", "Finish the draft";
    mend: "Rett det som hindrer åpningen", "Rett det som hindrar opninga", "Mend what keeps it from opening";
    choose_passphrase: "Velg telleord", "Vel teljeord", "Choose a counting passphrase";
    enrol_tablet: "Meld inn et nettbrett", "Meld inn eit nettbrett", "Enrol a tablet";
    see_tablet: "Se til nettbrettet", "Sjå til nettbrettet", "Look after the tablet";
    confirm: "Bekreft kartleggingen", "Stadfest kartlegginga", "Confirm the round";
    print_codes: "Skriv ut lapper med startkoder", "Skriv ut lappar med startkodar", "Print slips with start codes";
    wait_to_open: "Åpner {}", "Opnar {}", "Opens on {}";
    wait_for_answers: "Stenger {}", "Stengjer {}", "Closes on {}";
    wait_for_good: "Stenger for godt {}", "Stengjer for godt {}", "Closes for good on {}";
    wait_for_tablets: "Vent til nettbrettene har sendt",
        "Vent til nettbretta har sendt",
        "Wait until the tablets have sent";
    count: "Tell opp", "Tel opp", "Count";
    decide_too_few: "For få har svart: avslutt den", "For få har svart: avslutt henne", "Too few have answered: end it";
    watch_unread: "Svarene slettes ulest {}", "Svara blir sletta ulesne {}", "The answers are deleted unread on {}";
    publish: "Publiser", "Publiser", "Publish";
    ask_other: "En annen prosessveileder publiserer",
        "Ein annan prosessrettleiar publiserer",
        "Another process guide publishes";
    see_result: "Se resultatet", "Sjå resultatet", "See the result";
    follow_up: "Følg opp resultatet", "Følg opp resultatet", "Follow up the result";
}}

impl WardTexts {
    /// How far the work has come.
    pub fn phase(&self, phase: Phase) -> &'static str {
        match phase {
            Phase::NoRound => self.no_round,
            Phase::Draft => self.draft,
            Phase::Planned => self.planned,
            Phase::Confirmed => self.confirmed,
            Phase::Open => self.open,
            Phase::ToCount => self.to_count,
            Phase::ToPublish => self.to_publish,
            Phase::Published => self.published,
            Phase::ClosedUnread => self.closed_unread,
        }
    }

    /// What is to be done next, with a place for when.
    pub fn next_step(&self, next: Next) -> &'static str {
        match next {
            Next::MakeRound => self.make_round,
            Next::FinishDraft => self.finish_draft,
            Next::Mend => self.mend,
            Next::ChoosePassphrase => self.choose_passphrase,
            Next::EnrolTablet => self.enrol_tablet,
            Next::SeeTablet => self.see_tablet,
            Next::Confirm => self.confirm,
            Next::PrintCodes => self.print_codes,
            Next::WaitToOpen => self.wait_to_open,
            Next::WaitForAnswers => self.wait_for_answers,
            Next::WaitForGood => self.wait_for_good,
            Next::WaitForTablets => self.wait_for_tablets,
            Next::Count => self.count,
            Next::DecideTooFew => self.decide_too_few,
            Next::WatchUnread => self.watch_unread,
            Next::Publish => self.publish,
            Next::AskOther => self.ask_other,
            Next::SeeResult => self.see_result,
            Next::FollowUp => self.follow_up,
        }
    }
}

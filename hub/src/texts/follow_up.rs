//! Texts of silence, of what was made of a result, and of cases shown on.

use super::{fill, texts};
use crate::process::passed_on::{CaseKind, Function};

texts! { FollowUpTexts {
    silent: "Dette venter på svar", "Dette ventar på svar", "This waits for an answer";
    show_more: "Vis {} til", "Vis {} til", "Show {} more";
    these_are_oldest: "Her står de {} eldste.", "Her står dei {} eldste.", "These are the {} oldest.";
    no_report: "{}: resultatet ble publisert {}, og det er ikke skrevet noen rapport.", "{}: resultatet vart publisert {}, og det er ikkje skrive nokon rapport.",
        "{}: the result was published on {}, and no report has been written.";
    no_plan: "{}: rapporten ble lagt fram {}, og det er ikke laget noen handlingsplan.", "{}: rapporten vart lagd fram {}, og det er ikkje laga nokon handlingsplan.",
        "{}: the report was given on {}, and no action plan has been made.";
    report_owed: "Publisert {}, uten rapport.", "Publisert {}, utan rapport.", "Published on {}, without a report.";
    plan_owed: "Rapport {}, uten handlingsplan.", "Rapport {}, utan handlingsplan.", "Report on {}, without an action plan.";
    why: "En kartlegging som ingen følger opp, kan gjøre arbeidsmiljøet dårligere.", "Ei kartlegging som ingen følgjer opp, kan gjere arbeidsmiljøet dårlegare.",
        "A round that nobody follows up can make the working environment worse.";
    why_senior: "Det har stått hos leder og prosessveileder i minst to uker, der enheten har dem. Spør hva de trenger hjelp til.",
        "Det har stått hos leiar og prosessrettleiar i minst to veker, der eininga har dei. Spør kva dei treng hjelp til.",
        "Leader and process guide have been told for at least two weeks, where the ward has them. Ask what they need help with.";
    no_leader: "Ingen har rollen som leder der, så bare prosessveilederen har fått vite det.",
        "Ingen har rolla som leiar der, så berre prosessrettleiaren har fått vite det.",
        "Nobody has the leader's role there, so only the process guide has been told.";
    no_guide: "Ingen har rollen som prosessveileder der, så bare lederen har fått vite det.",
        "Ingen har rolla som prosessrettleiar der, så berre leiaren har fått vite det.",
        "Nobody has the process guide's role there, so only the leader has been told.";
    nobody_there: "Ingen har rollen som leder eller prosessveileder der, så ingen andre enn du har fått vite det. Be driftsansvarlig gi noen rollene.",
        "Ingen har rolla som leiar eller prosessrettleiar der, så ingen andre enn du har fått vite det. Be driftsansvarleg gje nokon rollene.",
        "Nobody has the role of leader or process guide there, so nobody but you has been told. Ask the administrator to give somebody the roles.";
    follow_up: "Hva ble gjort med resultatet?", "Kva vart gjort med resultatet?", "What was made of the result?";
    published_on: "Publisert {}", "Publisert {}", "Published on {}";
    lead: "Skriv inn når rapporten ble lagt fram og handlingsplanen laget, også når det er gjort på papir. Da slutter Trykk å minne om det.",
        "Skriv inn når rapporten vart lagd fram og handlingsplanen laga, også når det er gjort på papir. Då sluttar Trykk å minne om det.",
        "Write down when the report was given and the action plan made, also where it was done on paper. Trykk then stops reminding of it.";
    report_day: "Rapporten ble lagt fram", "Rapporten vart lagd fram", "The report was given on";
    plan_day: "Handlingsplanen ble laget", "Handlingsplanen vart laga", "The action plan was made on";
    save: "Lagre", "Lagre", "Save";
    saved: "Lagret.", "Lagra.", "Saved.";
    fault_day: "Skriv en dag fra publiseringen til i dag, eller la feltet være tomt. Planen kan ikke være eldre enn rapporten.",
        "Skriv ein dag frå publiseringa til i dag, eller la feltet vere tomt. Planen kan ikkje vere eldre enn rapporten.",
        "Write a day from the publishing until today, or leave the field empty. The plan cannot be older than the report.";
    passed_on: "Vist videre", "Vist vidare", "Passed on";
    passed_on_lead: "Saker du har vist videre til noen som er der for dem. Skriv bare hva slags sak det var, og hvem som tok over. Ingen andre enn prosessveilederne for enheten ser lista, og den er ikke med i noen fil.",
        "Saker du har vist vidare til nokon som er der for dei. Skriv berre kva slags sak det var, og kven som tok over. Ingen andre enn prosessrettleiarane for eininga ser lista, og ho er ikkje med i noka fil.",
        "Cases that you have shown on to somebody who is there for them. Write only what kind of case it was, and who took over. Nobody but the process guides of the ward sees the list, and it is in no file.";
    passed_on_none: "Ingen saker er ført inn.", "Ingen saker er førte inn.", "No cases have been written down.";
    ward: "Enhet", "Eining", "Ward";
    day: "Dag", "Dag", "Day";
    kind: "Hva slags sak", "Kva slags sak", "What kind of case";
    function: "Hvem tok over", "Kven tok over", "Who took over";
    add: "Før inn", "Før inn", "Write it down";
    take_out: "Ta ut", "Ta ut", "Take out";
    fault_passed_on: "Velg enhet, dag, hva slags sak og hvem som tok over. Dagen kan ikke være fram i tid.",
        "Vel eining, dag, kva slags sak og kven som tok over. Dagen kan ikkje vere fram i tid.",
        "Choose ward, day, kind of case and who took over. The day cannot be to come.";
    conflict: "Konflikt", "Konflikt", "Conflict";
    harassment: "Trakassering eller mobbing", "Trakassering eller mobbing", "Harassment or bullying";
    violence: "Vold eller trusler", "Vald eller truslar", "Violence or threats";
    wrongdoing: "Kritikkverdige forhold", "Kritikkverdige forhold", "Wrongs at work";
    health: "Helse", "Helse", "Health";
    substances: "Rus", "Rus", "Alcohol or drugs";
    patient_safety: "Pasientsikkerhet", "Pasienttryggleik", "Patient safety";
    other_kind: "Annet", "Anna", "Other";
    occupational_health: "Bedriftshelsetjenesten", "Bedriftshelsetenesta", "The occupational health service";
    human_resources: "Personalavdelingen", "Personalavdelinga", "The staff department";
    chief_safety_rep: "Hovedverneombudet", "Hovudverneombodet", "The chief safety rep";
    chief_union_rep: "Foretakstillitsvalgt", "Føretakstillitsvald", "The chief union rep";
    reports_of_wrongs: "Varslingsmottaket", "Varslingsmottaket", "Those who receive reports of wrongs";
    senior_leader: "Overordnet leder", "Overordna leiar", "The senior leader";
    emergency: "Lege eller politi", "Lege eller politi", "Doctor or police";
    other_function: "Andre", "Andre", "Others";
}}

impl FollowUpTexts {
    /// What a fold says that holds so many more.
    pub fn more(&self, many: usize) -> String {
        fill(self.show_more, &[&many])
    }

    /// What is said below a list that holds so many of more.
    pub fn oldest(&self, many: usize) -> String {
        fill(self.these_are_oldest, &[&many])
    }

    /// What a kind of case is called.
    pub fn kind_name(&self, kind: CaseKind) -> &'static str {
        match kind {
            CaseKind::Conflict => self.conflict,
            CaseKind::Harassment => self.harassment,
            CaseKind::Violence => self.violence,
            CaseKind::Wrongdoing => self.wrongdoing,
            CaseKind::Health => self.health,
            CaseKind::Substances => self.substances,
            CaseKind::PatientSafety => self.patient_safety,
            CaseKind::Other => self.other_kind,
        }
    }

    /// What a function is called.
    pub fn function_name(&self, function: Function) -> &'static str {
        match function {
            Function::OccupationalHealth => self.occupational_health,
            Function::HumanResources => self.human_resources,
            Function::ChiefSafetyRep => self.chief_safety_rep,
            Function::ChiefUnionRep => self.chief_union_rep,
            Function::ReportsOfWrongs => self.reports_of_wrongs,
            Function::SeniorLeader => self.senior_leader,
            Function::Emergency => self.emergency,
            Function::Other => self.other_function,
        }
    }
}

//! Why a change to the plan was not made, in the reader's words.

use super::{fill, texts};
use crate::organisation::check::Fault;
use crate::organisation::edit::EditError;
use crate::organisation::{Organisation, Refusal};
use crate::written::WrittenError;
use trykk_shared::language::Language;

texts! { EditTexts {
    no_name: "Skriv et navn.", "Skriv eit namn.", "Write a name.";
    odd_name: "Skriv navnet på én linje, uten spesialtegn.", "Skriv namnet på éi linje, utan spesialteikn.",
        "Write the name on one line, without special characters.";
    no_department: "Velg en avdeling som finnes.", "Vel ei avdeling som finst.", "Choose a department that exists.";
    no_headcount: "Skriv hvor mange som arbeider der, med tall: fra 1 til 2000.", "Skriv kor mange som arbeider der, med tal: frå 1 til 2000.",
        "Write how many people work there, as a number: 1 to 2000.";
    no_email: "«{}» er ikke en e-postadresse. Skriv den som kari@sykehuset.no.", "«{}» er ikkje ei e-postadresse. Skriv henne som kari@sjukehuset.no.",
        "“{}” is not an email address. Write one like kari@hospital.org.";
    place_gone: "En enhet eller avdeling du valgte, finnes ikke lenger. Velg på nytt.",
        "Ei eining eller avdeling du valde, finst ikkje lenger. Vel på nytt.",
        "A ward or department that you chose is gone. Choose again.";
    no_department_chosen: "En overordnet leder ser hele avdelinger. Velg minst én avdeling.",
        "Ein overordna leiar ser heile avdelingar. Vel minst éi avdeling.",
        "A senior leader sees whole departments. Choose at least one.";
    no_place: "Velg minst én enhet eller avdeling. Uten det har brukeren ingenting å åpne.",
        "Vel minst éi eining eller avdeling. Utan det har brukaren ingenting å opne.",
        "Choose at least one ward or department. Without one there is nothing to open.";
    no_time_zone: "Tidssonen finnes ikke. Skriv den som Europe/Oslo.", "Tidssona finst ikkje. Skriv henne som Europe/Oslo.",
        "There is no such time zone. Write one like Europe/Oslo.";
    no_guide_left: "Kartleggingen i {} ville stå uten en prosessveileder som kan telle den opp. Vent til den er publisert, eller til en annen som har nøkkel, er prosessveileder der.",
        "Kartlegginga i {} ville stå utan ein prosessrettleiar som kan telje henne opp. Vent til ho er publisert, eller til ein annan som har nøkkel, er prosessrettleiar der.",
        "The round in {} would be left without a process guide who can count it. Wait until it is published, or until somebody else who holds a key is a process guide there.";
    ward_has_plan: "Kartleggingen «{}» er planlagt i en enhet som er lagt ned. Ta enheten ut av den, eller slett den først.",
        "Kartlegginga «{}» er planlagd i ei eining som er lagd ned. Ta eininga ut av henne, eller slett henne først.",
        "The round “{}” is planned in a ward that is closed. Take the ward out of it, or delete it first.";
    account_there: "{} er bruker fra før.", "{} er brukar frå før.", "{} has an account already.";
    department_in_use: "Avdelingen har enheter eller brukere. Flytt dem først.", "Avdelinga har einingar eller brukarar. Flytt dei først.",
        "The department has wards or people. Move them first.";
    yourself: "Dette er din egen bruker. Be en annen driftsansvarlig.", "Dette er din eigen brukar. Be ein annan driftsansvarleg.",
        "This is your own account. Ask another administrator.";
    not_allowed: "Du har ikke lenger rett til å gjøre dette. Logg inn på nytt.", "Du har ikkje lenger rett til å gjere dette. Logg inn på nytt.",
        "You may not do this any more. Log in again.";
    not_there: "Det finnes ikke lenger. Noen andre har endret det imens.", "Det finst ikkje lenger. Nokon andre har endra det imens.",
        "It is not there any more. Somebody else changed it meanwhile.";
    too_long: "Teksten er på {} tegn. Skriv høyst {}, så nettbrettet kan vise den.", "Teksten er på {} teikn. Skriv høgst {}, så nettbrettet kan vise han.",
        "The text has {} characters. Write at most {}, so that a tablet can show it.";
    too_many_lines: "Teksten har for mange linjer. Skriv høyst {}, så nettbrettet kan vise den.", "Teksten har for mange linjer. Skriv høgst {}, så nettbrettet kan vise han.",
        "The text has too many lines. Write at most {}, so that a tablet can show it.";
    not_plain: "Teksten har tegn som ikke kan vises. Skriv den uten spesialtegn.", "Teksten har teikn som ikkje kan visast. Skriv han utan spesialteikn.",
        "The text has characters that cannot be shown. Write it without special characters.";
    long_word: "Ordet «{}» er for langt for én linje. Del det med bindestrek eller mellomrom.",
        "Ordet «{}» er for langt for éi linje. Del det med bindestrek eller mellomrom.",
        "The word “{}” is too long for a line. Divide it with a hyphen or a space.";
    other: "Det gikk ikke. Ingenting er endret.", "Det gjekk ikkje. Ingenting er endra.", "It did not work. Nothing was changed.";
}}

/// Each reason why a change was not made, once.
pub fn say_edit_error(language: Language, organisation: &Organisation, error: &EditError) -> Vec<String> {
    let texts = EditTexts::of(language);
    let mut said: Vec<String> = match error {
        EditError::Faults(faults) => faults.iter().map(|fault| say_fault(texts, fault)).collect(),
        EditError::Refused(refused) => refused
            .iter()
            .map(|one| say_refusal(texts, language, organisation, one))
            .collect(),
        EditError::NotThere => vec![texts.not_there.to_owned()],
        EditError::AccountThere(email) => vec![fill(texts.account_there, &[email])],
        EditError::DepartmentInUse(_) => vec![texts.department_in_use.to_owned()],
        EditError::Yourself => vec![texts.yourself.to_owned()],
        EditError::NotAllowed => vec![texts.not_allowed.to_owned()],
    };
    said.dedup();
    said
}

fn say_fault(texts: &EditTexts, fault: &Fault) -> String {
    let text = match fault {
        Fault::Email(why) => return fill(texts.no_email, &[&why.0]),
        Fault::Name {
            why: WrittenError::Empty,
            ..
        } => texts.no_name,
        Fault::Name { .. } => texts.odd_name,
        Fault::WardsDepartment { .. } => texts.no_department,
        Fault::Headcount(..) => texts.no_headcount,
        Fault::AccountsPlace { .. } => texts.place_gone,
        Fault::SeniorWithoutDepartment(_) => texts.no_department_chosen,
        Fault::NoPlace(_) => texts.no_place,
        Fault::TimeZone(_) => texts.no_time_zone,
        _ => texts.other,
    };
    text.to_owned()
}

fn say_refusal(texts: &EditTexts, language: Language, organisation: &Organisation, refusal: &Refusal) -> String {
    match refusal {
        Refusal::NoGuideLeft { wards, .. } => fill(texts.no_guide_left, &[&organisation.ward_names(wards)]),
        Refusal::ClosedWard { round, .. } => {
            let title = organisation
                .rounds
                .get(round)
                .map_or(round.as_str(), |round| round.deck.title.get(language));
            fill(texts.ward_has_plan, &[&title])
        }
        Refusal::TooLong { chars, most, .. } => fill(texts.too_long, &[chars, most]),
        Refusal::LongWord { word, .. } => fill(texts.long_word, &[word]),
        Refusal::TooManyLines { most, .. } => fill(texts.too_many_lines, &[most]),
        Refusal::NotPlain { .. } => texts.not_plain.to_owned(),
        _ => texts.other.to_owned(),
    }
}

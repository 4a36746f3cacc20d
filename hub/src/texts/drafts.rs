//! Texts of the pages on which a guide makes a round.

use super::{EditTexts, fill, say_edit_error, texts};
use crate::organisation::check::Fault;
use crate::organisation::drafts::{Draft, DraftFault, Field, Why};
use crate::organisation::edit::EditError;
use crate::organisation::planning::PlanningError;
use crate::organisation::times::TimeError;
use crate::organisation::{Organisation, Refusal};
use trykk_shared::deck::ModeError;
use trykk_shared::language::Language;

texts! { DraftTexts {
    new: "Ny kartlegging", "Ny kartlegging", "New round";
    new_lead: "Kartleggingen lagres som et utkast. Ingenting åpner før du har planlagt den.",
        "Kartlegginga blir lagra som eit utkast. Ingenting opnar før du har planlagt henne.",
        "The round is saved as a draft. Nothing opens until you have planned it.";
    draft: "Utkast", "Utkast", "Draft";
    drafts: "Utkast", "Utkast", "Drafts";
    change: "Endre kartleggingen", "Endre kartlegginga", "Change the round";
    change_lead: "Den er planlagt og ikke bekreftet ennå. Det du lagrer, gjelder med en gang.",
        "Ho er planlagd og ikkje stadfesta enno. Det du lagrar, gjeld med ein gong.",
        "It is planned and not confirmed yet. What you save holds at once.";
    unnamed: "Uten navn", "Utan namn", "Without a name";
    no_wards_yet: "Ingen enheter ennå", "Ingen einingar enno", "No wards yet";
    made_by: "Begynt av {}", "Starta av {}", "Begun by {}";
    name: "Navn", "Namn", "Name";
    name_hint: "For dere som er prosessveiledere, for eksempel «Høsten 2026». De som svarer, ser tittelen på kortstokken.",
        "For dykk som er prosessrettleiarar, til dømes «Hausten 2026». Dei som svarar, ser tittelen på kortstokken.",
        "For you who are process guides, for example “Autumn 2026”. Those who answer see the title of the deck.";
    wards: "Enheter", "Einingar", "Wards";
    wards_hint: "Hver enhet får sin egen opptelling. Små enheter kan slås sammen: gi dem samme gruppe, så telles de som én. Det står på nettbrettet.",
        "Kvar eining får si eiga oppteljing. Små einingar kan slåast saman: gje dei same gruppe, så blir dei talde som éi. Det står på nettbrettet.",
        "Each ward is counted by itself. Small wards can be pooled: give them the same group, and they are counted as one. The tablet says so.";
    headcount: "Arbeider der", "Arbeider der", "Work there";
    headcount_hint: "Er antallet galt, be driftsansvarlig rette det.", "Er talet gale, be driftsansvarleg rette det.",
        "If a number is wrong, ask the administrator to correct it.";
    together: "Telles", "Blir talt", "Counted";
    together_of: "Hvordan {} telles", "Korleis {} blir talt", "How {} is counted";
    by_itself: "For seg", "For seg", "By itself";
    group: "Gruppe {}", "Gruppe {}", "Group {}";
    no_wards: "Du har ingen åpne enheter ennå. Driftsansvarlig legger dem til.",
        "Du har ingen opne einingar enno. Driftsansvarleg legg dei til.", "You have no open wards yet. The administrator adds them.";
    deck: "Kortstokk", "Kortstokk", "Deck";
    deck_label: "{} ({} spørsmål, versjon {})", "{} ({} spørsmål, versjon {})", "{} ({} questions, version {})";
    choose: "Velg", "Vel", "Choose";
    mode: "Slik svarer folk", "Slik svarar folk", "How people answer";
    drop_in: "Én om gangen, når det passer dem", "Éin om gongen, når det passar dei", "One at a time, when it suits them";
    table: "Ved bord på om lag fire: kort og tall sammen, resten hver for seg", "Ved bord på om lag fire: kort og tal saman, resten kvar for seg",
        "At tables of about four: cards and numbers together, the rest each alone";
    codes: "Startkoder: hver får en lapp med en kode som åpner ett svarark", "Startkodar: kvar får ein lapp med ein kode som opnar eitt svarark",
        "Start codes: each gets a slip with a code that opens one sheet";
    codes_hint: "Uten koder kan samme person svare flere ganger. Ved bord brukes ingen koder.",
        "Utan kodar kan same person svare fleire gonger. Ved bord blir det ikkje brukt kodar.",
        "Without codes the same person can answer several times. Tables use none.";
    languages: "Språk", "Språk", "Languages";
    opens: "Åpner", "Opnar", "Opens";
    closes: "Stenger", "Stengjer", "Closes";
    day: "Dag", "Dag", "Day";
    time: "Klokkeslett", "Klokkeslett", "Time of day";
    time_hint: "Uten klokkeslett åpner den når dagen begynner, og stenger når dagen er slutt ({}).",
        "Utan klokkeslett opnar ho når dagen startar, og stengjer når dagen er slutt ({}).",
        "Without a time of day it opens when the day begins, and closes when the day ends ({}).";
    opens_said: "Åpner {}.", "Opnar {}.", "Opens on {}.";
    closes_said: "Stenger {}.", "Stengjer {}.", "Closes on {}.";
    floor: "Minst så mange må svare", "Minst så mange må svare", "At least so many have to answer";
    floor_hint: "Svarer færre, åpnes ingenting. Du kan be om flere enn {}, ikke færre.",
        "Svarar færre, blir ingenting opna. Du kan be om fleire enn {}, ikkje færre.",
        "If fewer answer, nothing is opened. You can ask for more than {}, not for fewer.";
    urgent: "Når noe haster", "Når noko hastar", "When something is urgent";
    urgent_hint: "Hvor folk kan henvende seg med en gang. Det står på nettbrettet. Foreslått fra den siste kartleggingen, hvis det var en.",
        "Kvar folk kan vende seg med ein gong. Det står på nettbrettet. Føreslått frå den siste kartlegginga, om det var ei.",
        "Where people can turn at once. The tablet shows it. Proposed from the last round, if there was one.";
    save: "Lagre utkastet", "Lagre utkastet", "Save the draft";
    save_change: "Lagre endringen", "Lagre endringa", "Save the change";
    plan: "Planlegg den", "Planlegg henne", "Plan it";
    plan_hint: "Da står den i planen. Har den ikke startkoder, åpner den av seg selv når tiden kommer. Til den er bekreftet, kan du endre den eller ta den bort.",
        "Då står ho i planen. Har ho ikkje startkodar, opnar ho av seg sjølv når tida kjem. Til ho er stadfesta, kan du endre henne eller ta henne bort.",
        "Then it stands in the plan. Without start codes it opens by itself at its time. Until it is confirmed you can change it or take it away.";
    saved: "Lagret.", "Lagra.", "Saved.";
    planned_next: "Kartleggingen er planlagt. Neste skritt er å bekrefte den.", "Kartlegginga er planlagd. Neste steg er å stadfeste henne.",
        "The round is planned. The next step is to confirm it.";
    taken_away: "Kartleggingen er tatt bort.", "Kartlegginga er teken bort.", "The round is taken away.";
    deleted: "Utkastet er slettet.", "Utkastet er sletta.", "The draft is deleted.";
    missing_lead: "Dette må være på plass før den kan planlegges. Det du har skrevet, er lagret.",
        "Dette må vere på plass før ho kan planleggjast. Det du har skrive, er lagra.",
        "This has to be in place before it can be planned. What you have written is saved.";
    refused: "Den er ikke planlagt ennå. Se hva som mangler nedenfor.", "Ho er ikkje planlagd enno. Sjå kva som manglar nedanfor.",
        "It is not planned yet. See below what is missing.";
    not_changed: "Ingenting er endret ennå. Se hva som mangler nedenfor.", "Ingenting er endra enno. Sjå kva som manglar nedanfor.",
        "Nothing is changed yet. See below what is missing.";
    too_long: "Teksten er på {} tegn. Et utkast tar vare på høyst {}.", "Teksten er på {} teikn. Eit utkast tek vare på høgst {}.",
        "The text has {} characters. A draft keeps at most {}.";
    too_many: "Du har begynt på 40 utkast, og flere blir ikke tatt vare på. Slett noen du ikke trenger, og lagre så dette.",
        "Du har starta på 40 utkast, og fleire blir ikkje tekne vare på. Slett nokre du ikkje treng, og lagre så dette.",
        "You have begun 40 drafts, and no more are kept. Delete some that you do not need, then save this one.";
    not_saved: "Utkastet er ikke lagret. Se hva som mangler nedenfor.", "Utkastet er ikkje lagra. Sjå kva som manglar nedanfor.",
        "The draft is not saved. See below what is missing.";
    changed_meanwhile: "Noen andre har lagret utkastet imens. Det du skrev, står her og er ikke lagret. Lagrer du nå, gjelder ditt.",
        "Nokon andre har lagra utkastet imens. Det du skreiv, står her og er ikkje lagra. Lagrar du no, gjeld ditt.",
        "Somebody else has saved the draft meanwhile. What you wrote stands here and is not saved. If you save now, yours holds.";
    round_changed_meanwhile: "Noen andre har endret kartleggingen imens. Det du skrev, står her og er ikke lagret. Lagrer du nå, gjelder ditt.",
        "Nokon andre har endra kartlegginga imens. Det du skreiv, står her og er ikkje lagra. Lagrar du no, gjeld ditt.",
        "Somebody else has changed the round meanwhile. What you wrote stands here and is not saved. If you save now, yours holds.";
    gone: "Noen andre har planlagt eller slettet utkastet imens. Det du skrev, står her og er ikke lagret. Lagrer du, blir det et nytt utkast.",
        "Nokon andre har planlagt eller sletta utkastet imens. Det du skreiv, står her og er ikkje lagra. Lagrar du, blir det eit nytt utkast.",
        "Somebody else has planned or deleted the draft meanwhile. What you wrote stands here and is not saved. If you save it, it becomes a new draft.";
    delete: "Slett utkastet", "Slett utkastet", "Delete the draft";
    delete_hint: "Ingen har svart på det, og ingenting annet forsvinner.", "Ingen har svart på det, og ingenting anna forsvinn.",
        "Nobody has answered it, and nothing else is lost.";
    take_away: "Ta den bort", "Ta henne bort", "Take it away";
    take_away_hint: "Kartleggingen går ut av planen, i alle enhetene den gjelder. Ingen har svart ennå. Vil du beholde det du har skrevet, lag en kopi først.",
        "Kartlegginga går ut av planen, i alle einingane ho gjeld. Ingen har svart enno. Vil du ta vare på det du har skrive, lag ein kopi først.",
        "The round leaves the plan, in all its wards. Nobody has answered yet. To keep what you have written, make a copy first.";
    copy: "Lag en ny som denne", "Lag ei ny som denne", "Make a new one like this";
    copy_hint: "Et utkast med samme kortstokk og enheter, og uten tider.", "Eit utkast med same kortstokk og einingar, og utan tider.",
        "A draft with the same deck and wards, and without times.";
    weak_wards: "Gjelder {}", "Gjeld {}", "In {}";
    weak_all: "Gjelder alle", "Gjeld alle", "In all of them";
    // What cannot be.
    no_name: "Gi den et navn.", "Gje henne eit namn.", "Give it a name.";
    odd_name: "Skriv navnet på én linje, uten spesialtegn.", "Skriv namnet på éi linje, utan spesialteikn.",
        "Write the name on one line, without special characters.";
    no_deck: "Velg en kortstokk.", "Vel ein kortstokk.", "Choose a deck.";
    no_language: "Velg minst ett språk.", "Vel minst eitt språk.", "Choose at least one language.";
    no_ward: "Velg minst én enhet.", "Vel minst éi eining.", "Choose at least one ward.";
    ward_gone: "En enhet du valgte, finnes ikke lenger. Den er tatt ut.", "Ei eining du valde, finst ikkje lenger. Ho er teken ut.",
        "A ward that you chose is gone. It was taken out.";
    ward_closed: "{} er lagt ned og får ingen nye kartlegginger. Ta den ut.", "{} er lagd ned og får ingen nye kartleggingar. Ta henne ut.",
        "{} is closed and gets no new rounds. Take it out.";
    not_yours: "Du er ikke prosessveileder i {}. Enheten er tatt ut.",
        "Du er ikkje prosessrettleiar i {}. Eininga er teken ut.",
        "You are not a process guide in {}. The ward was taken out.";
    alone: "{} er alene i gruppen. Velg en enhet til i samme gruppe, eller la den telles for seg.",
        "{} er aleine i gruppa. Vel ei eining til i same gruppe, eller la henne bli talt for seg.",
        "{} is alone in its group. Choose one more ward in the same group, or count it by itself.";
    nothing_for_table: "Denne kortstokken har ingen kort eller tall som et bord kan svare på sammen. Velg en annen, eller la folk svare én om gangen.",
        "Denne kortstokken har ingen kort eller tal som eit bord kan svare på saman. Vel ein annan, eller la folk svare éin om gongen.",
        "This deck has no cards or numbers for a table to answer together. Choose another one, or let people answer one at a time.";
    nothing_for_members: "Denne kortstokken har ingenting som hver ved bordet kan svare på alene. Velg en annen, eller la folk svare én om gangen.",
        "Denne kortstokken har ingenting som kvar ved bordet kan svare på aleine. Vel ein annan, eller la folk svare éin om gongen.",
        "This deck has nothing for each at the table to answer alone. Choose another one, or let people answer one at a time.";
    no_opening: "Velg dagen den åpner.", "Vel dagen for opninga.", "Choose the day on which it opens.";
    no_closing: "Velg dagen den stenger.", "Vel dagen for stenginga.", "Choose the day on which it closes.";
    not_a_time: "Skriv dagen som 2026-11-30, og klokkeslettet som 16:00.", "Skriv dagen som 2026-11-30, og klokkeslettet som 16:00.",
        "Write the day like 2026-11-30, and the time of day like 16:00.";
    skipped: "Det klokkeslettet finnes ikke den dagen, for klokka stilles fram. Velg et annet.",
        "Det klokkeslettet finst ikkje den dagen, for klokka blir stilt fram. Vel eit anna.",
        "There is no such time on that day, as the clocks go forward. Choose another one.";
    twice: "Det klokkeslettet kommer to ganger den dagen, for klokka stilles tilbake. Velg et annet.",
        "Det klokkeslettet kjem to gonger den dagen, for klokka blir stilt tilbake. Vel eit anna.",
        "That time comes twice on that day, as the clocks go back. Choose another one.";
    opening_past: "Åpningen er passert. Velg en som kommer.", "Opninga er passert. Vel ei som kjem.", "The opening has passed. Choose one that lies ahead.";
    closing_past: "Stengetiden er passert. Velg en som kommer.", "Stengetida er passert. Vel ei som kjem.",
        "The closing time has passed. Choose one that lies ahead.";
    closes_first: "Den stenger før den åpner. Flytt en av tidene.", "Stenginga kjem før opninga. Flytt ei av dei.",
        "It closes before it opens. Move one of the times.";
    low_floor: "Skriv {} eller mer, med tall.", "Skriv {} eller meir, med tal.", "Write {} or more, as a number.";
    no_urgent: "Skriv hvor folk kan henvende seg når noe haster.", "Skriv kvar folk kan vende seg når noko hastar.",
        "Write where people can turn when something is urgent.";
    named: "«{}», {}", "«{}», {}", "“{}”, {}";
    overlap: "{} har en annen kartlegging åpen på samme tid ({}). Velg andre tider, eller ta enheten ut.",
        "{} har ei anna kartlegging open på same tid ({}). Vel andre tider, eller ta eininga ut.",
        "{} has another round open at the same time ({}). Choose other times, or take the ward out.";
    settled: "Kartleggingen er bekreftet eller åpnet i minst én enhet, og kan ikke endres eller tas bort. Er den bare bekreftet, kan bekreftelsen angres først.",
        "Kartlegginga er stadfesta eller opna i minst éi eining, og kan ikkje endrast eller takast bort. Er ho berre stadfesta, kan stadfestinga angrast først.",
        "The round is confirmed or open in at least one ward, and cannot be changed or taken away. If it is only confirmed, take the confirming back first.";
}}

/// What is wrong with a part of the form, in words.
pub fn say_draft_fault(language: Language, organisation: &Organisation, fault: &DraftFault) -> String {
    let texts = DraftTexts::of(language);
    let ward = |id: &String| organisation.ward_names(std::slice::from_ref(id));
    let text = match (&fault.why, fault.field) {
        (Why::Closed(id), _) => return fill(texts.ward_closed, &[&ward(id)]),
        (Why::NotYours(id), _) => return fill(texts.not_yours, &[&ward(id)]),
        (Why::Alone(id), _) => return fill(texts.alone, &[&ward(id)]),
        (Why::Floor(least), _) => return fill(texts.low_floor, &[least]),
        (Why::Name(_), _) => texts.odd_name,
        (Why::TooLong { chars, most }, _) => return fill(texts.too_long, &[chars, most]),
        (Why::WardGone, _) => texts.ward_gone,
        (Why::Mode(ModeError::NothingForTheTable), _) => texts.nothing_for_table,
        (Why::Mode(ModeError::NothingForMembers), _) => texts.nothing_for_members,
        (Why::Time(TimeError::Skipped { .. }), _) => texts.skipped,
        (Why::Time(TimeError::Twice { .. }), _) => texts.twice,
        (Why::Time(_), _) => texts.not_a_time,
        (Why::Past, Field::Opens) => texts.opening_past,
        (Why::Past, _) => texts.closing_past,
        (Why::ClosesFirst, _) => texts.closes_first,
        (Why::Missing, Field::Name) => texts.no_name,
        (Why::Missing, Field::Deck | Field::Mode) => texts.no_deck,
        (Why::Missing, Field::Languages) => texts.no_language,
        (Why::Missing, Field::Wards) => texts.no_ward,
        (Why::Missing, Field::Opens) => texts.no_opening,
        (Why::Missing, Field::Closes) => texts.no_closing,
        (Why::Missing, Field::Floor) => return fill(texts.low_floor, &[&crate::organisation::check::USUAL_FLOOR]),
        (Why::Missing, Field::Urgent) => texts.no_urgent,
    };
    text.to_owned()
}

/// Whether a text would not be shown as it is.
fn is_of_text(refusal: &Refusal) -> bool {
    matches!(
        refusal,
        Refusal::TooLong { .. } | Refusal::TooManyLines { .. } | Refusal::LongWord { .. } | Refusal::NotPlain { .. }
    )
}

/// Why a round was not planned, changed or taken away: at the parts of its form, and in general.
pub fn say_not_planned(
    language: Language,
    organisation: &Organisation,
    draft: &Draft,
    why: &PlanningError,
    period: impl Fn(i64, i64) -> String,
) -> Vec<(Option<Field>, String)> {
    let texts = DraftTexts::of(language);
    let mut said: Vec<(Option<Field>, String)> = match why {
        PlanningError::Settled => vec![(None, texts.settled.to_owned())],
        PlanningError::Meanwhile => Vec::new(),
        PlanningError::Faults(faults) => faults
            .iter()
            .map(|fault| (Some(fault.field), say_draft_fault(language, organisation, fault)))
            .collect(),
        PlanningError::Edit(EditError::Faults(faults)) => faults
            .iter()
            .map(|fault| match fault {
                Fault::Overlap { other, ward, .. } => {
                    // Of the two names in it one is this round's, which the plan may not have.
                    let mut settled = organisation.settled.iter();
                    let settled = settled.find(|known| known.round == *other && known.wards.contains(ward));
                    let planned = organisation
                        .rounds
                        .get(other)
                        .map(|round| (round.plan.opens, round.plan.closes));
                    let times = settled.and_then(|known| known.open).or(planned);
                    let when = times.map_or_else(String::new, |(opens, closes)| period(opens, closes));
                    let title = organisation
                        .rounds
                        .get(other)
                        .map(|round| round.deck.title.get(language));
                    let when = title.map_or(when.clone(), |title| fill(texts.named, &[&title, &when]));
                    let ward = organisation.ward_names(std::slice::from_ref(ward));
                    (Some(Field::Opens), fill(texts.overlap, &[&ward, &when]))
                }
                fault => {
                    let said = say_edit_error(language, organisation, &EditError::Faults(vec![fault.clone()]));
                    (None, said.join(" "))
                }
            })
            .collect(),
        PlanningError::Edit(EditError::Refused(refused))
            if refused.iter().all(|one| matches!(one, Refusal::ClosedWard { .. })) =>
        {
            let closed = draft
                .wards
                .keys()
                .filter(|id| organisation.wards.get(*id).is_some_and(|ward| ward.closed));
            let said = closed.map(|id| fill(texts.ward_closed, &[&organisation.ward_names(std::slice::from_ref(id))]));
            said.map(|said| (Some(Field::Wards), said)).collect()
        }
        // A round has one text of its own.
        PlanningError::Edit(error @ EditError::Refused(refused)) if refused.iter().all(is_of_text) => {
            let said = say_edit_error(language, organisation, error).into_iter();
            said.map(|said| (Some(Field::Urgent), said)).collect()
        }
        PlanningError::Edit(EditError::NotThere) => vec![(None, EditTexts::of(language).not_there.to_owned())],
        PlanningError::Edit(error) => say_edit_error(language, organisation, error)
            .into_iter()
            .map(|said| (None, said))
            .collect(),
    };
    let mut seen = std::collections::BTreeSet::new();
    said.retain(|one| seen.insert(one.clone()));
    said
}

impl DraftTexts {
    /// Who began a draft.
    pub fn begun_by(&self, email: &str) -> String {
        fill(self.made_by, &[&email])
    }
}

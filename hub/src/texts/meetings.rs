//! Texts of meetings.

use super::texts;
use crate::process::meetings::{MeetingError, MeetingKind, Part};

texts! { MeetingTexts {
    meetings: "Møter", "Møte", "Meetings";
    meeting: "Møte", "Møte", "Meeting";
    none: "Ingen møter er skrevet inn ennå.", "Ingen møte er skrivne inn enno.", "No meetings have been written down yet.";
    add: "Skriv inn et møte", "Skriv inn eit møte", "Write a meeting down";
    planned: "Planlagt", "Planlagt", "Planned";
    held: "Avsluttet", "Avslutta", "Closed";
    late: "Ikke avsluttet", "Ikkje avslutta", "Not closed";
    state: "Hvordan det står", "Korleis det står", "How it stands";
    kind: "Hva slags møte", "Kva slags møte", "What kind of meeting";
    introductory: "Innledende møte", "Innleiande møte", "Introductory meeting";
    regular: "Fast møte", "Fast møte", "Regular meeting";
    gathering: "Tiltakssamling", "Tiltakssamling", "Gathering for measures";
    follow_up: "Oppfølgingsmøte", "Oppfølgingsmøte", "Follow-up meeting";
    day: "Dag", "Dag", "Day";
    parts: "Hvem var med?", "Kven var med?", "Who took part?";
    staff: "Ansatte", "Tilsette", "Staff";
    decided: "Hva ble bestemt?", "Kva vart bestemt?", "What was decided?";
    decided_hint: "Skriv hva dere ble enige om, hvem som gjør det, og når. Ikke skriv om enkeltpersoner.",
        "Skriv kva de vart samde om, kven som gjer det, og når. Ikkje skriv om enkeltpersonar.",
        "Write what you agreed on, who does it, and when. Do not write about single persons.";
    next: "Neste møte", "Neste møte", "Next meeting";
    none_needed: "Ikke behov for neste møte, fordi", "Ikkje behov for neste møte, fordi", "No next meeting is needed, because";
    next_hint: "Skriv en dag eller en grunn. Uten en av delene kan møtet ikke avsluttes.", "Skriv ein dag eller ein grunn. Utan ein av delane kan møtet ikkje avsluttast.",
        "Write a day or a reason. Without one of them the meeting cannot be closed.";
    save: "Lagre uten å avslutte", "Lagre utan å avslutte", "Save without closing";
    close: "Avslutt møtet", "Avslutt møtet", "Close the meeting";
    close_hint: "Når møtet er avsluttet, endres referatet ikke mer. Neste møte blir planlagt.",
        "Når møtet er avslutta, blir referatet ikkje endra meir. Neste møte blir planlagt.",
        "Once the meeting is closed, the minutes do not change any more. The next meeting is planned.";
    minutes: "Referat", "Referat", "Minutes";
    print_hint: "Skriv ut siden fra nettleseren, så får du referatet på papir.", "Skriv ut sida frå nettlesaren, så får du referatet på papir.",
        "Print the page from the browser to have the minutes on paper.";
    written_by: "Skrevet av {}", "Skrive av {}", "Written by {}";
    begin_with: "Begynn med det dere bestemte sist, {}",
        "Start med det de bestemte sist, {}",
        "Begin with what you decided last, on {}";
    begin_hint: "Hva er gjort, hva må endres, og hva er ferdig?", "Kva er gjort, kva må endrast, og kva er ferdig?", "What is done, what must change, and what is finished?";
    owes_overdue: "{}: møtet {} er ikke avsluttet", "{}: møtet {} er ikkje avslutta", "{}: the meeting of {} is not closed";
    owes_plan: "{}: sette dag for neste møte", "{}: setje dag for neste møte", "{}: a day for the next meeting";
    saved: "Lagret.", "Lagra.", "Saved.";
    meanwhile: "Noen andre lagret eller avsluttet møtet mens du skrev. Det du skrev, står her. Se hva som gjelder nå, før du lagrer igjen.",
        "Nokon andre lagra eller avslutta møtet medan du skreiv. Det du skreiv, står her. Sjå kva som gjeld no, før du lagrar igjen.",
        "Somebody else saved or closed the meeting while you wrote. What you wrote is here. See what counts now before you save again.";
    see_now: "Se møtet slik det er nå", "Sjå møtet slik det er no", "See the meeting as it is now";
    resting: "Prosessen hviler. Ta den opp igjen før dere skriver møter. Det du skrev, står her.", "Prosessen kviler. Ta han opp att før de skriv møte. Det du skreiv, står her.",
        "The process rests. Take it up again before you write meetings. What you wrote is here.";
    fault_kind: "Velg hva slags møte det er.", "Vel kva slags møte det er.", "Choose what kind of meeting it is.";
    fault_day: "Velg dagen møtet var eller skal være.", "Vel dagen møtet var eller skal vere.", "Choose the day on which the meeting was or will be.";
    fault_long: "Det som ble bestemt, er lengre enn 4000 tegn. Kort det ned.", "Det som vart bestemt, er lengre enn 4000 teikn. Kort det ned.",
        "What was decided is longer than 4000 characters. Shorten it.";
    fault_next: "Neste møte må være etter dette, og innen tre år.", "Neste møte må vere etter dette, og innan tre år.", "The next meeting must be after this one, within three years.";
    fault_both: "Neste møte har både en dag og en grunn til at det ikke trengs. Fjern en av delene.",
        "Neste møte har både ein dag og ein grunn til at det ikkje trengst. Fjern ein av delane.",
        "The next meeting has both a day and a reason why it is not needed. Remove one of them.";
    fault_reason_long: "Grunnen er lengre enn 300 tegn. Kort den ned.", "Grunnen er lengre enn 300 teikn. Kort han ned.", "The reason is longer than 300 characters. Shorten it.";
    fault_unseen: "Det er et tegn i teksten som ingen kan se. Slett det, eller skriv teksten på nytt.", "Det er eit teikn i teksten som ingen kan sjå. Slett det, eller skriv teksten på nytt.",
        "There is a sign in the text that nobody can see. Delete it, or write the text again.";
    fault_not_held: "Møtet er ikke holdt ennå. Avslutt det når dagen er kommet.", "Møtet er ikkje halde enno. Avslutt det når dagen er komen.", "The meeting has not been held yet. Close it once its day has come.";
    fault_parts: "Kryss av for hvem som var med.", "Kryss av for kven som var med.", "Tick who took part.";
    fault_nothing: "Skriv hva som ble bestemt, også om det var å vente.", "Skriv kva som vart bestemt, også om det var å vente.", "Write what was decided, even if it was to wait.";
    fault_no_next: "Sett en dag for neste møte, eller skriv hvorfor det ikke trengs.", "Set ein dag for neste møte, eller skriv kvifor det ikkje trengst.",
        "Set a day for the next meeting, or write why it is not needed.";
}}

impl MeetingTexts {
    /// What a kind of meeting is called.
    pub fn kind_name(&self, kind: MeetingKind) -> &'static str {
        match kind {
            MeetingKind::Introductory => self.introductory,
            MeetingKind::Regular => self.regular,
            MeetingKind::Gathering => self.gathering,
            MeetingKind::FollowUp => self.follow_up,
        }
    }

    /// Who took part, in a word.
    pub fn part_name(&self, roles: &super::Texts, part: Part) -> &'static str {
        match part {
            Part::Leader => roles.leader,
            Part::SafetyRep => roles.safety_rep,
            Part::UnionRep => roles.union_rep,
            Part::Guide => roles.guide,
            Part::SeniorLeader => roles.senior_leader,
            Part::Staff => self.staff,
        }
    }

    /// What is wrong with what was typed.
    pub fn fault(&self, fault: MeetingError) -> &'static str {
        match fault {
            MeetingError::NoKind => self.fault_kind,
            MeetingError::NoDay => self.fault_day,
            MeetingError::DecidedTooLong => self.fault_long,
            MeetingError::NextNotAfter => self.fault_next,
            MeetingError::NextAndNone => self.fault_both,
            MeetingError::ReasonTooLong => self.fault_reason_long,
            MeetingError::Unseen => self.fault_unseen,
            MeetingError::NotHeld => self.fault_not_held,
            MeetingError::NoParts => self.fault_parts,
            MeetingError::NothingDecided => self.fault_nothing,
            MeetingError::NoNext => self.fault_no_next,
        }
    }
}

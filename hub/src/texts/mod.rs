//! Every text of the pages, in every language side by side. A text that is missing in one does not compile.

mod account;
mod anonymity;
mod areas;
mod audit;
mod bands;
mod before;
mod board;
mod codes;
mod counted;
mod deck_drafts;
mod deck_faults;
mod deck_paper;
mod decks;
mod drafts;
mod edits;
mod effect;
mod files;
mod first_steps;
mod follow_up;
mod gathering;
mod guidance;
mod guide;
mod heat_map;
mod help;
mod idea_box;
mod imports;
mod mail;
mod meetings;
mod navigation;
mod operation;
mod people;
mod plan;
mod posters;
mod preview;
mod process;
mod pulses;
mod quick_guides;
mod reports;
mod senior;
mod signing;
mod sorting;
mod tablet_files;
mod tablets;
mod times;
mod tokens;
mod wards;

use trykk_shared::kind::Unit;
use trykk_shared::language::Language;

use crate::organisation::Role;

pub use account::AccountTexts;
pub use anonymity::{AnonymityTexts, say_weak};
pub use areas::AreaTexts;
pub use audit::AuditTexts;
pub use bands::BandTexts;
pub use before::BeforeTexts;
pub use board::{BoardTexts, OpenPageTexts};
pub use codes::CodeTexts;
pub use counted::CountTexts;
pub use deck_drafts::DeckDraftTexts;
pub use deck_faults::{DeckFaultTexts, say_wrong};
pub use deck_paper::DeckPaperTexts;
pub use decks::DeckTexts;
pub use drafts::{DraftTexts, say_not_planned};
use edits::EditTexts;
pub use edits::say_edit_error;
pub use effect::EffectTexts;
pub use files::FileTexts;
pub use first_steps::FirstTexts;
pub use follow_up::FollowUpTexts;
pub use gathering::{GatheringTexts, PaperTexts, TableTexts};
pub use guidance::GuidanceTexts;
pub use guide::GuideTexts;
pub use heat_map::HeatMapTexts;
pub use help::HelpTexts;
pub use idea_box::IdeaBoxTexts;
pub use imports::{ImportTexts, say_line_fault};
pub use mail::{CalendarTexts, MailTexts};
pub use meetings::MeetingTexts;
pub use navigation::NavigationTexts;
pub use operation::{OperationTexts, say_size};
pub use people::PeopleTexts;
pub use plan::{AboveTexts, MeasureTexts, PlanTexts};
pub use posters::PosterTexts;
pub use preview::{PreviewPageTexts, PreviewTexts};
pub use process::ProcessTexts;
pub use pulses::PulseTexts;
pub use quick_guides::QuickGuideTexts;
pub use reports::ReportTexts;
pub use senior::SeniorTexts;
pub use signing::SigningTexts;
pub use sorting::SortingTexts;
pub use tablet_files::TabletFileTexts;
pub use tablets::TabletTexts;
pub use times::{day as say_day, end_moment, moment, say_date, say_period};
pub use tokens::TokenTexts;
pub use wards::WardTexts;

/// Makes a struct of texts and one constant of it for each language: bokmål, nynorsk, English.
macro_rules! texts {
    ($name:ident { $($key:ident: $nb:literal, $nn:literal, $en:literal;)* }) => {
        /// Texts of the pages.
        pub struct $name { $(pub $key: &'static str,)* }

        impl $name {
            const NB: $name = $name { $($key: $nb,)* };
            const NN: $name = $name { $($key: $nn,)* };
            const EN: $name = $name { $($key: $en,)* };

            /// Every text by its key, in each language.
            #[cfg(test)]
            pub const ALL: &[(&str, [&str; 3])] = &[$((stringify!($key), [$nb, $nn, $en]),)*];

            /// The texts in a language.
            pub fn of(language: trykk_shared::language::Language) -> &'static $name {
                match language {
                    trykk_shared::language::Language::Nb => &Self::NB,
                    trykk_shared::language::Language::Nn => &Self::NN,
                    trykk_shared::language::Language::En => &Self::EN,
                }
            }
        }
    };
}
pub(super) use texts;

texts! { Texts {
    languages: "Språk", "Språk", "Language";
    skip: "Gå til innholdet", "Gå til innhaldet", "Skip to content";
    home: "Forsiden", "Framsida", "Home";
    older: "Eldre", "Eldre", "Older";
    to_newest: "Til de nyeste", "Til dei nyaste", "To the newest";
    log_in: "Logg inn", "Logg inn", "Log in";
    log_out: "Logg ut", "Logg ut", "Log out";
    lead: "Der skoen trykker: det de ansatte svarte anonymt, og det dere gjør med det.",
        "Der skoen trykkjer: det dei tilsette svarte anonymt, og det de gjer med det.",
        "Where the shoe pinches: what staff answered anonymously, and what you do about it.";
    email: "E-post", "E-post", "Email";
    password: "Passord", "Passord", "Password";
    password_again: "Passordet en gang til", "Passordet ein gong til", "The password once more";
    wrong_password: "E-post og passord passer ikke sammen. Se etter en skrivefeil, og prøv igjen.",
        "E-post og passord passar ikkje saman. Sjå etter ein skrivefeil, og prøv igjen.",
        "Email and password do not match. Look for a typing error and try again.";
    too_many_attempts: "Det har vært for mange forsøk. Vent et kvarter, og prøv igjen.",
        "Det har vore for mange forsøk. Vent eit kvarter, og prøv igjen.",
        "There have been too many attempts. Wait a quarter of an hour and try again.";
    no_account: "Mangler du tilgang, eller har du glemt passordet? Be driftsansvarlig om en ny invitasjon.",
        "Manglar du tilgang, eller har du gløymt passordet? Be driftsansvarleg om ein ny invitasjon.",
        "No access, or forgotten your password? Ask the administrator for a new invitation.";
    session_ends: "Etter {} timer må du logge inn på nytt.", "Etter {} timar må du logge inn på nytt.",
        "After {} hours you have to log in again.";
    log_in_first: "Logg inn, så kommer du til siden du ville se.", "Logg inn, så kjem du til sida du ville sjå.",
        "Log in, and you come to the page you wanted.";
    logged_out: "Du var logget ut, så det du sendte sist, er ikke gjort. Logg inn og prøv igjen.",
        "Du var logga ut, så det du sende sist, er ikkje gjort. Logg inn og prøv igjen.",
        "You had been logged out, so what you last sent was not done. Log in and try again.";
    choose_password: "Velg et passord", "Vel eit passord", "Choose a password";
    invitation_lead: "Du er invitert som", "Du er invitert som", "You are invited as";
    password_advice: "Minst 12 tegn. Fire vanlige ord er lett å huske og vanskelig å gjette.",
        "Minst 12 teikn. Fire vanlege ord er lette å hugse og vanskelege å gjette.",
        "At least 12 characters. Four ordinary words are easy to remember and hard to guess.";
    save_password: "Lagre og logg inn", "Lagre og logg inn", "Save and log in";
    passwords_differ: "De to passordene er ikke like. Skriv dem en gang til.",
        "Dei to passorda er ikkje like. Skriv dei ein gong til.",
        "The two passwords differ. Write them once more.";
    password_short: "Passordet er for kort. Bruk minst 12 tegn.", "Passordet er for kort. Bruk minst 12 teikn.",
        "The password is too short. Use at least 12 characters.";
    password_odd: "Det er et tegn i passordet som ikke kan skrives igjen. Skriv det på nytt.",
        "Det er eit teikn i passordet som ikkje kan skrivast igjen. Skriv det på nytt.",
        "There is a character in the password that cannot be typed again. Write it anew.";
    password_long: "Passordet er for langt. Bruk færre enn 120 tegn.", "Passordet er for langt. Bruk færre enn 120 teikn.",
        "The password is too long. Use fewer than 120 characters.";
    forbidden: "Denne siden er ikke for deg", "Denne sida er ikkje for deg", "This page is not for you";
    forbidden_text: "Rollen din gir ikke tilgang hit. Alt du kan åpne, finner du på forsiden.",
        "Rolla di gir ikkje tilgang hit. Alt du kan opne, finn du på framsida.",
        "Your role does not give access to it. Everything you can open is on the front page.";
    not_found: "Her er det ingenting", "Her er det ingenting", "There is nothing here";
    not_found_text: "Lenken kan være brukt før, eller skrevet feil. Gå til forsiden og prøv derfra.",
        "Lenkja kan vere brukt før, eller skriven feil. Gå til framsida og prøv derifrå.",
        "The link may have been used before, or mistyped. Go to the front page and try from there.";
    form_refused: "Siden var for gammel", "Sida var for gammal", "The page was too old";
    form_refused_text: "Ingenting er endret. Gå tilbake, last siden på nytt og prøv igjen.",
        "Ingenting er endra. Gå tilbake, last sida på nytt og prøv igjen.",
        "Nothing was changed. Go back, reload the page and try again.";
    no_cookie: "Nettleseren tar ikke vare på innloggingen", "Nettlesaren tek ikkje vare på innlogginga", "Your browser does not keep the login";
    no_cookie_text: "Ingenting er endret. Trykk trenger én informasjonskapsel for å vite at det er deg. Tillat den for denne siden. Begynner adressen med http:// og ikke https://, sier noen nettlesere nei til den, blant dem Safari. Bruk da adressen med https://, eller en annen nettleser, som Firefox eller Chrome.",
        "Ingenting er endra. Trykk treng éin informasjonskapsel for å vite at det er deg. Tillat han for denne sida. Begynner adressa med http:// og ikkje https://, seier nokre nettlesarar nei til han, mellom dei Safari. Bruk då adressa med https://, eller ein annan nettlesar, som Firefox eller Chrome.",
        "Nothing was changed. Trykk needs one cookie to know that it is you. Allow it for this site. If the address begins with http:// and not https://, some browsers refuse it, Safari among them. Then use the address with https://, or another browser such as Firefox or Chrome.";
    in_review: "Vent på driftsansvarlig", "Vent på driftsansvarleg", "Wait for the administrator";
    in_review_text: "Serveren er satt tilbake til en sikkerhetskopi. Sidene åpner når driftsansvarlig har gått gjennom den. Da får alle en ny invitasjon. Svar som ligger på nettbrettene, er ikke tapt.",
        "Serveren er sett tilbake til ein sikkerheitskopi. Sidene opnar når driftsansvarleg har gått gjennom han. Då får alle ein ny invitasjon. Svar som ligg på nettbretta, er ikkje tapte.",
        "The server was put back to a backup. The pages open once the administrator has gone through it. Then everybody gets a new invitation. Answers on the tablets are not lost.";
    unavailable: "Det gikk ikke akkurat nå", "Det gjekk ikkje akkurat no", "It did not work just now";
    unavailable_text: "Ingenting er tapt. Prøv igjen om litt.", "Ingenting er tapt. Prøv igjen om litt.",
        "Nothing is lost. Try again in a little while.";
    results: "Resultater", "Resultat", "Results";
    newest: "Det nyeste resultatet", "Det nyaste resultatet", "The newest result";
    nothing_stands_out: "Ingenting peker seg klart ut.", "Ingenting peikar seg klart ut.", "Nothing stands out clearly.";
    most_recognised: "Kortet flest kjente seg igjen i", "Kortet flest kjende seg igjen i", "The card that most recognised";
    see_newest: "Se hele resultatet", "Sjå heile resultatet", "See the whole result";
    results_lead: "Her ser du det som er publisert for enhetene dine.",
        "Her ser du det som er publisert for einingane dine.",
        "What has been published for your wards.";
    fingerprint: "Kontrolltall:", "Kontrolltal:", "Check number:";
    fingerprints: "Liste over kontrolltall", "Liste over kontrolltal", "List of check numbers";
    open_rounds: "Åpne kartlegginger", "Opne kartleggingar", "Open rounds";
    open_rounds_lead: "Det samme kontrolltallet skal stå på nettbrettet, under «Hvordan er det mulig?». Er det et annet, si fra til prosessveilederen.",
        "Det same kontrolltalet skal stå på nettbrettet, under «Korleis er det mogleg?». Er det eit anna, sei frå til prosessrettleiaren.",
        "The tablet must show the same check number, under “How is that possible?”. If it does not, tell the process guide.";
    no_results: "Ingenting er publisert ennå. Når prosessveilederen har telt opp og publisert, står det her.",
        "Ingenting er publisert enno. Når prosessrettleiaren har talt opp og publisert, står det her.",
        "Nothing is published yet. Once the process guide has counted and published a round, it stands here.";
    ended_unread: "Avsluttet uten opptelling. Svarene ble slettet ulest.",
        "Avslutta utan oppteljing. Svara vart sletta ulesne.",
        "Ended without a count. The answers were deleted unread.";
    clock_doubted: "Klokka på serveren viser {}, men sist denne serveren så på klokka, var den {}. Til du har satt den riktig eller bekreftet den, går serveren etter den siste, og ingenting telles opp, publiseres eller slettes.",
        "Klokka på serveren viser {}, men sist denne serveren såg på klokka, var ho {}. Til du har stilt henne rett eller stadfesta henne, går serveren etter den siste, og ingenting blir talt opp, publisert eller sletta.",
        "The server's clock shows {}, but the last time this server knew was {}. Until you have set it right or confirmed it, the server goes by the latter, and nothing is counted, published or deleted.";
    clock_is_right: "Klokka går riktig", "Klokka går rett", "The clock is right";
    admin: "Driftsansvarlig", "Driftsansvarleg", "Administrator";
    guide: "Prosessveileder", "Prosessrettleiar", "Process guide";
    leader: "Leder", "Leiar", "Leader";
    safety_rep: "Verneombud", "Verneombod", "Safety rep";
    union_rep: "Tillitsvalgt", "Tillitsvald", "Union rep";
    senior_leader: "Overordnet leder", "Overordna leiar", "Senior leader";
    // The published result.
    people_one: "person svarte", "person svarte", "person answered";
    people: "personer svarte", "personar svarte", "people answered";
    tables_at: "ved {} bord", "ved {} bord", "at {} tables";
    tables_at_one: "ved {} bord", "ved {} bord", "at {} table";
    period: "{} til {}", "{} til {}", "{} to {}";
    well: "Her heller det mot bra", "Her hallar det mot bra", "Leaning good";
    well_lead: "Her er det klart flere på den gode siden enn på den dårlige, også når det uvisse regnes med.",
        "Her er det klart fleire på den gode sida enn på den dårlege, også når det uvisse blir rekna med.",
        "Here clearly more are on the good side than on the poor side, even allowing for what is uncertain.";
    well_none: "Ingen spørsmål peker seg tydelig ut her.", "Ingen spørsmål peikar seg tydeleg ut her.",
        "No question stands out clearly here.";
    improve: "Her heller det mot dårlig", "Her hallar det mot dårleg", "Leaning poor";
    improve_lead: "Her er det klart flere på den dårlige siden enn på den gode, også når det uvisse regnes med.",
        "Her er det klart fleire på den dårlege sida enn på den gode, også når det uvisse blir rekna med.",
        "Here clearly more are on the poor side than on the good side, even allowing for what is uncertain.";
    too_few: "For få svarte til at tallene kan vises uten at noen kjennes igjen. Prosessveilederen kan fortelle hva de gule lappene handler om.",
        "For få svarte til at tala kan visast utan at nokon blir kjende att. Prosessrettleiaren kan fortelje kva dei gule lappane handlar om.",
        "Too few answered for figures to be shown without somebody being recognised. The process guide can tell you what the yellow notes are about.";
    cards: "Slik er det hos oss", "Slik er det hos oss", "It is like this with us";
    cards_lead: "Kortene, ordnet etter hvor mange som kjente seg igjen. Om det er bra eller dårlig, vet dere best selv.",
        "Korta, ordna etter kor mange som kjende seg att. Om det er bra eller dårleg, veit de best sjølve.",
        "The cards, in the order of how many recognised them. Whether that is good or bad, you know best.";
    cards_lead_tables: "Kortene, ordnet etter hvor mange som kjente seg igjen. Et bord teller som ja når minst én der sa ja. Om det er bra eller dårlig, vet dere best selv.",
        "Korta, ordna etter kor mange som kjende seg att. Eit bord tel som ja når minst éin der sa ja. Om det er bra eller dårleg, veit de best sjølve.",
        "The cards, in the order of how many recognised them. A table counts as yes when at least one there said yes. Whether that is good or bad, you know best.";
    cards_rest: "Resten av kortene", "Resten av korta", "The rest of the cards";
    next: "Det som skjer nå", "Det som skjer no", "What happens next";
    next_1: "Gå gjennom resultatet sammen med verneombud, tillitsvalgt og prosessveileder.",
        "Gå gjennom resultatet saman med verneombod, tillitsvald og prosessrettleiar.",
        "Go through the result with the safety rep, the union rep and the process guide.";
    next_2: "Velg sammen med de ansatte ett eller to tiltak, heller små og snart enn store og sent.",
        "Vel saman med dei tilsette eitt eller to tiltak, heller små og snart enn store og seint.",
        "Choose one or two measures with the staff: better small and soon than large and late.";
    next_3: "Fortell alle på enheten hva svarene førte til.", "Fortel alle på eininga kva svara førte til.",
        "Tell everybody on the ward what came of their answers.";
    details: "Alle spørsmålene", "Alle spørsmåla", "Every question";
    other_questions: "Andre spørsmål", "Andre spørsmål", "Other questions";
    hidden: "Her vises det ikke noe tall, for at ingen skal kunne kjennes igjen.",
        "Her blir det ikkje vist noko tal, for at ingen skal kunne kjennast att.",
        "No figure is shown here, so that nobody can be recognised.";
    hidden_few: "Så få svarte at det ikke vises noe tall. Ellers kunne noen kjennes igjen.",
        "Så få svarte at det ikkje blir vist noko tal. Elles kunne nokon kjennast att.",
        "So few answered that no figure is shown. Otherwise somebody could be recognised.";
    hidden_nobody: "Ingen svarte på dette.", "Ingen svarte på dette.", "Nobody answered this.";
    recognise: "Kjente seg igjen", "Kjende seg att", "Recognised it";
    at_most: "høyst {} av {}", "høgst {} av {}", "at most {} of {}";
    exactly: "{} av {}", "{} av {}", "{} of {}";
    at_least: "minst {} av {}", "minst {} av {}", "at least {} of {}";
    between: "{} til {} av {}", "{} til {} av {}", "{} to {} of {}";
    few: "kanskje ingen", "kanskje ingen", "perhaps none";
    nearly_all: "kanskje alle", "kanskje alle", "perhaps all";
    how_to_read: "Slik leser du søylene", "Slik les du søylene", "How to read the bars";
    read_certain: "Sikkert: så mange var det minst.", "Sikkert: så mange var det minst.",
        "Certain: at least this many.";
    read_uncertain: "Uvisst: alle, noen eller ingen av disse. Vi sier det ikke nøyaktigere, for da kunne noen kjennes igjen.",
        "Uvisst: alle, nokre eller ingen av desse. Vi seier det ikkje meir nøyaktig, for då kunne nokon kjennast att.",
        "Uncertain: all, some or none of these. It is not given more exactly, because then somebody could be recognised.";
    read_rest: "Resten av dem som svarte.", "Resten av dei som svarte.", "The rest of those who answered.";
    answered_people: "{} personer svarte", "{} personar svarte", "{} people answered";
    answered_people_one: "{} person svarte", "{} person svarte", "{} person answered";
    answered_tables: "{} bord svarte", "{} bord svarte", "{} tables answered";
    answered_tables_one: "{} bord svarte", "{} bord svarte", "{} table answered";
    answered_nobody: "Ingen svarte", "Ingen svarte", "Nobody answered";
    answered_no_table: "Ingen bord svarte", "Ingen bord svarte", "No table answered";
    unseen: "Det du ikke ser, og hvorfor", "Det du ikkje ser, og kvifor", "What you cannot see, and why";
    unseen_1: "Hvem som svarte hva. Det vet ingen: svarene ble delt opp og låst hver for seg på nettbrettet.",
        "Kven som svarte kva. Det veit ingen: svara vart delte opp og låste kvar for seg på nettbrettet.",
        "Who answered what. Nobody knows: the answers were taken apart and locked one by one on the tablet.";
    unseen_2: "De gule lappene. Bare prosessveilederne leser dem, og forteller dere hva de handler om.",
        "Dei gule lappane. Berre prosessrettleiarane les dei, og fortel dykk kva dei handlar om.",
        "The yellow notes. Only the process guides read them, and tell you what they are about.";
    unseen_3: "Nøyaktige tall når nesten alle eller nesten ingen svarte det samme, og tall fra få svar. Ellers kunne den som kjenner noen av svarene, regne seg frem til andres.",
        "Nøyaktige tal når nesten alle eller nesten ingen svarte det same, og tal frå få svar. Elles kunne den som kjenner nokre av svara, rekne seg fram til andre sine.",
        "Exact figures where nearly all or nearly none answered the same, and figures from few answers. Otherwise whoever knows some of the answers could work out those of others.";
    as_table: "Alle tallene som tabell", "Alle tala som tabell", "Every figure as a table";
    question: "Spørsmål", "Spørsmål", "Question";
    side: "Svar", "Svar", "Answer";
    least: "Minst", "Minst", "At least";
    most: "Høyst", "Høgst", "At most";
    answered: "Svarte", "Svarte", "Answered";
    unit: "Hvem", "Kven", "Who";
    unit_people: "personer", "personar", "people";
    unit_tables: "bord", "bord", "tables";
    as_you: "Slik ser leder, verneombud og tillitsvalgt det", "Slik ser leiar, verneombod og tillitsvald det",
        "This is what leader, safety rep and union rep see";
}}

/// Puts values into a text, one for each `{}`.
pub fn fill(text: &str, values: &[&dyn std::fmt::Display]) -> String {
    let mut parts = text.split("{}");
    let mut filled = parts.next().unwrap_or_default().to_owned();
    let mut values = values.iter();
    for part in parts {
        match values.next() {
            Some(value) => filled.push_str(&value.to_string()),
            None => filled.push_str("{}"),
        }
        filled.push_str(part);
    }
    filled
}

impl Texts {
    /// What a role is called.
    pub fn role(&self, role: Role) -> &'static str {
        match role {
            Role::Admin => self.admin,
            Role::Guide => self.guide,
            Role::Leader => self.leader,
            Role::SafetyRep => self.safety_rep,
            Role::UnionRep => self.union_rep,
            Role::SeniorLeader => self.senior_leader,
        }
    }

    /// How many of a unit answered.
    pub fn answered_of(&self, unit: Unit, n: u64) -> String {
        let text = match (unit, n) {
            (Unit::Participant, 0) => self.answered_nobody,
            (Unit::Table, 0) => self.answered_no_table,
            (Unit::Participant, 1) => self.answered_people_one,
            (Unit::Participant, _) => self.answered_people,
            (Unit::Table, 1) => self.answered_tables_one,
            (Unit::Table, _) => self.answered_tables,
        };
        fill(text, &[&n])
    }

    /// At how many tables; nothing when there were none.
    pub fn at_tables(&self, n: u64) -> Option<String> {
        match n {
            0 => None,
            1 => Some(fill(self.tables_at_one, &[&n])),
            _ => Some(fill(self.tables_at, &[&n])),
        }
    }

    /// A unit's name.
    pub fn unit_name(&self, unit: Unit) -> &'static str {
        match unit {
            Unit::Participant => self.unit_people,
            Unit::Table => self.unit_tables,
        }
    }
}

/// A number with one decimal, as people write it.
pub fn decimal(language: Language, value: f64) -> String {
    let text = format!("{value:.1}");
    match language {
        Language::En => text,
        _ => text.replace('.', ","),
    }
}

#[cfg(test)]
mod forbidden;

/// Every text of the pages, by its name.
#[cfg(test)]
fn every_text() -> Vec<&'static (&'static str, [&'static str; 3])> {
    Texts::ALL
        .iter()
        .chain(GuideTexts::ALL)
        .chain(CodeTexts::ALL)
        .chain(CountTexts::ALL)
        .chain(PulseTexts::ALL)
        .chain(PosterTexts::ALL)
        .chain(SeniorTexts::ALL)
        .chain(AccountTexts::ALL)
        .chain(NavigationTexts::ALL)
        .chain(FirstTexts::ALL)
        .chain(TabletTexts::ALL)
        .chain(TabletFileTexts::ALL)
        .chain(PeopleTexts::ALL)
        .chain(QuickGuideTexts::ALL)
        .chain(ImportTexts::ALL)
        .chain(AnonymityTexts::ALL)
        .chain(AreaTexts::ALL)
        .chain(SortingTexts::ALL)
        .chain(BandTexts::ALL)
        .chain(ReportTexts::ALL)
        .chain(EditTexts::ALL)
        .chain(DraftTexts::ALL)
        .chain(DeckTexts::ALL)
        .chain(DeckDraftTexts::ALL)
        .chain(DeckFaultTexts::ALL)
        .chain(DeckPaperTexts::ALL)
        .chain(PreviewTexts::ALL)
        .chain(PreviewPageTexts::ALL)
        .chain(WardTexts::ALL)
        .chain(HelpTexts::ALL)
        .chain(AuditTexts::ALL)
        .chain(FileTexts::ALL)
        .chain(TokenTexts::ALL)
        .chain(BeforeTexts::ALL)
        .chain(BoardTexts::ALL)
        .chain(OpenPageTexts::ALL)
        .chain(HeatMapTexts::ALL)
        .chain(GuidanceTexts::ALL)
        .chain(ProcessTexts::ALL)
        .chain(MeetingTexts::ALL)
        .chain(FollowUpTexts::ALL)
        .chain(SigningTexts::ALL)
        .chain(PlanTexts::ALL)
        .chain(MeasureTexts::ALL)
        .chain(AboveTexts::ALL)
        .chain(EffectTexts::ALL)
        .chain(IdeaBoxTexts::ALL)
        .chain(GatheringTexts::ALL)
        .chain(TableTexts::ALL)
        .chain(PaperTexts::ALL)
        .chain(OperationTexts::ALL)
        .chain(MailTexts::ALL)
        .chain(CalendarTexts::ALL)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_has_the_same_places_to_fill_in_every_language_and_no_slip_of_the_hand() {
        for (key, texts) in every_text() {
            for text in texts {
                assert_eq!(
                    text.matches("{}").count(),
                    texts[0].matches("{}").count(),
                    "{key}: {text}"
                );
                assert!(
                    !text.is_empty() && !text.contains("  ") && text.trim_end() == *text,
                    "{key}: {text:?}"
                );
            }
            // A text ends like its translations: all with a full stop, or none.
            let ends = texts.map(|text| text.ends_with('.'));
            assert!(ends.iter().all(|end| *end == ends[0]), "{key}");
        }
    }

    #[test]
    fn what_somebody_wrote_is_no_place_to_fill_in() {
        assert_eq!(
            fill("{}: {} ble til {}", &[&"{} ny", &"{}", &"to"]),
            "{} ny: {} ble til to"
        );
        assert_eq!(fill("{} av {}", &[&"en"]), "en av {}");
        assert_eq!(fill("ingen", &[]), "ingen");
    }

    #[test]
    fn one_is_said_as_one() {
        for (language, person, people, table) in [
            (Language::Nb, "1 person svarte", "2 personer svarte", "ved 1 bord"),
            (Language::Nn, "1 person svarte", "2 personar svarte", "ved 1 bord"),
            (Language::En, "1 person answered", "2 people answered", "at 1 table"),
        ] {
            let w = Texts::of(language);
            assert_eq!(w.answered_of(Unit::Participant, 1), person);
            assert_eq!(w.answered_of(Unit::Participant, 2), people);
            assert_eq!(w.at_tables(1).as_deref(), Some(table));
            assert_eq!(w.at_tables(0), None);
        }
        assert_eq!(Texts::EN.answered_of(Unit::Table, 1), "1 table answered");
        assert_eq!(Texts::EN.at_tables(4).as_deref(), Some("at 4 tables"));
    }

    #[test]
    fn each_language_is_its_own() {
        let strange: [&[&str]; 3] = [
            &["ikkje", "kva", "kven", "ein", "eg", "dei", "frå", "vere", "the"],
            &["ikke", "hva", "hvem", "en", "jeg", "fra", "være", "noen", "dere", "the"],
            &["ikke", "ikkje", "og", "du", "er", "det"],
        ];
        for (key, texts) in every_text() {
            for (text, strange) in texts.iter().zip(strange) {
                let words = text.split(|c: char| !c.is_alphabetic());
                let found: Vec<&str> = words
                    .filter(|word| strange.contains(&word.to_lowercase().as_str()))
                    .collect();
                assert!(found.is_empty(), "{key}: {found:?} in {text:?}");
            }
        }
    }

    /// Whatever letters it is written with.
    #[test]
    fn as_many_characters_as_are_said_make_no_password_too_long() {
        let most = crate::people::passwords::LONGEST_PASSWORD / char::MAX.len_utf8();
        for language in Language::ALL {
            let said = Texts::of(language).password_long;
            let number: String = said.chars().filter(char::is_ascii_digit).collect();
            let number: usize = number.parse().unwrap();
            assert!((most - 10..=most).contains(&number), "{said}");
        }
    }

    #[test]
    fn what_is_said_of_the_shortest_secret_is_the_rule() {
        let least = crate::secrets::MIN_SECRET_CHARS.to_string();
        for language in Language::ALL {
            let (texts, guide) = (Texts::of(language), GuideTexts::of(language));
            for text in [
                texts.password_advice,
                texts.password_short,
                guide.passphrase_advice,
                guide.short_passphrase,
            ] {
                assert!(text.contains(&least), "{text}");
            }
        }
    }
}

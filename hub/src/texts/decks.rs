//! Texts of the decks' pages.

use trykk_shared::language::Language;

use super::{fill, texts};
use crate::organisation::library::{Kinds, Origin};

texts! { DeckTexts {
    decks: "Kortstokker", "Kortstokkar", "Decks";
    lead: "Det en kartlegging spør om. En kortstokk endres ikke når den er ferdig: de som svarer, svarer på det samme.",
        "Det ei kartlegging spør om. Ein kortstokk blir ikkje endra når han er ferdig: dei som svarar, svarar på det same.",
        "What a round asks. A deck does not change once it is finished: those who answer all answer the same.";
    version: "Versjon {}", "Versjon {}", "Version {}";
    from_trykk: "Følger med Trykk", "Følgjer med Trykk", "Comes with Trykk";
    from_here: "Laget her", "Laga her", "Made here";
    from_plan: "Kom med en kartlegging", "Kom med ei kartlegging", "Came with a round";
    only_in: "Bare på {}", "Berre på {}", "Only in {}";
    all_languages: "På bokmål, nynorsk og engelsk", "På bokmål, nynorsk og engelsk", "In bokmål, nynorsk and English";
    bokmål: "bokmål", "bokmål", "bokmål";
    nynorsk: "nynorsk", "nynorsk", "nynorsk";
    english: "engelsk", "engelsk", "English";
    and: "og", "og", "and";
    frozen: "I bruk", "I bruk", "In use";
    unused: "Ingen kartlegging bruker den ennå.", "Inga kartlegging bruker han enno.", "No round uses it yet.";
    used_by: "Kartlegginger som bruker den", "Kartleggingar som bruker han", "Rounds that use it";
    used_lead: "En kortstokk i bruk kan ikke endres.", "Ein kortstokk i bruk kan ikkje endrast.", "A deck in use cannot be changed.";
    used_elsewhere: "{} i andre enheter enn dine", "{} i andre einingar enn dine", "{} in other wards than yours";
    download: "Last ned som fil", "Last ned som fil", "Download as a file";
    download_hint: "En TOML-fil med alt som står her. Den kan brukes i en plan og i et annet Trykk.",
        "Ei TOML-fil med alt som står her. Ho kan brukast i ein plan og i eit anna Trykk.",
        "A TOML file with all that stands here. It can be used in a plan and in another Trykk.";
    statement: "utsagn", "utsegn", "statement";
    statements: "utsagn", "utsegner", "statements";
    card: "kort", "kort", "card";
    cards: "kort", "kort", "cards";
    score: "tallspørsmål", "talspørsmål", "number question";
    scores: "tallspørsmål", "talspørsmål", "number questions";
    note: "gul lapp", "gul lapp", "yellow note";
    notes: "gule lapper", "gule lappar", "yellow notes";
    empty: "Ingen spørsmål ennå", "Ingen spørsmål enno", "No questions yet";
    questions: "Spørsmål", "Spørsmål", "Questions";
    yes_no: "Ja eller nei", "Ja eller nei", "Yes or no";
    last_best: "Det siste svaret er best.", "Det siste svaret er best.", "The last answer is the best one.";
    middle_best: "Det midterste svaret er best.", "Det midtarste svaret er best.", "The middle answer is the best one.";
    scale: "Fra {} til {}.", "Frå {} til {}.", "From {} to {}.";
    high_good: "Høye tall er bra.", "Høge tal er bra.", "High numbers are good.";
    low_good: "Lave tall er bra.", "Låge tal er bra.", "Low numbers are good.";
    middle_good: "De midterste tallene er bra.", "Dei midtarste tala er bra.", "The middle numbers are good.";
    not_said_good: "Det står ikke hvilke tall som er bra.", "Det står ikkje kva for tal som er bra.", "It does not say which numbers are good.";
    about_keep: "Om det som virker bra.", "Om det som verkar bra.", "About what works well.";
    about_improve: "Om det som må bli bedre.", "Om det som må bli betre.", "About what must improve.";
    note_size: "Opptil {} lapper, hver på høyst {} tegn.", "Opptil {} lappar, kvar på høgst {} teikn.", "Up to {} notes of at most {} characters each.";
    note_size_one: "Én lapp på høyst {} tegn.", "Éin lapp på høgst {} teikn.", "One note of at most {} characters.";
}}

impl DeckTexts {
    /// How many questions of each kind, in words.
    pub fn say_kinds(&self, kinds: Kinds) -> String {
        let said: Vec<String> = [
            (kinds.statements, self.statement, self.statements),
            (kinds.cards, self.card, self.cards),
            (kinds.scores, self.score, self.scores),
            (kinds.notes, self.note, self.notes),
        ]
        .into_iter()
        .filter(|(count, ..)| *count > 0)
        .map(|(count, one, many)| format!("{count} {}", if count == 1 { one } else { many }))
        .collect();
        match &said[..] {
            [] => self.empty.to_owned(),
            _ => self.join(&said),
        }
    }

    /// A, b and c.
    pub fn join(&self, parts: &[String]) -> String {
        match parts {
            [] => String::new(),
            [one] => one.clone(),
            [first @ .., last] => format!("{} {} {last}", first.join(", "), self.and),
        }
    }

    /// In which languages a deck is written.
    pub fn say_languages(&self, languages: &[Language]) -> String {
        if languages.len() == Language::ALL.len() {
            return self.all_languages.to_owned();
        }
        let names: Vec<String> = languages
            .iter()
            .map(|language| self.language(*language).to_owned())
            .collect();
        fill(self.only_in, &[&self.join(&names)])
    }

    /// What a language is called.
    pub fn language(&self, language: Language) -> &'static str {
        match language {
            Language::Nb => self.bokmål,
            Language::Nn => self.nynorsk,
            Language::En => self.english,
        }
    }

    /// Where a deck is from.
    pub fn origin(&self, origin: Origin) -> &'static str {
        match origin {
            Origin::Trykk => self.from_trykk,
            Origin::Here => self.from_here,
            Origin::Plan => self.from_plan,
        }
    }
}

//! What is wrong with a deck, in the reader's words.

use trykk_shared::deck::{MAX_ITEMS, MAX_SCALE_NUMBERS, MAX_WORD_CHARS, TextKind, Wrong};
use trykk_shared::language::Language;

use super::{DeckTexts, fill, texts};

texts! { DeckFaultTexts {
    line: "Linje {}: {}", "Linje {}: {}", "Line {}: {}";
    face: "Svar {}: {}", "Svar {}: {}", "Answer {}: {}";
    not_toml: "Dette er ikke gyldig TOML. Rett skrivemåten på linjen ({}).", "Dette er ikkje gyldig TOML. Rett skrivemåten på linja ({}).",
        "This is not valid TOML. Mend the line's syntax ({}).";
    asks_nothing: "Kortstokken spør ikke om noe. Legg til minst ett spørsmål.", "Kortstokken spør ikkje om noko. Legg til minst eitt spørsmål.",
        "The deck asks nothing. Add at least one question.";
    too_many: "Kortstokken har {} spørsmål. Det kan være høyst {}. Ta bort noen.", "Kortstokken har {} spørsmål. Det kan vere høgst {}. Ta bort nokre.",
        "The deck has {} questions. There can be at most {}. Leave some out.";
    no_language: "Velg minst ett av språkene bokmål, nynorsk og engelsk. I en fil står kodene deres ved languages.",
        "Vel minst eitt av språka bokmål, nynorsk og engelsk. I ei fil står kodane deira ved languages.",
        "Choose at least one of the languages bokmål, nynorsk and English. In a file their codes stand at languages.";
    language_twice: "Et språk står to ganger. Ta bort det ene.", "Eit språk står to gonger. Ta bort det eine.", "A language stands twice. Leave one out.";
    unknown_key: "«{}» finnes ikke her. Ta det bort, eller bruk ett av disse: {}.", "«{}» finst ikkje her. Ta det bort, eller bruk eitt av desse: {}.",
        "There is no “{}” here. Leave it out, or use one of these: {}.";
    not_tables: "Skriv [[{}]] foran hver.", "Skriv [[{}]] framfor kvar.", "Write [[{}]] before each.";
    not_a_text: "Skriv {} som tekst i anførselstegn.", "Skriv {} som tekst i hermeteikn.", "Write {} as a text in quotes.";
    number: "Skriv et helt tall fra {} til {}.", "Skriv eit heilt tal frå {} til {}.", "Write a whole number from {} to {}.";
    no_id: "Legg til id = \"…\".", "Legg til id = \"…\".", "Add id = \"…\".";
    id_twice: "«{}» er brukt som id to ganger, først på linje {}. Gi den ene en annen.", "«{}» er brukt som id to gonger, først på linje {}. Gje den eine ein annan.",
        "The id “{}” is used twice, first on line {}. Give one of them another.";
    odd_id: "«{}» kan ikke brukes. Skriv bare små bokstaver a til z, siffer og bindestrek, høyst 40 tegn.",
        "«{}» kan ikkje brukast. Skriv berre små bokstavar a til z, siffer og bindestrek, høgst 40 teikn.",
        "“{}” cannot be used. Write only small letters a to z, digits and hyphens, at most 40 characters.";
    title: "Tittelen", "Tittelen", "The title";
    theme: "Temaet", "Temaet", "The theme";
    question: "Spørsmålet", "Spørsmålet", "The question";
    label: "Teksten under ansiktet", "Teksten under ansiktet", "The text under the face";
    missing: "{} mangler på {}. Skriv det, eller ta bort språket.", "{} manglar på {}. Skriv det, eller ta bort språket.",
        "{} is missing in {}. Write it, or take the language away.";
    no_text: "{} mangler. Skriv {}.", "{} manglar. Skriv {}.", "{} is missing. Write {}.";
    not_in_quotes: "Skriv teksten i anførselstegn.", "Skriv teksten i hermeteikn.", "Write the text in quotes.";
    strange_language: "«{}» er ikke et av kortstokkens språk. Ta det bort, eller legg det til i languages.",
        "«{}» er ikkje eit av språka i kortstokken. Ta det bort, eller legg det til i languages.",
        "“{}” is not a language of this deck. Leave it out, or add it to languages.";
    control: "{} har linjeskift eller spesialtegn på {}. Skriv alt på én linje.", "{} har linjeskift eller spesialteikn på {}. Skriv alt på éi linje.",
        "{} has a line break or special character in {}. Write it on one line.";
    too_long: "{} er {} tegn lang på {}. Nettbrettet har plass til {}. Kort den ned.", "{} er {} teikn på {}. Nettbrettet har plass til {}. Kort ned.",
        "{} is {} characters long in {}. The tablet has room for {}. Shorten it.";
    long_word: "Ordet «{}» er for langt for en linje på nettbrettet. Skriv et kortere, eller del det med bindestrek før {} tegn.",
        "Ordet «{}» er for langt for ei linje på nettbrettet. Skriv eit kortare, eller del det med bindestrek før {} teikn.",
        "The word “{}” is too long for a line of the tablet. Write a shorter one, or divide it with a hyphen before {} characters.";
    no_such_theme: "Det finnes ikke noe tema «{}».", "Det finst ikkje noko tema «{}».", "There is no theme “{}”.";
    no_theme: "Velg et tema.", "Vel eit tema.", "Choose a theme.";
    kind: "Skriv kind = \"card\", \"statement\", \"score\" eller \"note\".", "Skriv kind = \"card\", \"statement\", \"score\" eller \"note\".",
        "Write kind = \"card\", \"statement\", \"score\" or \"note\".";
    faces: "Gi tre til sju svar, fra den ene enden til den andre.", "Gje tre til sju svar, frå den eine enden til den andre.",
        "Give three to seven answers, from one end to the other.";
    favourable: "Skriv favourable = \"last\" eller \"middle\".", "Skriv favourable = \"last\" eller \"middle\".", "Write favourable = \"last\" or \"middle\".";
    no_middle: "Når det midterste svaret er best, må det være tre, fem eller sju svar.", "Når det midtarste svaret er best, må det vere tre, fem eller sju svar.",
        "Where the middle answer is best there must be three, five or seven answers.";
    scale: "Skalaen fra {} til {} kan ikke vises. Det høyeste tallet må være over det laveste, med høyst {} tall i alt.",
        "Skalaen frå {} til {} kan ikkje visast. Det høgste talet må vere over det lågaste, med høgst {} tal i alt.",
        "A scale from {} to {} cannot be shown. The highest number must be above the lowest, with at most {} numbers in all.";
    good_side: "Velg hvilke tall som er bra.", "Vel kva tal som er bra.", "Choose which numbers are good.";
    no_middle_number: "To tall har ingen midte. Bruk tre eller flere.", "To tal har ingen midte. Bruk tre eller fleire.",
        "Two numbers have no middle. Use three or more.";
    about: "Velg hva lappen handler om.", "Vel kva lappen handlar om.", "Choose what the note is about.";
    asked_twice: "To spørsmål har samme ordlyd. Ta bort det ene: det som publiseres av begge, ville fortelle mer enn det skal.",
        "To spørsmål har same ordlyd. Ta bort det eine: det som blir publisert av begge, ville fortelje meir enn det skal.",
        "Two questions have the same words. Leave one out: what is published of both would tell more than it should.";
    not_a_deck: "Dette er ingen kortstokk.", "Dette er ingen kortstokk.", "This is no deck.";
}}

/// What is wrong with a deck, in words.
pub fn say_wrong(language: Language, wrong: &Wrong) -> String {
    let (texts, decks) = (DeckFaultTexts::of(language), DeckTexts::of(language));
    let of = |kind: &TextKind| match kind {
        TextKind::Title => texts.title,
        TextKind::Theme => texts.theme,
        TextKind::Question => texts.question,
        TextKind::Face => texts.label,
    };
    let said = match wrong {
        Wrong::NotToml(why) => return fill(texts.not_toml, &[why]),
        Wrong::NoDecks | Wrong::NotADeck => texts.not_a_deck,
        Wrong::AsksNothing => texts.asks_nothing,
        Wrong::TooManyItems(count) => return fill(texts.too_many, &[count, &MAX_ITEMS]),
        Wrong::NoLanguages | Wrong::NotALanguage | Wrong::LanguagesNotAList => texts.no_language,
        Wrong::LanguageTwice(_) => texts.language_twice,
        Wrong::UnknownKey { key, known, .. } => return fill(texts.unknown_key, &[key, &known.join(", ")]),
        Wrong::NotTables(key) | Wrong::NotATable(key) => return fill(texts.not_tables, &[key]),
        Wrong::NotAText { key, .. } => return fill(texts.not_a_text, &[key]),
        Wrong::NoNumber { least, most, .. } | Wrong::NumberOutOfRange { least, most, .. } => {
            return fill(texts.number, &[least, most]);
        }
        Wrong::NoId(_) => texts.no_id,
        Wrong::IdTwice { id, first } => return fill(texts.id_twice, &[id, first]),
        Wrong::OddId(id) => return fill(texts.odd_id, &[id]),
        Wrong::NoText { kind, example } | Wrong::NotPerLanguage { kind, example } => {
            let example = format!("{} = {{ {example} }}", kind.field());
            return fill(texts.no_text, &[&of(kind), &example]);
        }
        Wrong::NotInQuotes => texts.not_in_quotes,
        Wrong::StrangeLanguage(key) => return fill(texts.strange_language, &[key]),
        Wrong::MissingIn(kind, within) | Wrong::Blank(kind, within) => {
            return fill(texts.missing, &[&of(kind), &decks.language(*within)]);
        }
        Wrong::Control(kind, within) => return fill(texts.control, &[&of(kind), &decks.language(*within)]),
        Wrong::TooLong {
            kind,
            language: within,
            chars,
        } => {
            return fill(
                texts.too_long,
                &[&of(kind), chars, &decks.language(*within), &kind.most_chars()],
            );
        }
        Wrong::LongWord { word, .. } => return fill(texts.long_word, &[word, &MAX_WORD_CHARS]),
        Wrong::NoSuchTheme(theme) => return fill(texts.no_such_theme, &[theme]),
        Wrong::NoTheme => texts.no_theme,
        Wrong::NoKind | Wrong::OddKind(_) => texts.kind,
        Wrong::NoFaces | Wrong::FacesNotAList | Wrong::CountOfFaces(_) => texts.faces,
        Wrong::OddFavourable(_) => texts.favourable,
        Wrong::NoMiddleFace => texts.no_middle,
        Wrong::Scale(min, max) => return fill(texts.scale, &[min, max, &MAX_SCALE_NUMBERS]),
        Wrong::NoGoodSide | Wrong::OddGoodSide(_) => texts.good_side,
        Wrong::NoMiddleNumber => texts.no_middle_number,
        Wrong::NoAbout => texts.about,
        Wrong::AskedTwice(..) => texts.asked_twice,
    };
    said.to_owned()
}

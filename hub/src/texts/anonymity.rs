//! The anonymity check before a round opens, in plain words: what is weak, and what helps.

use super::{fill, texts};
use crate::organisation::Organisation;
use crate::organisation::anonymity::Weak;
use trykk_shared::language::Language;

texts! { AnonymityTexts {
    check: "Tåler den å åpnes?", "Toler ho å opnast?", "Is it ready to open?";
    lead: "Ingen kan se hvem som svarte hva. Dette gjør likevel beskyttelsen eller resultatet svakere, og kan rettes før den åpner:",
        "Ingen kan sjå kven som svarte kva. Dette gjer likevel vernet eller resultatet svakare, og kan rettast før ho opnar:",
        "Nobody can see who answered what. Even so, this weakens the protection or the result, and can be mended before it opens:";
    all_well: "Ingenting her gjør beskyttelsen svakere.", "Ingenting her gjer vernet svakare.",
        "Nothing here weakens the protection.";
    too_small: "{} arbeider her, og {} må svare før noe kan publiseres. Selv om alle svarer, blir det ikke noe resultat.",
        "{} arbeider her, og {} må svare før noko kan publiserast. Sjølv om alle svarar, blir det ikkje noko resultat.",
        "{} work here, and {} have to answer before anything can be published. Even if everybody answers, there is no result.";
    pool_with: "Slå den sammen med en annen liten enhet, for eksempel {}.", "Slå henne saman med ei anna lita eining, til dømes {}.",
        "Pool it with another small ward, for example {}.";
    pool: "Slå den sammen med en annen liten enhet.", "Slå henne saman med ei anna lita eining.", "Pool it with another small ward.";
    hard: "{} av {} må svare før svarene kan telles opp og vises. Det er mange. La den stå åpen lenge nok til at alle har hatt vakt, eller slå den sammen med en annen enhet.",
        "{} av {} må svare før svara kan teljast opp og visast. Det er mange. La henne stå open lenge nok til at alle har hatt vakt, eller slå henne saman med ei anna eining.",
        "{} of {} have to answer before the answers can be counted and shown. That is many. Leave it open until everybody has been on duty, or pool it with another ward.";
    few_tables: "Med fire ved hvert bord blir det {} bord, og det må være {} før kort og tall kan publiseres. Bruk mindre bord, eller la folk svare én og én.",
        "Med fire ved kvart bord blir det {} bord, og det må vere {} før kort og tal kan publiserast. Bruk mindre bord, eller la folk svare éin og éin.",
        "With four at each table there are {} tables, and there have to be {} before cards and number questions can be published. Use smaller tables, or let people answer one by one.";
    twice: "Folk svarer én om gangen uten startkoder. Ingenting hindrer at noen svarer flere ganger, og den som gjør det, kan finne ut hva andre har svart. Kryss av for startkoder: da får hver en lapp med en kode som er god for ett svar.",
        "Folk svarar éin om gongen utan startkodar. Ingenting hindrar at nokon svarar fleire gonger, og den som gjer det, kan finne ut kva andre har svart. Kryss av for startkodar: då får kvar ein lapp med ein kode som er god for eitt svar.",
        "People answer one at a time without start codes. Nothing keeps anybody from answering several times, and whoever does can find out what others answered. Tick start codes: then everybody gets a slip with a code, good for one answer.";
    twice_pulse: "Folk svarer én om gangen uten startkoder, slik som sist. Ingenting hindrer at noen svarer flere ganger. Bruk startkoder neste gang dere kartlegger, så får også pulsen etterpå dem.",
        "Folk svarar éin om gongen utan startkodar, slik som sist. Ingenting hindrar at nokon svarar fleire gonger. Bruk startkodar neste gong de kartlegg, så får òg pulsen etterpå dei.",
        "People answer one at a time without start codes, as last time. Nothing keeps anybody from answering several times. Use start codes in your next round, and the pulse after it has them too.";
    notes: "{} arbeider her. Blant så få kan en gul lapp kjennes igjen på måten den er skrevet på. Si det til dem, eller bruk en kortstokk uten gule lapper.",
        "{} arbeider her. Blant så få kan ein gul lapp kjennast att på måten han er skriven på. Sei det til dei, eller bruk ein kortstokk utan gule lappar.",
        "{} work here. Among so few a yellow note may be known by how it is written. Tell them, or use a deck without notes.";
    long: "Det tar om lag {} minutter å svare. Mange gir seg før. Ta bort spørsmål dere ikke skal gjøre noe med.",
        "Det tek om lag {} minutt å svare. Mange gjev seg før. Ta bort spørsmål de ikkje skal gjere noko med.",
        "It takes about {} minutes to answer. Many stop before. Take out questions that you will not act on.";
    names: "«{}» ser ut til å ha navnet på noen i seg ({}). Alle som svarer, leser det. Gi den et annet navn.",
        "«{}» ser ut til å ha namnet på nokon i seg ({}). Alle som svarar, les det. Gje henne eit anna namn.",
        "“{}” seems to have somebody's name in it ({}). Everybody who answers reads it. Give it another name.";
}}

/// What is weak, and what helps.
pub fn say_weak(language: Language, organisation: &Organisation, weak: &Weak) -> String {
    let texts = AnonymityTexts::of(language);
    match weak {
        Weak::NothingToPublish {
            headcount,
            needed,
            pool_with,
        } => {
            let names: Vec<String> = pool_with
                .iter()
                .map(|id| organisation.ward_names(std::slice::from_ref(id)))
                .collect();
            let helps = match &names[..] {
                [] => texts.pool.to_owned(),
                names => fill(texts.pool_with, &[&names.join(", ")]),
            };
            format!("{} {helps}", fill(texts.too_small, &[headcount, needed]))
        }
        Weak::HardToReach { headcount, needed } => fill(texts.hard, &[needed, headcount]),
        Weak::FewTables { tables, needed } => fill(texts.few_tables, &[tables, needed]),
        Weak::AnswersTwice { pulse: false } => texts.twice.to_owned(),
        Weak::AnswersTwice { pulse: true } => texts.twice_pulse.to_owned(),
        Weak::NotesOfFew { headcount } => fill(texts.notes, &[headcount]),
        Weak::LongDeck { minutes } => fill(texts.long, &[minutes]),
        Weak::NamesSomebody { name, word } => fill(texts.names, &[name, word]),
    }
}

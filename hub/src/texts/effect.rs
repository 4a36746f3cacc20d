//! Texts of what is seen of measures: the question that one names, before and now, and what is done then.

use super::texts;
use crate::plan::measures::NextStep;

texts! { EffectTexts {
    item: "Spørsmålet dere følger", "Spørsmålet de følgjer", "The question you watch";
    item_none: "Ingen, bare egne ord", "Ingen, berre eigne ord", "None, only our own words";
    item_hint: "Velg et spørsmål fra det nyeste publiserte resultatet, skriv med egne ord, eller begge deler. Når det samme er spurt om igjen, viser planen før og nå.",
        "Vel eit spørsmål frå det nyaste publiserte resultatet, skriv med eigne ord, eller begge delar. Når det same er spurt om igjen, viser planen før og no.",
        "Choose a question from the newest published result, write it in your own words, or both. Once the same is asked again, the plan shows before and now.";
    item_of: "{}, fra kartleggingen som åpnet {}", "{}, frå kartlegginga som opna {}", "{}, from the round that opened on {}";
    item_id: "Id for spørsmålet", "Id for spørsmålet", "Id of the question";
    deck: "Kortstokk", "Kortstokk", "Deck";
    deck_version: "Versjon av kortstokken", "Versjon av kortstokken", "Version of the deck";
    item_round: "Kartleggingen åpnet", "Kartlegginga opna", "The round opened";
    heading: "Før og nå", "Før og no", "Before and now";
    periods: "Før: {}, {}. Nå: {}, {}.", "Før: {}, {}. No: {}, {}.", "Before: {}, {}. Now: {}, {}.";
    figures: "før {}, nå {}", "før {}, no {}", "before {}, now {}";
    more: "Flere enn før", "Fleire enn før", "More than before";
    fewer: "Færre enn før", "Færre enn før", "Fewer than before";
    cannot_tell: "Kan ikke si", "Kan ikkje seie", "Cannot tell";
    hint: "Flere eller færre står bare der andelen er minst en tiendedel større eller mindre. De som svarte, kan være andre enn før, og mye annet kan ha endret seg.",
        "Fleire eller færre står berre der delen er minst ein tidel større eller mindre. Dei som svarte, kan vere andre enn før, og mykje anna kan ha endra seg.",
        "More or fewer stands only where the share is at least a tenth larger or smaller. Those who answered may be others than before, and much else may have changed.";
    cannot_tell_hint: "«Kan ikke si» betyr at det som er publisert, ikke viser om det er flere eller færre: forskjellen er liten, eller den ligger i det som ikke vises. Det betyr ikke at alt er som før.",
        "«Kan ikkje seie» tyder at det som er publisert, ikkje viser om det er fleire eller færre: skilnaden er liten, eller han ligg i det som ikkje blir vist. Det tyder ikkje at alt er som før.",
        "“Cannot tell” means that what is published does not show whether there are more or fewer: the difference is small, or lies in what is not shown. It does not mean that all is as before.";
    hidden: "Kan ikke si: for få svarte på spørsmålet til at det kan vises.", "Kan ikkje seie: for få svarte på spørsmålet til at det kan visast.",
        "Cannot tell: too few answered the question for it to be shown.";
    not_yet: "Det er ikke publisert noen kartlegging siden. Når det samme er spurt om igjen, står før og nå her.",
        "Det er ikkje publisert noka kartlegging sidan. Når det same er spurt om igjen, står før og no her.",
        "No round has been published since. Once the same is asked again, before and now stand here.";
    too_early: "Kartleggingen som er publisert siden, åpnet før spørsmålet ble valgt her. Den neste kan vise før og nå.",
        "Kartlegginga som er publisert sidan, opna før spørsmålet vart valt her. Den neste kan vise før og no.",
        "The round that was published since had opened before the question was chosen here. The next one can show before and now.";
    other_wards: "Kartleggingen som er publisert siden, gjaldt ikke nøyaktig de samme enhetene, så den kan ikke stå ved siden av.",
        "Kartlegginga som er publisert sidan, gjaldt ikkje nøyaktig dei same einingane, så ho kan ikkje stå ved sida av.",
        "The round that was published since was not of exactly the same wards, so it cannot stand beside this one.";
    other_mode: "Kartleggingen som er publisert siden, ble gjennomført på en annen måte, ved bord eller ved stasjon, så den kan ikke stå ved siden av.",
        "Kartlegginga som er publisert sidan, vart gjennomført på ein annan måte, ved bord eller ved stasjon, så ho kan ikkje stå ved sida av.",
        "The round that was published since was answered in another way, at tables or at a station, so it cannot stand beside this one.";
    other_text: "Kartleggingen som er publisert siden, spurte ikke om dette med de samme ordene og svarene.",
        "Kartlegginga som er publisert sidan, spurde ikkje om dette med dei same orda og svara.",
        "The round that was published since did not ask this in the same words with the same answers.";
    gone: "Resultatet som spørsmålet er valgt fra, finnes ikke på Trykk-serveren lenger.", "Resultatet som spørsmålet er valt frå, finst ikkje på Trykk-serveren lenger.",
        "The result that the question was chosen from is no longer on the Trykk server.";
    next: "Hva gjør dere nå?", "Kva gjer de no?", "What do you do now?";
    next_lead: "Snakk sammen om det dere ser, og bestem om tiltaket skal beholdes, justeres eller avsluttes.",
        "Snakk saman om det de ser, og bestem om tiltaket skal behaldast, justerast eller avsluttast.",
        "Talk about what you see, and decide whether the measure is kept, adjusted or closed.";
    keep_long: "Behold: vi fortsetter slik", "Behald: vi held fram slik", "Keep: we go on like this";
    adjust_long: "Juster: vi endrer tiltaket", "Juster: vi endrar tiltaket", "Adjust: we change the measure";
    close_long: "Avslutt: vi følger det ikke opp mer", "Avslutt: vi følgjer det ikkje opp meir", "Close: we no longer follow it up";
    keep: "beholdes", "blir behalde", "kept";
    adjust: "justeres", "blir justert", "to be adjusted";
    close: "avsluttes", "blir avslutta", "closed";
    sentence: "Hvorfor", "Kvifor", "Why";
    sentence_hint: "En setning om det dere ser. Skriv om arbeidet, ikke om enkeltpersoner.", "Ei setning om det de ser. Skriv om arbeidet, ikkje om enkeltpersonar.",
        "A sentence on what you see. Write about the work, not about persons.";
    save_next: "Lagre det dere bestemmer", "Lagre det de bestemmer", "Save what you decide";
    only_status: "Endre bare statusen", "Endre berre statusen", "Change only the status";
    adjust_hint: "Dere har bestemt å justere tiltaket. Endre det nedenfor, med en ny frist.", "De har bestemt å justere tiltaket. Endre det nedanfor, med ein ny frist.",
        "You have decided to adjust the measure. Change it below, with a new deadline.";
    keep_up: "Fra reparasjon til vedlikehold", "Frå reparasjon til vedlikehald", "From repair to upkeep";
    keep_up_lead: "Det ser bedre ut enn før. Et nytt forslag kan ta vare på det dere har fått til.", "Det ser betre ut enn før. Eit nytt forslag kan ta vare på det de har fått til.",
        "It looks better than before. A new proposal can take care of what you have achieved.";
    keep_up_do: "Lag et forslag som tar vare på det", "Lag eit forslag som tek vare på det", "Make a proposal that takes care of it";
    keep_up_ask: "Leder eller prosessveileder kan lage det.", "Leiar eller prosessrettleiar kan lage det.", "The leader or a process guide can make it.";
    keep_up_what: "Ta vare på det vi har fått til: {}", "Ta vare på det vi har fått til: {}", "Take care of what we have achieved: {}";
}}

impl EffectTexts {
    /// A step, to be chosen.
    pub fn next_long(&'static self, next: NextStep) -> &'static str {
        match next {
            NextStep::Keep => self.keep_long,
            NextStep::Adjust => self.adjust_long,
            NextStep::Close => self.close_long,
        }
    }

    /// A step that was taken.
    pub fn next_name(&'static self, next: NextStep) -> &'static str {
        match next {
            NextStep::Keep => self.keep,
            NextStep::Adjust => self.adjust,
            NextStep::Close => self.close,
        }
    }
}

//! Texts of a round beside the one before.

use super::texts;

texts! { BeforeTexts {
    title: "Ved siden av forrige kartlegging", "Ved sida av førre kartlegging", "Beside the round before";
    lead: "De samme spørsmålene, stilt med de samme ordene på den samme enheten. Siden sier ikke at noe er blitt bedre eller dårligere: de som svarte, kan være andre enn sist, og noen få svar flytter mye.",
        "Dei same spørsmåla, stilte med dei same orda på den same eininga. Sida seier ikkje at noko er blitt betre eller dårlegare: dei som svarte, kan vere andre enn sist, og nokre få svar flyttar mykje.",
        "The same questions, asked in the same words on the same ward. The page does not say that anything got better or worse: those who answered may be others than last time, and a few answers move a lot.";
    published: "Bare det som er publisert, står her.", "Berre det som er publisert, står her.", "Only what is published stands here.";
    exact: "Tallene er nøyaktige, og bare for deg som prosessveileder.", "Tala er nøyaktige, og berre for deg som prosessrettleiar.",
        "The figures are exact, and for you as process guide only.";
    none: "Det er ingen tidligere kartlegging å vise ved siden av: den må være besvart på samme måte, på den samme enheten, og ha minst ett spørsmål med de samme ordene.",
        "Det er inga tidlegare kartlegging å vise ved sida av: ho må vere svart på på same måten, på den same eininga, og ha minst eitt spørsmål med dei same orda.",
        "There is no earlier round to show beside this one: it must have been answered in the same way, on the same ward, with at least one question in the same words.";
    left_out: "{} spørsmål er ikke med, fordi de ikke ble stilt med de samme ordene begge gangene.",
        "{} spørsmål er ikkje med, fordi dei ikkje vart stilte med dei same orda begge gongene.",
        "{} questions are left out, because they were not asked in the same words both times.";
    more: "Flere enn sist", "Fleire enn sist", "More than last time";
    fewer: "Færre enn sist", "Færre enn sist", "Fewer than last time";
    cannot_tell: "Kan ikke si om det er flere eller færre", "Kan ikkje seie om det er fleire eller færre", "Cannot tell whether more or fewer";
    changes_lead: "«Flere» og «færre» står bare der andelen er minst en tiendedel større eller mindre enn sist, hva enn som ligger bak det skraverte.",
        "«Fleire» og «færre» står berre der delen er minst ein tidel større eller mindre enn sist, kva enn som ligg bak det skraverte.",
        "“More” and “fewer” stand only where the share is at least a tenth larger or smaller than last time, whatever lies behind the hatching.";
}}

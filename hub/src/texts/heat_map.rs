//! Texts of the guide's results: every ward beside the others, and one question in every ward.

use super::texts;
use crate::figures::share::Order;

texts! { HeatMapTexts {
    results: "Resultater", "Resultat", "Results";
    lead: "Enhetene dine ved siden av hverandre, spørsmål for spørsmål. Bare du som er prosessveileder, ser denne siden.",
        "Einingane dine ved sida av kvarandre, spørsmål for spørsmål. Berre du som er prosessrettleiar, ser denne sida.",
        "Your wards side by side, question by question. Only you as process guide see this page.";
    none: "Ingenting er talt opp ennå. Når en kartlegging er talt opp, står enhetene ved siden av hverandre her.",
        "Ingenting er talt opp enno. Når ei kartlegging er talt opp, står einingane ved sida av kvarandre her.",
        "Nothing is counted yet. Once a round is counted, the wards stand side by side here.";
    nothing_found: "Ingen av enhetene dine passer. Velg en annen avdeling eller et annet tidsrom.",
        "Ingen av einingane dine passar. Vel ei anna avdeling eller eit anna tidsrom.",
        "None of your wards fits. Choose another department or another period.";
    deck: "Kortstokk", "Kortstokk", "Deck";
    from: "Fra og med", "Frå og med", "From";
    to: "Til og med", "Til og med", "Until";
    theme: "Tema", "Tema", "Theme";
    every_theme: "Alle temaer", "Alle tema", "Every theme";
    order: "Rekkefølge", "Rekkjefølgje", "Order";
    asked: "Slik de ble spurt om", "Slik dei vart spurde om", "As they were asked";
    smallest: "Lavest andel først", "Lågast del først", "Smallest share first";
    largest: "Høyest andel først", "Høgast del først", "Largest share first";
    spread: "Størst forskjell mellom enhetene først", "Størst skilnad mellom einingane først", "Furthest apart first";
    order_here: "Rekkefølgen gjelder enhetene på denne siden.", "Rekkjefølgja gjeld einingane på denne sida.", "The order is that of the wards on this page.";
    how_to_read: "Slik leser du tabellen", "Slik les du tabellen", "How to read the table";
    read_share: "Hver rute viser hvor stor del av dem som svarte, som kjente seg igjen i kortet eller står på den gode siden. Under spørsmålet står det hvilke svar som er regnet med. Fargen er den samme for den samme andelen, overalt.",
        "Kvar rute viser kor stor del av dei som svarte, som kjende seg att i kortet eller står på den gode sida. Under spørsmålet står det kva svar som er rekna med. Fargen er den same for den same delen, overalt.",
        "Each cell shows what part of those who answered recognised the card, or stand on the good side. Below the question it says which answers count. The same share has the same colour everywhere.";
    read_few: "Er det få som svarte, betyr én person mye: se på tallet under andelen før du legger vekt på en forskjell.",
        "Er det få som svarte, betyr éin person mykje: sjå på talet under delen før du legg vekt på ein skilnad.",
        "Where few answered, one person weighs much: look at the number below the share before you make much of a difference.";
    read_bounds: "Rammen er stiplet der du ikke er med på opptellingen. Da ser du det som er publisert.",
        "Ramma er stipla der du ikkje er med på oppteljinga. Då ser du det som er publisert.",
        "The frame is dashed where you are not part of the count. There you see what is published.";
    table: "Andel i hver enhet", "Del i kvar eining", "Share in each ward";
    percent: "{} %", "{} %", "{}%";
    nobody: "Ingen svarte", "Ingen svarte", "Nobody answered";
    few: "For få svarte", "For få svarte", "Too few answered";
    not_published: "Ikke publisert", "Ikkje publisert", "Not published";
    not_asked: "Ikke spurt", "Ikkje spurt", "Not asked";
    not_shared: "Tallene er ikke publisert, og du er ikke med på opptellingen.", "Tala er ikkje publiserte, og du er ikkje med på oppteljinga.",
        "The figures are not published, and you are not part of the count.";
    exactly: "Nøyaktige tall", "Nøyaktige tal", "Exact figures";
    published: "Publiserte tall", "Publiserte tal", "Published figures";
    wards: "Alle enhetene dine", "Alle einingane dine", "All your wards";
    item_lead: "Hver kartlegging der spørsmålet ble stilt med den samme ordlyden, den nyeste først.",
        "Kvar kartlegging der spørsmålet vart stilt med den same ordlyden, den nyaste først.",
        "Each round in which the question was asked in the same words, the newest first.";
    version: "{}, versjon {}", "{}, versjon {}", "{}, version {}";
    at_tables: "ved bord", "ved bord", "at tables";
    one_by_one: "én om gangen", "éin om gongen", "one at a time";
}}

impl HeatMapTexts {
    /// What an order is called.
    pub fn order_name(&self, order: Order) -> &'static str {
        match order {
            Order::Asked => self.asked,
            Order::Smallest => self.smallest,
            Order::Largest => self.largest,
            Order::Spread => self.spread,
        }
    }
}

//! Texts of what is published of notes, in bands.

use super::texts;

texts! { BandTexts {
    title: "Hva lappene handler om", "Kva lappane handlar om", "What the notes are about";
    how: "Av dem som skrev en lapp under spørsmålet, etter den første lappen de skrev. Det som færre enn fire skrev om, står ikke her, og det som ikke står her, kan noen likevel ha skrevet om.",
        "Av dei som skreiv ein lapp under spørsmålet, etter den første lappen dei skreiv. Det som færre enn fire skreiv om, står ikkje her, og det som ikkje står her, kan nokon likevel ha skrive om.",
        "Of those who wrote a note under the question, by the first note they wrote. What fewer than four wrote about is not here, and somebody may still have written about what is not here.";
    nothing: "For få skrev, eller de skrev om ulike ting.", "For få skreiv, eller dei skreiv om ulike ting.", "Too few wrote, or they wrote about different things.";
    mentioned: "nevnt av minst fire", "nemnt av minst fire", "mentioned by at least four";
    often: "nevnt av minst en tredel", "nemnt av minst ein tredel", "mentioned by at least a third";
    most: "nevnt av minst halvparten", "nemnt av minst halvparten", "mentioned by at least half";
    mention: "{}: {} («{}»)", "{}: {} («{}»)", "{}: {} (“{}”)";
    sheet: "Lapper", "Lappar", "Notes";
    area: "Hovedområde", "Hovudområde", "Main area";
    category: "Kategori", "Kategori", "Category";
    band: "Nevnt av", "Nemnt av", "Mentioned by";
    page: "Publiser hva lappene handler om", "Publiser kva lappane handlar om", "Publish what the notes are about";
    not_released: "Publiser tallene først.", "Publiser tala først.", "Publish the figures first.";
    not_sorted: "{} lapper er ikke sortert ennå. Sorter alle først: det som publiseres, kan ikke lages på nytt.",
        "{} lappar er ikkje sorterte enno. Sorter alle først: det som blir publisert, kan ikkje lagast på nytt.",
        "{} notes are not sorted yet. Sort all of them first: what is published cannot be made anew.";
    not_all_yours: "Du kan ikke lese alle lappene, så andre må publisere hva de handler om.",
        "Du kan ikkje lese alle lappane, så andre må publisere kva dei handlar om.",
        "You cannot read all the notes, so others must publish what they are about.";
    ready: "Slik vil leder, verneombud og tillitsvalgt se det.", "Slik vil leiar, verneombod og tillitsvald sjå det.", "This is what leader, safety rep and union rep will see.";
    shown: "Leder, verneombud og tillitsvalgt ser dette på siden med resultatet.", "Leiar, verneombod og tillitsvald ser dette på sida med resultatet.",
        "Leader, safety rep and union rep see this on the page of the result.";
    withdrawn: "Det som ble publisert, er trukket tilbake. Det kan ikke publiseres på nytt.", "Det som vart publisert, er trekt tilbake. Det kan ikkje publiserast på nytt.",
        "What was published is withdrawn. It cannot be published again.";
    publish_text: "Det publiseres én gang, slik det står her. Du kan trekke alt tilbake, men ikke rette noe av det: forskjellen mellom to versjoner kunne røpe noen.",
        "Det blir publisert éin gong, slik det står her. Du kan trekkje alt tilbake, men ikkje rette noko av det: skilnaden mellom to versjonar kunne røpe nokon.",
        "It is published once, as it stands here. You can withdraw all of it, but correct none: the difference between two versions could give somebody away.";
    publish_sure: "Jeg har sett over det som står her.", "Eg har sett over det som står her.", "I have looked over what stands here.";
    publish: "Publiser", "Publiser", "Publish";
    no_notes: "Det er ingen lapper her: enten skrev ingen, eller så er lappene slettet. Da er det ingenting å publisere.",
        "Det er ingen lappar her: anten skreiv ingen, eller så er lappane sletta. Då er det ingenting å publisere.",
        "There are no notes here: nobody wrote any, or they have been deleted. There is nothing to publish then.";
    withdraw_tick: "Ja, trekk det tilbake", "Ja, trekk det tilbake", "Yes, withdraw it";
    not_sure_to_withdraw: "Kryss av for at det skal trekkes tilbake.", "Kryss av for at det skal trekkjast tilbake.",
        "Tick that it is to be withdrawn.";
    not_sure: "Kryss av for at du har sett over det.", "Kryss av for at du har sett over det.", "Tick that you have looked it over.";
    meanwhile: "Noe er sortert på nytt siden du åpnet siden. Slik er det nå; ingenting er publisert.",
        "Noko er sortert på nytt sidan du opna sida. Slik er det no; ingenting er publisert.",
        "Something was sorted anew since you opened the page. This is how it is now; nothing is published.";
    withdraw: "Trekk alt tilbake", "Trekk alt tilbake", "Withdraw all of it";
    withdraw_text: "Da ser ingen det lenger, og det kan ikke publiseres på nytt. Den som har sett det, har sett det.",
        "Då ser ingen det lenger, og det kan ikkje publiserast på nytt. Den som har sett det, har sett det.",
        "Nobody sees it any more then, and it cannot be published again. Whoever has seen it has seen it.";
    withdraw_sure: "Trekk tilbake for godt", "Trekk tilbake for godt", "Withdraw for good";
}}

//! Texts of the board, of a ward's open page, and of switching that on.

use super::texts;

texts! { BoardTexts {
    title: "Dette sa dere, dette gjør vi", "Dette sa de, dette gjer vi", "You said, we do";
    as_of: "Slik er det {}.", "Slik er det {}.", "As of {}.";
    nothing: "Det er ikke publisert noe å vise her ennå.", "Det er ikkje publisert noko å vise her enno.", "Nothing has been published to show here yet.";
    keep: "Dette vil vi ta vare på", "Dette vil vi ta vare på", "What we want to keep";
    improve: "Dette vil vi gjøre bedre", "Dette vil vi gjere betre", "What we want to improve";
    measures: "Dette gjør vi", "Dette gjer vi", "What we do";
    replies: "Svar på ideene deres", "Svar på ideane dykkar", "Replies to your ideas";
    not_begun: "Ikke begynt. Frist: {}.", "Ikkje starta. Frist: {}.", "Not begun. Due {}.";
    under_way: "I gang. Frist: {}.", "I gang. Frist: {}.", "Under way. Due {}.";
    overdue: "Over fristen, som var {}.", "Over fristen, som var {}.", "Overdue: it was due {}.";
    done: "Gjort.", "Gjort.", "Done.";
    stopped: "Stoppet.", "Stoppa.", "Stopped.";
    owed: "Svar innen {}.", "Svar innan {}.", "Reply by {}.";
    owed_late: "Svaret skulle vært her {}.", "Svaret skulle vore her {}.", "The reply was due {}.";
    now: "Ja, nå.", "Ja, no.", "Yes, now.";
    later: "Senere.", "Seinare.", "Later.";
    no: "Nei.", "Nei.", "No.";
    round: "Kartleggingen", "Kartlegginga", "The round";
    no_round: "Ingen kartlegging er åpen nå.", "Inga kartlegging er open no.", "No round is open now.";
    by: "Prosessveilederne i {} står for kartleggingen.", "Prosessrettleiarane i {} står for kartlegginga.",
        "The process guides of {} run the round.";
    protected: "Slik er svarene beskyttet", "Slik er svara verna", "How the answers are protected";
    result: "Det som er publisert", "Det som er publisert", "What is published";
    told: "Hva adressen forteller, og til hvem", "Kva adressa fortel, og til kven", "What the address tells, and whom";
    told_reader: "Alle som har adressen, kan lese det som står her. Den åpner ingenting annet.",
        "Alle som har adressa, kan lese det som står her. Ho opnar ingenting anna.",
        "Whoever has the address can read what stands here. It opens nothing else.";
    told_hub: "Trykk-serveren gir deg ingen informasjonskapsel her, og skriver ikke ned hvem som åpner siden.",
        "Trykk-serveren gir deg ingen informasjonskapsel her, og skriv ikkje ned kven som opnar sida.",
        "The Trykk server gives you no cookie here, and does not write down who opens the page.";
    told_network: "Nettet du bruker, og de som driver det, kan se at du var innom Trykk-serveren. Nettleseren din kan huske adressen.",
        "Nettet du bruker, og dei som driv det, kan sjå at du var innom Trykk-serveren. Nettlesaren din kan hugse adressa.",
        "The network you use, and those who run it, can see that you visited the Trykk server. Your browser may remember the address.";
    none: "Her er det ingen side", "Her er det inga side", "There is no page here";
    none_text: "Adressen er feil, eller den er byttet ut eller slått av. Se etter den nye på plakaten eller på nettbrettet, eller spør lederen.",
        "Adressa er feil, eller ho er bytt ut eller slått av. Sjå etter den nye på plakaten eller på nettbrettet, eller spør leiaren.",
        "The address is wrong, or it was replaced or switched off. Look for the new one on the poster or the tablet, or ask your leader.";
    too_many: "Det er prøvd for mange adresser som ikke finnes. Vent et kvarter, og prøv igjen.",
        "Det er prøvd for mange adresser som ikkje finst. Vent eit kvarter, og prøv igjen.",
        "Too many addresses that do not exist were tried. Wait a quarter of an hour and try again.";
} }

texts! { OpenPageTexts {
    open_page: "Den åpne siden", "Den opne sida", "The open page";
    lead: "Her kan de ansatte lese hva de blir spurt om, hvordan svarene er beskyttet, og hva det ble til, uten å logge inn. Adressen er trukket tilfeldig, og ingen kan gjette den.",
        "Her kan dei tilsette lese kva dei blir spurde om, korleis svara er verna, og kva det vart til, utan å logge inn. Adressa er trekt tilfeldig, og ingen kan gjette henne.",
        "Here staff can read what they are asked, how the answers are protected, and what came of it, without logging in. The address is drawn at random, and nobody can guess it.";
    shows: "Siden viser det samme som tavla på nettbrettet: områdene i rapporten, den signerte planen, ordet en puls ga om et tiltak, og svarene på bunkene. Hvem som er ansvarlig, står ikke der.",
        "Sida viser det same som tavla på nettbrettet: områda i rapporten, den signerte planen, ordet ein puls gav om eit tiltak, og svara på bunkane. Kven som er ansvarleg, står ikkje der.",
        "The page shows the same as the board on the tablet: the areas of the report, the signed plan, the word a pulse gave on a measure, and the replies to bundles. Who is responsible does not stand there.";
    is_off: "Siden er slått av.", "Sida er slått av.", "The page is switched off.";
    is_on: "Siden er slått på.", "Sida er slått på.", "The page is switched on.";
    address: "Adresse", "Adresse", "Address";
    qr: "QR-kode med adressen", "QR-kode med adressa", "QR code with the address";
    see: "Se siden", "Sjå sida", "See the page";
    spread: "Adressen står på plakaten, og på nettbrettet når noen har levert. Nettbrettet får den neste gang det har kontakt med Trykk-serveren.",
        "Adressa står på plakaten, og på nettbrettet når nokon har levert. Nettbrettet får henne neste gong det har kontakt med Trykk-serveren.",
        "The address stands on the poster, and on the tablet when somebody has handed in. The tablet gets it the next time it has contact with the Trykk server.";
    results: "Vis det nyeste publiserte resultatet", "Vis det nyaste publiserte resultatet", "Show the newest published result";
    no_result: "Denne enheten har ikke noe publisert resultat for seg selv ennå.", "Denne eininga har ikkje noko publisert resultat for seg sjølv enno.", "This ward has no published result of its own yet.";
    results_hint: "Alle som får adressen, kan da lese de samme tallene som lederen. Snakk med verneombudet og tillitsvalgte først.",
        "Alle som får adressa, kan då lese dei same tala som leiaren. Snakk med verneombodet og tillitsvalde først.",
        "Whoever gets the address can then read the same figures as the leader. Talk to the safety rep and the union reps first.";
    shows_results: "Siden viser resultatet fra {}. Et nyere vises først når noen velger det her.", "Sida viser resultatet frå {}. Eit nyare blir vist først når nokon vel det her.", "The page shows the result of {}. A newer one is shown only once somebody chooses it here.";
    hides_results: "Siden viser ikke det publiserte resultatet.", "Sida viser ikkje det publiserte resultatet.", "The page does not show the published result.";
    switch_on: "Slå på siden", "Slå på sida", "Switch the page on";
    save: "Lagre", "Lagre", "Save";
    saved: "Lagret.", "Lagra.", "Saved.";
    draw: "Gi siden en ny adresse", "Gi sida ei ny adresse", "Give the page a new address";
    draw_hint: "Den gamle adressen slutter å virke med en gang. Plakaten må skrives ut på nytt.",
        "Den gamle adressa sluttar å verke med ein gong. Plakaten må skrivast ut på nytt.",
        "The old address stops working at once. The poster has to be printed anew.";
    switch_off: "Slå av siden", "Slå av sida", "Switch the page off";
    off_hint: "Adressen slutter å virke med en gang. Slår dere den på igjen, får siden en ny adresse.",
        "Adressa sluttar å verke med ein gong. Slår de henne på igjen, får sida ei ny adresse.",
        "The address stops working at once. If you switch it on again, the page gets a new address.";
    ask_leads: "Lederen eller en prosessveileder slår siden av og på.", "Leiaren eller ein prosessrettleiar slår sida av og på.",
        "The leader or a process guide switches the page on and off.";
    fault_meanwhile: "Noen andre endret siden i mellomtiden. Se over, og prøv igjen.",
        "Nokon andre endra sida i mellomtida. Sjå over, og prøv igjen.",
        "Somebody else changed the page meanwhile. Have a look, and try again.";
    fault_host: "Adressen dere selv bruker til Trykk-serveren, kan ikke brukes på et nettbrett: den er for lang eller mangler. Ingenting er endret.",
        "Adressa de sjølve bruker til Trykk-serveren, kan ikkje brukast på eit nettbrett: ho er for lang eller manglar. Ingenting er endra.",
        "The address that you use for the Trykk server yourselves cannot be used on a tablet: it is too long or missing. Nothing was changed.";
} }

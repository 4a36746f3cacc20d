//! Texts of pulses: a few questions of a result, asked again, with one word each.

use super::texts;

texts! { PulseTexts {
    pulse: "Puls", "Puls", "Pulse";
    lead: "Ett til tre spørsmål fra resultatet, stilt om igjen på den samme enheten. For hvert spørsmål publiseres ett ord, og omtrent hvor mange som svarte. Ingen andre tall.",
        "Eitt til tre spørsmål frå resultatet, stilte om igjen på den same eininga. For kvart spørsmål blir det publisert eitt ord, og omtrent kor mange som svara. Ingen andre tal.",
        "One to three questions of the result, asked again on the same ward. For each question one word is published, and about how many answered. No other figures.";
    room_none: "Når et resultat er publisert, kan dere spørre om litt av det igjen, for eksempel en måned etter at et tiltak er satt i gang.",
        "Når eit resultat er publisert, kan de spørje om litt av det igjen, til dømes ein månad etter at eit tiltak er sett i gang.",
        "Once a result is published, you can ask about a little of it again, for example a month after a measure was put in place.";
    room_none_reader: "Når et resultat er publisert, kan prosessveilederen spørre om litt av det igjen, for eksempel en måned etter at et tiltak er satt i gang. Dere får vite om flere eller færre svarer det samme som før.",
        "Når eit resultat er publisert, kan prosessrettleiaren spørje om litt av det igjen, til dømes ein månad etter at eit tiltak er sett i gang. De får vite om fleire eller færre svarar det same som før.",
        "Once a result is published, the process guide can ask about a little of it again, for example a month after a measure was put in place. You hear whether more or fewer answer the same as before.";
    asks: "Pulsen spør om dette", "Pulsen spør om dette", "The pulse asks this";
    the_pulse: "Pulsen", "Pulsen", "The pulse";
    by: "Prosessveilederne i {} står for pulsen.", "Prosessrettleiarane i {} står for pulsen.", "The process guides of {} run the pulse.";
    one_word: "Noen få spørsmål fra sist er stilt om igjen. Det som blir publisert, er ett ord for hvert spørsmål: flere, færre eller kan ikke si. Ingen ser tall.",
        "Nokre få spørsmål frå sist er stilte om igjen. Det som blir publisert, er eitt ord for kvart spørsmål: fleire, færre eller kan ikkje seie. Ingen ser tal.",
        "A few questions of last time are asked again. What is published is one word for each question: more, fewer or cannot tell. Nobody sees figures.";
    poster_question: "Har noe endret seg?", "Har noko endra seg?", "Has anything changed?";
    poster_why: "Vi spør om litt av det samme som sist, for å se om det dere har gjort, merkes.",
        "Vi spør om litt av det same som sist, for å sjå om det de har gjort, merkast.",
        "We ask a little of the same as last time, to see whether what you have done is noticed.";
    ask_again: "Spør om igjen", "Spør om igjen", "Ask again";
    beside: "Sammenlignes med {}, {}.", "Blir samanlikna med {}, {}.", "Compared with {}, {}.";
    questions: "Velg ett til tre spørsmål", "Vel eitt til tre spørsmål", "Choose one to three questions";
    questions_hint: "Her står kort og smilefjes som minst {} svarte på.", "Her står kort og smilefjes som minst {} svarte på.",
        "Cards and smileys that at least {} answered stand here.";
    no_questions: "Velg ett, to eller tre spørsmål fra listen.", "Vel eitt, to eller tre spørsmål frå lista.",
        "Choose one, two or three questions from the list.";
    opens: "Åpner", "Opnar", "Opens";
    closes: "Stenger", "Stengjer", "Closes";
    closes_hint: "Dagen er med. Ikke noe annet kan være åpent på enheten imens.", "Dagen er med. Ikkje noko anna kan vere ope på eininga imens.",
        "That day is included. Nothing else can be open on the ward meanwhile.";
    once: "Et resultat har bare én puls: to ved siden av hverandre kunne sagt for mye om noen få. Den telles når minst {} har svart.",
        "Eit resultat har berre éin puls: to ved sida av kvarandre kunne sagt for mykje om nokre få. Han blir talt opp når minst {} har svart.",
        "A result has only one pulse: two beside each other could tell too much of a few. It is counted once at least {} have answered.";
    plan: "Planlegg puls", "Planlegg puls", "Plan the pulse";
    refused: "Pulsen er ikke planlagt. Se hva som mangler.", "Pulsen er ikkje planlagd. Sjå kva som manglar.",
        "The pulse is not planned. See what is missing.";
    newer_result: "Det er publisert et nyere resultat siden du åpnet siden. Spørsmålene under er fra det. Se over valgene dine, og planlegg på nytt.",
        "Det er publisert eit nyare resultat sidan du opna sida. Spørsmåla under er frå det. Sjå over vala dine, og planlegg på nytt.",
        "A newer result was published since you opened the page. The questions below are from that one. Look your choices over, and plan again.";
    nothing_published: "Det er ikke publisert noe resultat av nøyaktig disse enhetene ennå, så en puls har ingenting å stå ved siden av.",
        "Det er ikkje publisert noko resultat av nøyaktig desse einingane enno, så ein puls har ingenting å stå ved sida av.",
        "No result of exactly these wards has been published yet, so a pulse has nothing to stand beside.";
    at_tables: "Det nyeste resultatet er fra bord. En puls spør hver enkelt, og det kan ikke sammenlignes med svar som ble gitt rundt et bord. Den neste kartleggingen viser om noe har endret seg.",
        "Det nyaste resultatet er frå bord. Ein puls spør kvar enkelt, og det kan ikkje samanliknast med svar som vart gitt rundt eit bord. Den neste kartlegginga viser om noko har endra seg.",
        "The newest result is from tables. A pulse asks each person alone, and that cannot be compared with answers given around a table. The next round shows whether anything has changed.";
    too_few_before: "Ingen kort eller smilefjes i det nyeste resultatet har minst {} svar. En puls kunne sagt for mye om noen få.",
        "Ingen kort eller smilefjes i det nyaste resultatet har minst {} svar. Ein puls kunne sagt for mykje om nokre få.",
        "No card or smiley in the newest result has at least {} answers. A pulse could tell too much of a few.";
    there_already: "Det nyeste resultatet har alt en puls.", "Det nyaste resultatet har alt ein puls.", "The newest result has a pulse already.";
    see: "Se pulsen", "Sjå pulsen", "See the pulse";
    resting: "Prosessen hviler. Ta den opp igjen før dere spør.", "Prosessen kviler. Ta han opp igjen før de spør.",
        "The process is at rest. Take it up again before you ask.";
    more_yes: "Flere enn før sier ja", "Fleire enn før seier ja", "More say yes than before";
    fewer_yes: "Færre enn før sier ja", "Færre enn før seier ja", "Fewer say yes than before";
    more_good: "Flere enn før på den gode siden", "Fleire enn før på den gode sida", "More on the good side than before";
    fewer_good: "Færre enn før på den gode siden", "Færre enn før på den gode sida", "Fewer on the good side than before";
    cannot_tell: "Kan ikke si", "Kan ikkje seie", "Cannot tell";
    too_few: "For få svarte", "For få svarte", "Too few answered";
    about: "{} eller flere svarte", "{} eller fleire svarte", "{} or more answered";
    line: "{}, {}", "{}, {}", "{}, {}";
    hint: "Flere eller færre står bare der andelen er minst en femtedel og fire svar større eller mindre, hva enn som ligger bak det som ikke vises. De som svarte, kan være andre enn før, og mye annet kan ha endret seg.",
        "Fleire eller færre står berre der delen er minst ein femdel og fire svar større eller mindre, kva enn som ligg bak det som ikkje blir vist. Dei som svarte, kan vere andre enn før, og mykje anna kan ha endra seg.",
        "More or fewer stands only where the share is at least a fifth and four answers larger or smaller, whatever lies behind what is not shown. Those who answered may be others than before, and much else may have changed.";
    cannot_tell_hint: "«Kan ikke si» er et svar: forskjellen er liten, eller den ligger i det som ikke vises. Det betyr ikke at alt er som før.",
        "«Kan ikkje seie» er eit svar: skilnaden er liten, eller han ligg i det som ikkje blir vist. Det tyder ikkje at alt er som før.",
        "“Cannot tell” is an answer: the difference is small, or lies in what is not shown. It does not mean that all is as before.";
    nothing_else: "Mer enn dette finnes ikke. Hvor mange som svarte hva, ble slettet da svarene ble talt opp.",
        "Meir enn dette finst ikkje. Kor mange som svarte kva, vart sletta då svara vart talde opp.",
        "There is no more than this. How many answered what was deleted when the answers were counted.";
    release_text: "Lederen, verneombudet og de tillitsvalgte får se ett ord for hvert spørsmål. Der et signert tiltak viser til spørsmålet, står ordet også ved tiltaket på tavla og på den åpne siden. Ingen ser hvor mange som svarte hva, heller ikke du. Nøkkelen til svarene slettes.",
        "Leiaren, verneombodet og dei tillitsvalde får sjå eitt ord for kvart spørsmål. Der eit signert tiltak viser til spørsmålet, står ordet òg ved tiltaket på tavla og på den opne sida. Ingen ser kor mange som svara kva, heller ikkje du. Nøkkelen til svara blir sletta.",
        "The leader, the safety rep and the union reps get to see one word for each question. Where a signed measure names the question, the word also stands beside that measure on the board and on the open page. Nobody sees how many answered what, nor do you. The key to the answers is deleted.";
    take_away_hint: "Pulsen går ut av planen. Ingen har svart ennå, og dere kan spørre om igjen med andre spørsmål eller dager.",
        "Pulsen går ut av planen. Ingen har svart enno, og de kan spørje om igjen med andre spørsmål eller dagar.",
        "The pulse leaves the plan. Nobody has answered yet, and you can ask again with other questions or days.";
    on_board: "Puls: {}. {}.", "Puls: {}. {}.", "Pulse: {}. {}.";
    of_measure: "Puls, {}: {}", "Puls, {}: {}", "Pulse, {}: {}";
}}

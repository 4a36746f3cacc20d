//! Texts of the senior leader's pages.

use super::texts;

texts! { SeniorTexts {
    lead: "Enhetene dine samlet, laget bare av det som er publisert for hver av dem.",
        "Einingane dine samla, laga berre av det som er publisert for kvar av dei.",
        "Your wards together, made only from what has been published for each of them.";
    none: "Ingenting er publisert for avdelingene dine ennå. Når enhetene er ferdige med en kartlegging, står den samlet her.",
        "Ingenting er publisert for avdelingane dine enno. Når einingane er ferdige med ei kartlegging, står ho samla her.",
        "Nothing has been published for your departments yet. Once the wards are done with a round, it stands here as a whole.";
    waits: "Tallene kommer når alle enhetene er ferdige. Nå gjenstår {} av {}.",
        "Tala kjem når alle einingane er ferdige. No står {} av {} att.",
        "The figures come when every ward is done. {} of {} remain.";
    waits_why: "Kom tallene litt etter litt, kunne du se hva den siste enheten svarte.",
        "Kom tala litt etter litt, kunne du sjå kva den siste eininga svarte.",
        "If the figures came bit by bit, you could see what the last ward answered.";
    too_few: "Færre enn {} enheter har tall her. Da vises ingen tall, for de ville vist fram en enkelt enhet.",
        "Færre enn {} einingar har tal her. Då blir ingen tal viste, for dei ville vist fram ei einskild eining.",
        "Fewer than {} wards have figures here. So none are shown: they would show a single ward.";
    too_few_why: "Lederen, verneombudet og den tillitsvalgte på hver enhet ser sine egne tall. Spør dem hva de vil gjøre, og hva de trenger.",
        "Leiaren, verneombodet og den tillitsvalde på kvar eining ser sine eigne tal. Spør dei kva dei vil gjere, og kva dei treng.",
        "The leader, the safety rep and the union rep of each ward see their own. Ask them what they will do, and what they need.";
    departments: "Vis {} avdelinger", "Vis {} avdelingar", "Show {} departments";
    in_wards: "i {} av {} enheter", "i {} av {} einingar", "in {} of {} wards";
    boxes: "{} enheter er med", "{} einingar er med", "{} wards are included";
    one_hidden: ", én er ikke med", ", éi er ikkje med", ", one is not";
    hidden: ", {} er ikke med", ", {} er ikkje med", ", {} are not";
    few_publish: "Færre enn {} enheter viser tall her", "Færre enn {} einingar viser tal her",
        "Fewer than {} wards show a figure here";
    cards_lead: "Kortene, ordnet etter hvor mange som kjente seg igjen. Om det er bra eller dårlig, vet de best på enhetene.",
        "Korta, ordna etter kor mange som kjende seg att. Om det er bra eller dårleg, veit dei best på einingane.",
        "The cards, in the order of how many recognised them. Whether that is good or bad, the wards know best.";
    cards_lead_tables: "Kortene, ordnet etter hvor mange som kjente seg igjen. Et bord teller som ja når minst én der sa ja. Om det er bra eller dårlig, vet de best på enhetene.",
        "Korta, ordna etter kor mange som kjende seg att. Eit bord tel som ja når minst éin der sa ja. Om det er bra eller dårleg, veit dei best på einingane.",
        "The cards, in the order of how many recognised them. A table counts as yes when at least one there said yes. Whether that is good or bad, the wards know best.";
    next_1: "Spør lederne, verneombudene og de tillitsvalgte hva som ligger bak.",
        "Spør leiarane, verneomboda og dei tillitsvalde kva som ligg bak.",
        "Ask the leaders, the safety reps and the union reps what lies behind it.";
    next_2: "Se etter det enhetene ikke kan løse alene: bemanning, rom, utstyr, systemer.",
        "Sjå etter det einingane ikkje kan løyse åleine: bemanning, rom, utstyr, system.",
        "Look for what wards cannot solve alone: staffing, rooms, equipment, systems.";
    next_3: "Fortell enhetene hva du tar tak i, og når.", "Fortel einingane kva du tek tak i, og når.",
        "Tell the wards what you will take on, and when.";
    unseen_ward: "Den enkelte enheten. Minst tre er med i hvert tall. Ellers kunne du lese en enkelt enhet ut av summen, og det kunne også en leder som trekker fra tallene for sin egen. Små enheter som svarte sammen, teller som én.",
        "Den einskilde eininga. Minst tre er med i kvart tal. Elles kunne du lese ei einskild eining ut av summen, og det kunne også ein leiar som trekkjer frå tala for si eiga. Små einingar som svarte saman, tel som éi.",
        "The single ward. Every figure has at least three in it. Otherwise you could read one ward out of the sum, and so could a leader who takes away the figures of their own. Small wards that answered together count as one.";
    unseen_few: "Enheter der for få svarte på et spørsmål. Under hvert spørsmål står det hvor mange som er med.",
        "Einingar der for få svarte på eit spørsmål. Under kvart spørsmål står det kor mange som er med.",
        "Wards where too few answered a question. Under each question it says how many are included.";
    unseen_notes: "De gule lappene. Bare prosessveilederne leser dem.",
        "Dei gule lappane. Berre prosessrettleiarane les dei.",
        "The yellow notes. Only the process guides read them.";
}}

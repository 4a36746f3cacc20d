//! Texts of the idea box.

use super::texts;

texts! { IdeaBoxTexts {
    idea_box: "Tiltakskassa", "Tiltakskassa", "The idea box";
    lead: "Tiltak som har hjulpet andre her. Ingen enheter, navn eller datoer står i dem.", "Tiltak som har hjelpt andre her. Ingen einingar, namn eller datoar står i dei.",
        "Measures that have helped others here. No wards, names or dates stand in them.";
    theme: "Tema", "Tema", "Theme";
    all_themes: "Alle temaer", "Alle tema", "All themes";
    search: "Vis", "Vis", "Show";
    none: "Tiltakskassa er tom ennå. Når et tiltak har hjulpet, kan leder, verneombud og tillitsvalgt legge det her sammen.",
        "Tiltakskassa er tom enno. Når eit tiltak har hjelpt, kan leiar, verneombod og tillitsvald leggje det her saman.",
        "The idea box is still empty. Once a measure has helped, leader, safety rep and union rep can put it here together.";
    none_of_theme: "Det er ingenting om dette temaet ennå.", "Det er ingenting om dette temaet enno.", "There is nothing about this theme yet.";
    other_theme: "Andre temaer", "Andre tema", "Other themes";
    look: "Se hva som har hjulpet andre, i tiltakskassa", "Sjå kva som har hjelpt andre, i tiltakskassa", "See in the idea box what has helped others";
    share: "Legg tiltaket i tiltakskassa", "Legg tiltaket i tiltakskassa", "Put the measure into the idea box";
    share_lead: "Har tiltaket hjulpet? Fortell det til andre, uten enhet, navn og datoer. Det vises når leder, verneombud og tillitsvalgt alle har godkjent ordene, og kan tas ut igjen når som helst.",
        "Har tiltaket hjelpt? Fortel det til andre, utan eining, namn og datoar. Det blir vist når leiar, verneombod og tillitsvald alle har godkjent orda, og kan takast ut igjen når som helst.",
        "Has the measure helped? Tell others, without ward, names and dates. It is shown once leader, safety rep and union rep have all agreed to the words, and can be taken out again at any time.";
    what: "Hva dere gjorde", "Kva de gjorde", "What you did";
    how: "Hva som fikk det til å virke, og hvordan dere merket det", "Kva som fekk det til å verke, og korleis de merka det", "What made it work, and how you noticed";
    told_what: "Hva de gjorde", "Kva dei gjorde", "What they did";
    told_how: "Hva som fikk det til å virke", "Kva som fekk det til å verke", "What made it work";
    save: "Lagre ordene", "Lagre orda", "Save the words";
    save_hint: "Nye ord må godkjennes på nytt av alle tre.", "Nye ord må godkjennast på nytt av alle tre.", "New words have to be agreed to anew by all three.";
    shown: "Står i tiltakskassa", "Står i tiltakskassa", "Stands in the idea box";
    waits: "Venter på at disse godkjenner: {}", "Ventar på at desse godkjenner: {}", "Waits for these to agree: {}";
    agree: "Godkjenn ordene", "Godkjenn orda", "Agree to the words";
    withdraw: "Ta det ut", "Ta det ut", "Take it out";
    change: "Endre ordene", "Endre orda", "Change the words";
}}

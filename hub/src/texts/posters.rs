//! Texts of what hangs on the wall and of the list of fingerprints.

use super::texts;

texts! { PosterTexts {
    poster: "Plakat til pauserommet", "Plakat til pauserommet", "Poster for the break room";
    poster_lead: "Skriv ut siden og heng den ved nettbrettet.", "Skriv ut sida og heng henne ved nettbrettet.",
        "Print the page and hang it beside the tablet.";
    choose: "Størrelse og språk", "Storleik og språk", "Size and language";
    all_languages: "Alle språk på ett ark", "Alle språk på eitt ark", "All languages on one sheet";
    question: "Hvordan er det å jobbe her?", "Korleis er det å jobbe her?", "How is it to work here?";
    why: "Svarene viser hva som er bra hos dere, og hva som bør bli bedre. Ut fra dem lager dere tiltak.",
        "Svara viser kva som er bra hos dykk, og kva som bør bli betre. Ut frå dei lagar de tiltak.",
        "The answers show what is good here and what should get better. Measures are made from them.";
    stands: "Nettbrettet står her: {}.", "Nettbrettet står her: {}.", "The tablet stands here: {}.";
    answer_here: "Svar på nettbrettet i pausen, {}.", "Svar på nettbrettet i pausen, {}.", "Answer on the tablet in your break, {}.";
    need_slip: "Du trenger en lapp med en kode. Den får du av verneombudet. Ingen vet hvem som har hvilken kode.",
        "Du treng ein lapp med ein kode. Han får du av verneombodet. Ingen veit kven som har kva kode.",
        "You need a slip with a code, from the safety rep. Nobody knows who has which code.";
    at_the_table: "Dere svarer sammen rundt et bord, og så hver for dere.", "De svarar saman rundt eit bord, og så kvar for dykk.",
        "You answer together around a table, and then each alone.";
    locked: "Svarene låses med en gang, og nettbrettet kan ikke lese dem.",
        "Svara blir låste med ein gong, og nettbrettet kan ikkje lese dei.",
        "The answers are locked at once, and the tablet cannot read them.";
    apart: "Hvert svar sendes for seg, uten navn og uten klokkeslett.", "Kvart svar blir sendt for seg, utan namn og utan klokkeslett.",
        "Each answer is sent by itself, without a name and without a time.";
    sums: "Lederen får bare se tall for mange samlet. Bare prosessveilederne leser de gule lappene.",
        "Leiaren får berre sjå tal for mange samla. Berre prosessrettleiarane les dei gule lappane.",
        "The leader only sees figures for many together. Only the process guides read the yellow notes.";
    compare: "Det samme tallet skal stå på nettbrettet, under «Hvordan er det mulig?». Er det et annet, svar ikke, og si fra til verneombudet.",
        "Det same talet skal stå på nettbrettet, under «Korleis er det mogleg?». Er det eit anna, svar ikkje, og sei frå til verneombodet.",
        "The tablet must show the same number, under “How is that possible?”. If it does not, do not answer, and tell the safety rep.";
    read_on: "Les hva det blir til, på din egen telefon:", "Les kva det blir til, på din eigen telefon:", "Read what comes of it on your own phone:";
    qr: "QR-kode med adressen", "QR-kode med adressa", "QR code with the address";
    list: "Kontrolltall", "Kontrolltal", "Check numbers";
    list_lead: "Ett tall for hver kartlegging, fra den er bekreftet. Skriv ut lista og gi den til den som tar vare på gjenopprettingsarket. Det samme tallet skal stå på nettbrettet, på plakaten og hos prosessveilederen.",
        "Eitt tal for kvar kartlegging, frå ho er stadfesta. Skriv ut lista og gje henne til den som tek vare på gjenopprettingsarket. Det same talet skal stå på nettbrettet, på plakaten og hos prosessrettleiaren.",
        "One number for each round, from its confirming on. Print the list and give it to whoever keeps the recovery sheet. The same number must stand on the tablet, on the poster and with the process guide.";
    ward: "Enhet", "Eining", "Ward";
    round: "Kartlegging", "Kartlegging", "Round";
    number: "Kontrolltall", "Kontrolltal", "Check number";
    none: "Ingen kartlegging er bekreftet eller åpen nå.", "Inga kartlegging er stadfesta eller open no.", "No round is confirmed or open now.";
} }

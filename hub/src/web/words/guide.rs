//! Texts of the guide's pages.

use super::words;

words! { GuideWords {
    rounds: "Kartlegginger", "Kartleggingar", "Rounds";
    rounds_lead: "Kartleggingene på enhetene dine, de nyeste først.", "Kartleggingane på einingane dine, dei nyaste først.",
        "The rounds on your wards, the newest first.";
    no_rounds: "Ingen kartlegginger er planlagt for enhetene dine.", "Ingen kartleggingar er planlagde for einingane dine.",
        "No rounds are planned for your wards.";
    planned: "Planlagt", "Planlagd", "Planned";
    open: "Åpen", "Open", "Open";
    closed: "Stengt", "Stengd", "Closed";
    counted: "Telt opp", "Talt opp", "Counted";
    released: "Publisert", "Publisert", "Released";
    closed_unread: "Lukket ulest", "Lukka ulesen", "Closed unread";
    participation: "Deltakelse", "Deltaking", "Participation";
    people: "{} personer", "{} personar", "{} people";
    tables: "{} bord", "{} bord", "{} tables";
    fewer_than: "færre enn {}", "færre enn {}", "fewer than {}";
    or_more: "{} eller flere", "{} eller fleire", "{} or more";
    coarse: "Før opptellingen vises deltakelsen bare grovt, og ingen ser svar.",
        "Før oppteljinga blir deltakinga berre vist grovt, og ingen ser svar.",
        "Before the count, participation is shown only roughly, and nobody sees answers.";
    tablets: "Nettbrett", "Nettbrett", "Tablets";
    tablet: "Nettbrett", "Nettbrett", "Tablet";
    last_seen: "Sist sett", "Sist sett", "Last seen";
    never: "Aldri", "Aldri", "Never";
    waits: "Svar som venter", "Svar som ventar", "Answers waiting";
    nothing_waits: "Ingenting venter", "Ingenting ventar", "Nothing waits";
    not_said: "Har ikke meldt fra etter stenging", "Har ikkje meldt frå etter stenging", "Has not said since closing";
    delivering: "Leverer etter hvert", "Leverer etter kvart", "Delivers as it goes";
    stolen: "Meldt stjålet", "Meldt stolen", "Reported stolen";
    no_tablets: "Ingen nettbrett har fått denne kartleggingen ennå.", "Ingen nettbrett har fått denne kartlegginga enno.",
        "No tablet has received this round yet.";
    no_key: "Du har ikke valgt telleord ennå. Uten det kan ingen kartlegging åpne.",
        "Du har ikkje valt teljeord enno. Utan det kan inga kartlegging opne.",
        "You have no counting passphrase yet. Without one no round can open.";
    passphrase: "Telleord", "Teljeord", "Counting passphrase";
    passphrase_lead: "Med telleordet åpner du svarene ved opptellingen og leser de gule lappene. Det er ikke passordet ditt, og huben lagrer det ikke.",
        "Med teljeordet opnar du svara ved oppteljinga og les dei gule lappane. Det er ikkje passordet ditt, og huben lagrar det ikkje.",
        "With the counting passphrase you open the answers at the count and read the yellow notes. It is not your password, and the hub does not store it.";
    passphrase_new: "Nytt telleord", "Nytt teljeord", "New counting passphrase";
    passphrase_old: "Telleordet du har nå", "Teljeordet du har no", "Your present counting passphrase";
    passphrase_again: "Nytt telleord en gang til", "Nytt teljeord ein gong til", "The new one once more";
    passphrase_differ: "De to telleordene er ikke like. Skriv dem en gang til.", "Dei to teljeorda er ikkje like. Skriv dei ein gong til.",
        "The two passphrases differ. Write them once more.";
    passphrase_advice: "Minst 12 tegn, for eksempel fire vanlige ord. Skriv det ned og lås det inn.",
        "Minst 12 teikn, til dømes fire vanlege ord. Skriv det ned og lås det inn.",
        "At least 12 characters, four ordinary words for example. Write it down and lock it away.";
    passphrase_set: "Telleordet er lagret og prøvd.", "Teljeordet er lagra og prøvd.", "The passphrase is set and tested.";
    save: "Lagre", "Lagre", "Save";
    open_now: "Åpne nå", "Opne no", "Open now";
    extend: "Ny stengetid", "Ny stengetid", "New closing time";
    extend_button: "Flytt stengetiden", "Flytt stengetida", "Move the closing time";
    close_now: "Steng nå", "Steng no", "Close now";
    close_unread: "Lukk ulest", "Lukk ulesen", "Close unread";
    close_unread_text: "Svarene slettes for godt uten å bli åpnet. Det kan ikke gjøres om.",
        "Svara blir sletta for godt utan å bli opna. Det kan ikkje gjerast om.",
        "The answers are deleted for good without being opened. It cannot be undone.";
    sure: "Ja, jeg er sikker", "Ja, eg er sikker", "Yes, I am sure";
    say_sure: "Kryss av for at du er sikker.", "Kryss av for at du er sikker.", "Tick that you are sure.";
    count: "Tell opp", "Tel opp", "Count";
    count_text: "Svarene åpnes, telles én gang og slettes. Etterpå ser du tallene og de gule lappene.",
        "Svara blir opna, talde éin gong og sletta. Etterpå ser du tala og dei gule lappane.",
        "The answers are opened, counted once and deleted. Then you see the figures and the yellow notes.";
    leave_out: "Tell uten dette nettbrettet. Svar som ligger der, blir aldri talt.", "Tel utan dette nettbrettet. Svar som ligg der, blir aldri talde.",
        "Count without this tablet. Answers on it will never be counted.";
    quarantine: "Nettbrettet er meldt stjålet og har sendt noe etterpå.", "Nettbrettet er meldt stole og har sendt noko etterpå.",
        "The tablet was reported stolen and has sent something since.";
    take: "Tell det med", "Tel det med", "Count it";
    leave: "Hold det utenfor", "Hald det utanfor", "Leave it out";
    see_tally: "Se tallene", "Sjå tala", "See the figures";
    see_notes: "Les de gule lappene", "Les dei gule lappane", "Read the yellow notes";
    preview: "Slik vil lederen se det", "Slik vil leiaren sjå det", "What the leader would see";
    release: "Publiser", "Publiser", "Release";
    release_text: "Leder, verneombud og tillitsvalgt får se det som er trygt å vise. Nøklene ødelegges. Det kan ikke gjøres om.",
        "Leiar, verneombod og tillitsvald får sjå det som er trygt å vise. Nøklane blir øydelagde. Det kan ikkje gjerast om.",
        "Leader, safety rep and union rep see what is safe to show. The keys are destroyed. It cannot be undone.";
    see_result: "Se det som er publisert", "Sjå det som er publisert", "See what is published";
    tally: "Tallene", "Tala", "The figures";
    tally_lead: "Først det du ser, så det lederen ser.", "Først det du ser, så det leiaren ser.",
        "First what you see, then what the leader sees.";
    yours: "Du ser", "Du ser", "You see";
    theirs: "Lederen ser", "Leiaren ser", "The leader sees";
    mean: "snitt {}", "snitt {}", "mean {}";
    unreadable: "{} konvolutter kunne ikke leses og er ikke talt med.", "{} konvoluttar kunne ikkje lesast og er ikkje talde med.",
        "{} envelopes could not be read and are not counted.";
    notes: "Gule lapper", "Gule lappar", "Yellow notes";
    notes_lead: "I tilfeldig rekkefølge. Bare du og de andre prosessveilederne kan lese dem.",
        "I tilfeldig rekkjefølgje. Berre du og dei andre prosessrettleiarane kan lese dei.",
        "In random order. Only you and the other guides can read them.";
    notes_open: "Åpne lappene", "Opne lappane", "Open the notes";
    no_notes: "Ingen lapper her.", "Ingen lappar her.", "No notes here.";
    back: "Tilbake til kartleggingen", "Tilbake til kartlegginga", "Back to the round";
    wrong_passphrase: "Telleordet stemmer ikke. Ingenting er åpnet.", "Teljeordet stemmer ikkje. Ingenting er opna.",
        "The passphrase is wrong. Nothing was opened.";
    short_passphrase: "Telleordet er for kort. Bruk minst 12 tegn.", "Teljeordet er for kort. Bruk minst 12 teikn.",
        "The passphrase is too short. Use at least 12 characters.";
    too_many: "Det har vært mange forsøk. Vent et kvarter, og prøv igjen.", "Det har vore mange forsøk. Vent eit kvarter, og prøv igjen.",
        "There have been many attempts. Wait a quarter of an hour and try again.";
    tablets_wait: "Noen nettbrett har ikke meldt fra etter stenging. Vent på dem, eller kryss av for å telle uten.",
        "Nokre nettbrett har ikkje meldt frå etter stenging. Vent på dei, eller kryss av for å telje utan.",
        "Some tablets have not reported since closing. Wait for them, or tick to count without them.";
    decide_quarantine: "Velg hva som skal skje med det et stjålet nettbrett har sendt.", "Vel kva som skal skje med det eit stole nettbrett har sendt.",
        "Decide what becomes of what a stolen tablet has sent.";
    below_floor: "For få har svart. Ingenting er åpnet. Gi flere tid med en ny stengetid, eller lukk ulest.",
        "For få har svart. Ingenting er opna. Gi fleire tid med ei ny stengetid, eller lukk ulesen.",
        "Too few have answered. Nothing was opened. Give more time with a new closing time, or close unread.";
    no_share: "Du kan ikke telle opp denne: telleordet ditt ble laget etter at den åpnet. En annen prosessveileder kan, eller driftsansvarlig med gjenopprettingsarket.",
        "Du kan ikkje telje opp denne: teljeordet ditt vart laga etter at ho opna. Ein annan prosessrettleiar kan, eller driftsansvarleg med gjenopprettingsarket.",
        "You cannot count this one: your passphrase was made after it opened. Another guide can, or the administrator with the recovery sheet.";
    need_sheet: "Hubens egen nøkkeldel mangler. Be driftsansvarlig telle opp med gjenopprettingsarket.",
        "Huben sin eigen nøkkeldel manglar. Be driftsansvarleg telje opp med gjenopprettingsarket.",
        "The hub's own key share is missing. Ask the administrator to count with the recovery sheet.";
    bad_time: "Skriv en stengetid som ligger foran oss.", "Skriv ei stengetid som ligg framfor oss.", "Write a closing time that lies ahead.";
    refused: "Det gikk ikke, og ingenting er endret. Last siden på nytt; kanskje en annen har vært her i mellomtiden.",
        "Det gjekk ikkje, og ingenting er endra. Last sida på nytt; kanskje ein annan har vore her i mellomtida.",
        "It was not done, and nothing was changed. Reload the page; perhaps somebody else has been here meanwhile.";
}}

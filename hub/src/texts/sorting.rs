//! Texts of sorting notes into categories, and of what that comes to.

use super::texts;

texts! { SortingTexts {
    title: "Sorter lappene", "Sorter lappane", "Sort the notes";
    lead: "Gi hver lapp de kategoriene den handler om: én, flere eller ingen. Bare du ser hva du har sortert. Det slettes sammen med lappene.",
        "Gi kvar lapp dei kategoriane han handlar om: éin, fleire eller ingen. Berre du ser kva du har sortert. Det blir sletta saman med lappane.",
        "Give each note the categories it is about: one, several or none. Only you see what you have sorted. It is deleted together with the notes.";
    unlock_lead: "Lås opp lappene med telleordet. De blir låst igjen når du logger ut, og når du ikke har brukt dem på en halv time.",
        "Lås opp lappane med teljeordet. Dei blir låste igjen når du loggar ut, og når du ikkje har brukt dei på ein halv time.",
        "Unlock the notes with the counting passphrase. They are locked again when you log out, and when you have not used them for half an hour.";
    unlock: "Lås opp lappene", "Lås opp lappane", "Unlock the notes";
    locked_meanwhile: "Lappene ble låst igjen. Det du valgte sist, er ikke lagret ennå; lås opp, så står det der.",
        "Lappane vart låste igjen. Det du valde sist, er ikkje lagra enno; lås opp, så står det der.",
        "The notes were locked again. What you chose last is not saved yet; unlock, and you will find it there.";
    lock: "Lås lappene igjen", "Lås lappane igjen", "Lock the notes again";
    progress: "{} av {} lapper er sortert.", "{} av {} lappar er sorterte.", "{} of {} notes are sorted.";
    none_to_sort: "Ingen lapper her som du kan lese. Siden med lappene sier hvorfor.", "Ingen lappar her som du kan lese. Sida med lappane seier kvifor.",
        "No notes here that you can read. The page with the notes says why.";
    all_sorted: "Alle lappene er sortert.", "Alle lappane er sorterte.", "All the notes are sorted.";
    all_sorted_here: "Ingen flere usorterte lapper passer til det du har valgt under.", "Ingen fleire usorterte lappar passar til det du har valt under.",
        "No more unsorted notes fit what you have chosen below.";
    keys: "Med tastaturet: bokstaven ved hver kategori velger den. N lagrer og går videre, J lar lappen ligge, V merker den, U angrer. Tastene virker når du står i skjemaet.",
        "Med tastaturet: bokstaven ved kvar kategori vel han. N lagrar og går vidare, J lèt lappen liggje, V merkjer han, U angrar. Tastane verkar når du står i skjemaet.",
        "With the keyboard: the letter beside each category chooses it. N saves and goes on, J leaves the note, V marks it, U takes back. The keys work while you are in the form.";
    pass_on: "Skal vises videre", "Skal visast vidare", "To be passed on";
    pass_on_says: "Noe i lappen er for alvorlig til bare å sorteres. Hvem som tar over, fører du i loggen «Vist videre».",
        "Noko i lappen er for alvorleg til berre å sorterast. Kven som tek over, fører du i loggen «Vist vidare».",
        "Something in the note is too serious just to be sorted. Who takes over, you write in the log “Passed on”.";
    save: "Lagre og neste", "Lagre og neste", "Save and next";
    save_hint: "Uten noen kategori lagres lappen som en som ikke passer noe sted.", "Utan nokon kategori blir lappen lagra som ein som ikkje passar nokon stad.",
        "Without a category the note is saved as one that fits nowhere.";
    skip: "La den ligge", "La han liggje", "Leave it";
    undo: "Angre den siste", "Angre den siste", "Take back the last one";
    undone: "Det siste er tatt tilbake. Her er lappen.", "Det siste er teke tilbake. Her er lappen.", "The last one is taken back. Here is the note.";
    nothing_to_undo: "Det er ingenting å angre.", "Det er ingenting å angre.", "There is nothing to take back.";
    meanwhile: "Lappen er sortert på nytt i et annet vindu. Det du valgte, står under. Lagrer du en gang til, gjelder det.",
        "Lappen er sortert på nytt i eit anna vindauge. Det du valde, står under. Lagrar du ein gong til, gjeld det.",
        "The note was sorted anew in another window. What you chose stands below. Save once more, and it counts.";
    undo_meanwhile: "Lappen er sortert på nytt i et annet vindu, så den er ikke endret. Slik er den nå.",
        "Lappen er sortert på nytt i eit anna vindauge, så han er ikkje endra. Slik er han no.",
        "The note was sorted anew in another window, so it is not changed. This is how it is now.";
    gone_note: "Den lappen finnes ikke lenger.", "Den lappen finst ikkje lenger.", "That note is not there any more.";
    find: "Finn lapper", "Finn lappar", "Find notes";
    prompt: "Spørsmål", "Spørsmål", "Question";
    all_prompts: "Alle", "Alle", "All";
    given: "Hvilke lapper", "Kva lappar", "Which notes";
    unsorted: "Usorterte", "Usorterte", "Unsorted";
    anything: "Alle", "Alle", "All";
    fits_none: "Passer ikke noe sted", "Passar ikkje nokon stad", "Fit nowhere";
    words: "Ord i lappen", "Ord i lappen", "Words in the note";
    words_hint: "Ordene blir ikke lagret noe sted.", "Orda blir ikkje lagra nokon stad.", "The words are stored nowhere.";
    show: "Vis lappene", "Vis lappane", "Show the notes";
    found: "Fant {}.", "Fann {}.", "Found {}.";
    found_none: "Ingen lapper passer.", "Ingen lappar passar.", "No notes fit.";
    open: "Sorter denne", "Sorter denne", "Sort this one";
    to_unsorted: "Gå videre med de usorterte", "Gå vidare med dei usorterte", "Go on with the unsorted ones";
    counts: "Hva lappene handler om", "Kva lappane handlar om", "What the notes are about";
    counts_lead: "Bare for deg. Vis dette til ingen: der alle eller ingen skrev om det samme, sier et antall hva hver enkelt skrev.",
        "Berre for deg. Vis dette til ingen: der alle eller ingen skreiv om det same, seier eit tal kva kvar einskild skreiv.",
        "For you alone. Show this to nobody: where all or none wrote about the same, a count tells what each of them wrote.";
    counts_how: "En lapp kan ha flere kategorier, og teller én gang i hvert hovedområde. Prosentene er av de sorterte lappene.",
        "Ein lapp kan ha fleire kategoriar, og tel éin gong i kvart hovudområde. Prosentane er av dei sorterte lappane.",
        "A note may have several categories, and counts once in each main area. Percentages are of the sorted notes.";
    area: "Hovedområde og kategori", "Hovudområde og kategori", "Main area and category";
    notes: "Lapper", "Lappar", "Notes";
    percent: "Prosent", "Prosent", "Percent";
    percent_of: "{} %", "{} %", "{}%";
    codebook: "Kategorisett: {}, versjon {}.", "Kategorisett: {}, versjon {}.", "Codebook: {}, version {}.";
}}

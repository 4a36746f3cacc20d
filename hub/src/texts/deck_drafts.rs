//! Texts of the pages on which a guide writes a deck.

use super::texts;

texts! { DeckDraftTexts {
    new: "Ny kortstokk", "Ny kortstokk", "New deck";
    import: "Hent inn fra fil", "Hent inn frå fil", "Take in from a file";
    drafts: "Utkast", "Utkast", "Drafts";
    draft: "Utkast", "Utkast", "Draft";
    unnamed: "Uten tittel", "Utan tittel", "Without a title";
    begun_by: "Begynt av {}", "Starta av {}", "Begun by {}";
    lead: "Det du skriver, er et utkast til du gjør det ferdig. Alle prosessveiledere ser utkastet og kan skrive i det.",
        "Det du skriv, er eit utkast til du gjer det ferdig. Alle prosessrettleiarar ser utkastet og kan skrive i det.",
        "What you write is a draft until you finish it. Every process guide sees the draft and can write in it.";
    next_lead: "Dette blir neste versjon. De versjonene som finnes, blir som de er.", "Dette blir neste versjon. Dei versjonane som finst, blir som dei er.",
        "This becomes the next version. The versions that are there stay as they are.";
    title: "Tittel", "Tittel", "Title";
    title_hint: "Det første de som svarer, ser. Høyst 60 tegn.", "Det første dei som svarar, ser. Høgst 60 teikn.",
        "The first thing that those who answer see. At most 60 characters.";
    languages: "Språk", "Språk", "Languages";
    languages_hint: "Alle tekstene skrives på hvert språk du velger.", "Alle tekstane blir skrivne på kvart språk du vel.",
        "Every text is written in each language that you choose.";
    themes: "Temaer", "Tema", "Themes";
    themes_hint: "Det kortene og utsagnene handler om. Et tema uten navn tas bort. Lagre for å få plass til flere.",
        "Det korta og utsegnene handlar om. Eit tema utan namn blir teke bort. Lagre for å få plass til fleire.",
        "What the cards and statements are about. A theme without a name goes away. Save to get room for more.";
    theme_nth: "Tema {}, {}", "Tema {}, {}", "Theme {}, {}";
    new_theme: "Nytt tema, {}", "Nytt tema, {}", "New theme, {}";
    questions: "Spørsmål", "Spørsmål", "Questions";
    no_questions: "Ingen spørsmål ennå.", "Ingen spørsmål enno.", "No questions yet.";
    no_words: "Uten tekst", "Utan tekst", "Without a text";
    up: "Opp", "Opp", "Up";
    down: "Ned", "Ned", "Down";
    remove: "Ta bort", "Ta bort", "Take away";
    add: "Legg til", "Legg til", "Add";
    add_statement: "Utsagn", "Utsegn", "Statement";
    add_card: "Kort", "Kort", "Card";
    add_score: "Tallspørsmål", "Talspørsmål", "Number question";
    add_note: "Gul lapp", "Gul lapp", "Yellow note";
    full: "Det er ikke plass til flere spørsmål.", "Det er ikkje plass til fleire spørsmål.", "There is no room for more questions.";
    faults_one: "1 ting mangler", "1 ting manglar", "1 thing is missing";
    faults_many: "{} ting mangler", "{} ting manglar", "{} things are missing";
    save: "Lagre utkastet", "Lagre utkastet", "Save the draft";
    finish: "Gjør ferdig", "Gjer ferdig", "Finish";
    finish_hint: "Da kan kartlegginger bruke den, og den endres ikke mer. Vil du rette noe senere, lager du neste versjon.",
        "Då kan kartleggingar bruke han, og han blir ikkje endra meir. Vil du rette noko seinare, lagar du neste versjon.",
        "Then rounds can use it, and it does not change any more. To mend something later you make the next version.";
    saved: "Lagret.", "Lagra.", "Saved.";
    finished: "Kortstokken er ferdig og kan brukes i kartlegginger.", "Kortstokken er ferdig og kan brukast i kartleggingar.",
        "The deck is finished and can be used in rounds.";
    taken_in: "Kortstokken er hentet inn og kan brukes i kartlegginger.", "Kortstokken er henta inn og kan brukast i kartleggingar.",
        "The deck is taken in and can be used in rounds.";
    deleted: "Utkastet er slettet.", "Utkastet er sletta.", "The draft is deleted.";
    removed: "Kortstokken er tatt bort.", "Kortstokken er teken bort.", "The deck is taken away.";
    missing_lead: "Dette må være på plass før den kan gjøres ferdig. Det du har skrevet, er lagret.",
        "Dette må vere på plass før han kan gjerast ferdig. Det du har skrive, er lagra.",
        "This has to be in place before it can be finished. What you have written is saved.";
    not_finished: "Den er ikke ferdig ennå. Det du har skrevet, er lagret. Se hva som mangler nedenfor.",
        "Han er ikkje ferdig enno. Det du har skrive, er lagra. Sjå kva som manglar nedanfor.",
        "It is not finished yet. What you have written is saved. See below what is missing.";
    meanwhile: "Noen andre har lagret imens. Det du skrev, står her og er ikke lagret. Lagrer du nå, gjelder ditt.",
        "Nokon andre har lagra imens. Det du skreiv, står her og er ikkje lagra. Lagrar du no, gjeld ditt.",
        "Somebody else has saved meanwhile. What you wrote stands here and is not saved. If you save now, yours holds.";
    gone: "Noen andre har tatt bort spørsmålet imens. Det du skrev, står her og er ikke lagret. Lagrer du, kommer det tilbake.",
        "Nokon andre har teke bort spørsmålet imens. Det du skreiv, står her og er ikkje lagra. Lagrar du, kjem det tilbake.",
        "Somebody else has taken the question away meanwhile. What you wrote stands here and is not saved. If you save it, it comes back.";
    too_many: "Du har begynt på 40 utkast, og flere blir ikke tatt vare på. Slett noen du ikke trenger, og lagre så dette.",
        "Du har starta på 40 utkast, og fleire blir ikkje tekne vare på. Slett nokre du ikkje treng, og lagre så dette.",
        "You have begun 40 drafts, and no more are kept. Delete some that you do not need, then save this one.";
    too_long: "En av tekstene er lengre enn 1000 tegn, så ingenting er lagret. Gjør den kortere, og lagre igjen.",
        "Ein av tekstane er lengre enn 1000 teikn, så ingenting er lagra. Gjer han kortare, og lagre igjen.",
        "One of the texts is longer than 1000 characters, so nothing was saved. Make it shorter and save again.";
    draft_gone: "Noen andre har gjort utkastet ferdig eller slettet det imens. Det du skrev, står her og er ikke lagret. Lagrer du, blir det et nytt utkast.",
        "Nokon andre har gjort utkastet ferdig eller sletta det imens. Det du skreiv, står her og er ikkje lagra. Lagrar du, blir det eit nytt utkast.",
        "Somebody else has finished or deleted the draft meanwhile. What you wrote stands here and is not saved. If you save it, it becomes a new draft.";
    delete: "Slett utkastet", "Slett utkastet", "Delete the draft";
    delete_hint: "Utkastet blir borte. Ferdige kortstokker blir som de er.", "Utkastet blir borte. Ferdige kortstokkar blir som dei er.",
        "The draft goes away. Finished decks stay as they are.";
    next: "Lag neste versjon", "Lag neste versjon", "Make the next version";
    next_hint: "Et utkast med alt som står her. Denne versjonen blir som den er. Et spørsmål som får en annen ordlyd, regnes som et nytt spørsmål.",
        "Eit utkast med alt som står her. Denne versjonen blir som han er. Eit spørsmål som får ei anna ordlyding, blir rekna som eit nytt spørsmål.",
        "A draft with all that stands here. This version stays as it is. A question that is worded differently counts as a new question.";
    copy: "Lag en kopi", "Lag ein kopi", "Make a copy";
    copy_hint: "Et utkast til en kortstokk for seg selv, med alt som står her.", "Eit utkast til ein kortstokk for seg sjølv, med alt som står her.",
        "A draft of a deck of its own, with all that stands here.";
    take_away: "Ta bort kortstokken", "Ta bort kortstokken", "Take the deck away";
    take_away_hint: "Ingen kartlegging bruker den. Last den ned først hvis du kan få bruk for den igjen.",
        "Inga kartlegging bruker han. Last han ned først om du kan få bruk for han igjen.",
        "No round uses it. Download it first if you may need it again.";
    in_use: "En kartlegging bruker kortstokken, så den kan ikke tas bort.", "Ei kartlegging bruker kortstokken, så han kan ikkje takast bort.",
        "A round uses the deck, so it cannot be taken away.";
    kind: "Slag", "Slag", "Kind";
    kind_hint: "Lagre for å få feltene til et annet slag.", "Lagre for å få felta til eit anna slag.", "Save to get the fields of another kind.";
    theme: "Tema", "Tema", "Theme";
    choose: "Velg", "Vel", "Choose";
    no_theme: "Ikke noe tema", "Ikkje noko tema", "No theme";
    factor: "Faktor", "Faktor", "Factor";
    factor_hint: "Valgfritt: en kort id, for eksempel climate. De som svarer, ser den ikke.", "Valfritt: ein kort id, til dømes climate. Dei som svarar, ser han ikkje.",
        "Optional: a short id, for example climate. Those who answer do not see it.";
    text: "Tekst", "Tekst", "Text";
    text_hint: "Høyst 120 tegn. Én tanke om gangen, slik en trøtt kollega leser den én gang.",
        "Høgst 120 teikn. Éin tanke om gongen, slik ein trøytt kollega les han éin gong.",
        "At most 120 characters. One thought at a time, as a tired colleague reads it once.";
    answers: "Svar", "Svar", "Answers";
    answers_hint: "Tre til sju, fra den ene enden til den andre, høyst 24 tegn hver. Tomme felt nederst teller ikke.",
        "Tre til sju, frå den eine enden til den andre, høgst 24 teikn kvart. Tomme felt nedst tel ikkje.",
        "Three to seven, from one end to the other, at most 24 characters each. Empty fields at the end do not count.";
    answer_nth: "Svar {}", "Svar {}", "Answer {}";
    best: "Hvilket svar er best?", "Kva svar er best?", "Which answer is best?";
    best_last: "Det siste", "Det siste", "The last one";
    best_middle: "Det midterste: for lite er like ille som for mye", "Det midtarste: for lite er like ille som for mykje",
        "The middle one: too little is as bad as too much";
    min: "Laveste tall", "Lågaste tal", "Lowest number";
    max: "Høyeste tall", "Høgste tal", "Highest number";
    good: "Hvilke tall er bra?", "Kva tal er bra?", "Which numbers are good?";
    good_high: "De høye", "Dei høge", "The high ones";
    good_low: "De lave", "Dei låge", "The low ones";
    good_middle: "De midterste", "Dei midtarste", "The middle ones";
    about: "Hva handler lappen om?", "Kva handlar lappen om?", "What is the note about?";
    about_keep: "Det som virker bra", "Det som verkar bra", "What works well";
    about_improve: "Det som må bli bedre", "Det som må bli betre", "What must improve";
    max_chars: "Tegn på hver lapp, høyst", "Teikn på kvar lapp, høgst", "Characters on each note, at most";
    max_notes: "Lapper fra hver, høyst", "Lappar frå kvar, høgst", "Notes from each, at most";
    save_item: "Lagre spørsmålet", "Lagre spørsmålet", "Save the question";
    save_next: "Lagre og gå til neste", "Lagre og gå til neste", "Save and go to the next";
    question_nth: "Spørsmål {} av {}", "Spørsmål {} av {}", "Question {} of {}";
    import_lead: "Lim inn filen til en kortstokk som er lastet ned her eller i et annet Trykk. Den er ferdig med en gang, og endres ikke.",
        "Lim inn fila til ein kortstokk som er lasta ned her eller i eit anna Trykk. Han er ferdig med ein gong, og blir ikkje endra.",
        "Paste the file of a deck that was downloaded here or in another Trykk. It is finished at once, and does not change.";
    import_field: "Filens innhold (TOML)", "Innhaldet i fila (TOML)", "What stands in the file (TOML)";
    take_in: "Hent inn", "Hent inn", "Take it in";
    not_taken: "Kortstokken er ikke hentet inn. Rett dette i filen, og prøv igjen.", "Kortstokken er ikkje henta inn. Rett dette i fila, og prøv igjen.",
        "The deck is not taken in. Mend this in the file and try again.";
    there: "Denne kortstokken finnes her fra før.", "Denne kortstokken finst her frå før.", "This deck is here already.";
    another: "En annen kortstokk her har samme id og versjon. Gi denne et høyere tall ved version i filen.",
        "Ein annan kortstokk her har same id og versjon. Gje denne eit høgare tal ved version i fila.",
        "Another deck here has the same id and version. Give this one a higher number at version in the file.";
    asks_otherwise: "Spørsmålet med id «{}» spør om noe annet i en versjon som finnes her. Gi det en annen id i filen.",
        "Spørsmålet med id «{}» spør om noko anna i ein versjon som finst her. Gje det ein annan id i fila.",
        "The question with the id “{}” asks something else in a version that is here. Give it another id in the file.";
    see_it: "Se den", "Sjå han", "See it";
    too_large: "Filen er større enn {} kB. En kortstokk er mye mindre: se etter om det er riktig fil.",
        "Fila er større enn {} kB. Ein kortstokk er mykje mindre: sjå etter om det er rett fil.",
        "The file is larger than {} kB. A deck is much smaller: check that it is the right file.";
    nothing_pasted: "Lim inn filen først.", "Lim inn fila først.", "Paste the file first.";
}}

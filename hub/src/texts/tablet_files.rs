//! Texts of the page that takes in what tablets wrote on sticks.

use super::texts;

texts! { TabletFileTexts {
    title: "Hent inn svar fra en minnepinne", "Hent inn svar frå ein minnepinne", "Take in answers from a USB stick";
    lead: "Et nettbrett uten nett kan legge det det skal sende, på en minnepinne. Velg fila her, så kommer svarene inn som om nettbrettet hadde sendt dem.",
        "Eit nettbrett utan nett kan leggje det det skal sende, på ein minnepinne. Vel fila her, så kjem svara inn som om nettbrettet hadde sendt dei.",
        "A tablet without a network can put what it has to send on a USB stick. Choose the file here, and the answers come in as if the tablet had sent them.";
    twice: "Hvert svar telles én gang, også om du henter inn samme fil to ganger, eller nettbrettet sender det samme senere.",
        "Kvart svar blir talt éin gong, òg om du hentar inn same fil to gonger, eller nettbrettet sender det same seinare.",
        "Every answer counts once, also if you take the same file in twice, or the tablet sends the same later.";
    locked: "Svarene i fila er låst. Bare denne Trykk-serveren kan åpne fila, og svarene låses ikke opp før de telles.",
        "Svara i fila er låste. Berre denne Trykk-serveren kan opne fila, og svara blir ikkje låste opp før dei blir talde.",
        "The answers in the file are locked. Only this Trykk server can open the file, and the answers are not unlocked before they are counted.";
    file: "Velg fila. Navnet slutter på .trykk", "Vel fila. Namnet sluttar på .trykk", "Choose the file. Its name ends in .trykk";
    take_in: "Hent inn", "Hent inn", "Take in";
    done: "Alt i fila fra nettbrettet {} er tatt imot.", "Alt i fila frå nettbrettet {} er teke imot.", "Everything in the file from tablet {} is in.";
    done_hint: "Ta vare på fila til kartleggingen er telt opp. Blir serveren satt tilbake til en sikkerhetskopi, må den hentes inn en gang til.",
        "Ta vare på fila til kartlegginga er talt opp. Blir serveren sett tilbake til ein sikkerheitskopi, må ho hentast inn ein gong til.",
        "Keep the file until the round is counted. If the server is put back to a backup, it has to be taken in once more.";
    aside: "Nettbrettet {} er meldt stjålet. Det som lå i fila, er lagt til side. Før opptellingen velger prosessveilederen om det skal telles med.",
        "Nettbrettet {} er meldt stole. Det som låg i fila, er lagt til side. Før oppteljinga vel prosessrettleiaren om det skal teljast med.",
        "Tablet {} is reported stolen. What was in the file is set aside. Before the count the process guide chooses whether it is counted.";
    partly: "Noe i fila fra nettbrettet {} ble ikke tatt imot. Det ligger fortsatt på nettbrettet.",
        "Noko i fila frå nettbrettet {} vart ikkje teke imot. Det ligg framleis på nettbrettet.",
        "Something in the file from tablet {} was not taken. It is still on the tablet.";
    too_late: "Kartleggingen er telt opp, eller svarene er slettet ulest. Det som kommer etterpå, telles ikke med.",
        "Kartlegginga er talt opp, eller svara er sletta ulesne. Det som kjem etterpå, blir ikkje talt med.",
        "The round is counted, or its answers were deleted unread. What comes afterwards is not counted.";
    full: "Nettbrettet har sendt så mange svarark som det kan. Prosessveilederen ser på kartleggingens side hva som er galt.",
        "Nettbrettet har sendt så mange svarark som det kan. Prosessrettleiaren ser på sida til kartlegginga kva som er gale.",
        "The tablet has sent as many sheets as it may. The process guide sees on the round's page what is wrong.";
    elsewhere: "Noe hører til en kartlegging som nettbrettet ikke er med i her.", "Noko høyrer til ei kartlegging som nettbrettet ikkje er med i her.",
        "Some of it belongs to a round that the tablet has no part in here.";
    malformed: "Noe er ikke svar fra et nettbrett. Lagre på minnepinnen en gang til.", "Noko er ikkje svar frå eit nettbrett. Lagre på minnepinnen ein gong til.",
        "Some of it is no answer from a tablet. Save to the stick once more.";
    none_chosen: "Velg en fil.", "Vel ei fil.", "Choose a file.";
    not_ours: "Fila er ikke fra et nettbrett i Trykk. Velg den som slutter på .trykk.", "Fila er ikkje frå eit nettbrett i Trykk. Vel den som sluttar på .trykk.",
        "The file is not from a Trykk tablet. Choose the one that ends in .trykk.";
    other_hub: "Fila er til en annen Trykk-server. Hent den inn der.", "Fila er til ein annan Trykk-server. Hent henne inn der.",
        "The file is for another Trykk server. Take it in there.";
    cut: "Slutten av fila mangler. Ingenting er tapt: nettbrettet har alt fortsatt. Lagre på minnepinnen en gang til.",
        "Slutten av fila manglar. Ingenting er tapt: nettbrettet har alt framleis. Lagre på minnepinnen ein gong til.",
        "The end of the file is missing. Nothing is lost: the tablet still has everything. Save to the stick once more.";
    changed: "Fila er blitt endret på veien. Ingenting er tapt: nettbrettet har alt fortsatt. Lagre på minnepinnen en gang til.",
        "Fila er blitt endra på vegen. Ingenting er tapt: nettbrettet har alt framleis. Lagre på minnepinnen ein gong til.",
        "The file was changed on its way. Nothing is lost: the tablet still has everything. Save to the stick once more.";
    newer: "Nettbrettet har en nyere utgave av Trykk enn serveren. Be driftsansvarlig oppdatere serveren, og hent fila inn etterpå.",
        "Nettbrettet har ei nyare utgåve av Trykk enn serveren. Be driftsansvarleg oppdatere serveren, og hent fila inn etterpå.",
        "The tablet runs a newer version than the Trykk server. Ask the administrator to update the server, then take the file in.";
    unknown: "Serveren kjenner ikke nettbrettet igjen. Er det meldt inn på nytt siden, så lagre på minnepinnen en gang til.",
        "Serveren kjenner ikkje nettbrettet igjen. Er det meldt inn på nytt sidan, så lagre på minnepinnen ein gong til.",
        "The server does not know the tablet. If it was enrolled again since, save to the stick once more.";
    not_yours: "Fila er fra et nettbrett på en enhet du ikke har. Gi den til prosessveilederen der, eller til driftsansvarlig.",
        "Fila er frå eit nettbrett på ei eining du ikkje har. Gje henne til prosessrettleiaren der, eller til driftsansvarleg.",
        "The file is from a tablet on a ward that is not yours. Give it to the process guide there, or to the administrator.";
}}

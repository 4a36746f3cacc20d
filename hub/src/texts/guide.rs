//! Texts of the guide's pages.

use super::texts;

texts! { GuideTexts {
    rounds: "Kartlegginger", "Kartleggingar", "Rounds";
    rounds_lead: "Kartleggingene på enhetene dine, de nyeste først.", "Kartleggingane på einingane dine, dei nyaste først.",
        "The rounds on your wards, the newest first.";
    no_rounds: "Ingen kartlegginger er planlagt for enhetene dine.", "Ingen kartleggingar er planlagde for einingane dine.",
        "No rounds are planned for your wards.";
    planned: "Planlagt", "Planlagd", "Planned";
    confirmed: "Bekreftet", "Stadfesta", "Confirmed";
    confirm: "Bekreft kartleggingen", "Stadfest kartlegginga", "Confirm the round";
    confirm_text: "Da låses kortstokken, enhetene og åpningstiden, og det er bestemt hvem som kan telle opp: prosessveilederne som har telleord nå. Kontrolltallet blir vist her. Kartleggingen åpner av seg selv når tiden kommer. Til da kan du angre.",
        "Då blir kortstokken, einingane og opningstida låste, og det er bestemt kven som kan telje opp: prosessrettleiarane som har teljeord no. Kontrolltalet blir vist her. Kartlegginga opnar av seg sjølv når tida kjem. Til då kan du angre.",
        "This locks the deck, the wards and the opening time, and settles who can count: the process guides who have a counting passphrase now. The check number is then shown here. The round opens by itself when its time comes. Until then you can take it back.";
    unconfirm: "Angre bekreftelsen", "Angre stadfestinga", "Take the confirming back";
    unconfirm_text: "Kartleggingen blir planlagt igjen og kan endres. Kontrolltallet og lapper som er skrevet ut, gjelder ikke lenger: når den bekreftes på nytt, får den et annet tall, og du skriver ut nye lapper.",
        "Kartlegginga blir planlagd igjen og kan endrast. Kontrolltalet og lappar som er skrivne ut, gjeld ikkje lenger: når ho blir stadfesta på nytt, får ho eit anna tal, og du skriv ut nye lappar.",
        "The round is planned again and can be changed. The check number and printed slips no longer hold: confirmed again, it gets another number, and you print new slips.";
    other_key: "Nøkkelen til denne kartleggingen er ikke den som ble laget da den ble bekreftet. Ingenting er gjort. Si fra til driftsansvarlig før noen svarer.",
        "Nøkkelen til denne kartlegginga er ikkje den som vart laga då ho vart stadfesta. Ingenting er gjort. Sei frå til driftsansvarleg før nokon svarar.",
        "The key of this round is not the one that was made when it was confirmed. Nothing was done. Tell the administrator before anybody answers.";
    confirmed_otherwise: "Denne kartleggingen ble bekreftet før serveren ble satt tilbake, og planen er en annen nå. Ingenting er gjort. Be driftsansvarlig legge inn planen slik den var da, eller angre bekreftelsen.",
        "Denne kartlegginga vart stadfesta før serveren vart sett tilbake, og planen er ein annan no. Ingenting er gjort. Be driftsansvarleg leggje inn planen slik han var då, eller angre stadfestinga.",
        "This round was confirmed before the server was put back, and the plan is a different one now. Nothing was done. Ask the administrator to put the plan back as it was, or to take the confirming back.";
    share_lost: "Trykk mangler sin del av nøkkelen til denne kartleggingen, så den åpner ikke slik. Angre bekreftelsen, og bekreft på nytt.",
        "Trykk manglar sin del av nøkkelen til denne kartlegginga, så ho opnar ikkje slik. Angre stadfestinga, og stadfest på nytt.",
        "Trykk's part of the key of this round is missing, so it does not open like this. Take the confirming back, and confirm it again.";
    came_later_to_confirmed: "Du ble prosessveileder her, eller valgte telleord, etter at kartleggingen ble bekreftet. Bare de som kan telle den opp, kan angre bekreftelsen.",
        "Du vart prosessrettleiar her, eller valde teljeord, etter at kartlegginga vart stadfesta. Berre dei som kan telje henne opp, kan angre stadfestinga.",
        "You became a process guide here, or chose your passphrase, after the round was confirmed. Only those who can count it can take the confirming back.";
    came_later_to_decide: "Du ble prosessveileder her, eller valgte telleord, etter at kartleggingen ble bekreftet. Bare de som kan telle den opp, kan dele ut startkoder, avslutte den for godt eller slette svarene.",
        "Du vart prosessrettleiar her, eller valde teljeord, etter at kartlegginga vart stadfesta. Berre dei som kan telje henne opp, kan dele ut startkodar, avslutte henne for godt eller slette svara.",
        "You became a process guide here, or chose your passphrase, after the round was confirmed. Only those who can count it can hand out start codes, close it for good or delete the answers.";
    can_count: "Kan telle opp: {}.", "Kan telje opp: {}.", "Can count: {}.";
    nobody_can: "ingen ennå", "ingen enno", "nobody yet";
    poster: "Plakat til pauserommet", "Plakat til pauserommet", "Poster for the break room";
    codes_need_confirming: "Kartleggingen bruker lapper med startkoder, og venter på å bli bekreftet. Etterpå kan du skrive ut lappene.",
        "Kartlegginga brukar lappar med startkodar, og ventar på å bli stadfesta. Etterpå kan du skrive ut lappane.",
        "The round uses slips with start codes and waits for being confirmed. Then you can print the slips.";
    copy_needs_confirming: "Serveren er satt tilbake fra en kopi. Kartleggingen kan være endret eller tatt bort siden, og venter på at noen bekrefter den.",
        "Serveren er sett tilbake frå ein kopi. Kartlegginga kan vere endra eller teken bort sidan, og ventar på at nokon stadfestar henne.",
        "The server was put back from a copy. The round may have been changed or taken away since, and waits for somebody to confirm it.";
    planned_for: "Planlagt å åpne {}.", "Planlagd å opne {}.", "Planned to open on {}.";
    later_guides: "Prosessveiledere som kom til senere",
        "Prosessrettleiarar som kom til seinare",
        "Process guides who came later";
    later_guides_text: "De kunne ikke telle opp da kartleggingen ble bekreftet, eller har valgt nytt telleord siden. Kryss av for dem som også skal se tallene og lese de gule lappene. Det blir stående her at du slapp dem inn.",
        "Dei kunne ikkje telje opp då kartlegginga vart stadfesta, eller har valt nytt teljeord sidan. Kryss av for dei som òg skal sjå tala og lese dei gule lappane. Det blir ståande her at du sleppte dei inn.",
        "They could not count when the round was confirmed, or have chosen a new passphrase since. Tick those who shall also see the figures and read the yellow notes. It stays written here that you let them in.";
    was_let_in: "{} ser tallene og lappene fordi {} åpnet for det ved opptellingen.", "{} ser tala og lappane fordi {} opna for det ved oppteljinga.",
        "{} sees the figures and notes because {} allowed it at the count.";
    came_later: "Tallene og de gule lappene er for dem som kunne telle opp da kartleggingen ble bekreftet, og dem de slapp inn ved opptellingen. Spør en av dem.",
        "Tala og dei gule lappane er for dei som kunne telje opp då kartlegginga vart stadfesta, og dei som fekk sleppe inn ved oppteljinga. Spør ein av dei.",
        "The figures and yellow notes are for those who could count when the round was confirmed, and those they let in at the count. Ask one of them.";
    not_proven: "Du kom inn med en ny invitasjon. Vis at det er deg: skriv telleordet ditt én gang.",
        "Du kom inn med ein ny invitasjon. Vis at det er deg: skriv teljeordet ditt éin gong.",
        "You came in by a new invitation. Show that it is you: write your counting passphrase once.";
    not_proven_lead: "Før det ser du ingen tall, og kan ikke endre noe. Slik kan ingen som bare har laget en invitasjon, lese eller endre det som er ditt. Har du glemt telleordet også, be driftsansvarlig om et nytt: det lages på serveren.",
        "Før det ser du ingen tal, og kan ikkje endre noko. Slik kan ingen som berre har laga ein invitasjon, lese eller endre det som er ditt. Har du gløymt teljeordet òg, be driftsansvarleg om eit nytt: det blir laga på serveren.",
        "Until then you see no figures, and can change nothing. So nobody who only made an invitation reads or changes what is yours. If you have forgotten the passphrase too, ask the administrator for a new one: it is made on the server.";
    not_proven_password: "Velg samtidig et nytt passord. Det du kom inn med, kan noen andre ha laget eller sett; alle andre logges ut.",
        "Vel eit nytt passord samstundes. Det du kom inn med, kan nokon andre ha laga eller sett; alle andre blir logga ut.",
        "Choose another password at the same time. The one you came in with may have been made or seen by somebody else; everybody else is logged out.";
    new_password: "Nytt passord til innloggingen", "Nytt passord til innlogginga", "A new password to log in with";
    same_password: "Dette er passordet du kom inn med. Velg et annet, som bare du vet om.",
        "Dette er passordet du kom inn med. Vel eit anna, som berre du veit om.",
        "This is the password you came in with. Choose another one, which only you know.";
    let_in_takes_passphrase: "Bare en som kunne telle opp da kartleggingen ble bekreftet, kan slippe inn andre, med telleordet sitt. Ta bort kryssene, og tell opp.",
        "Berre ein som kunne telje opp då kartlegginga vart stadfesta, kan sleppe inn andre, med teljeordet sitt. Ta bort kryssa, og tel opp.",
        "Only somebody who could count when the round was confirmed lets others in, with their passphrase. Take the ticks away, and count.";
    prove: "Vis at det er meg", "Vis at det er meg", "Show that it is me";
    proved: "Takk. Nå ser du alt som er ditt igjen.", "Takk. No ser du alt som er ditt att.", "Thank you. You see everything that is yours again.";
    open: "Åpen", "Open", "Open";
    closed: "Stengt", "Stengd", "Closed";
    counted: "Telt opp", "Tald opp", "Counted";
    released: "Publisert", "Publisert", "Published";
    closed_unread: "Svarene slettet", "Svara sletta", "Answers deleted";
    participation: "Deltakelse", "Deltaking", "Participation";
    people: "{} personer", "{} personar", "{} people";
    tables: "{} bord", "{} bord", "{} tables";
    fewer_than: "færre enn {}", "færre enn {}", "fewer than {}";
    or_more: "{} eller flere", "{} eller fleire", "{} or more";
    headcount: "Her arbeider det {} personer.", "Her arbeider det {} personar.", "{} people work here.";
    headcount_one: "Her arbeider det {} person.", "Her arbeider det {} person.", "{} person works here.";
    headcount_before: "Da kartleggingen ble bekreftet, var det {}.", "Då kartlegginga vart stadfesta, var det {}.", "When it was confirmed, it was {}.";
    too_many_sheets: "Det er levert flere svarark enn det arbeider folk her. Noen kan ha svart mer enn én gang, eller antallet ansatte i planen er for lavt. Finn ut av det før du går videre.",
        "Det er levert fleire svarark enn det arbeider folk her. Nokre kan ha svart meir enn éin gong, eller talet på tilsette i planen er for lågt. Finn ut av det før du går vidare.",
        "More sheets were handed in than people work here. Some may have answered more than once, or the headcount in the plan is too low. Find out before you go on.";
    counted_before: "Kartleggingen ble telt opp før serveren ble satt tilbake, uten disse nettbrettene: {}. To ulike opptellinger ville røpe hva noen få svarte. Tell opp på samme måte.",
        "Kartlegginga vart tald opp før serveren vart sett tilbake, utan desse nettbretta: {}. To ulike oppteljingar ville røpe kva nokre få svarte. Tel opp på same måten.",
        "The round was counted before the server was put back, without these tablets: {}. Two different counts would tell what a few answered. Count it in the same way.";
    counted_more: "Kartleggingen ble telt opp før serveren ble satt tilbake, og ikke alt som ble telt da, er her igjen. La hvert nettbrett sende det det har, og tell opp så.",
        "Kartlegginga vart tald opp før serveren vart sett tilbake, og ikkje alt som vart talt då, er her igjen. La kvart nettbrett sende det det har, og tel opp så.",
        "The round was counted before the server was put back, and not all that was counted then is here again. Let every tablet send what it has, then count.";
    in_part: "Minst {} har svart, men bare {} svarark er hele. Deler mangler fordi et nettbrett ble holdt utenfor, eller gikk tapt mens det sendte.",
        "Minst {} har svart, men berre {} svarark er heile. Delar manglar fordi eit nettbrett vart halde utanfor, eller gjekk tapt medan det sende.",
        "At least {} have answered, but only {} sheets are whole. Parts are missing because a tablet was left out, or was lost while it sent.";
    tablet_full: "Det har kommet omtrent like mange svar som det arbeider folk her, og et nettbrett kan ha sluttet å ta imot flere. Er antallet ansatte i planen for lavt, be driftsansvarlig rette det.",
        "Det har kome om lag like mange svar som det arbeider folk her, og eit nettbrett kan ha slutta å ta imot fleire. Er talet på tilsette i planen for lågt, be driftsansvarleg rette det.",
        "About as many answers have come as people work here, and a tablet may have stopped taking more. If the headcount in the plan is too low, ask the administrator to correct it.";
    refused_full: "Noe fra {} ble ikke tatt imot: nettbrettet har alt sendt så mange svarark som det kan. Er det koblet til på nytt, be driftsansvarlig ta det gamle navnet på det ut av bruk, så kommer resten fram. Ellers kan noen ha sendt svar utenom nettbrettet. Finn ut av det før dere teller uten det.",
        "Noko frå {} vart ikkje teke imot: nettbrettet har alt sendt så mange svarark som det kan. Er det kopla til på nytt, be driftsansvarleg ta det gamle namnet på det ut av bruk, så kjem resten fram. Elles kan nokon ha sendt svar utanom nettbrettet. Finn ut av det før de tel utan det.",
        "Something from {} was not taken: the tablet has sent as many sheets as it may. If it was enrolled anew, ask the administrator to retire it under its old name, and the rest comes through. Otherwise somebody may have sent answers past it. Find out before you count without it.";
    coarse: "Før opptellingen vises deltakelsen bare grovt, og ingen ser svar.",
        "Før oppteljinga blir deltakinga berre vist grovt, og ingen ser svar.",
        "Before the count, participation is shown only roughly, and nobody sees answers.";
    tablets: "Nettbrett", "Nettbrett", "Tablets";
    ward: "Enhet", "Eining", "Ward";
    last_seen: "Sist sett", "Sist sett", "Last seen";
    never: "Aldri", "Aldri", "Never";
    waits: "Svar som venter", "Svar som ventar", "Answers waiting";
    nothing_waits: "Ingenting venter", "Ingenting ventar", "Nothing waits";
    not_said: "Ikke hørt fra etter stenging. Slå det på, og se på skjermen hva som er i veien.",
        "Ikkje høyrt frå etter stenging. Slå det på, og sjå på skjermen kva som er i vegen.",
        "Not heard from since closing. Switch it on, and see on its screen what is in the way.";
    waits_for_slot: "Hørt fra etter stenging. Det sender resten neste gang det er tid for det, som regel innen en time.",
        "Høyrt frå etter stenging. Det sender resten neste gong det er tid for det, som regel innan ein time.",
        "Heard from since closing. It sends the rest the next time it is due, usually within an hour.";
    waits_full: "Hørt fra etter stenging. Noe ble ikke tatt imot, fordi det har sendt så mange svarark som det kan. Ble det meldt inn på nytt, tar du det gamle ut av bruk; ellers teller dere uten resten.",
        "Høyrt frå etter stenging. Noko vart ikkje teke imot, fordi det har sendt så mange svarark som det kan. Vart det meldt inn på nytt, tek du det gamle ut av bruk; elles tel de utan resten.",
        "Heard from since closing. Something was not taken, because it has sent as many sheets as it may. If it was enrolled anew, retire the old one; otherwise count without the rest.";
    waits_other_questions: "Hørt fra etter stenging. Kartleggingen har en annen nøkkel eller andre spørsmål enn da nettbrettet så den første gang, så det sender ingenting. Snakk med verneombudet før dere teller.",
        "Høyrt frå etter stenging. Kartlegginga har ein annan nøkkel eller andre spørsmål enn då nettbrettet såg henne første gongen, så det sender ingenting. Snakk med verneombodet før de tel.",
        "Heard from since closing. The round has another key or other questions than when the tablet first saw it, so it sends nothing. Talk to the safety rep before you count.";
    waits_elsewhere: "Hørt fra etter stenging. Noe av det som venter, hører til en annen enhet. Meld nettbrettet inn en gang med en lenke for enheten der det ble svart.",
        "Høyrt frå etter stenging. Noko av det som ventar, høyrer til ei anna eining. Meld nettbrettet inn ein gong med ei lenkje for eininga der det vart svart.",
        "Heard from since closing. Some of what waits belongs to another ward. Enrol the tablet once with a link for the ward where people answered.";
    waits_unreadable: "Hørt fra etter stenging. Noe på nettbrettet er skadet og kan ikke sendes. Tell uten det som mangler, eller be driftsansvarlig se på det.",
        "Høyrt frå etter stenging. Noko på nettbrettet er skadd og kan ikkje sendast. Tel utan det som manglar, eller be driftsansvarleg sjå på det.",
        "Heard from since closing. Something on the tablet is damaged and cannot be sent. Count without what is missing, or ask the administrator to look at it.";
    waits_for_copy: "Hørt fra etter stenging. En kopi av nettbrettet sender også, så ingen av dem blir trodd på at alt er sendt.",
        "Høyrt frå etter stenging. Ein kopi av nettbrettet sender også, så ingen av dei blir trudde på at alt er sendt.",
        "Heard from since closing. A copy of the tablet sends too, so neither is believed that everything was sent.";
    rest_missing: "Noe er kommet fram herfra. Om noe mangler, vet bare nettbrettet.",
        "Noko er kome fram herifrå. Om noko manglar, veit berre nettbrettet.",
        "Something has arrived from it. Whether anything is missing, only the tablet knows.";
    all_missing: "Ingenting er kommet fram herfra. Om noen har svart på det, vet bare nettbrettet.",
        "Ingenting er kome fram herifrå. Om nokon har svart på det, veit berre nettbrettet.",
        "Nothing has arrived from it. Whether anybody answered on it, only the tablet knows.";
    delivering: "Sender etter hvert, resten når kartleggingen er stengt", "Sender etter kvart, resten når kartlegginga er stengd", "Sends as it goes, the rest when the round is closed";
    counted_without: "Telt uten dette nettbrettet", "Talt utan dette nettbrettet", "Counted without this tablet";
    stolen: "Meldt stjålet", "Meldt stole", "Reported stolen";
    retired: "Tatt ut av bruk", "Teke ut av bruk", "Retired";
    no_tablets: "Ingen nettbrett har fått denne kartleggingen ennå. Står det ikke et nettbrett på enheten, melder du inn ett under Nettbrett.",
        "Ingen nettbrett har fått denne kartlegginga enno. Står det ikkje eit nettbrett på eininga, melder du inn eit under Nettbrett.",
        "No tablet has received this round yet. If there is none on the ward, enrol one under Tablets.";
    no_key: "Du har ikke valgt telleord ennå. Uten det kan du verken telle opp eller lese gule lapper. Velg det før kartlegginger bekreftes.",
        "Du har ikkje valt teljeord enno. Utan det kan du verken telje opp eller lese gule lappar. Vel det før kartleggingar blir stadfesta.",
        "You have no counting passphrase yet. Without one you can neither count nor read yellow notes. Choose one before rounds are confirmed.";
    nobody_counts: "Ingen prosessveileder her har valgt telleord ennå. Velg ett, så kan kartleggingen åpne.",
        "Ingen prosessrettleiar her har valt teljeord enno. Vel eitt, så kan kartlegginga opne.",
        "No process guide here has a counting passphrase yet. Choose one, and the round can open.";
    no_key_to_use: "Du har ikke valgt telleord, så det kan ikke brukes her. En annen prosessveileder kan telle opp, eller dere kan bruke gjenopprettingsarket.",
        "Du har ikkje valt teljeord, så det kan ikkje brukast her. Ein annan prosessrettleiar kan telje opp, eller de kan bruke gjenopprettingsarket.",
        "You have no counting passphrase, so none can be used here. Another process guide can count, or you can use the recovery sheet.";
    passphrase: "Telleord", "Teljeord", "Counting passphrase";
    passphrase_lead: "Med telleordet åpner du svarene ved opptellingen og leser de gule lappene. Det er ikke passordet ditt, og det lagres ingen steder.",
        "Med teljeordet opnar du svara ved oppteljinga og les dei gule lappane. Det er ikkje passordet ditt, og det blir ikkje lagra nokon stad.",
        "With the counting passphrase you open the answers at the count and read the yellow notes. It is not your password, and it is stored nowhere.";
    passphrase_new: "Nytt telleord", "Nytt teljeord", "New counting passphrase";
    passphrase_old: "Telleordet du har nå", "Teljeordet du har no", "Your present counting passphrase";
    wrong_old: "Telleordet du har nå, stemmer ikke. Ingenting er endret.",
        "Teljeordet du har no, stemmer ikkje. Ingenting er endra.",
        "Your present passphrase is wrong. Nothing was changed.";
    passphrase_again: "Nytt telleord en gang til", "Nytt teljeord ein gong til", "The new one once more";
    passphrase_differ: "De to telleordene er ikke like. Skriv dem en gang til.", "Dei to teljeorda er ikkje like. Skriv dei ein gong til.",
        "The two passphrases differ. Write them once more.";
    passphrase_advice: "Minst 12 tegn, for eksempel fire vanlige ord. Skriv det ned og lås det inn.",
        "Minst 12 teikn, til dømes fire vanlege ord. Skriv det ned og lås det inn.",
        "At least 12 characters, four ordinary words for example. Write it down and lock it away.";
    passphrase_set: "Telleordet er lagret og prøvd.", "Teljeordet er lagra og prøvd.", "The passphrase is set and tested.";
    save: "Lagre", "Lagre", "Save";
    open_now: "Åpne nå", "Opne no", "Open now";
    open_text: "Kartleggingen åpner nå og stenger {}. Nettbrettene får den neste gang de har kontakt. Stengetiden kan flyttes, men åpningen kan ikke gjøres om.",
        "Kartlegginga opnar no og stengjer {}. Nettbretta får henne neste gong dei har kontakt. Stengetida kan flyttast, men opninga kan ikkje gjerast om.",
        "The round opens now and closes on {}. The tablets get it when they are next in touch. The closing time can be moved, but opening cannot be undone.";
    extend: "Ny stengetid", "Ny stengetid", "New closing time";
    extend_button: "Flytt stengetiden", "Flytt stengetida", "Move the closing time";
    reopen: "Åpne igjen til", "Opne igjen til", "Open again until";
    reopen_button: "Åpne igjen", "Opne igjen", "Open again";
    close_now: "Steng nå", "Steng no", "Close now";
    close_text: "Nettbrettene får vite det neste gang de har kontakt. Da kan ingen nye begynne, men den som er i gang, får svare ferdig. Den første timen kan du åpne igjen med en ny stengetid.",
        "Nettbretta får vite det neste gong dei har kontakt. Då kan ingen nye starte, men den som er i gang, får svare ferdig. Den første timen kan du opne igjen med ei ny stengetid.",
        "The tablets hear of it when they are next in touch. Then nobody new can begin, but whoever is answering may finish. For an hour you can open it again with a new closing time.";
    closes: "Stenger {}.", "Stengjer {}.", "Closes on {}.";
    closed_on: "Stengte {}.", "Stengde {}.", "Closed on {}.";
    close_for_good: "Steng for godt", "Steng for godt", "Close for good";
    close_for_good_now: "Steng for godt nå", "Steng for godt no", "Close for good now";
    until_for_good: "Til {} kan du åpne igjen. Da stenger kartleggingen for godt av seg selv.",
        "Til {} kan du opne igjen. Då stengjer kartlegginga for godt av seg sjølv.",
        "Until {} you can open it again. Then the round closes for good by itself.";
    close_for_good_text: "Når den er stengt for godt, sender nettbrettene det som ligger igjen, og så kan du telle opp. Til da ligger de siste svarene på nettbrettene, så ingen ser hvem som svarte når.",
        "Når ho er stengd for godt, sender nettbretta det som ligg att, og så kan du telje opp. Til då ligg dei siste svara på nettbretta, så ingen ser kven som svarte når.",
        "Once it is closed for good, the tablets send what is left, and then you can count. Until then the last answers stay on the tablets, so that nobody sees who answered when.";
    only_unread: "Kartleggingen er stengt for godt. Slett svarene ulest.",
        "Kartlegginga er stengd for godt. Slett svara ulesne.",
        "The round is closed for good. Delete the answers unread.";
    result_first: "Publiser resultatet som pulsen hører til, først. Ingenting ble åpnet.",
        "Publiser resultatet som pulsen høyrer til, først. Ingenting vart opna.",
        "Publish the result that the pulse belongs to first. Nothing was opened.";
    pulse_of_few: "Pulsen spør om noe som færre enn {} svarte på i resultatet den står ved siden av. En puls kunne sagt for mye om noen få. Ta pulsen ut av planen, og spør om noe annet. Ingenting er bekreftet.",
        "Pulsen spør om noko som færre enn {} svara på i resultatet han står ved sida av. Ein puls kunne sagt for mykje om nokre få. Ta pulsen ut av planen, og spør om noko anna. Ingenting er stadfesta.",
        "The pulse asks about something that fewer than {} answered in the result beside it. A pulse could tell too much of a few. Take the pulse out of the plan, and ask about something else. Nothing is confirmed.";
    tried_before: "Da dette ble prøvd sist, hadde for få svart.", "Då dette vart prøvd sist, hadde for få svart.",
        "When this was tried last, too few had answered.";
    close_unread: "Slett svarene ulest", "Slett svara ulesne", "Delete the answers unread";
    close_unread_text: "Svarene slettes for godt uten å bli låst opp. Det kan ikke gjøres om.",
        "Svara blir sletta for godt utan å bli låste opp. Det kan ikkje gjerast om.",
        "The answers are deleted for good without being unlocked. It cannot be undone.";
    close_unread_later: "Det kan være nok svar her til å telle opp. Vil du likevel slette dem ulest, blir de slettet om en uke. Til da kan du angre. Skriv navnet på enheten og telleordet ditt.",
        "Det kan vere nok svar her til å telje opp. Vil du likevel slette dei ulesne, blir dei sletta om ei veke. Til då kan du angre. Skriv namnet på eininga og teljeordet ditt.",
        "There may be enough answers here to count. If you want to delete them unread all the same, that happens in a week. Until then you can take it back. Write the name of the ward and your counting passphrase.";
    name_of_ward: "Navnet på enheten", "Namnet på eininga", "The name of the ward";
    write_name: "Skriv navnet på enheten slik det står øverst på siden: {}. Ingenting er gjort.",
        "Skriv namnet på eininga slik det står øvst på sida: {}. Ingenting er gjort.",
        "Write the name of the ward as it stands at the top of the page: {}. Nothing was done.";
    unread_at: "Svarene blir slettet ulest {}. Til da kan du angre, eller telle opp.",
        "Svara blir sletta ulesne {}. Til då kan du angre, eller telje opp.",
        "The answers are deleted unread on {}. Until then you can take it back, or count.";
    keep_answers: "Angre, og behold svarene", "Angre, og behald svara", "Take it back, and keep the answers";
    clock_doubted: "Klokka på serveren viser en tid som ikke kan stemme. Til driftsansvarlig har satt eller bekreftet den, kan ingenting telles opp, publiseres eller slettes.",
        "Klokka på serveren viser ei tid som ikkje kan stemme. Til driftsansvarleg har stilt eller stadfesta henne, kan ingenting teljast opp, publiserast eller slettast.",
        "The server's clock shows a time that cannot be right. Until the administrator has set or confirmed it, nothing can be counted, published or deleted.";
    not_for_good: "Kartleggingen kan ennå åpnes igjen. Steng den for godt først.", "Kartlegginga kan enno opnast igjen. Steng henne for godt først.",
        "The round can still be opened again. Close it for good first.";
    unread_needs_proof: "Det kan være nok svar her til å telle opp. Å slette dem ulest krever navnet på enheten og telleordet ditt. Ingenting er gjort.",
        "Det kan vere nok svar her til å telje opp. Å slette dei ulesne krev namnet på eininga og teljeordet ditt. Ingenting er gjort.",
        "There may be enough answers here to count. Deleting them unread takes the name of the ward and your counting passphrase. Nothing was done.";
    closed_unread_done: "Svarene er slettet ulest.",
        "Svara er sletta ulesne.",
        "The answers were deleted unread.";
    sure: "Ja, jeg er sikker", "Ja, eg er sikker", "Yes, I am sure";
    say_sure: "Kryss av for at du er sikker.", "Kryss av for at du er sikker.", "Tick the box to say that you are sure.";
    count: "Tell opp", "Tel opp", "Count";
    count_text: "Svarene åpnes, telles én gang og slettes. Etterpå ser du tallene og de gule lappene.",
        "Svara blir opna, talde éin gong og sletta. Etterpå ser du tala og dei gule lappane.",
        "The answers are opened, counted once and deleted. Then you see the figures and the yellow notes.";
    restored: "Denne serveren er satt tilbake fra en kopi. Nettbrett som ble koblet til etter kopien, kjenner den ikke. Står det et slikt på enheten, koble det til på nytt før du teller opp.",
        "Denne serveren er sett tilbake frå ein kopi. Nettbrett som vart kopla til etter kopien, kjenner han ikkje. Står det eit slikt på eininga, kople det til på nytt før du tel opp.",
        "This server was put back from a copy. It does not know tablets that were enrolled after the copy. If one stands on the ward, enrol it again before you count.";
    leave_out: "Tell uten dette nettbrettet. Svar som bare ligger der, blir aldri telt. Er noe lagret på en minnepinne, så hent inn fila først, også hvis serveren er satt tilbake siden sist.",
        "Tel utan dette nettbrettet. Svar som berre ligg der, blir aldri talde. Er noko lagra på ein minnepinne, så hent inn fila først, òg viss serveren er sett tilbake sidan sist.",
        "Count without this tablet. Answers that are on it alone will never be counted. If it saved on a USB stick, take the file in first, also if the server was put back since.";
    quarantine: "Nettbrettet er meldt stjålet og har sendt noe etterpå.", "Nettbrettet er meldt stole og har sendt noko etterpå.",
        "The tablet was reported stolen and has sent something since.";
    take: "Tell det med", "Tel det med", "Count it";
    leave: "Hold det utenfor", "Hald det utanfor", "Leave it out";
    see_tally: "Se tallene", "Sjå tala", "See the figures";
    sort_notes: "Sorter de gule lappene", "Sorter dei gule lappane", "Sort the yellow notes";
    see_notes: "Les de gule lappene", "Les dei gule lappane", "Read the yellow notes";
    preview: "Slik vil lederen se det", "Slik vil leiaren sjå det", "What the leader would see";
    release: "Publiser", "Publiser", "Publish";
    release_text: "Leder, verneombud og tillitsvalgt får se det som er trygt å vise, overordnet leder bare sammen med andre enheter. Nøkkelen til svarene slettes. Det kan ikke gjøres om.",
        "Leiar, verneombod og tillitsvald får sjå det som er trygt å vise, overordna leiar berre saman med andre einingar. Nøkkelen til svara blir sletta. Det kan ikkje gjerast om.",
        "Leader, safety rep and union rep see what is safe to show, the senior leader only together with other wards. The key to the answers is deleted. It cannot be undone.";
    see_result: "Se det som er publisert", "Sjå det som er publisert", "See what is published";
    tally: "Tallene", "Tala", "The figures";
    exact: "Bare prosessveilederne for denne opptellingen ser siden. Ikke vis den til andre: her står nøyaktige tall.",
        "Berre prosessrettleiarane for denne oppteljinga ser sida. Ikkje vis henne til andre: her står nøyaktige tal.",
        "Only the process guides of this count see the page. Do not show it to others: the figures are exact.";
    tally_lead: "Først det du ser, så det lederen ser.", "Først det du ser, så det leiaren ser.",
        "First what you see, then what the leader sees.";
    glance: "Med ett blikk", "Med eitt blikk", "At a glance";
    statements: "Utsagn", "Utsegner", "Statements";
    statements_lead: "Størst andel på den dårlige siden står øverst.",
        "Størst del på den dårlege sida står øvst.",
        "The largest share on the poor side comes first.";
    cards: "Kort", "Kort", "Cards";
    cards_lead: "Det flest kjente seg igjen i, står øverst.", "Det flest kjende seg att i, står øvst.",
        "What most recognised comes first.";
    scores: "Tallspørsmål", "Talspørsmål", "Number questions";
    table_scores: "Tall fra bordene", "Tal frå borda", "Numbers from the tables";
    scores_lead: "Den laveste står øverst.", "Den lågaste står øvst.", "The lowest comes first.";
    every_question: "Spørsmål for spørsmål", "Spørsmål for spørsmål", "Question by question";
    yours: "Du ser", "Du ser", "You see";
    theirs: "Lederen ser", "Leiaren ser", "The leader sees";
    mean: "snitt {}", "snitt {}", "mean {}";
    unreadable: "Svar som ikke kunne leses og ikke er telt med: {}.",
        "Svar som ikkje kunne lesast og ikkje er talde med: {}.",
        "Answers that could not be read and are not counted: {}.";
    notes: "Gule lapper", "Gule lappar", "Yellow notes";
    notes_lead: "I tilfeldig rekkefølge. Bare du og de andre prosessveilederne for denne opptellingen kan lese dem. De slettes tolv måneder etter publiseringen, eller etter opptellingen hvis ingen publiserer.",
        "I tilfeldig rekkjefølgje. Berre du og dei andre prosessrettleiarane for denne oppteljinga kan lese dei. Dei blir sletta tolv månader etter publiseringa, eller etter oppteljinga viss ingen publiserer.",
        "In random order. Only you and the other process guides of this count can read them. They are deleted twelve months after the result is published, or after the count if nobody publishes it.";
    notes_lost: "Lapper du ikke kan lese, fordi de er låst med et telleord du har gitt opp: {}. De andre prosessveilederne for denne opptellingen kan lese dem.",
        "Lappar du ikkje kan lese, fordi dei er låste med eit teljeord du har gitt opp: {}. Dei andre prosessrettleiarane for denne oppteljinga kan lese dei.",
        "Notes you cannot read, because they are locked with a passphrase you gave up: {}. The other process guides of this count can read them.";
    notes_open: "Åpne lappene", "Opne lappane", "Open the notes";
    no_notes: "Ingen lapper her.", "Ingen lappar her.", "No notes here.";
    no_notes_open: "Ingen lapper her som du kan lese.", "Ingen lappar her som du kan lese.", "No notes here that you can read.";
    notes_others: "Lappene her kan bare leses av prosessveiledere som hadde telleord da kartleggingen ble bekreftet, og av dem de slapp inn. Spør en av dem.",
        "Lappane her kan berre lesast av prosessrettleiarar som hadde teljeord då kartlegginga vart stadfesta, og av dei som fekk sleppe inn. Spør ein av dei.",
        "The notes here can only be read by process guides who had a counting passphrase when the round was confirmed, and by those they let in. Ask one of them.";
    notes_deleted: "Lappene er slettet. De blir bare tatt vare på i tolv måneder etter publiseringen.",
        "Lappane er sletta. Dei blir berre tekne vare på i tolv månader etter publiseringa.",
        "The notes have been deleted. They are kept for only twelve months after the result is published.";
    notes_deleted_at: "Lappene ble slettet {}. De blir bare tatt vare på i tolv måneder etter publiseringen, eller etter opptellingen hvis ingen publiserer.",
        "Lappane vart sletta {}. Dei blir berre tekne vare på i tolv månader etter publiseringa, eller etter oppteljinga viss ingen publiserer.",
        "The notes were deleted on {}. They are kept for only twelve months after the result is published, or after the count if nobody publishes it.";
    notes_deleted_by_clock: "Noen skrev gule lapper her, men de er slettet for tidlig: klokka til Trykk-serveren viste {}, og da var tiden deres ute. De kan bare hentes fra en sikkerhetskopi.",
        "Nokon skreiv gule lappar her, men dei er sletta for tidleg: klokka til Trykk-serveren viste {}, og då var tida deira ute. Dei kan berre hentast frå ein tryggingskopi.",
        "Somebody wrote yellow notes here, but they were deleted too early: the clock of the Trykk server showed {}, and by then their time was over. Only a backup still has them.";
    notes_not_in_copy: "Her er ingen gule lapper: Trykk-serveren er lagt tilbake fra en kopi fra før opptellingen, og lappene var ikke i den.",
        "Her er ingen gule lappar: Trykk-serveren er lagd tilbake frå ein kopi frå før oppteljinga, og lappane var ikkje i han.",
        "There are no yellow notes here: the Trykk server was put back from a copy from before the count, and the notes were not in it.";
    notes_unknown: "Her er ingen gule lapper. Trykk vet ikke om ingen skrev, eller om de er borte.",
        "Her er ingen gule lappar. Trykk veit ikkje om ingen skreiv, eller om dei er borte.",
        "There are no yellow notes here. Trykk does not know whether nobody wrote, or whether they are gone.";
    notes_nobody: "Ingen skrev gule lapper her.", "Ingen skreiv gule lappar her.", "Nobody wrote any yellow notes here.";
    back: "Tilbake til kartleggingen", "Tilbake til kartlegginga", "Back to the round";
    wrong_passphrase: "Telleordet stemmer ikke. Ingenting er åpnet.", "Teljeordet stemmer ikkje. Ingenting er opna.",
        "The passphrase is wrong. Nothing was opened.";
    odd_passphrase: "Det er et tegn i telleordet som ikke kan skrives igjen. Skriv det på nytt.",
        "Det er eit teikn i teljeordet som ikkje kan skrivast igjen. Skriv det på nytt.",
        "There is a character in the passphrase that cannot be typed again. Write it anew.";
    short_passphrase: "Telleordet er for kort. Bruk minst 12 tegn.", "Teljeordet er for kort. Bruk minst 12 teikn.",
        "The passphrase is too short. Use at least 12 characters.";
    too_many: "Det har vært for mange forsøk. Vent et kvarter, og prøv igjen.", "Det har vore for mange forsøk. Vent eit kvarter, og prøv igjen.",
        "There have been too many attempts. Wait a quarter of an hour and try again.";
    tablets_wait: "Noen nettbrett har ikke sendt det siste ennå. Se etter at de er på og har nett. De sender som regel innen en time. Er et nettbrett ødelagt eller borte? Tell uten det.",
        "Nokre nettbrett har ikkje sendt det siste enno. Sjå etter at dei er på og har nett. Dei sender som regel innan ein time. Er eit nettbrett øydelagt eller borte? Tel utan det.",
        "Some tablets have not sent their last answers yet. Check that they are on and connected. They usually send within an hour. Is a tablet broken or gone? Count without it.";
    tablet_gone: "Nettbrettet er ødelagt eller borte", "Nettbrettet er øydelagt eller borte", "The tablet is broken or gone";
    decide_quarantine: "Velg hva som skal skje med det et stjålet nettbrett har sendt.", "Vel kva som skal skje med det eit stole nettbrett har sendt.",
        "Decide what to do with what a stolen tablet has sent.";
    below_floor: "For få har svart: det må være minst {} personer.", "For få har svart: det må vere minst {} personar.",
        "Too few have answered: at least {} people are needed.";
    below_floor_tables: "For få har svart: det må være minst {} personer ved {} bord.",
        "For få har svart: det må vere minst {} personar ved {} bord.",
        "Too few have answered: at least {} people at {} tables are needed.";
    nothing_opened: "Ingenting er åpnet.", "Ingenting er opna.", "Nothing was opened.";
    opened_and_forgotten: "Mange svarark var tomme eller kunne ikke leses. Det som ble åpnet for å se det, er glemt igjen, og ingen har sett det.",
        "Mange svarark var tomme eller kunne ikkje lesast. Det som vart opna for å sjå det, er gløymt igjen, og ingen har sett det.",
        "Many sheets were empty or could not be read. What was opened to see it is forgotten again, and nobody has seen it.";
    no_share: "Denne kan ikke telles opp med telleordet ditt, for det ble laget etter at den ble bekreftet. En annen prosessveileder kan, eller dere kan bruke gjenopprettingsarket.",
        "Denne kan ikkje teljast opp med teljeordet ditt, for det vart laga etter at ho vart stadfesta. Ein annan prosessrettleiar kan, eller de kan bruke gjenopprettingsarket.",
        "This one cannot be counted with your passphrase, for that was made after it was confirmed. Another process guide can, or you can use the recovery sheet.";
    need_sheet: "Trykk-serveren mangler sin del av nøkkelen til svarene, eller den passer ikke. Da trengs både telleordet og gjenopprettingsarket.",
        "Trykk-serveren manglar sin del av nøkkelen til svara, eller han passar ikkje. Då trengst både teljeordet og gjenopprettingsarket.",
        "The Trykk server's part of the key to the answers is missing or does not fit. Then both the counting passphrase and the recovery sheet are needed.";
    give_key: "Skriv telleordet, eller bruk gjenopprettingsarket.", "Skriv teljeordet, eller bruk gjenopprettingsarket.",
        "Write the passphrase, or use the recovery sheet.";
    sheet_instead: "Telleordet er glemt, eller serveren mangler sin del av nøkkelen",
        "Teljeordet er gløymt, eller serveren manglar sin del av nøkkelen",
        "The passphrase is forgotten, or the server lacks its part of the key";
    sheet_text: "Hovedverneombudet har gjenopprettingsarket. Er telleordet glemt, er arket nok. Mangler serveren sin del av nøkkelen, trengs både arket og telleordet.",
        "Hovudverneombodet har gjenopprettingsarket. Er teljeordet gløymt, er arket nok. Manglar serveren sin del av nøkkelen, trengst både arket og teljeordet.",
        "The chief safety rep has the recovery sheet. If the passphrase is forgotten, the sheet is enough. If the server lacks its part of the key, both sheet and passphrase are needed.";
    sheet_notes: "Er telleordet glemt, velg et nytt først, og kryss av for deg selv blant dem som kom til senere. Ellers kan du ikke lese de gule lappene.",
        "Er teljeordet gløymt, vel eit nytt først, og kryss av for deg sjølv blant dei som kom til seinare. Elles kan du ikkje lese dei gule lappane.",
        "If the passphrase is forgotten, choose a new one first, and tick yourself among those who came later. Otherwise you cannot read the yellow notes.";
    sheet: "Gjenopprettingsarket", "Gjenopprettingsarket", "The recovery sheet";
    sheet_hint: "Skriv av hele linjen som begynner med TRYKK-1. Store og små bokstaver er det samme.",
        "Skriv av heile linja som startar med TRYKK-1. Store og små bokstavar er det same.",
        "Copy the whole line that begins with TRYKK-1, in capital or small letters.";
    sheet_alone: "Bruker du arket fordi telleordet er glemt, lar du feltet for telleord stå tomt.",
        "Bruker du arket fordi teljeordet er gløymt, lèt du feltet for teljeord stå tomt.",
        "If you use the sheet because the passphrase is forgotten, leave the passphrase field empty.";
    wrong_sheet: "Linjen fra gjenopprettingsarket stemmer ikke. Sammenlign den med arket, gruppe for gruppe. Ingenting er åpnet.",
        "Linja frå gjenopprettingsarket stemmer ikkje. Samanlikn henne med arket, gruppe for gruppe. Ingenting er opna.",
        "The line from the recovery sheet is not right. Compare it with the sheet, group by group. Nothing was opened.";
    other_sheet: "Dette gjenopprettingsarket hører til et annet Trykk. Ingenting er åpnet.",
        "Dette gjenopprettingsarket høyrer til eit anna Trykk. Ingenting er opna.",
        "This recovery sheet belongs to another Trykk. Nothing was opened.";
    nobody_for_notes: "Ingen av dem som kunne telle opp da kartleggingen ble bekreftet, har telleord nå, så de gule lappene ville gått tapt. Kryss av for en prosessveileder som kom til senere og har telleord.",
        "Ingen av dei som kunne telje opp då kartlegginga vart stadfesta, har teljeord no, så dei gule lappane ville gått tapt. Kryss av for ein prosessrettleiar som kom til seinare og har teljeord.",
        "None of those who could count when the round was confirmed has a counting passphrase now, so the yellow notes would be lost. Tick a process guide who came later and has a passphrase.";
    closing_past: "Stengetiden gikk ut før kartleggingen åpnet. Velg en ny under «Endre kartleggingen» nederst på siden til kartleggingen. Ser du ikke den knappen, må driftsansvarlig gjøre det.",
        "Stengetida gjekk ut før kartlegginga opna. Vel ei ny under «Endre kartlegginga» nedst på sida til kartlegginga. Ser du ikkje den knappen, må driftsansvarleg gjere det.",
        "The closing time passed before the round opened. Choose another one under “Change the round”, at the end of the round's page. If you do not see that button, the administrator has to do it.";
    closing_past_confirmed: "Stengetiden gikk ut før kartleggingen åpnet. Velg en ny stengetid her, så åpner den.",
        "Stengetida gjekk ut før kartlegginga opna. Vel ei ny stengetid her, så opnar ho.",
        "The closing time passed before the round opened. Choose another one here, and it opens.";
    no_urgent_route: "Kartleggingen sier ikke hvor folk skal henvende seg når noe haster. Skriv det under «Endre kartleggingen» nederst på siden til kartleggingen. Ser du ikke den knappen, må driftsansvarlig gjøre det.",
        "Kartlegginga seier ikkje kvar folk skal vende seg når noko hastar. Skriv det under «Endre kartlegginga» nedst på sida til kartlegginga. Ser du ikkje den knappen, må driftsansvarleg gjere det.",
        "The round does not say where to turn when something is urgent. Write it under “Change the round”, at the end of the round's page. If you do not see that button, the administrator has to do it.";
    ward_closed: "En enhet her er lagt ned, og får ingen ny kartlegging. Ta den ut under «Endre kartleggingen» nederst på siden til kartleggingen, eller be driftsansvarlig åpne enheten igjen.",
        "Ei eining her er lagd ned, og får inga ny kartlegging. Ta henne ut under «Endre kartlegginga» nedst på sida til kartlegginga, eller be driftsansvarleg opne eininga att.",
        "A ward here is closed and takes part in no new round. Leave it out under “Change the round”, at the end of the round's page, or ask the administrator to open the ward again.";
    planned_text: "Den åpner av seg selv {}.", "Ho opnar av seg sjølv {}.", "It opens by itself on {}.";
    beside: "Da ville to kartlegginger være åpne på samme enhet: «{}» ({}) er åpen eller skal åpne der. En enhet har bare én åpen kartlegging om gangen. Velg et tidligere tidspunkt, eller steng den andre først.",
        "Då ville to kartleggingar vere opne på same eining: «{}» ({}) er open eller skal opne der. Ei eining har berre éi open kartlegging om gongen. Vel eit tidlegare tidspunkt, eller steng den andre først.",
        "Then two rounds would be open on the same ward: “{}” ({}) is open or is to open there. A ward has only one open round at a time. Choose an earlier time, or close the other one first.";
    overdue: "Kartleggingen skulle ha åpnet {}, men kunne ikke.",
        "Kartlegginga skulle ha opna {}, men kunne ikkje.",
        "The round should have opened on {}, but could not.";
    opens_soon: "Kartleggingen er bekreftet, og åpner av seg selv innen et minutt.",
        "Kartlegginga er stadfesta, og opnar av seg sjølv innan eit minutt.",
        "The round is confirmed, and opens by itself within a minute.";
    still_shut: "Står dette her etter noen minutter også, si fra til driftsansvarlig.",
        "Står dette her etter nokre minutt òg, sei frå til driftsansvarleg.",
        "If this still stands here after a few minutes, tell the administrator.";
    tell_admin: "Si fra til driftsansvarlig.", "Sei frå til driftsansvarleg.", "Tell the administrator.";
    forgotten: "Jeg har glemt telleordet", "Eg har gløymt teljeordet", "I have forgotten the passphrase";
    forgotten_text: "Ingen kan finne igjen et glemt telleord. Du kan begynne på nytt med et nytt. Det kan ikke gjøres om:",
        "Ingen kan finne att eit gløymt teljeord. Du kan starte på nytt med eit nytt. Det kan ikkje gjerast om:",
        "Nobody can find a forgotten passphrase again. You can start again with a new one. It cannot be undone:";
    forgotten_notes: "Gule lapper fra kartlegginger som er telt opp, kan du aldri lese igjen. De andre prosessveilederne som hadde telleord da, kan fortsatt lese dem.",
        "Gule lappar frå kartleggingar som er talde opp, kan du aldri lese igjen. Dei andre prosessrettleiarane som hadde teljeord då, kan framleis lese dei.",
        "Yellow notes from rounds that are counted you can never read again. The other process guides who had a passphrase then still can.";
    forgotten_rounds: "Kartlegginger som er åpnet, kan du ikke lenger telle opp med telleord. En annen prosessveileder kan, eller dere kan bruke gjenopprettingsarket.",
        "Kartleggingar som er opna, kan du ikkje lenger telje opp med teljeord. Ein annan prosessrettleiar kan, eller de kan bruke gjenopprettingsarket.",
        "You can no longer count rounds that have already opened with a passphrase. Another process guide can, or you can use the recovery sheet.";
    forgotten_new: "Det som telles opp etter dette, får du lese lappene fra. Det som åpner etter dette, kan du telle opp som før.",
        "Det som blir talt opp etter dette, får du lese lappane frå. Det som opnar etter dette, kan du telje opp som før.",
        "You can read the notes of rounds counted after this. Rounds that open after this you count as before.";
    forgotten_sure: "Ja, begynn på nytt og gi opp det gamle telleordet",
        "Ja, start på nytt og gi opp det gamle teljeordet",
        "Yes, start again and give up the old passphrase";
    log_in_password: "Passordet du logger inn med", "Passordet du loggar inn med", "The password you log in with";
    wrong_log_in: "Passordet du logger inn med, stemmer ikke. Ingenting er endret.", "Passordet du loggar inn med, stemmer ikkje. Ingenting er endra.",
        "The password you log in with is wrong. Nothing was changed.";
    new_key: "Begynn på nytt med et nytt telleord",
        "Start på nytt med eit nytt teljeord",
        "Start again with a new passphrase";
    new_key_set: "Det nye telleordet er lagret og prøvd.",
        "Det nye teljeordet er lagra og prøvd.",
        "The new passphrase is set and tested.";
    bad_time: "Velg en stengetid som ikke er passert.", "Vel ei stengetid som ikkje er passert.", "Choose a closing time that lies ahead.";
    not_a_time: "Skriv stengetiden som dag og klokkeslett, slik: 2026-11-30 16:00.", "Skriv stengetida som dag og klokkeslett, slik: 2026-11-30 16:00.",
        "Write the closing time as day and time of day, like this: 2026-11-30 16:00.";
    time_skipped: "Det klokkeslettet finnes ikke den dagen, for klokka stilles fram. Velg et annet.",
        "Det klokkeslettet finst ikkje den dagen, for klokka blir stilt fram. Vel eit anna.",
        "There is no such time on that day, as the clocks go forward. Choose another one.";
    time_twice: "Det klokkeslettet kommer to ganger den dagen, for klokka stilles tilbake. Velg et annet.",
        "Det klokkeslettet kjem to gonger den dagen, for klokka blir stilt tilbake. Vel eit anna.",
        "That time comes twice on that day, as the clocks go back. Choose another one.";
    refused: "Det gikk ikke. Her ser du hvor kartleggingen står nå; prøv igjen herfra. Går det ikke da heller, si fra til driftsansvarlig.",
        "Det gjekk ikkje. Her ser du kvar kartlegginga står no; prøv igjen herifrå. Går det ikkje då heller, sei frå til driftsansvarleg.",
        "That did not work. Here you see where the round stands now; try again from here. If it still fails, tell the administrator.";
}}

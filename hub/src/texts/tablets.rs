//! Texts of the pages on tablets.

use super::texts;

texts! { TabletTexts {
    tablets: "Nettbrett", "Nettbrett", "Tablets";
    lead: "Ett nettbrett i pauserommet er nok for en vanlig enhet.", "Eitt nettbrett i pauserommet er nok for ei vanleg eining.",
        "One tablet in the break room is enough for an ordinary ward.";
    none: "Ingen nettbrett er meldt inn ennå. Velg enheten nedenfor når du har nettbrettet i hånda og det er på nett.",
        "Ingen nettbrett er melde inn enno. Vel eininga nedanfor når du har nettbrettet i handa og det er på nett.",
        "No tablet is enrolled yet. Choose the ward below when you have the tablet in your hand and it is connected.";
    no_wards: "Du har ingen åpne enheter ennå. Driftsansvarlig legger dem til.",
        "Du har ingen opne einingar enno. Driftsansvarleg legg dei til.",
        "You have no open wards yet. The administrator adds them.";
    care: "Trenger tilsyn", "Treng tilsyn", "Needs care";
    all_well: "I bruk", "I bruk", "In use";
    gone: "Ute av bruk", "Ute av bruk", "Out of use";
    name: "Nettbrett", "Nettbrett", "Tablet";
    ward: "Enhet", "Eining", "Ward";
    last_seen: "Sist på nett", "Sist på nett", "Last connected";
    waits: "Svar venter", "Svar ventar", "Answers wait";
    why: "Hvorfor", "Kvifor", "Why";
    today: "I dag", "I dag", "Today";
    yesterday: "I går", "I går", "Yesterday";
    never: "Aldri", "Aldri", "Never";
    yes: "Ja", "Ja", "Yes";
    no: "Nei", "Nei", "No";
    not_said: "Vises ikke mens folk svarer", "Blir ikkje vist medan folk svarer", "Not shown while people answer";
    no_round: "Ingen kartlegging nå", "Inga kartlegging no", "No round now";
    silent: "Ikke på nett på {} dager, og kartleggingen trenger det. Se etter at det er på og har nett. Svarene på det er ikke tapt.",
        "Ikkje på nett på {} dagar, og kartlegginga treng det. Sjå etter at det er på og har nett. Svara på det er ikkje tapte.",
        "Not connected for {} days, and the round needs it. Check that it is on and has a network. The answers on it are not lost.";
    late: "Kartleggingen er stengt, og nettbrettet har ikke sendt det siste. Se etter at det er på og har nett.",
        "Kartlegginga er stengd, og nettbrettet har ikkje sendt det siste. Sjå etter at det er på og har nett.",
        "The round is closed, and the tablet has not sent its last answers. Check that it is on and has a network.";
    low_battery: "Batteriet er nesten tomt. Sett nettbrettet til lading. Svarene på det er ikke tapt.",
        "Batteriet er nesten tomt. Set nettbrettet til lading. Svara på det er ikkje tapte.",
        "The battery is nearly empty. Charge the tablet. The answers on it are not lost.";
    low_disk: "Det er lite plass igjen på nettbrettet. Be driftsansvarlig rydde før det ikke tar imot flere svar.",
        "Det er lite plass att på nettbrettet. Be driftsansvarleg rydde før det ikkje tek imot fleire svar.",
        "There is little room left on the tablet. Ask the administrator to clear some before it takes no more answers.";
    clock_behind: "Klokka på nettbrettet går {} etter. Be driftsansvarlig stille den.",
        "Klokka på nettbrettet går {} etter. Be driftsansvarleg stille henne.",
        "The tablet's clock is {} slow. Ask the administrator to set it.";
    clock_ahead: "Klokka på nettbrettet går {} foran. Be driftsansvarlig stille den.",
        "Klokka på nettbrettet går {} føre. Be driftsansvarleg stille henne.",
        "The tablet's clock is {} fast. Ask the administrator to set it.";
    low_disk_admin: "Det er lite plass igjen på nettbrettet. Rydd før det ikke tar imot flere svar.",
        "Det er lite plass att på nettbrettet. Rydd før det ikkje tek imot fleire svar.",
        "There is little room left on the tablet. Clear some before it takes no more answers.";
    clock_behind_admin: "Klokka på nettbrettet går {} etter. Still den.", "Klokka på nettbrettet går {} etter. Still henne.",
        "The tablet's clock is {} slow. Set it.";
    clock_ahead_admin: "Klokka på nettbrettet går {} foran. Still den.", "Klokka på nettbrettet går {} føre. Still henne.",
        "The tablet's clock is {} fast. Set it.";
    outdated_admin: "Nettbrettet har en eldre utgave av Trykk enn serveren. Oppdater det.",
        "Nettbrettet har ei eldre utgåve av Trykk enn serveren. Oppdater det.",
        "The tablet runs an older version than the Trykk server. Update it.";
    damaged_admin: "En fil på nettbrettet ble skadet, og svar som ventet der, kan være tapt. Resten blir sendt. Bytt nettbrettet.",
        "Ei fil på nettbrettet vart skadd, og svar som venta der, kan vere tapte. Resten blir sendt. Byt nettbrettet.",
        "A file on the tablet was damaged, and answers that waited there may be lost. The rest is sent. Replace the tablet.";
    no_wards_admin: "Det er ingen åpne enheter ennå. Legg dem til under Organisasjon.",
        "Det er ingen opne einingar enno. Legg dei til under Organisasjon.",
        "There are no open wards yet. Add them under Organisation.";
    minutes: "{} minutter", "{} minutt", "{} minutes";
    hours: "{} timer", "{} timar", "{} hours";
    days: "{} dager", "{} dagar", "{} days";
    clock_right: "Går riktig", "Går rett", "Right";
    outdated: "Nettbrettet har en eldre utgave av Trykk enn serveren. Be driftsansvarlig oppdatere det.",
        "Nettbrettet har ei eldre utgåve av Trykk enn serveren. Be driftsansvarleg oppdatere det.",
        "The tablet runs an older version than the Trykk server. Ask the administrator to update it.";
    battery: "Batteri", "Batteri", "Battery";
    disk: "Plass", "Plass", "Room";
    clock: "Klokke", "Klokke", "Clock";
    version: "Utgave", "Utgåve", "Version";
    fine: "Nok", "Nok", "Enough";
    low: "Lite igjen", "Lite att", "Little left";
    damaged: "En fil på nettbrettet ble skadet, og svar som ventet der, kan være tapt. Resten blir sendt. Be driftsansvarlig bytte nettbrettet.",
        "Ei fil på nettbrettet vart skadd, og svar som venta der, kan vere tapte. Resten blir sendt. Be driftsansvarleg byte nettbrettet.",
        "A file on the tablet was damaged, and answers that waited there may be lost. The rest is sent. Ask the administrator to replace the tablet.";
    codes_unreadable: "Nettbrettet vet ikke lenger hvilke lapper som er brukt, og tar ikke imot noen. Meld det stjålet, koble det til på nytt, og skriv ut nye lapper til dem som ikke har svart.",
        "Nettbrettet veit ikkje lenger kva lappar som er brukte, og tek ikkje imot nokon. Meld det stole, kople det til på nytt, og skriv ut nye lappar til dei som ikkje har svart.",
        "The tablet no longer knows which slips are used, and takes none. Report it stolen, enrol it again, and print new slips for those who have not answered.";
    copied: "To nettbrett bruker navnet til dette: ett er en kopi av det andre. Det som venter på det ene, kan mangle. Koble begge til på nytt, hvert med sin egen lenke, og la begge sende før dere teller.",
        "To nettbrett bruker namnet til dette: det eine er ein kopi av det andre. Det som ventar på det eine, kan mangle. Kople begge til på nytt, kvart med si eiga lenkje, og lat begge sende før de tel.",
        "Two tablets use the name of this one: one is a copy of the other. What waits on one of them may be missing. Enrol both again, each with a link of its own, and let both send before you count.";
    many_wrong_codes: "Det er tastet mange koder som ikke gjelder. Noen prøver seg kanskje fram. Spør verneombudet om lappene.",
        "Det er tasta mange kodar som ikkje gjeld. Nokon prøver seg kanskje fram. Spør verneombodet om lappane.",
        "Many codes were typed that are not valid. Somebody may be guessing. Ask the safety rep about the slips.";
    too_fast: "Svarark har kommet raskere enn noen rekker å lese spørsmålene. Noen kan ha svart flere ganger. Ta det med når resultatet vurderes, og bruk startkoder neste gang.",
        "Svarark har kome raskare enn nokon rekk å lese spørsmåla. Nokon kan ha svart fleire gonger. Ta det med når resultatet blir vurdert, og bruk startkodar neste gong.",
        "Sheets came faster than anybody can read the questions. Somebody may have answered more than once. Bear it in mind with the result, and use start codes next time.";
    retired: "Tatt ut av bruk", "Teke ut av bruk", "Retired";
    stolen: "Meldt stjålet", "Meldt stole", "Reported stolen";
    enrol: "Meld inn et nettbrett", "Meld inn eit nettbrett", "Enrol a tablet";
    enrol_hint: "Skal et nettbrett flyttes til en annen enhet, velg den nye enheten her. Det sender det det har fra den gamle.",
        "Skal eit nettbrett flyttast til ei anna eining, vel den nye eininga her. Det sender det det har frå den gamle.",
        "To move a tablet to another ward, choose the new ward here. It sends what it has from the old one.";
    pin: "PIN for nettbrettene", "PIN for nettbretta", "PIN for the tablets";
    pin_hint: "Hold fingeren på «Trykk» øverst på nettbrettet i fem sekunder, og skriv PIN-koden. Da ser du hvordan det står til, og kan sende svar, lagre dem på en minnepinne eller starte nettbrettet på nytt. Ingen svar kan leses med den.",
        "Hald fingeren på «Trykk» øvst på nettbrettet i fem sekund, og skriv PIN-koden. Då ser du korleis det står til, og kan sende svar, lagre dei på ein minnepinne eller starte nettbrettet på nytt. Ingen svar kan lesast med han.",
        "Hold a finger on “Trykk” at the top of the tablet for five seconds, and type the PIN. Then you see how it is doing, and can send answers, save them on a USB stick or restart the tablet. No answer can be read with it.";
    pin_ward: "Enhet", "Eining", "Ward";
    pin_digits: "PIN, 6 til 12 siffer", "PIN, 6 til 12 siffer", "PIN, 6 to 12 digits";
    pin_save: "Lagre PIN-koden", "Lagre PIN-koden", "Save the PIN";
    pin_remove: "Ta bort PIN-koden", "Ta bort PIN-koden", "Take the PIN away";
    pin_is_set: "har PIN", "har PIN", "has a PIN";
    pin_saved: "Nettbrettene på {} får PIN-koden neste gang de er i kontakt med serveren.",
        "Nettbretta på {} får PIN-koden neste gong dei er i kontakt med serveren.",
        "The tablets at {} get the PIN at their next contact with the server.";
    pin_removed: "PIN-koden for {} er tatt bort. Nettbrettene får vite det neste gang de er i kontakt med serveren.",
        "PIN-koden for {} er teken bort. Nettbretta får vite det neste gong dei er i kontakt med serveren.",
        "The PIN of {} is taken away. The tablets hear of it at their next contact with the server.";
    pin_not_digits: "Bruk bare siffer.", "Bruk berre siffer.", "Use digits only.";
    pin_length: "PIN-koden skal ha 6 til 12 siffer.", "PIN-koden skal ha 6 til 12 siffer.", "The PIN has 6 to 12 digits.";
    pin_plain: "Den PIN-koden prøver alle først. Velg en annen.", "Den PIN-koden prøver alle først. Vel ein annan.",
        "Everybody tries that PIN first. Choose another one.";
    take_in: "Hent inn svar fra en minnepinne", "Hent inn svar frå ein minnepinne", "Take in answers from a USB stick";
    choose_ward: "Enheten der det skal stå", "Eininga der det skal stå", "The ward where it will stand";
    how_many: "Hvor mange nettbrett koden er til", "Kor mange nettbrett koden er til", "How many tablets the code is for";
    wrong_tablets: "Velg et tall fra 1 til 12.", "Vel eit tal frå 1 til 12.", "Choose a number from 1 to 12.";
    so_far: "{} av {} brukt", "{} av {} brukte", "{} of {} used";
    make_code: "Lag kode", "Lag kode", "Make a code";
    open_links: "Koder som ikke er brukt ennå", "Kodar som ikkje er brukte enno", "Codes that nobody has used yet";
    link_until: "til {}", "til {}", "until {}";
    link_for: "Nettbrett til {}", "Nettbrett til {}", "Tablet for {}";
    link_for_several: "{} nettbrett til {}", "{} nettbrett til {}", "{} tablets for {}";
    steps_lead: "Gjør dette på nettbrettet:", "Gjer dette på nettbrettet:", "Do this on the tablet:";
    steps_lead_each: "Gjør dette på hvert av nettbrettene:", "Gjer dette på kvart av nettbretta:", "Do this on each of the tablets:";
    step_start: "Slå det på. Det spør etter adresse og kode.", "Slå det på. Det spør etter adresse og kode.",
        "Turn it on. It asks for an address and a code.";
    step_address: "Skriv adressen", "Skriv adressa", "Write the address";
    step_code: "Skriv koden", "Skriv koden", "Write the code";
    step_done_each: "Trykk «Koble til». Når alle er meldt inn, sier denne siden det.", "Trykk «Kople til». Når alle er melde inn, seier denne sida det.",
        "Press “Connect”. Once all are enrolled, this page says so.";
    step_done: "Trykk «Koble til». Når koden er brukt, sier denne siden det.", "Trykk «Kople til». Når koden er brukt, seier denne sida det.",
        "Press “Connect”. Once the code is used, this page says so.";
    once: "Hold siden åpen til nettbrettet er meldt inn: koden vises ikke igjen. Koden virker én gang.",
        "Hald sida open til nettbrettet er meldt inn: koden blir ikkje vist igjen. Koden verkar éin gong.",
        "Keep the page open until the tablet is enrolled: the code is not shown again. The code works once.";
    once_each: "Hold siden åpen til alle er meldt inn: koden vises ikke igjen. Koden virker på {} nettbrett, én gang på hvert.",
        "Hald sida open til alle er melde inn: koden blir ikkje vist igjen. Koden verkar på {} nettbrett, éin gong på kvart.",
        "Keep the page open until all are enrolled: the code is not shown again. The code works on {} tablets, once on each.";
    hour_left: "Mindre enn en time igjen.", "Mindre enn ein time igjen.", "Less than an hour left.";
    hours_left: "{} timer igjen.", "{} timar igjen.", "{} hours left.";
    until: "Gjelder til", "Gjeld til", "Good until";
    reload: "Se om koden er brukt", "Sjå om koden er brukt", "See whether the code is used";
    looks: "Siden ser etter selv, hvert {}. sekund.", "Sida ser etter sjølv, kvart {}. sekund.", "The page looks by itself, every {} seconds.";
    stop_looking: "Stopp det", "Stopp det", "Stop that";
    large: "Vis QR-koden stort", "Vis QR-koden stort", "Show the QR code large";
    stick: "Eller last ned lenken som fil, legg fila på en minnepinne, sett den i nettbrettet og trykk «Bruk minnepinne» der. Et nettbrett som alt er i bruk, flyttes hit på samme måte, i menyen bak PIN-koden. Slett fila etterpå, også fra datamaskinen.",
        "Eller last ned lenkja som fil, legg fila på ein minnepinne, set han i nettbrettet og trykk «Bruk minnepinne» der. Eit nettbrett som alt er i bruk, blir flytta hit på same måten, i menyen bak PIN-koden. Slett fila etterpå, òg frå datamaskina.",
        "Or download the link as a file, put it on a USB stick, put that into the tablet and press “Use a USB stick” there. A tablet that is in use already moves here in the same way, in the menu behind the PIN. Delete the file afterwards, from the computer too.";
    stick_file: "Last ned fila til en minnepinne", "Last ned fila til ein minnepinne", "Download the file for a USB stick";
    other_ways: "Som QR-kode og lenke", "Som QR-kode og lenkje", "As a QR code and a link";
    other_ways_hint: "Til nettbrett som settes opp med kommandoen trykk-kiosk enrol.",
        "Til nettbrett som blir sette opp med kommandoen trykk-kiosk enrol.",
        "For tablets that are set up by the command trykk-kiosk enrol.";
    qr: "QR-kode med lenken", "QR-kode med lenkja", "QR code with the link";
    withdraw: "Koden skal ikke brukes", "Koden skal ikkje brukast", "The code is not to be used";
    used: "Koden er brukt, og nettbrettet er meldt inn. Gi det gjerne et navn, så andre finner det.",
        "Koden er brukt, og nettbrettet er meldt inn. Gje det gjerne eit namn, så andre finn det.",
        "The code is used, and the tablet is enrolled. Give it a name, so that others find it.";
    used_up: "Koden er brukt opp, og alle nettbrettene er meldt inn. Gi dem gjerne navn, så andre finner dem.",
        "Koden er brukt opp, og alle nettbretta er melde inn. Gje dei gjerne namn, så andre finn dei.",
        "The code is used up, and all the tablets are enrolled. Give them names, so that others find them.";
    see_tablets: "Se nettbrettene", "Sjå nettbretta", "See the tablets";
    void: "Koden gjelder ikke lenger. Lag en ny hvis nettbrettet ikke kom inn.",
        "Koden gjeld ikkje lenger. Lag ein ny om nettbrettet ikkje kom inn.",
        "The code is no longer good. Make a new one if the tablet did not come in.";
    too_many_codes: "Du har 20 koder som ikke er brukt. Trekk noen tilbake, eller vent til de er brukt eller har gått ut.",
        "Du har 20 kodar som ikkje er brukte. Trekk nokre tilbake, eller vent til dei er brukte eller har gått ut.",
        "You have 20 codes that nobody has used. Withdraw some, or wait until they are used or have ended.";
    no_link: "Koden ble ikke laget", "Koden vart ikkje laga", "The code was not made";
    no_address: "Serveren vet ikke hvilken adresse nettbrettene når den på. Be driftsansvarlig sette den.",
        "Serveren veit ikkje kva adresse nettbretta når han på. Be driftsansvarleg setje henne.",
        "The server does not know at which address tablets reach it. Ask the administrator to set it.";
    no_address_admin: "Serveren vet ikke hvilken adresse nettbrettene når den på. Start den én gang med trykk-hub serve --address NAVN:8443.",
        "Serveren veit ikkje kva adresse nettbretta når han på. Start han éin gong med trykk-hub serve --address NAMN:8443.",
        "The server does not know at which address tablets reach it. Start it once with trykk-hub serve --address NAME:8443.";
    no_such_ward: "Velg en av enhetene dine.", "Vel ei av einingane dine.", "Choose one of your wards.";
    closed_ward: "Enheten er lagt ned og får ingen nye kartlegginger.", "Eininga er lagd ned og får ingen nye kartleggingar.",
        "The ward is closed and gets no new rounds.";
    given_name: "Navn, for eksempel «pauserom nord»", "Namn, til dømes «pauserom nord»", "Name, for example “break room, north”";
    save: "Lagre navnet", "Lagre namnet", "Save the name";
    long_name: "Navnet er for langt. Bruk høyst 60 tegn.", "Namnet er for langt. Bruk høgst 60 teikn.",
        "The name is too long. Use at most 60 characters.";
    odd_name: "Skriv navnet på én linje, uten spesialtegn.", "Skriv namnet på éi linje, utan spesialteikn.",
        "Write the name on one line, without special characters.";
    id: "Merke på nettbrettet", "Merke på nettbrettet", "Its mark";
    retire: "Ta det ut av bruk", "Ta det ut av bruk", "Retire it";
    retire_1: "Ingen kan svare på det mer.", "Ingen kan svare på det meir.", "Nobody can answer on it any more.";
    retire_2: "Det som er svart, kan det sende frem til opptellingen. La det være på og på nett til da.",
        "Det som er svart, kan det sende fram til oppteljinga. La det vere på og på nett til då.",
        "What was answered it may send until the count. Leave it on and connected until then.";
    retire_3: "Skal det brukes igjen, meldes det inn på nytt.", "Skal det brukast igjen, blir det meldt inn på nytt.",
        "To use it again, enrol it anew.";
    retire_sure: "Ja, dette nettbrettet skal ut av bruk.", "Ja, dette nettbrettet skal ut av bruk.", "Yes, this tablet is to be retired.";
    report_stolen: "Meld det stjålet", "Meld det stole", "Report it stolen";
    stolen_1: "Tyven kan ikke lese et eneste svar: svarene er låst, og nettbrettet har ikke nøkkelen.",
        "Tjuven kan ikkje lese eit einaste svar: svara er låste, og nettbrettet har ikkje nøkkelen.",
        "The thief cannot read a single answer: they are locked, and the tablet does not have the key.";
    stolen_2: "Det nettbrettet sender fra nå av, legges til side. Før opptellingen velger du om det skal telles med, uten å se det.",
        "Det nettbrettet sender frå no av, blir lagt til side. Før oppteljinga vel du om det skal teljast med, utan å sjå det.",
        "What the tablet sends from now on is set aside. Before the count you choose whether it is counted, without seeing it.";
    stolen_3: "Det kan ikke angres. Kommer nettbrettet til rette, meldes det inn på nytt.",
        "Det kan ikkje angrast. Kjem nettbrettet til rette, blir det meldt inn på nytt.",
        "It cannot be undone. If the tablet is found, enrol it anew.";
    stolen_4: "Meld fra til IT og til sikkerhetsansvarlig på sykehuset også.", "Meld frå til IT og til tryggingsansvarleg på sjukehuset òg.",
        "Tell IT and the hospital's security too.";
    stolen_sure: "Ja, nettbrettet er borte.", "Ja, nettbrettet er borte.", "Yes, the tablet is gone.";
    say_sure: "Kryss av for at du er sikker. Ingenting er endret.", "Kryss av for at du er sikker. Ingenting er endra.",
        "Tick that you are sure. Nothing was changed.";
    others_decide: "Nettbrettet kan ha svar fra en kartlegging som andre avgjør. Be en prosessveileder som kan telle den opp, eller en driftsansvarlig, om å melde det stjålet.",
        "Nettbrettet kan ha svar frå ei kartlegging som andre avgjer. Be ein prosessrettleiar som kan telje henne opp, eller ein driftsansvarleg, om å melde det stole.",
        "The tablet may hold answers of a round that others decide on. Ask a process guide who can count it, or an administrator, to report it stolen.";
    not_done: "Det gikk ikke. Ingenting er endret. Last siden på nytt og prøv igjen.",
        "Det gjekk ikkje. Ingenting er endra. Last sida på nytt og prøv igjen.",
        "It did not work. Nothing was changed. Reload the page and try again.";
}}

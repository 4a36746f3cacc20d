//! "How?": what stands behind a decision, folded, where the decision is asked for.

use super::texts;

texts! { HelpTexts {
    account: "Hva bør du passe på?", "Kva bør du passe på?", "What should you mind?";
    account_text: "Ser du en innlogging du ikke kjenner igjen, logger du ut overalt og bytter passord. Da må alle nettlesere logge inn på nytt, også denne.",
        "Ser du ei innlogging du ikkje kjenner att, loggar du ut overalt og byter passord. Då må alle nettlesarar logge inn på nytt, denne òg.",
        "If you see a log-in that you do not recognise, log out everywhere and choose another password. Every browser then has to log in again, this one too.";
    people: "Hvilken rolle skal jeg velge?", "Kva rolle skal eg velje?", "Which role should I choose?";
    people_text: "Gi hver person bare det de trenger. Leder, verneombud og tillitsvalgt velges for sin enhet, overordnet leder for hele avdelinger. Prosessveilederen får bare enhetene sine. Etterpå viser siden en lenke som du gir til personen selv.",
        "Gje kvar person berre det dei treng. Leiar, verneombod og tillitsvald blir valde for eininga si, overordna leiar for heile avdelingar. Prosessrettleiaren får berre einingane sine. Etterpå viser sida ei lenkje som du gjev til personen sjølv.",
        "Give each person only what they need. Leader, safety rep and union rep are chosen for their ward, a senior leader for whole departments. A process guide gets only their own wards. Afterwards the page shows a link that you hand to the person.";
    pulse: "Hva får vi vite av en puls?", "Kva får vi vite av ein puls?", "What does a pulse tell us?";
    pulse_text: "Om det er flere eller færre enn sist på den gode siden, eller at det ikke kan sies. Folk svarer på nettbrettet som ellers, og prosessveilederen teller opp med telleordet. Ingen får se tall, for de fleste svarer som for en måned siden, og da kunne et tall sagt hva én person svarte.",
        "Om det er fleire eller færre enn sist på den gode sida, eller at det ikkje kan seiast. Folk svarer på nettbrettet som elles, og prosessrettleiaren tel opp med teljeordet. Ingen får sjå tal, for dei fleste svarer som for ein månad sidan, og då kunne eit tal sagt kva éin person svarte.",
        "Whether there are more or fewer than last time on the good side, or that it cannot be told. People answer on the tablet as usual, and the process guide counts with the counting passphrase. Nobody sees figures, because most answer as they did a month ago, and then a figure could tell what one person answered.";
    reminders: "Når sender du en påminnelse på nytt?", "Når sender du ei påminning på nytt?", "When do you send a reminder again?";
    reminders_text: "Bare når noen sier at de ikke har fått den. Står det «Kanskje sendt», vet ikke Trykk om den kom fram: spør først, så får ingen to.",
        "Berre når nokon seier at dei ikkje har fått henne. Står det «Kanskje sendt», veit ikkje Trykk om ho kom fram: spør først, så får ingen to.",
        "Only when somebody says that they did not get it. Where it says “Maybe sent”, Trykk does not know whether it arrived: ask first, so that nobody gets two.";
    open_page: "Hvem kan lese den åpne siden?", "Kven kan lese den opne sida?", "Who can read the open page?";
    open_page_text: "Alle som får adressen, også utenfor sykehuset. Heng den der de ansatte er, og ikke legg den ut. Kommer den på avveie, lager du en ny adresse: da virker ikke den gamle lenger.",
        "Alle som får adressa, òg utanfor sjukehuset. Heng henne der dei tilsette er, og ikkje legg henne ut. Kjem ho på avvegar, lagar du ei ny adresse: då verkar ikkje den gamle lenger.",
        "Whoever gets the address, outside the hospital too. Put it up where the staff are, and do not publish it. If it gets astray, draw a new address: the old one then opens nothing.";
    person: "Sperre eller fjerne?", "Sperre eller fjerne?", "Block or remove?";
    person_text: "Sperr den som er borte en stund: alt står der når du åpner igjen. Fjern bare den som ikke kommer tilbake. En prosessveileder kan ha nøkkelen til en kartlegging, og den nøkkelen blir borte med brukeren.",
        "Sperr den som er borte ei stund: alt står der når du opnar igjen. Fjern berre den som ikkje kjem tilbake. Ein prosessrettleiar kan ha nøkkelen til ei kartlegging, og den nøkkelen blir borte med brukaren.",
        "Block somebody who is away for a while: everything is there when you let them in again. Remove only who does not come back. A process guide may hold the key to a round, and that key goes with the account.";
    organisation: "Hva er en avdeling, og hva er en enhet?", "Kva er ei avdeling, og kva er ei eining?", "What is a department, and what is a ward?";
    organisation_text: "Enheten er den som kartlegges: de som jobber sammen, med én leder. Avdelingen samler enheter, og overordnet leder ser bare tall for flere enheter samlet. Har du mange, henter du inn en liste.",
        "Eininga er den som blir kartlagd: dei som jobbar saman, med éin leiar. Avdelinga samlar einingar, og overordna leiar ser berre tal for fleire einingar samla. Har du mange, hentar du inn ei liste.",
        "The ward is what is mapped: those who work together under one leader. The department gathers wards, and a senior leader only sees figures of several wards together. If you have many, bring in a list.";
    ward: "Hva skjer når jeg endrer en enhet?", "Kva skjer når eg endrar ei eining?", "What happens when I change a ward?";
    ward_text: "Nytt navn vises på nettbrettene neste gang de snakker med serveren. Antallet styrer hvor mange svarark som tas imot, så tell alle med. Legg ned enheten når den ikke finnes mer, i stedet for å gi navnet til en annen.",
        "Nytt namn blir vist på nettbretta neste gong dei snakkar med serveren. Talet styrer kor mange svarark som blir tekne imot, så tel med alle. Legg ned eininga når ho ikkje finst meir, i staden for å gje namnet til ei anna.",
        "Tablets show a new name the next time they talk to the server. The number decides how many sheets are taken, so count everybody. Close a ward that no longer exists instead of giving its name to another.";
    department: "Kan jeg fjerne avdelingen?", "Kan eg fjerne avdelinga?", "Can I remove the department?";
    department_text: "Bare når ingen enheter eller brukere hører til den. Flytt dem først. Resultater som er publisert, blir stående i avdelingen de ble laget i.",
        "Berre når ingen einingar eller brukarar høyrer til henne. Flytt dei først. Resultat som er publiserte, blir ståande i avdelinga dei vart laga i.",
        "Only when no wards or people belong to it. Move them first. Published results stay in the department they were made in.";
    clock: "Hva gjør jeg her først?", "Kva gjer eg her først?", "What do I do here first?";
    clock_text: "Legg til avdelinger og enheter under Organisasjon, og så folkene her. Den som ikke har logget inn ennå, trenger lenken sin: finn personen og lag en ny om den første er borte.",
        "Legg til avdelingar og einingar under Organisasjon, og så folka her. Den som ikkje har logga inn enno, treng lenkja si: finn personen og lag ei ny om den første er borte.",
        "Add departments and wards under Organisation, then the people here. Whoever has not logged in yet needs their link: find the person and make a new one if the first is lost.";
    operation: "Hva redder en kopi?", "Kva bergar ein kopi?", "What does a copy save?";
    operation_text: "Kopien har brukere, planer og resultater, men ikke svar som ikke er talt opp. De ligger på nettbrettene til resultatet er publisert, og sendes på nytt om serveren må gjenopprettes. Ta kopien ut av serveren: ligger den bare der, er den borte med disken.",
        "Kopien har brukarar, planar og resultat, men ikkje svar som ikkje er talde opp. Dei ligg på nettbretta til resultatet er publisert, og blir sende på nytt om serveren må gjenopprettast. Ta kopien ut av serveren: ligg han berre der, er han borte med disken.",
        "The copy has people, plans and results, but no answers that are not counted. Those stay on the tablets until the result is published, and are sent again if the server has to be restored. Take the copy off the server: if it is only there, it is lost with the disk.";
    tablets: "Hvor mange nettbrett trenger vi?", "Kor mange nettbrett treng vi?", "How many tablets do we need?";
    tablets_text: "Ett på en enhet er ofte nok når folk svarer én om gangen. Med bord trengs ett for hvert bord som svarer samtidig. Lag en kode, og skriv den på nettbrettet der det skal stå. Én kode kan gjelde flere nettbrett.",
        "Eitt på ei eining er ofte nok når folk svarar éin om gongen. Med bord trengst eitt for kvart bord som svarar samstundes. Lag ein kode, og skriv han på nettbrettet der det skal stå. Éin kode kan gjelde fleire nettbrett.",
        "One for a ward is often enough when people answer one at a time. With tables you need one for each table that answers at the same time. Make a code, and type it where the tablet will stand. One code can be for several tablets.";
    enrol: "Hva hvis koden ikke virker?", "Kva om koden ikkje verkar?", "What if the code does not work?";
    enrol_text: "Se at nettbrettet er på nett, og at adressen er skrevet som her. Én kode kan gjelde flere nettbrett. Er den brukt opp eller gått ut, trekker du den tilbake og lager en ny.",
        "Sjå at nettbrettet er på nett, og at adressa er skriven som her. Éin kode kan gjelde fleire nettbrett. Er han brukt opp eller gått ut, trekkjer du han tilbake og lagar ein ny.",
        "See that the tablet is on the network and the address is typed as here. One code can be for several tablets. If it is used up or has ended, withdraw it and make a new one.";
    tablet: "Ta ut av bruk, eller meld stjålet?", "Ta ut av bruk, eller melde stole?", "Take out of use, or report stolen?";
    tablet_text: "Ta ut av bruk det du selv har: det får levere det som venter. Meld stjålet det du ikke vet hvor er: det som kommer fra det etterpå, legges til side til prosessveilederen avgjør.",
        "Ta ut av bruk det du sjølv har: det får levere det som ventar. Meld stole det du ikkje veit kvar er: det som kjem frå det etterpå, blir lagt til side til prosessrettleiaren avgjer.",
        "Take out of use what you have in your hands: it may hand over what waits. Report stolen what you cannot find: what comes from it afterwards is put aside until the process guide decides.";
    process_start: "Når starter prosessen?", "Når startar prosessen?", "When does the process start?";
    process_start_text: "Når leder, verneombud og tillitsvalgt er enige om å gå i gang. Start den før kartleggingen, så har dere et sted for mål og møter. Velg om én av hver rolle er nok til å signere, eller om alle skal.",
        "Når leiar, verneombod og tillitsvald er samde om å gå i gang. Start han før kartlegginga, så har de ein stad for mål og møte. Vel om éin av kvar rolle er nok til å signere, eller om alle skal.",
        "When leader, safety rep and union rep agree to begin. Start it before the round, so that there is a place for goals and meetings. Choose whether one of each role is enough to sign, or all of them.";
    tokens: "Hvem bør få en nøkkel?", "Kven bør få ein nøkkel?", "Who should get a token?";
    tokens_text: "Bare et program som skal lese det som alt er publisert, for eksempel sykehusets egne oversikter. Nøkkelen kan ikke endre noe, og leser verken nøyaktige tall eller gule lapper. Velg bare enhetene programmet trenger.",
        "Berre eit program som skal lese det som alt er publisert, til dømes dei eigne oversiktene til sjukehuset. Nøkkelen kan ikkje endre noko, og les verken nøyaktige tal eller gule lappar. Vel berre einingane programmet treng.",
        "Only a program that is to read what is already published, such as the hospital's own overviews. A token changes nothing, and reads neither exact figures nor yellow notes. Choose only the wards that the program needs.";
    decks: "Kan jeg lage min egen?", "Kan eg lage min eigen?", "Can I make my own?";
    decks_text: "Ja, men begynn helst med å kopiere en som finnes. Vil dere sammenligne med forrige gang, må spørsmålene være de samme, ord for ord. Korte kortstokker blir besvart av flere.",
        "Ja, men start helst med å kopiere ein som finst. Vil de samanlikne med førre gong, må spørsmåla vere dei same, ord for ord. Korte kortstokkar blir svara på av fleire.",
        "Yes, but it is best to copy one that exists. To compare with last time the questions have to be the same, word for word. More people finish a short deck.";
    deck_file: "Hva slags fil?", "Kva slags fil?", "What kind of file?";
    deck_file_text: "En kortstokk som er hentet ut av Trykk, her eller på et annet sykehus. Åpne filen i et enkelt skriveprogram, og lim inn alt. Den prøves før den tas inn, og det som er feil, blir vist med linje.",
        "Ein kortstokk som er henta ut av Trykk, her eller på eit anna sjukehus. Opne fila i eit enkelt skriveprogram, og lim inn alt. Han blir prøvd før han blir teken inn, og det som er feil, blir vist med linje.",
        "A deck that was taken out of Trykk, here or at another hospital. Open the file in a plain text editor and paste all of it. It is tried before it is taken in, and what is wrong is shown with its line.";
    deck: "Hvorfor kan jeg ikke endre den?", "Kvifor kan eg ikkje endre han?", "Why can I not change it?";
    deck_text: "En ferdig kortstokk endres aldri, for en kartlegging skal spørre om det samme hele tiden. Du lager den neste versjonen, eller en kopi som blir din egen.",
        "Ein ferdig kortstokk blir aldri endra, for ei kartlegging skal spørje om det same heile tida. Du lagar den neste versjonen, eller ein kopi som blir din eigen.",
        "A finished deck never changes, for a round must ask the same all the time. Make the next version of it, or a copy of your own.";
    deck_draft: "Når er den ferdig?", "Når er han ferdig?", "When is it finished?";
    deck_draft_text: "Når alt er skrevet, og en kollega har lest spørsmålene høyt. Se den slik nettbrettet viser den. Når du gjør den ferdig, kan den ikke endres mer, bare få en ny versjon.",
        "Når alt er skrive, og ein kollega har lese spørsmåla høgt. Sjå han slik nettbrettet viser han. Når du gjer han ferdig, kan han ikkje endrast meir, berre få ein ny versjon.",
        "When everything is written and a colleague has read the questions aloud. Look at it as the tablet shows it. Once you finish it, it cannot be changed, only get a new version.";
    question: "Hva er et godt spørsmål?", "Kva er eit godt spørsmål?", "What is a good question?";
    question_text: "Ett om gangen, kort, uten «ikke», om noe en selv merker i jobben. Spør aldri om noe som bare passer på én person. Svarene skal passe til spørsmålet når du leser dem høyt.",
        "Eitt om gongen, kort, utan «ikkje», om noko ein sjølv merkar i jobben. Spør aldri om noko som berre passar på éin person. Svara skal passe til spørsmålet når du les dei høgt.",
        "One thing at a time, short, without “not”, about what people notice themselves at work. Never ask what fits one person only. The answers should fit the question when you read them aloud.";
    rounds: "Hvor skal jeg starte?", "Kvar skal eg starte?", "Where do I start?";
    rounds_text: "Lag en ny kartlegging, eller åpne en tidligere og kopier den. Et utkast åpner ingenting: det blir en kartlegging først når du planlegger den, og den kan bekreftes når alt er klart.",
        "Lag ei ny kartlegging, eller opne ei tidlegare og kopier henne. Eit utkast opnar ingenting: det blir ei kartlegging først når du planlegg henne, og ho kan stadfestast når alt er klart.",
        "Make a new round, or open an earlier one and copy it. A draft opens nothing: it becomes a round when you plan it, and can be confirmed when everything is ready.";
    passphrase: "Hvorfor et ord til?", "Kvifor eit ord til?", "Why another secret?";
    passphrase_text: "Passordet slipper deg inn. Telleordet låser opp svar, og ingen kan gi deg det tilbake. Velg noe du husker om et halvt år. Et nytt telleord kan ikke telle opp det som er bekreftet før.",
        "Passordet slepp deg inn. Teljeordet låser opp svar, og ingen kan gje deg det tilbake. Vel noko du hugsar om eit halvt år. Eit nytt teljeord kan ikkje telje opp det som er stadfesta før.",
        "The password lets you in. The counting passphrase unlocks answers, and nobody can give it back to you. Choose one you will remember in half a year. A new one cannot count what was confirmed before.";
    notes: "Hvordan leser jeg lappene?", "Korleis les eg lappane?", "How do I read the notes?";
    notes_text: "Alene, og uten å prøve å kjenne igjen noen. Lappene skal aldri vises, sendes eller skrives ut for andre. Handler en lapp om noe som haster, følger du sykehusets rutine og sier ikke hvor du har det fra.",
        "Åleine, og utan å prøve å kjenne att nokon. Lappane skal aldri visast, sendast eller skrivast ut for andre. Handlar ein lapp om noko som hastar, følgjer du rutinen til sjukehuset og seier ikkje kvar du har det frå.",
        "Alone, and without trying to recognise anybody. Notes are never shown, sent or printed for others. If one is about something urgent, follow the hospital's routine and do not say where you have it from.";
    sorting: "Hvordan sorterer jeg?", "Korleis sorterer eg?", "How do I sort?";
    sorting_text: "Gi hver lapp de kategoriene den handler om, gjerne flere. Passer ingen, lar du det stå. Sorteringen er bare din, og forsvinner sammen med lappene.",
        "Gje kvar lapp dei kategoriane han handlar om, gjerne fleire. Passar ingen, lèt du det stå. Sorteringa er berre di, og forsvinn saman med lappane.",
        "Give each note the categories it is about, several if need be. If none fits, leave it. The sorting is yours alone, and goes when the notes go.";
    bands: "Hva blir synlig for andre?", "Kva blir synleg for andre?", "What do others see?";
    bands_text: "Bare hvor mange som nevner en kategori, i grove trinn, aldri hva noen skrev. Du publiserer én gang. Trekker du det tilbake, blir alt borte, og det kan ikke publiseres på nytt.",
        "Berre kor mange som nemner ein kategori, i grove steg, aldri kva nokon skreiv. Du publiserer éin gong. Trekkjer du det tilbake, blir alt borte, og det kan ikkje publiserast på nytt.",
        "Only how many mention a category, in coarse steps, never what anybody wrote. You publish once. If you withdraw it, all of it goes, and it cannot be published again.";
    areas: "Hvor mange områder?", "Kor mange område?", "How many areas?";
    areas_text: "To å ta vare på og to å forbedre er ofte nok. Velg det som skiller seg ut, og det enheten selv kan gjøre noe med.",
        "To å ta vare på og to å betre er ofte nok. Vel det som skil seg ut, og det eininga sjølv kan gjere noko med.",
        "Two to keep and two to improve are often enough. Choose what stands out, and what the ward itself can do something about.";
    area: "Hva skal stå her?", "Kva skal stå her?", "What should it say?";
    area_text: "En tittel alle forstår, og en setning eller to om hva tallene viser. Ikke siter lapper, og ikke skriv noe som kan peke på én person. Kryss av for spørsmålene området bygger på.",
        "Ein tittel alle forstår, og ei setning eller to om kva tala viser. Ikkje siter lappar, og ikkje skriv noko som kan peike på éin person. Kryss av for spørsmåla området byggjer på.",
        "A title that everybody understands, and a sentence or two on what the figures show. Do not quote notes, and write nothing that could point at one person. Tick the questions it rests on.";
    report: "Hva betyr det å låse rapporten?", "Kva tyder det å låse rapporten?", "What does freezing the report mean?";
    report_text: "Etterpå leser leder, verneombud og tillitsvalgt akkurat dette. Må noe rettes, lager du en ny versjon. Et spørsmål du har tatt ut, kan ikke tas inn igjen.",
        "Etterpå les leiar, verneombod og tillitsvald akkurat dette. Må noko rettast, lagar du ein ny versjon. Eit spørsmål du har teke ut, kan ikkje takast inn igjen.",
        "Afterwards leader, safety rep and union rep read exactly this. If something has to be mended, make a new version. A question that you left out cannot come back.";
    follow_up: "Hvorfor spør Trykk om dette?", "Kvifor spør Trykk om dette?", "Why does Trykk ask for this?";
    follow_up_text: "En kartlegging som ingen følger opp, kan gjøre arbeidsmiljøet dårligere. Skriv dagene for rapport og plan, så sier Trykk fra når en av dem er gått ut.",
        "Ei kartlegging som ingen følgjer opp, kan gjere arbeidsmiljøet dårlegare. Skriv dagane for rapport og plan, så seier Trykk frå når ein av dei er gått ut.",
        "A round that nobody follows up can make the working environment worse. Write the days for report and plan, and Trykk says when one of them has passed.";
    passed_on: "Hva skal stå i loggen?", "Kva skal stå i loggen?", "What goes into the log?";
    passed_on_text: "At en sak er vist videre, og til hvilken funksjon. Aldri hvem den gjaldt, eller hva den handlet om. Bare prosessveilederne på enheten ser den.",
        "At ei sak er vist vidare, og til kva funksjon. Aldri kven ho gjaldt, eller kva ho handla om. Berre prosessrettleiarane på eininga ser henne.",
        "That a case was passed on, and to which function. Never whom it was about, or what. Only the ward's process guides see it.";
    process: "Hva er et stoppunkt?", "Kva er eit stoppunkt?", "What is a checkpoint?";
    process_text: "Et sted der leder, verneombud og tillitsvalgt ser over målene sammen og signerer før dere går videre. Endres målene, må alle signere på nytt. Det er alltid lov å gå tilbake.",
        "Ein stad der leiar, verneombod og tillitsvald ser over måla saman og signerer før de går vidare. Blir måla endra, må alle signere på nytt. Det er alltid lov å gå tilbake.",
        "A place where leader, safety rep and union rep look over the goals together and sign before going on. If the goals change, everybody signs again. Going back is always allowed.";
    meeting: "Hva skal referatet si?", "Kva skal referatet seie?", "What should the minutes say?";
    meeting_text: "Hvilke roller som var med, hva dere ble enige om, og når dere møtes igjen. Ikke hvem som sa hva. Når møtet er avsluttet, kan referatet ikke endres.",
        "Kva roller som var med, kva de vart samde om, og når de møtest igjen. Ikkje kven som sa kva. Når møtet er avslutta, kan referatet ikkje endrast.",
        "Which roles took part, what you agreed on, and when you meet again. Not who said what. Once the meeting is closed the minutes cannot be changed.";
    plan: "Hva signeres i planen?", "Kva blir signert i planen?", "What of the plan is signed?";
    plan_text: "Tiltakene med risiko og hjelp ovenfra, ikke hvor langt de er kommet. Legg planen fram når den er klar. Endres et tiltak etterpå, legges den fram på nytt, og siden viser hva som er endret.",
        "Tiltaka med risiko og hjelp ovanfrå, ikkje kor langt dei er komne. Legg planen fram når han er klar. Blir eit tiltak endra etterpå, blir han lagd fram på nytt, og sida viser kva som er endra.",
        "The measures with their risks and the help they ask for, not how far they have come. Put the plan forward when it is ready. If a measure changes afterwards it is put forward again, and the page says what changed.";
    bundle: "Hvem leser svaret?", "Kven les svaret?", "Who reads the reply?";
    bundle_text: "De ansatte. Den som kom med ideen, skal kjenne igjen hva som ble av den: nå, senere eller nei, og hvorfor. Skriv det slik du ville sagt det på et personalmøte.",
        "Dei tilsette. Den som kom med ideen, skal kjenne att kva som vart av han: no, seinare eller nei, og kvifor. Skriv det slik du ville sagt det på eit personalmøte.",
        "The staff. Whoever had the idea should recognise what became of it: now, later or no, and why. Write it as you would say it at a staff meeting.";
    proposal: "Hvordan vurderer vi et forslag?", "Korleis vurderer vi eit framlegg?", "How do we rate a proposal?";
    proposal_text: "Hver rolle vurderer for seg: nytte, hvor lett det er, kvalitet og kostnad. Tallene legges aldri sammen. Snakk om det dere er uenige om, og skriv avgjørelsen med en grunn.",
        "Kvar rolle vurderer for seg: nytte, kor lett det er, kvalitet og kostnad. Tala blir aldri lagde saman. Snakk om det de er usamde om, og skriv avgjerda med ein grunn.",
        "Each role rates by itself: gain, ease, quality and cost. The figures are never added up. Talk about what you disagree on, and write the decision with a reason.";
    measure: "Hva gjør et tiltak godt?", "Kva gjer eit tiltak godt?", "What makes a measure good?";
    measure_text: "At det svarer på et funn, har én ansvarlig og en frist, og et tegn dere kan se etter. Virker det ikke, stopper dere det med en grunn: det er også å følge opp.",
        "At det svarar på eit funn, har éin ansvarleg og ein frist, og eit teikn de kan sjå etter. Verkar det ikkje, stoppar de det med ein grunn: det er òg å følgje opp.",
        "It answers a finding, has one person responsible and a deadline, and a sign to look for. If it does not work, stop it with a reason: that is following up too.";
    gathering: "Hvordan leder jeg samlingen?", "Korleis leier eg samlinga?", "How do I lead the gathering?";
    gathering_text: "Ett steg om gangen, for ett område om gangen. La alle skrive i stillhet først. Les gjennom før du viser ideene, og hold tilbake det som har navn eller haster. Når alt er overlevert, er samlingen over.",
        "Eitt steg om gongen, for eitt område om gongen. La alle skrive i stille først. Les gjennom før du viser ideane, og hald tilbake det som har namn eller hastar. Når alt er overlevert, er samlinga over.",
        "One step at a time, for one area at a time. Let everybody write in silence first. Read before you show the ideas, and hold back what has names or is urgent. Once all is handed over, the gathering is over.";
    prepare: "Hva må være klart?", "Kva må vere klart?", "What has to be ready?";
    prepare_text: "Områdene fra rapporten, én på hver linje, og hvor mange bord dere blir. Bordene kommer inn med en kode som vises på den store skjermen. Går nettet ned, går det også på papir.",
        "Områda frå rapporten, eitt på kvar linje, og kor mange bord de blir. Borda kjem inn med ein kode som blir vist på den store skjermen. Går nettet ned, går det òg på papir.",
        "The areas of the report, one on each line, and how many tables there will be. Tables come in with a code that the big screen shows. If the network fails, paper works too.";
    signing: "Hva betyr det å signere?", "Kva tyder det å signere?", "What does signing mean?";
    signing_text: "Du signerer for din rolle, akkurat det som står her. Endres et ord etterpå, gjelder signaturen ikke lenger, og du blir spurt på nytt. Er du uenig, sier du nei og skriver hvorfor.",
        "Du signerer for rolla di, akkurat det som står her. Blir eit ord endra etterpå, gjeld ikkje signaturen lenger, og du blir spurd på nytt. Er du usamd, seier du nei og skriv kvifor.",
        "You sign for your role, exactly what stands here. If a word changes afterwards your signature no longer holds, and you are asked again. If you disagree, say no and write why.";
    from_above: "Hva ventes av meg?", "Kva er venta av meg?", "What is expected of me?";
    from_above_text: "Et svar: hva du kan gjøre, når, eller hvorfor det ikke går. Det leses av dem som har signert planen. Du ser det de ber om, men ikke tallene bak.",
        "Eit svar: kva du kan gjere, når, eller kvifor det ikkje går. Det blir lese av dei som har signert planen. Du ser det dei ber om, men ikkje tala bak.",
        "An answer: what you can do, when, or why it is not possible. It is read by those who signed the plan. You see what they ask for, not the figures behind it.";
    pooling: "Hva betyr det å slå sammen?", "Kva tyder det å slå saman?", "What does pooling mean?";
    pooling_text: "Svarene fra enhetene blandes og telles som om de var én enhet. Ingen kan se hvilken av dem et svar kom fra, heller ikke du. Det hjelper der så få arbeider at det ellers ikke blir noe å vise.",
        "Svara frå einingane blir blanda og talde som om dei var éi eining. Ingen kan sjå kva for ei av dei eit svar kom frå, heller ikkje du. Det hjelper der så få arbeider at det elles ikkje blir noko å vise.",
        "The answers of the wards are mixed and counted as if they were one ward. Nobody can see from which of them an answer came, nor can you. It helps where so few work that there would be nothing to show.";
    mode: "Når passer hva?", "Når passar kva?", "Which suits when?";
    mode_text: "Én om gangen passer en travel enhet: nettbrettet står i pauserommet i noen uker. Bord passer en samling: dere svarer på kort og tall sammen, og hver enkelt svarer på sitt uten at de andre ser det. Det må være minst fem bord før kort og tall kan publiseres.",
        "Éin om gongen passar ei travel eining: nettbrettet står i pauserommet i nokre veker. Bord passar ei samling: de svarar på kort og tal saman, og kvar einskild svarar på sitt utan at dei andre ser det. Det må vere minst fem bord før kort og tal kan publiserast.",
        "One at a time suits a busy ward: the tablet stands in the break room for some weeks. Tables suit a gathering: you answer cards and numbers together, and each answers the rest unseen by the others. There have to be at least five tables before cards and numbers can be published.";
    codes: "Hvordan virker startkodene?", "Korleis verkar startkodane?", "How do start codes work?";
    codes_text: "Verneombudet deler ut lappene, aldri lederen. Seks siffer åpner ett svarark på ett nettbrett, én gang. Trykk vet ikke hvem som fikk hvilken lapp, og koden følger ikke med svarene.",
        "Verneombodet deler ut lappane, aldri leiaren. Seks siffer opnar eitt svarark på eitt nettbrett, éin gong. Trykk veit ikkje kven som fekk kva lapp, og koden følgjer ikkje med svara.",
        "The safety rep hands out the slips, never the leader. Six digits open one sheet on one tablet, once. Trykk does not know who got which slip, and the code does not travel with the answers.";
    floor: "Hvorfor en grense?", "Kvifor ei grense?", "Why a limit?";
    floor_text: "Er det få svar, kan noen gjette hvem som svarte hva. Derfor åpnes ingenting under grensen, og den kan ikke endres etter at kartleggingen er bekreftet. Også over grensen vises tallene bare så grovt at ingen kan pekes ut.",
        "Er det få svar, kan nokon gjette kven som svarte kva. Difor blir ingenting opna under grensa, og ho kan ikkje endrast etter at kartlegginga er stadfesta. Òg over grensa blir tala berre viste så grovt at ingen kan peikast ut.",
        "With few answers somebody might guess who answered what. So nothing is opened below the limit, and it cannot be changed once the round is confirmed. Above it, too, figures are shown only so coarsely that nobody can be singled out.";
    confirm: "Hva er det som bestemmes nå?", "Kva er det som blir bestemt no?", "What is settled now?";
    confirm_text: "Nøkkelen til svarene lages og deles i tre: en del til Trykk-serveren, en til prosessveilederne som har telleord nå, og en til gjenopprettingsarket hos hovedverneombudet. Det trengs to av dem for å låse opp. Den som får telleord senere, kan ikke telle opp denne.",
        "Nøkkelen til svara blir laga og delt i tre: ein del til Trykk-serveren, ein til prosessrettleiarane som har teljeord no, og ein til gjenopprettingsarket hos hovudverneombodet. Det trengst to av dei for å låse opp. Den som får teljeord seinare, kan ikkje telje opp denne.",
        "The key to the answers is made and split in three: one part for the Trykk server, one for the process guides who have a counting passphrase now, one for the recovery sheet that the chief safety rep keeps. It takes two of them to unlock. Whoever gets a passphrase later cannot count this one.";
    count: "Hva skjer når du teller opp?", "Kva skjer når du tel opp?", "What happens at the count?";
    count_text: "Svarene låses opp i minnet til serveren, stokkes og telles. Etterpå er bare tallene og de gule lappene igjen, ikke svararkene. Det gjøres én gang, og det som kommer senere, blir ikke med.",
        "Svara blir låste opp i minnet til serveren, stokka og talde. Etterpå er berre tala og dei gule lappane att, ikkje svararka. Det blir gjort éin gong, og det som kjem seinare, blir ikkje med.",
        "The answers are unlocked in the server's memory, shuffled and counted. Afterwards only the figures and the yellow notes are left, not the sheets. It is done once, and what comes later is not counted.";
    release: "Hva får de andre se?", "Kva får dei andre sjå?", "What do the others get to see?";
    release_text: "Leder, verneombud og tillitsvalgt ser tall som ikke peker ut noen: «høyst 3 av 40», «14 av 40» eller «minst 37 av 40». Lappene får de aldri se. Slik de ser det, kan du se det nå.",
        "Leiar, verneombod og tillitsvald ser tal som ikkje peikar ut nokon: «høgst 3 av 40», «14 av 40» eller «minst 37 av 40». Lappane får dei aldri sjå. Slik dei ser det, kan du sjå det no.",
        "Leader, safety rep and union rep see figures that single nobody out: “at most 3 of 40”, “14 of 40” or “at least 37 of 40”. They never see the notes. You can see it now as they will.";
}}

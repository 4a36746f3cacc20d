//! Texts of gatherings: the process guide's page, a table's page, the big screen.

use super::{fill, texts};
use crate::gathering::{CanvasError, PaceError, Step};

texts! { GatheringTexts {
    gatherings: "Tiltakssamlinger", "Tiltakssamlingar", "Gatherings";
    gathering: "Tiltakssamling", "Tiltakssamling", "Gathering";
    none: "Ingen tiltakssamling er forberedt ennå.", "Inga tiltakssamling er førebudd enno.", "No gathering has been prepared yet.";
    add: "Forbered en tiltakssamling", "Førebu ei tiltakssamling", "Prepare a gathering";
    on_day: "Tiltakssamling {}", "Tiltakssamling {}", "Gathering on {}";
    prepare_lead: "Ved bordene skriver folk ideer hver for seg, sorterer dem, vurderer dem og fyller ut tiltakskort. Det kan gjøres på bordets egen telefon eller nettbrett, på denne maskinen, eller på papir som skrives inn her etterpå.",
        "Ved borda skriv folk idear kvar for seg, sorterer dei, vurderer dei og fyller ut tiltakskort. Det kan gjerast på telefonen eller nettbrettet til bordet, på denne maskina, eller på papir som blir skrive inn her etterpå.",
        "At the tables people write ideas on their own, sort them, weigh them and fill in measure cards. They can do it on a telephone or tablet of the table's own, on this computer, or on paper that is typed in here afterwards.";
    day: "Dag", "Dag", "Day";
    areas: "Områder", "Område", "Areas";
    areas_hint: "Ett område på hver linje. Står det noe her fra før, er det områdene i den nyeste rapporten.",
        "Eitt område på kvar linje. Står det noko her frå før, er det områda i den nyaste rapporten.",
        "One area a line. If something stands here already, it is the areas of the newest report.";
    tables: "Antall bord", "Talet på bord", "Number of tables";
    tables_hint: "Fra 1 til 60. Et bord kan bruke flere telefoner.", "Frå 1 til 60. Eit bord kan bruke fleire telefonar.", "From 1 to 60. A table may use several telephones.";
    save: "Lagre", "Lagre", "Save";
    saved: "Lagret", "Lagra", "Saved";
    change: "Endre forberedelsen", "Endre førebuinga", "Change what is prepared";
    state_prepared: "forberedt", "førebudd", "prepared";
    state_open: "steget er åpent", "steget er ope", "the step is open";
    state_closed: "steget er stengt", "steget er stengt", "the step is closed";
    state_revealed: "ideene er vist", "ideane er viste", "the ideas are shown";
    state_handed: "overlevert", "overlevert", "handed over";
    state_given_up: "avbrutt", "avbroten", "given up";
    ideas: "Ideer", "Idear", "Ideas";
    sort: "Sorter", "Sorter", "Sort";
    prioritise: "Vurder", "Vurder", "Weigh";
    concretise: "Lag tiltakskort", "Lag tiltakskort", "Fill in cards";
    hand_over: "Overlever", "Overlever", "Hand over";
    past: "ferdig", "ferdig", "done";
    present: "her er dere nå", "her er de no", "you are here";
    to_come: "kommer", "kjem", "to come";
    steps: "Stegene", "Stega", "The steps";
    join: "Slik blir bordene med", "Slik blir borda med", "How tables join";
    join_lead: "Vis storskjermen på projektoren. Bordene skanner koden, eller skriver inn adressen og koden. De trenger ikke å logge inn. Skriver dere på papir, åpner du bordets side her og skriver inn derfra.",
        "Vis storskjermen på projektoren. Borda skannar koden, eller skriv inn adressa og koden. Dei treng ikkje å logge inn. Skriv de på papir, opnar du sida til bordet her og skriv inn derfrå.",
        "Show the big screen on the projector. Tables scan the code, or type in the address and the code. They need not log in. If you write on paper, open the table's page here and type it in from there.";
    known: "Trykk lagrer en idé uten navn, bord, rekkefølge og klokkeslett, i en egen fil som ikke er med i sikkerhetskopier. Nettet og Trykk-serveren kan likevel se at en telefon sender noe mens den sender.",
        "Trykk lagrar ein idé utan namn, bord, rekkjefølgje og klokkeslett, i ei eiga fil som ikkje er med i tryggingskopiar. Nettet og Trykk-serveren kan likevel sjå at ein telefon sender noko medan han sender.",
        "Trykk keeps an idea without name, table, order or time, in a file of its own that is in no backup. The network and the Trykk server can still see that a telephone sends something while it does.";
    see_screen: "Åpne storskjermen", "Opne storskjermen", "Open the big screen";
    see_table: "Åpne bordets side", "Opne sida til bordet", "Open the table's page";
    begin: "Begynn samlingen", "Start samlinga", "Begin the gathering";
    begin_first: "Gå gjennom forrige plan først", "Gå gjennom førre plan først", "Go through the last plan first";
    begin_hint: "Kryss av hvert tiltak når dere har bestemt om det skal stå, endres eller avsluttes. Tiltakets side er der dere endrer og avslutter.",
        "Kryss av kvart tiltak når de har bestemt om det skal stå, endrast eller avsluttast. Sida til tiltaket er der de endrar og avsluttar.",
        "Tick each measure once you have decided whether it is kept, changed or closed. Its own page is where you change and close it.";
    not_gone_through: "Noen tiltak er ikke krysset av. Gå gjennom dem før dere begynner.", "Nokre tiltak er ikkje kryssa av. Gå gjennom dei før de startar.",
        "Some measures are not ticked. Go through them before you begin.";
    pace: "Du styrer tempoet", "Du styrer tempoet", "You set the pace";
    open: "Åpne steget", "Opne steget", "Open the step";
    open_again: "Gi mer tid", "Gje meir tid", "Give more time";
    minutes: "Minutter", "Minutt", "Minutes";
    minutes_hint: "Kan stå tomt. Tiden vises på storskjermen. Steget stenger ikke av seg selv.", "Kan stå tomt. Tida blir vist på storskjermen. Steget stengjer ikkje av seg sjølv.",
        "May be left empty. The time shows on the big screen. The step does not close by itself.";
    minutes_wrong: "Skriv et helt tall fra 1 til 180, eller la feltet stå tomt.", "Skriv eit heilt tal frå 1 til 180, eller la feltet stå tomt.",
        "Write a whole number from 1 to 180, or leave the field empty.";
    close: "Steng steget", "Steng steget", "Close the step";
    forward: "Neste steg: {}", "Neste steg: {}", "Next step: {}";
    back: "Tilbake til: {}", "Tilbake til: {}", "Back to: {}";
    area_now: "Området dere snakker om", "Området de snakkar om", "The area you speak of";
    area_do: "Vis området", "Vis området", "Show the area";
    ideas_open: "Bordene skriver. Ingen ser ideene, heller ikke du, før du stenger steget.", "Borda skriv. Ingen ser ideane, heller ikkje du, før du stengjer steget.",
        "The tables are writing. Nobody sees the ideas, nor do you, before you close the step.";
    state_revealed_lead: "Ideene er vist på bordenes sider. Gå videre når alle har lest dem.", "Ideane er viste på sidene til borda. Gå vidare når alle har lese dei.",
        "The ideas are shown on the tables' pages. Go on when everybody has read them.";
    ideas_closed: "Åpne steget når bordene skal skrive.", "Opne steget når borda skal skrive.", "Open the step when the tables are to write.";
    too_few: "Ideer vises fem eller flere om gangen, så ingen kan se hvem som skrev. Det er ikke fem nye nå. Åpne steget igjen, eller gå videre.",
        "Idear blir viste fem eller fleire om gongen, så ingen kan sjå kven som skreiv. Det er ikkje fem nye no. Opne steget igjen, eller gå vidare.",
        "Ideas are shown five or more at a time, so that nobody sees who wrote them. There are not five new ones now. Open the step again, or go on.";
    to_read: "Les før du viser dem", "Les før du viser dei", "Read them before you show them";
    to_read_lead: "Bare du ser disse. Hold igjen en idé som nevner noen, eller som haster. Den blir ikke vist, og den slettes når samlingen er overlevert.",
        "Berre du ser desse. Hald igjen ein idé som nemner nokon, eller som hastar. Han blir ikkje vist, og han blir sletta når samlinga er overlevert.",
        "Only you see these. Hold back an idea that names somebody, or is urgent. It is not shown, and is deleted once the gathering is handed over.";
    hold: "Hold igjen de valgte", "Hald igjen dei valde", "Hold the chosen ones back";
    held: "Holdt igjen", "Haldne igjen", "Held back";
    held_lead: "Bare prosessveilederne ser disse. Gjelder det noe alvorlig, kan du føre det under vist videre.", "Berre prosessrettleiarane ser desse. Gjeld det noko alvorleg, kan du føre det under vist vidare.",
        "Only process guides see these. If it is serious, note it under passed on.";
    passed_on: "Vist videre", "Vist vidare", "Passed on";
    let_go: "Slipp de valgte med i settet", "Slepp dei valde med i settet", "Let the chosen ones into the set";
    reveal: "Vis ideene for alle", "Vis ideane for alle", "Show the ideas to everybody";
    tables_work: "Bordene arbeider på bordets side. Du kan gjøre det samme derfra.", "Borda arbeider på sida til bordet. Du kan gjere det same derfrå.",
        "The tables work on the table's page. You can do the same from there.";
    hand_lead: "Bunkene og tiltakskortene legges inn i handlingsplanen, der leder, verneombud og tillitsvalgt bestemmer. Etterpå kan samlingen ikke endres.",
        "Bunkane og tiltakskorta blir lagde inn i handlingsplanen, der leiar, verneombod og tillitsvald bestemmer. Etterpå kan samlinga ikkje endrast.",
        "The bundles and measure cards go into the action plan, where leader, safety rep and union rep decide. After that the gathering cannot be changed.";
    hand_do: "Overlever til lederen", "Overlever til leiaren", "Hand over to the leader";
    hand_sure: "Slett ulest det som kom for sent til å bli vist", "Slett ulese det som kom for seint til å bli vist", "Delete unread what came too late to be shown";
    give_up: "Avbryt samlingen", "Avbryt samlinga", "Give the gathering up";
    give_up_hint: "Alt som er skrevet ved bordene, slettes og kan ikke hentes tilbake.", "Alt som er skrive ved borda, blir sletta og kan ikkje hentast tilbake.",
        "Everything written at the tables is deleted and cannot be brought back.";
    give_up_sure: "Ja, slett det som er skrevet", "Ja, slett det som er skrive", "Yes, delete what was written";
    sure_first: "Kryss av at du er sikker.", "Kryss av at du er sikker.", "Tick that you are sure.";
    given_up: "Samlingen ble avbrutt, og det som var skrevet, er slettet.", "Samlinga vart avbroten, og det som var skrive, er sletta.",
        "The gathering was given up, and what was written is deleted.";
    handed: "Overlevert {} av {}. Nummer {}.", "Overlevert {} av {}. Nummer {}.", "Handed over on {} by {}. Number {}.";
    handed_lead: "Forslagene ligger nå i handlingsplanen. Har to papirer samme nummer, sier de det samme.", "Forslaga ligg no i handlingsplanen. Har to papir same nummer, seier dei det same.",
        "The proposals are in the action plan now. Two papers with the same number say the same.";
    see_plan: "Se handlingsplanen", "Sjå handlingsplanen", "See the action plan";
    estimates: "Vurderinger fra bordene", "Vurderingar frå borda", "What tables thought";
    cards: "Tiltakskort", "Tiltakskort", "Measure cards";
    under_way: "Samlingen er i gang.", "Samlinga er i gang.", "The gathering is under way.";
    wait_lead: "Samlingen er forberedt. Prosessveilederen begynner den.", "Samlinga er førebudd. Prosessrettleiaren startar ho.", "The gathering is prepared. The process guide begins it.";
    ready_lead: "Alt er klart. Begynn når alle har satt seg.", "Alt er klart. Start når alle har sett seg.", "Everything is ready. Begin when everybody is seated.";
    meanwhile: "Noen andre har styrt samlingen videre. Se hvordan den står nå.", "Nokon andre har styrt samlinga vidare. Sjå korleis ho står no.",
        "Somebody else has led the gathering on. Look how it stands now.";
    not_revealed: "Les ideene og vis dem før dere går videre.", "Les ideane og vis dei før de går vidare.", "Read the ideas and show them before you go on.";
    step_open: "Steng steget først.", "Steng steget først.", "Close the step first.";
    not_possible: "Det går ikke slik samlingen står nå.", "Det går ikkje slik samlinga står no.", "That is not possible as the gathering stands now.";
    unsorted: "Noen ideer ligger ikke i en bunke. Gå tilbake og sorter dem, så alle får et svar.", "Nokre idear ligg ikkje i ein bunke. Gå tilbake og sorter dei, så alle får eit svar.",
        "Some ideas are in no bundle. Go back and sort them, so that each gets a reply.";
    unseen: "Noen ideer kom for sent til å bli vist. Gå tilbake til ideene, eller kryss av at de slettes ulest.",
        "Nokre idear kom for seint til å bli viste. Gå tilbake til ideane, eller kryss av at dei blir sletta ulesne.",
        "Some ideas came too late to be shown. Go back to the ideas, or tick that they are deleted unread.";
    nothing: "Ingenting er skrevet ennå, så det er ingenting å overlevere.", "Ingenting er skrive enno, så det er ingenting å overlevere.",
        "Nothing has been written yet, so there is nothing to hand over.";
    damaged: "Det som er skrevet ved bordene, kan ikke leses. Ingenting er slettet. Spør driftsansvarlig, eller avbryt samlingen.",
        "Det som er skrive ved borda, kan ikkje lesast. Ingenting er sletta. Spør driftsansvarleg, eller avbryt samlinga.",
        "What was written at the tables cannot be read. Nothing is deleted. Ask the administrator, or give the gathering up.";
    resting: "Prosessen er lagt til hvile. Ta den opp igjen først.", "Prosessen er lagd til kvile. Ta han opp igjen først.", "The process is at rest. Take it up again first.";
    changed: "Samlingen er styrt videre fra en annen skjerm. Det du har begynt på her, står ennå.", "Samlinga er styrt vidare frå ein annan skjerm. Det du har starta på her, står enno.",
        "The gathering was led on from another screen. What you have begun here still stands.";
    see_now: "Se hvordan den står nå", "Sjå korleis ho står no", "See how it stands now";
    has_begun: "Samlingen har begynt, så forberedelsen kan ikke endres.", "Samlinga har starta, så førebuinga kan ikkje endrast.",
        "The gathering has begun, so what was prepared cannot be changed.";
}}

impl GatheringTexts {
    /// A step.
    pub fn step_name(&self, step: Step) -> &'static str {
        match step {
            Step::Ideas => self.ideas,
            Step::Sort => self.sort,
            Step::Prioritise => self.prioritise,
            Step::Concretise => self.concretise,
            Step::HandOver => self.hand_over,
        }
    }

    /// Why the pace was not set.
    pub fn pace_error(&self, fault: PaceError) -> &'static str {
        match fault {
            PaceError::NotRevealed => self.not_revealed,
            PaceError::StepOpen => self.step_open,
            _ => self.not_possible,
        }
    }

    /// Why something of the canvas was not done.
    pub fn canvas_error(&self, fault: CanvasError) -> &'static str {
        match fault {
            CanvasError::Meanwhile => self.meanwhile,
            CanvasError::Unsorted => self.unsorted,
            CanvasError::Unseen => self.unseen,
            CanvasError::Empty => self.nothing,
            _ => self.not_possible,
        }
    }
}

texts! { TableTexts {
    title: "Tiltakssamling", "Tiltakssamling", "Gathering";
    join: "Bli med i tiltakssamlingen", "Bli med i tiltakssamlinga", "Join the gathering";
    join_lead: "Koden står på storskjermen. Du trenger ikke å logge inn.", "Koden står på storskjermen. Du treng ikkje å logge inn.", "The code stands on the big screen. You need not log in.";
    code: "Kode", "Kode", "Code";
    code_hint: "Ti bokstaver og tall, for eksempel ABCDE FGH23.", "Ti bokstavar og tal, til dømes ABCDE FGH23.", "Ten letters and digits, for example ABCDE FGH23.";
    join_do: "Bli med", "Bli med", "Join";
    wrong_code: "Ingen samling har denne koden. Se på storskjermen, og skriv den en gang til.", "Inga samling har denne koden. Sjå på storskjermen, og skriv han ein gong til.",
        "No gathering has this code. Look at the big screen, and type it once more.";
    too_many: "For mange feil koder er prøvd. Vent et kvarter, eller spør prosessveilederen.", "For mange feil kodar er prøvde. Vent eit kvarter, eller spør prosessrettleiaren.",
        "Too many wrong codes were tried. Wait a quarter of an hour, or ask the process guide.";
    too_fast: "For mye blir sendt på en gang. Vent litt, og send en gang til. Det du skrev, står her ennå.",
        "For mykje blir sendt på ein gong. Vent litt, og send ein gong til. Det du skreiv, står her enno.",
        "Too much is being sent at once. Wait a little, and send once more. What you wrote still stands here.";
    not_kept: "Det du skrev, kunne ikke lagres akkurat nå. Det står her ennå: prøv en gang til om litt, og si fra til prosessveilederen.",
        "Det du skreiv, kunne ikkje lagrast akkurat no. Det står her enno: prøv ein gong til om litt, og sei frå til prosessrettleiaren.",
        "What you wrote could not be kept just now. It still stands here: try again in a little while, and tell the process guide.";
    not_begun: "Samlingen har ikke begynt. Siden viser når det er klart.", "Samlinga har ikkje starta. Sida viser når det er klart.",
        "The gathering has not begun. This page shows when it is ready.";
    over: "Samlingen er over. Takk for innsatsen! Leder, verneombud og tillitsvalgt går gjennom forslagene, og alle bunker med ideer får et svar.",
        "Samlinga er over. Takk for innsatsen! Leiar, verneombod og tillitsvald går gjennom forslaga, og alle bunkar med idear får eit svar.",
        "The gathering is over. Thank you! Leader, safety rep and union rep go through the proposals, and each bundle of ideas gets a reply.";
    given_up: "Samlingen ble avbrutt. Det som var skrevet, er slettet.", "Samlinga vart avbroten. Det som var skrive, er sletta.",
        "The gathering was given up. What was written is deleted.";
    wait: "Følg med på storskjermen. Siden oppdaterer seg selv.", "Følg med på storskjermen. Sida oppdaterer seg sjølv.", "Watch the big screen. This page refreshes itself.";
    changed: "Prosessveilederen har gått videre. Det du har skrevet, står her ennå. Gjør deg ferdig, eller hent siden på nytt.",
        "Prosessrettleiaren har gått vidare. Det du har skrive, står her enno. Gjer deg ferdig, eller hent sida på nytt.",
        "The process guide has gone on. What you have written still stands here. Finish it, or load the page again.";
    see_new: "Se om noe er nytt", "Sjå om noko er nytt", "See whether anything is new";
    idea_lead: "Skriv så mange du vil, én om gangen. Ingen ser dem før steget er stengt og prosessveilederen viser dem, uten navn og i tilfeldig rekkefølge.",
        "Skriv så mange du vil, éin om gongen. Ingen ser dei før steget er stengt og prosessrettleiaren viser dei, utan namn og i tilfeldig rekkjefølgje.",
        "Write as many as you like, one at a time. Nobody sees them before the step is closed and the process guide shows them, without names and in random order.";
    idea_late: "Ideene er vist. Det du skriver nå, vises først når det er fem nye. Blir det færre, slettes de ulest: si det heller høyt.",
        "Ideane er viste. Det du skriv no, blir vist først når det er fem nye. Blir det færre, blir dei sletta ulesne: sei det heller høgt.",
        "The ideas are shown. What you write now is shown once there are five new ones. If there are fewer, they are deleted unread: say it aloud instead.";
    idea: "Din idé", "Ideen din", "Your idea";
    idea_hint: "Høyst 140 tegn. Ikke skriv navn på noen.", "Høgst 140 teikn. Ikkje skriv namn på nokon.", "At most 140 characters. Do not write anybody's name.";
    area: "Område", "Område", "Area";
    send: "Send ideen", "Send ideen", "Send the idea";
    sent: "Ideen er lagret. Skriv gjerne en til.", "Ideen er lagra. Skriv gjerne ein til.", "The idea is kept. Do write another.";
    idea_closed: "Steget ble stengt før ideen kom fram, så den er ikke lagret. Her er det du skrev.", "Steget vart stengt før ideen kom fram, så han er ikkje lagra. Her er det du skreiv.",
        "The step was closed before the idea arrived, so it is not kept. Here is what you wrote.";
    idea_full: "Det er ikke plass til flere ideer. Si fra til prosessveilederen.", "Det er ikkje plass til fleire idear. Sei frå til prosessrettleiaren.", "There is no room for more ideas. Tell the process guide.";
    step_closed: "Steget er stengt. Følg med på storskjermen.", "Steget er stengt. Følg med på storskjermen.", "The step is closed. Watch the big screen.";
    closed_kept: "Steget er stengt, så det du skrev, er ikke lagret. Det står her ennå.", "Steget er stengt, så det du skreiv, er ikkje lagra. Det står her enno.",
        "The step is closed, so what you wrote is not kept. It still stands here.";
    all_ideas: "Ideene", "Ideane", "The ideas";
    sort_lead: "Kryss av ideer som hører sammen, velg eller skriv navnet på en bunke, og flytt dem. Flere bord kan sortere samtidig.",
        "Kryss av idear som høyrer saman, vel eller skriv namnet på ein bunke, og flytt dei. Fleire bord kan sortere samstundes.",
        "Tick ideas that belong together, choose or name a bundle, and move them. Several tables can sort at the same time.";
    loose: "Ikke sortert", "Ikkje sortert", "Not sorted";
    none_loose: "Alle ideene ligger i en bunke.", "Alle ideane ligg i ein bunke.", "Every idea is in a bundle.";
    empty_bundle: "Ingen ideer i denne bunken.", "Ingen idear i denne bunken.", "No ideas in this bundle.";
    move_to: "Flytt til", "Flytt til", "Move to";
    choose: "Velg en bunke", "Vel ein bunke", "Choose a bundle";
    out: "Ut av bunken", "Ut av bunken", "Out of its bundle";
    new_bundle: "Eller en ny bunke", "Eller ein ny bunke", "Or a new bundle";
    new_bundle_hint: "Skriv navnet, så blir den laget.", "Skriv namnet, så blir han laga.", "Write its name, and it is made.";
    move_do: "Flytt de valgte", "Flytt dei valde", "Move the chosen ones";
    moved: "Flyttet: {}.", "Flytta: {}.", "Moved: {}.";
    elsewhere: "Noen andre hadde flyttet {} av dem. De ligger der de ble lagt.", "Nokon andre hadde flytta {} av dei. Dei ligg der dei vart lagde.",
        "Somebody else had moved {} of them. They are where they were put.";
    undo: "Angre flyttingen", "Angre flyttinga", "Undo the move";
    undone: "Angret: {}.", "Angra: {}.", "Undone: {}.";
    none_chosen: "Kryss av minst én idé.", "Kryss av minst éin idé.", "Tick at least one idea.";
    no_target: "Velg en bunke, eller skriv navnet på en ny.", "Vel ein bunke, eller skriv namnet på ein ny.", "Choose a bundle, or write the name of a new one.";
    title_long: "Navnet er for langt. Bruk høyst 120 tegn.", "Namnet er for langt. Bruk høgst 120 teikn.", "The name is too long. Use at most 120 characters.";
    bundle_gone: "Denne bunken finnes ikke. Velg en annen.", "Denne bunken finst ikkje. Vel ein annan.", "There is no such bundle. Choose another.";
    full: "Det er ikke plass til flere.", "Det er ikkje plass til fleire.", "There is no room for more.";
    rename: "Gi bunken et nytt navn", "Gje bunken eit nytt namn", "Give the bundle a new name";
    rename_do: "Lagre navnet", "Lagre namnet", "Save the name";
    titled: "Det finnes en bunke med dette navnet. Flytt ideene dit i stedet.", "Det finst ein bunke med dette namnet. Flytt ideane dit i staden.",
        "There is a bundle with this name. Move the ideas there instead.";
    renamed_meanwhile: "Noen andre har gitt bunken et annet navn. Se hva den heter nå.", "Nokon andre har gjeve bunken eit anna namn. Sjå kva han heiter no.",
        "Somebody else has given the bundle another name. Look what it is called now.";
    estimate_lead: "Hva kan gjøres? Bordet blir enig høyt, og skriver inn fire tall fra 1 (lite) til 5 (mye). Tallene blir aldri lagt sammen.",
        "Kva kan gjerast? Bordet blir samd høgt, og skriv inn fire tal frå 1 (lite) til 5 (mykje). Tala blir aldri lagde saman.",
        "What could be done? The table agrees aloud and enters four figures from 1 (little) to 5 (much). The figures are never added up.";
    estimate_add: "Skriv inn et forslag", "Skriv inn eit forslag", "Enter a proposal";
    estimate_change: "Endre forslaget", "Endre forslaget", "Change the proposal";
    estimate: "Forslag", "Forslag", "Proposal";
    diagram: "Hva gir mest, og hva er lett?", "Kva gjev mest, og kva er lett?", "What gives most, and what is easy?";
    diagram_how: "Tallet i sirkelen er forslagets nummer i tabellen. Høyere opp gir mer for området, lenger til høyre er lettere. Større sirkel koster mer. En ekstra ring betyr at forslaget hjelper kvalitet og pasientsikkerhet (4 eller 5).",
        "Talet i sirkelen er nummeret til forslaget i tabellen. Høgare opp gjev meir for området, lenger til høgre er lettare. Større sirkel kostar meir. Ein ekstra ring tyder at forslaget hjelper kvalitet og pasienttryggleik (4 eller 5).",
        "The number in a circle is the proposal's number in the table. Higher up gives more for the area, further right is easier. A larger circle costs more. A second ring means that the proposal helps quality and patient safety (4 or 5).";
    diagram_said: "Diagram over forslagene. Det samme står i tabellen.", "Diagram over forslaga. Det same står i tabellen.", "Diagram of the proposals. The same stands in the table.";
    no_estimates: "Ingen forslag er skrevet inn ennå.", "Ingen forslag er skrivne inn enno.", "No proposals have been entered yet.";
    bundle: "Bunke", "Bunke", "Bundle";
    card_lead: "Velg en bunke, og fyll ut et tiltakskort.", "Vel ein bunke, og fyll ut eit tiltakskort.", "Choose a bundle, and fill in a measure card.";
    card_add: "Fyll ut et tiltakskort", "Fyll ut eit tiltakskort", "Fill in a measure card";
    card_change: "Endre tiltakskortet", "Endre tiltakskortet", "Change the measure card";
    cards: "Tiltakskort", "Tiltakskort", "Measure cards";
    no_cards: "Ingen tiltakskort er fylt ut ennå.", "Ingen tiltakskort er fylte ut enno.", "No measure cards have been filled in yet.";
    save: "Lagre", "Lagre", "Save";
    saved: "Lagret", "Lagra", "Saved";
    handing: "Prosessveilederen overleverer forslagene til lederen.", "Prosessrettleiaren overleverer forslaga til leiaren.", "The process guide is handing the proposals over to the leader.";
    screen: "Storskjerm", "Storskjerm", "Big screen";
    step_of: "Steg {} av 5", "Steg {} av 5", "Step {} of 5";
    minutes_left: "{} min igjen", "{} min igjen", "{} min left";
    last_minute: "Under ett minutt igjen", "Under eitt minutt igjen", "Less than a minute left";
    time_over: "Tiden er ute", "Tida er ute", "Time is up";
    screen_join: "Skann koden, eller gå til {} og skriv", "Skann koden, eller gå til {} og skriv", "Scan the code, or go to {} and type";
    screen_begin: "Velkommen", "Velkomen", "Welcome";
    screen_ideas: "Skriv ideer i stillhet", "Skriv idear i stilla", "Write ideas in silence";
    screen_ideas_closed: "Legg fra dere telefonen", "Legg frå dykk telefonen", "Put the telephone down";
    screen_shown: "Les ideene", "Les ideane", "Read the ideas";
    screen_sort: "Legg sammen det som hører sammen", "Legg saman det som høyrer saman", "Put together what belongs together";
    screen_prioritise: "Hva gir mest, og hva er lett?", "Kva gjev mest, og kva er lett?", "What gives most, and what is easy?";
    screen_concretise: "Fyll ut tiltakskort", "Fyll ut tiltakskort", "Fill in measure cards";
    screen_hand: "Forslagene går til lederen", "Forslaga går til leiaren", "The proposals go to the leader";
    screen_over: "Takk for innsatsen", "Takk for innsatsen", "Thank you";
    screen_given_up: "Samlingen er avbrutt", "Samlinga er avbroten", "The gathering was given up";
    qr: "QR-kode med adressen til samlingen", "QR-kode med adressa til samlinga", "QR code with the address of the gathering";
}}

impl TableTexts {
    /// How much time is left.
    pub fn say_left(&self, seconds: i64) -> String {
        match seconds {
            ..=0 => self.time_over.to_owned(),
            1..60 => self.last_minute.to_owned(),
            _ => fill(self.minutes_left, &[&((seconds + 59) / 60)]),
        }
    }
}

texts! { PaperTexts {
    paper: "På papir", "På papir", "On paper";
    paper_lead: "Skriv ut det dere trenger: tiltaksduken på A3 til hvert bord, idélapper og tiltakskort til å klippe. Det dere skriver for hånd, skriver dere inn fra bordets side etterpå.",
        "Skriv ut det de treng: tiltaksduken på A3 til kvart bord, idélappar og tiltakskort til å klippe. Det de skriv for hand, skriv de inn frå sida til bordet etterpå.",
        "Print what you need: the measures canvas on A3 for each table, slips for ideas and measure cards to cut. What you write by hand you type in from the table's page afterwards.";
    canvas: "Tiltaksduk", "Tiltaksduk", "Measures canvas";
    slips: "Idélapper", "Idélappar", "Slips for ideas";
    cards: "Tiltakskort", "Tiltakskort", "Measure cards";
    get_canvas: "Tiltaksduk, A3 (PDF)", "Tiltaksduk, A3 (PDF)", "Measures canvas, A3 (PDF)";
    get_slips: "Idélapper, A4 (PDF)", "Idélappar, A4 (PDF)", "Slips for ideas, A4 (PDF)";
    get_cards: "Tiltakskort, A4 (PDF)", "Tiltakskort, A4 (PDF)", "Measure cards, A4 (PDF)";
    cut: "Klipp langs strekene", "Klipp langs strekane", "Cut along the lines";
    an_idea: "Idé", "Idé", "Idea";
    a_card: "Tiltakskort", "Tiltakskort", "Measure card";
    scale: "Sett ring rundt: 1 er lite, 5 er mye", "Set ring rundt: 1 er lite, 5 er mykje", "Circle one: 1 is little, 5 is much";
    do_ideas: "Skriv hver for dere, én idé på hver lapp. Legg lappene her når alle er ferdige.", "Skriv kvar for dykk, éin idé på kvar lapp. Legg lappane her når alle er ferdige.",
        "Write on your own, one idea a slip. Lay the slips here when everybody is done.";
    do_sort: "Legg sammen det som hører sammen, og gi hver bunke et navn.", "Legg saman det som høyrer saman, og gje kvar bunke eit namn.",
        "Put together what belongs together, and give each bundle a name.";
    do_prioritise: "Skriv forslagene, bli enige om fire tall fra 1 (lite) til 5 (mye), og skriv nummeret i ruta der det hører hjemme.",
        "Skriv forslaga, bli samde om fire tal frå 1 (lite) til 5 (mykje), og skriv nummeret i ruta der det høyrer heime.",
        "Write the proposals, agree on four figures from 1 (little) to 5 (much), and write each number into the square where it belongs.";
    do_concretise: "Fyll ut et tiltakskort for hvert forslag dere vil gå videre med, og legg det her.", "Fyll ut eit tiltakskort for kvart forslag de vil gå vidare med, og legg det her.",
        "Fill in a measure card for each proposal that you want to take further, and lay it here.";
}}

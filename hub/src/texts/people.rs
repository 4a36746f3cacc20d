//! Texts of the admin's pages on people and on the organisation.

use super::texts;

texts! { PeopleTexts {
    people: "Brukere", "Brukarar", "People";
    lead: "De som logger inn her. De ansatte som svarer på nettbrettet, trenger ingen bruker og står ikke her.",
        "Dei som loggar inn her. Dei tilsette som svarar på nettbrettet, treng ingen brukar og står ikkje her.",
        "Those who log in here. Staff who answer on the tablet need no account and do not stand here.";
    add: "Legg til en bruker", "Legg til ein brukar", "Add somebody";
    filter: "Søk i e-post, rolle og steder", "Søk i e-post, rolle og stader", "Search by email, role and place";
    search: "Søk", "Søk", "Search";
    nobody: "Ingen passer med det du søker etter.", "Ingen passar med det du søkjer etter.", "Nobody matches your search.";
    bring_list: "Hent inn en liste", "Hent inn ei liste", "Bring in a list";
    state: "Står slik", "Står slik", "Status";
    active: "Har logget inn", "Har logga inn", "Has a password";
    invited: "Ikke logget inn ennå", "Ikkje logga inn enno", "Not logged in yet";
    invitation_open: "En invitasjon kan brukes til {}.", "Ein invitasjon kan brukast til {}.", "An invitation can be used until {}.";
    invitation_open_by: "En invitasjon kan brukes til {}. Den er laget av {}.", "Ein invitasjon kan brukast til {}. Han er laga av {}.",
        "An invitation can be used until {}. It was made by {}.";
    withdraw_invitation: "Trekk invitasjonen tilbake", "Trekk invitasjonen tilbake", "Withdraw the invitation";
    blocked: "Sperret", "Sperra", "Blocked";
    email: "E-post", "E-post", "Email";
    role: "Rolle", "Rolle", "Role";
    role_hint: "Driftsansvarlig ser ingen tall. Prosessveileder ser tall og gule lapper. Leder, verneombud og tillitsvalgt ser det som er publisert. Overordnet leder ser summer, hvor langt enhetene er kommet, og det de ber om hjelp til.",
        "Driftsansvarleg ser ingen tal. Prosessrettleiar ser tal og gule lappar. Leiar, verneombod og tillitsvald ser det som er publisert. Overordna leiar ser summar, kor langt einingane er komne, og det dei ber om hjelp til.",
        "An administrator sees no figures. A process guide sees figures and yellow notes. Leader, safety rep and union rep see what is published. A senior leader sees sums, how far the wards have come, and what they ask for help with.";
    choose_role: "Velg en rolle.", "Vel ei rolle.", "Choose a role.";
    places: "Gjelder", "Gjeld", "Applies to";
    places_hint: "Kryss av for hele avdelinger eller for enkelte enheter. En driftsansvarlig trenger ingen.",
        "Kryss av for heile avdelingar eller for einskilde einingar. Ein driftsansvarleg treng ingen.",
        "Tick whole departments or single wards. An administrator needs none.";
    whole: "Hele {}", "Heile {}", "All of {}";
    save: "Lagre", "Lagre", "Save";
    saved: "Lagret.", "Lagra.", "Saved.";
    invitation: "Invitasjon", "Invitasjon", "Invitation";
    invitation_lead: "Gi lenken til den det gjelder, og bare til den. Den vises bare nå, virker én gang, og går ut etter to uker.",
        "Gje lenkja til den det gjeld, og berre til den. Ho blir berre vist no, verkar éin gong, og går ut etter to veker.",
        "Hand the link to the person, and to nobody else. It is shown only now, works once, and ends after two weeks.";
    to_people: "Til brukerne", "Til brukarane", "To the people";
    invite: "Lag en ny invitasjon", "Lag ein ny invitasjon", "Make a new invitation";
    invite_hint: "For den som har glemt passordet eller mistet den første lenken. En eldre lenke slutter å virke.",
        "For den som har gløymt passordet eller mista den første lenkja. Ei eldre lenkje sluttar å verke.",
        "For somebody who forgot the password or lost the first link. An older link stops working.";
    block: "Sperr brukeren", "Sperr brukaren", "Block the account";
    block_hint: "Brukeren logges ut og kommer ikke inn igjen før du åpner for det. Alt annet blir som det er.",
        "Brukaren blir logga ut og kjem ikkje inn igjen før du opnar for det. Alt anna blir som det er.",
        "They are logged out and cannot come in until you let them. Everything else stays as it is.";
    unblock: "Åpne for brukeren igjen", "Opne for brukaren igjen", "Let them in again";
    remove: "Fjern brukeren", "Fjern brukaren", "Remove the account";
    remove_hint: "Det brukeren har gjort, står fortsatt i kartleggingene. Utkast til kartlegginger som ingen andre ser, blir slettet. Får noen samme adresse senere, er det en ny bruker uten nøkler.",
        "Det brukaren har gjort, står framleis i kartleggingane. Utkast til kartleggingar som ingen andre ser, blir sletta. Får nokon same adresse seinare, er det ein ny brukar utan nøklar.",
        "What they did stays written in the rounds. Drafts of rounds that nobody else sees are deleted. Whoever gets this address later is somebody new, without keys.";
    remove_sure: "Ja, fjern brukeren.", "Ja, fjern brukaren.", "Yes, remove the account.";
    say_sure: "Kryss av for at du er sikker. Ingenting er endret.", "Kryss av for at du er sikker. Ingenting er endra.",
        "Tick that you are sure. Nothing was changed.";
    keys: "Nøkler til kartlegginger som ikke er publisert", "Nøklar til kartleggingar som ikkje er publiserte",
        "Keys to rounds that are not published";
    key_alone: "{}: ingen andre kan telle opp. Brukeren kan verken fjernes, sperres eller flyttes før den er publisert.",
        "{}: ingen andre kan telje opp. Brukaren kan verken fjernast, sperrast eller flyttast før ho er publisert.",
        "{}: nobody else can count it. The account can be neither removed, blocked nor moved until it is published.";
    key_shared: "{}: også {} kan telle opp.", "{}: òg {} kan telje opp.", "{}: {} can count it too.";
    own_page: "Passord, språk og innlogginger", "Passord, språk og innloggingar", "Password, language and sessions";
    own: "Dette er deg selv. Rolle, sperring og fjerning må en annen driftsansvarlig gjøre.",
        "Dette er deg sjølv. Rolle, sperring og fjerning må ein annan driftsansvarleg gjere.",
        "This is yourself. Another administrator has to change the role, block or remove the account.";
    organisation: "Organisasjon", "Organisasjon", "Organisation";
    start: "Skriv først hva sykehuset heter. Så legger du til avdelinger, enheter og brukere.",
        "Skriv først kva sjukehuset heiter. Så legg du til avdelingar, einingar og brukarar.",
        "First write what the hospital is called. Then add departments, wards and people.";
    name: "Navn", "Namn", "Name";
    time_zone: "Tidssone", "Tidssone", "Time zone";
    name_settings: "Navn og tidssone", "Namn og tidssone", "Name and time zone";
    no_departments: "Ingen avdelinger ennå. Legg til den første nedenfor.", "Ingen avdelingar enno. Legg til den første nedanfor.",
        "No department yet. Add the first one below.";
    no_wards: "Ingen enheter her ennå.", "Ingen einingar her enno.", "No wards here yet.";
    ward: "Enhet", "Eining", "Ward";
    headcount: "Ansatte", "Tilsette", "People";
    headcount_label: "Hvor mange som arbeider der", "Kor mange som arbeider der", "How many people work there";
    headcount_hint: "Også deltid og vikarer. Nettbrettene tar ikke imot flere svarark enn dette til sammen.",
        "Også deltid og vikarar. Nettbretta tek ikkje imot fleire svarark enn dette til saman.",
        "Part-timers and substitutes too. The tablets take no more sheets than this together.";
    department: "Avdeling", "Avdeling", "Department";
    add_department: "Legg til en avdeling", "Legg til ei avdeling", "Add a department";
    add_ward: "Legg til en enhet", "Legg til ei eining", "Add a ward";
    change: "Endre", "Endre", "Change";
    closed: "Lagt ned", "Lagd ned", "Closed";
    close: "Legg ned enheten", "Legg ned eininga", "Close the ward";
    close_hint: "Enheten får ingen nye kartlegginger og ingen nye nettbrett. Det den har, blir stående, også en kartlegging som er i gang. Du kan åpne den igjen.",
        "Eininga får ingen nye kartleggingar og ingen nye nettbrett. Det ho har, blir ståande, også ei kartlegging som er i gang. Du kan opne henne igjen.",
        "The ward gets no new rounds and no new tablets. What it has stays, a round that is under way too. You can open it again.";
    reopen: "Åpne enheten igjen", "Opne eininga igjen", "Open the ward again";
    move_hint: "Flytter du enheten, følger resultater som er publisert, ikke med: de blir i avdelingen de ble laget i.",
        "Flyttar du eininga, følgjer ikkje publiserte resultat med: dei blir i avdelinga dei vart laga i.",
        "If you move the ward, published results do not move with it: they stay in the department they were made in.";
    remove_department: "Fjern avdelingen", "Fjern avdelinga", "Remove the department";
}}

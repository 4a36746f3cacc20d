//! Texts of the audit log.

use super::texts;

texts! { AuditTexts {
    log: "Logg", "Logg", "Log";
    lead: "Hvem som gjorde hva, og når. Her står aldri et svar, og ingenting om hva et nettbrett sender.",
        "Kven som gjorde kva, og når. Her står aldri eit svar, og ingenting om kva eit nettbrett sender.",
        "Who did what, and when. No answer ever stands here, and nothing about what a tablet sends.";
    lead_ward: "Hvem som gjorde hva med kartlegginger, brukere og nettbrett der du er verneombud, og når. Her står aldri et svar.",
        "Kven som gjorde kva med kartleggingar, brukarar og nettbrett der du er verneombod, og når. Her står aldri eit svar.",
        "Who did what with rounds, accounts and tablets where you are safety rep, and when. No answer ever stands here.";
    when: "Når", "Når", "When";
    who: "Hvem", "Kven", "Who";
    what: "Hva", "Kva", "What";
    where_: "Gjelder", "Gjeld", "Concerns";
    ward: "Enhet", "Eining", "Ward";
    every_ward: "Alle", "Alle", "All";
    account: "E-post", "E-post", "Email";
    account_hint: "Det denne brukeren har gjort, og det som er gjort med brukeren.",
        "Det denne brukaren har gjort, og det som er gjort med brukaren.",
        "What this account did, and what was done to it.";
    day: "Dag", "Dag", "Day";
    show: "Vis", "Vis", "Show";
    show_all: "Vis alt", "Vis alt", "Show all";
    nothing: "Ingenting passer med det du ser etter.", "Ingenting passar med det du ser etter.", "Nothing matches what you look for.";
    empty: "Ingenting er skrevet ned ennå.", "Ingenting er skrive ned enno.", "Nothing has been written down yet.";
    not_a_day: "«{}» er ikke en dag. Skriv den som 2026-11-28.", "«{}» er ikkje ein dag. Skriv han som 2026-11-28.",
        "“{}” is not a day. Write it like 2026-11-28.";
    many_wards: "{} enheter", "{} einingar", "{} wards";
    shell: "Kommandolinjen på serveren", "Kommandolinja på serveren", "Command line on the server";
    hub: "Trykk selv", "Trykk sjølv", "Trykk itself";
    head: "Kontrolltallet til loggen", "Kontrolltalet til loggen", "The log's check number";
    head_short: "Loggen over hvem som gjorde hva", "Loggen over kven som gjorde kva", "The log of who did what";
    head_now: "Loggtallet nå, etter innførsel {}:", "Loggtalet no, etter innførsel {}:", "The log's number now, after entry {}:";
    no_head: "Loggen er tom, og har ikke noe loggtall ennå.", "Loggen er tom, og har ikkje noko loggtal enno.",
        "The log is empty and has no number yet.";
    see: "Se hva som er gjort", "Sjå kva som er gjort", "See what was done";
    how: "Hva er tallet godt for?", "Kva er talet godt for?", "What is the number good for?";
    how_text: "Skriv det ned på papir, med dato. Tallet følger av alt som er skrevet i loggen til nå. Er noe av det endret eller fjernet siden, finnes ikke tallet ditt lenger når du sammenligner. Det som er skrevet til senere, gjør ingenting. En innførsel blir liggende i to år.",
        "Skriv det ned på papir, med dato. Talet følgjer av alt som er skrive i loggen til no. Er noko av det endra eller fjerna sidan, finst ikkje talet ditt lenger når du samanliknar. Det som er skrive til seinare, gjer ingenting. Ein innførsel blir liggjande i to år.",
        "Write it down on paper, with the date. The number follows from all that has been written in the log until now. If any of that was changed or removed since, your number is no longer there when you compare. What was added later does no harm. An entry stays for two years.";
    compare: "Sammenlign et tall du har skrevet ned", "Samanlikn eit tal du har skrive ned", "Compare a number that you wrote down";
    compare_hint: "24 siffer. Mellomrom betyr ingenting.", "24 siffer. Mellomrom tyder ingenting.", "24 digits. Blanks do not matter.";
    compare_do: "Sammenlign", "Samanlikn", "Compare";
    not_a_number: "Et kontrolltall har 24 siffer. Se etter om et siffer mangler.", "Eit kontrolltal har 24 siffer. Sjå etter om eit siffer manglar.",
        "A check number has 24 digits. Look whether one is missing.";
    found: "Tallet stemmer: det er kontrolltallet etter innførsel {}. Det som står i loggen fra innførsel {} til dit, er uendret siden da.",
        "Talet stemmer: det er kontrolltalet etter innførsel {}. Det som står i loggen frå innførsel {} til dit, er uendra sidan då.",
        "The number matches: it is the check number after entry {}. What stands in the log from entry {} up to it is unchanged since then.";
    replaced: "Tallet finnes ikke i loggen. Innførsel {} sier at det hører til en logg som ble byttet ut da en sikkerhetskopi ble lagt på plass. Spør når det skjedde, og om du burde hørt om det. Prøv også et tall fra før kopien: finnes ikke det heller, er loggen endret. Si da fra til hovedverneombudet.",
        "Talet finst ikkje i loggen. Innførsel {} seier at det høyrer til ein logg som vart bytt ut då ein sikkerheitskopi vart lagd på plass. Spør når det skjedde, og om du burde ha høyrt om det. Prøv òg eit tal frå før kopien: finst ikkje det heller, er loggen endra. Sei då frå til hovudverneombodet.",
        "The number is not in the log. Entry {} says that it belongs to a log that was replaced when a backup was put in place. Ask when that was, and whether you should have heard of it. Try a number from before the backup too: if that one is not there either, the log was changed. Then tell the chief safety rep.";
    not_found: "Tallet finnes ikke i loggen. Se etter en skrivefeil. Er det skrevet riktig, er loggen endret siden, eller så er tallet eldre enn to år. Spør driftsansvarlig, og si fra til hovedverneombudet.",
        "Talet finst ikkje i loggen. Sjå etter ein skrivefeil. Er det skrive rett, er loggen endra sidan, eller så er talet eldre enn to år. Spør driftsansvarleg, og sei frå til hovudverneombodet.",
        "The number is not in the log. Look for a typing error. If it is written correctly, the log was changed since, or the number is older than two years. Ask the administrator, and tell the chief safety rep.";
    broken: "Loggen henger ikke sammen: innførsel {} følger ikke av det som står før den. Noen har endret den. Kjør «trykk-hub audit verify» på serveren, og si fra til hovedverneombudet.",
        "Loggen heng ikkje saman: innførsel {} følgjer ikkje av det som står før han. Nokon har endra han. Køyr «trykk-hub audit verify» på serveren, og sei frå til hovudverneombodet.",
        "The log does not hold together: entry {} does not follow from what stands before it. Somebody has changed it. Run “trykk-hub audit verify” on the server, and tell the chief safety rep.";
    logged_in: "Logget inn", "Logga inn", "Logged in";
    password_set: "Valgte nytt passord for {}", "Valde nytt passord for {}", "Chose a new password for {}";
    invited: "Inviterte {}", "Inviterte {}", "Invited {}";
    invitation_withdrawn: "Trakk tilbake invitasjonen til {}", "Trekte tilbake invitasjonen til {}", "Withdrew the invitation of {}";
    logged_out: "Logget ut {} overalt", "Logga ut {} overalt", "Logged {} out everywhere";
    account_put: "Lagret brukeren {} som {}", "Lagra brukaren {} som {}", "Saved the account {} as {}";
    account_blocked: "Sperret brukeren {}", "Sperra brukaren {}", "Blocked the account {}";
    account_removed: "Fjernet brukeren {}", "Fjerna brukaren {}", "Removed the account {}";
    key_set: "Valgte telleord for {}", "Valde teljeord for {}", "Chose the counting passphrase of {}";
    organisation_named: "Lagret navnet på organisasjonen: {}", "Lagra namnet på organisasjonen: {}", "Saved the organisation's name: {}";
    department_put: "Lagret avdelingen {}", "Lagra avdelinga {}", "Saved the department {}";
    department_removed: "Fjernet avdelingen {}", "Fjerna avdelinga {}", "Removed the department {}";
    ward_put: "Lagret enheten {}. Det arbeider {} der", "Lagra eininga {}. Det arbeider {} der", "Saved the ward {}, where {} work";
    ward_closed: "La ned enheten {}", "La ned eininga {}", "Closed the ward {}";
    ward_removed: "Fjernet enheten {}", "Fjerna eininga {}", "Removed the ward {}";
    round_planned: "Planla {}", "Planla {}", "Planned {}";
    round_taken_away: "Tok {} ut av planen", "Tok {} ut av planen", "Took {} out of the plan";
    deck_finished: "Gjorde kortstokken {} ferdig", "Gjorde kortstokken {} ferdig", "Finished the deck {}";
    deck_removed: "Fjernet kortstokken {}", "Fjerna kortstokken {}", "Removed the deck {}";
    confirmed: "Bekreftet {}", "Stadfesta {}", "Confirmed {}";
    unconfirmed: "Tok tilbake bekreftelsen av {}", "Tok tilbake stadfestinga av {}", "Took back the confirming of {}";
    opened: "Åpnet {}", "Opna {}", "Opened {}";
    closed: "Stengte {}", "Stengde {}", "Closed {}";
    closing_set: "Satte stengetid for {}: {}", "Sette stengjetid for {}: {}", "Set the closing of {}: {}";
    closed_for_good: "Stengte {} for godt", "Stengde {} for godt", "Closed {} for good";
    counted: "Talte opp {}", "Talde opp {}", "Counted {}";
    left_out: " – uten nettbrett {}", " – utan nettbrett {}", " – without tablet {}";
    taken: " – med det som kom fra stjålet nettbrett {}", " – med det som kom frå stole nettbrett {}", " – with what came from stolen tablet {}";
    count_number: " – kontrolltall {}", " – kontrolltal {}", " – check number {}";
    let_in: " – og slapp inn {}", " – og sleppte inn {}", " – and let in {}";
    report_frozen: "Låste rapporten for {}, versjon {}", "Låste rapporten for {}, versjon {}", "Froze the report of {}, version {}";
    bands_published: "Publiserte hva lappene fra {} handler om", "Publiserte kva lappane frå {} handlar om", "Published what the notes of {} are about";
    bands_withdrawn: "Trakk tilbake hva lappene fra {} handler om", "Trekte tilbake kva lappane frå {} handlar om", "Withdrew what the notes of {} are about";
    areas_changed: "Endret områdene for {}", "Endra områda for {}", "Changed the areas of {}";
    released: "Publiserte {}", "Publiserte {}", "Published {}";
    unread_planned: "Bestemte at svarene i {} slettes ulest om en uke",
        "Bestemte at svara i {} blir sletta ulesne om ei veke",
        "Decided that the answers of {} are deleted unread in a week";
    answers_kept: "Angret, og beholdt svarene i {}", "Angra, og heldt på svara i {}", "Took that back, and kept the answers of {}";
    closed_unread: "Slettet svarene i {} ulest", "Sletta svara i {} ulesne", "Deleted the answers of {} unread";
    exported: "Hentet ut de publiserte tallene fra {} som {}", "Henta ut dei publiserte tala frå {} som {}", "Exported the published figures of {} as {}";
    exported_report: "Hentet ut rapporten fra {} som PDF", "Henta ut rapporten frå {} som PDF", "Exported the report of {} as PDF";
    exported_slides: "Hentet ut lysbildene fra rapporten om {} som PDF", "Henta ut lysbileta frå rapporten om {} som PDF", "Exported the slides of the report of {} as PDF";
    exported_exact: "Hentet ut de nøyaktige tallene fra {} som {}", "Henta ut dei nøyaktige tala frå {} som {}", "Exported the exact figures of {} as {}";
    notes_opened: "Åpnet de gule lappene fra {}", "Opna dei gule lappane frå {}", "Opened the yellow notes of {}";
    token_made: "Laget en nøkkel som andre programmer leser publiserte tall med", "Laga ein nøkkel som andre program les publiserte tal med",
        "Made a token with which other programs read published figures";
    token_ended: "Avsluttet en slik nøkkel for andre programmer", "Avslutta ein slik nøkkel for andre program", "Ended a token of other programs";
    codes_printed: "Skrev ut startkoder for {} til nettbrett {}", "Skreiv ut startkodar for {} til nettbrett {}", "Printed start codes of {} for tablet {}";
    link_made: "Laget en kode for å melde inn et nettbrett", "Laga ein kode for å melde inn eit nettbrett", "Made a code to enrol a tablet";
    link_for_several_made: "Laget en kode for å melde inn {} nettbrett", "Laga ein kode for å melde inn {} nettbrett", "Made a code to enrol {} tablets";
    tablet_enrolled: "Meldte inn nettbrett {}", "Melde inn nettbrett {}", "Enrolled tablet {}";
    tablet_retired: "Tok nettbrett {} ut av bruk", "Tok nettbrett {} ut av bruk", "Retired tablet {}";
    tablet_stolen: "Meldte nettbrett {} stjålet", "Melde nettbrett {} stole", "Reported tablet {} stolen";
    pin_set: "Satte en PIN for nettbrettene", "Sette ein PIN for nettbretta", "Set a PIN for the tablets";
    pin_taken: "Tok bort PIN-koden for nettbrettene", "Tok bort PIN-koden for nettbretta", "Took the tablets' PIN away";
    tablet_file_taken: "Hentet inn en fil fra nettbrett {}", "Henta inn ei fil frå nettbrett {}", "Took in a file from tablet {}";
    tablet_named: "Kalte nettbrett {} «{}»", "Kalla nettbrett {} «{}»", "Named tablet {} “{}”";
    tablet_unnamed: "Tok bort navnet på nettbrett {}", "Tok bort namnet på nettbrett {}", "Took the name of tablet {} away";
    clock_confirmed: "Bekreftet at klokka går riktig", "Stadfesta at klokka går rett", "Confirmed that the clock is right";
    backed_up: "Tok sikkerhetskopi", "Tok sikkerheitskopi", "Made a backup";
    restored: "La en sikkerhetskopi på plass. Det siste den kjente til, var {}", "La ein sikkerheitskopi på plass. Det siste han kjende til, var {}",
        "Put a backup in place. The latest that it knew of was {}";
    restored_over: ". Loggen som sto der før, hadde kontrolltallet {}", ". Loggen som stod der før, hadde kontrolltalet {}",
        ". The log that stood there before had the check number {}";
    review_confirmed: "Bekreftet gjennomgangen etter at en sikkerhetskopi ble lagt på plass",
        "Stadfesta gjennomgangen etter at ein sikkerheitskopi vart lagd på plass", "Confirmed the review after a backup was put in place";
    process_started: "Startet prosessen", "Starta prosessen", "Started the process";
    goals_saved: "Lagret måldokumentet, versjon {}", "Lagra måldokumentet, versjon {}", "Saved the goal sheet, version {}";
    phase_begun: "Begynte på fasen «{}»", "Starta fasen «{}»", "Began the phase “{}”";
    phase_begun_unsigned: "Begynte på fasen «{}» uten alle signaturene", "Starta fasen «{}» utan alle signaturane", "Began the phase “{}” without all signatures";
    meeting_saved: "Lagret møte nr. {}", "Lagra møte nr. {}", "Saved meeting no. {}";
    meeting_closed: "Avsluttet møte nr. {}", "Avslutta møte nr. {}", "Closed meeting no. {}";
    proposals_changed: "Endret forslagene eller svarene på dem", "Endra forslaga eller svara på dei", "Changed the proposals, or the replies to them";
    measure_saved: "Lagret tiltak nr. {}", "Lagra tiltak nr. {}", "Saved measure no. {}";
    measure_status_set: "Satte status på tiltak nr. {}", "Sette status på tiltak nr. {}", "Set the status of measure no. {}";
    idea_changed: "Skrev eller godkjente det tiltakskassa forteller om tiltak nr. {}", "Skreiv eller godkjende det tiltakskassa fortel om tiltak nr. {}",
        "Wrote or agreed to what the idea box tells of measure no. {}";
    idea_withdrawn: "Tok tiltak nr. {} ut av tiltakskassa", "Tok tiltak nr. {} ut av tiltakskassa", "Took measure no. {} out of the idea box";
    gathering_prepared: "Forberedte tiltakssamling nr. {}", "Førebudde tiltakssamling nr. {}", "Prepared gathering no. {}";
    gathering_led: "Ledet tiltakssamling nr. {} videre", "Leidde tiltakssamling nr. {} vidare", "Led gathering no. {} on";
    gathering_handed_over: "Overleverte tiltakssamling nr. {} til lederen", "Overleverte tiltakssamling nr. {} til leiaren",
        "Handed gathering no. {} over to the leader";
    gathering_given_up: "Avbrøt tiltakssamling nr. {} og slettet det som var skrevet", "Avbraut tiltakssamling nr. {} og sletta det som var skrive",
        "Gave gathering no. {} up and deleted what was written";
    help_answered: "Svarte på hva enheten trenger til tiltak nr. {}", "Svarte på kva eininga treng til tiltak nr. {}",
        "Answered what the ward needs for measure no. {}";
    plan_exported: "Hentet ut handlingsplanen som {}", "Henta ut handlingsplanen som {}", "Exported the action plan as {}";
    reminder_asked: "Ba om at påminnelser sendes på nytt", "Bad om at påminningar blir sende på nytt", "Asked for reminders to be sent again";
    calendar_made: "Laget en kalenderadresse", "Laga ei kalenderadresse", "Made the address of a calendar";
    calendar_ended: "Avsluttet kalenderadressen", "Avslutta kalenderadressa", "Ended the address of a calendar";
    follow_up_noted: "Skrev inn hva som ble gjort med resultatet av {}", "Skreiv inn kva som vart gjort med resultatet av {}",
        "Wrote down what was made of the result of {}";
    passed_on_changed: "Endret lista over saker som er vist videre", "Endra lista over saker som er viste vidare", "Changed the list of cases passed on";
    open_page_on: "Slo på den åpne siden eller ga den ny adresse, uten resultatet", "Slo på den opne sida eller gav henne ny adresse, utan resultatet",
        "Switched the open page on or gave it a new address, without the result";
    open_page_results: "Slo på den åpne siden eller ga den ny adresse, med det publiserte resultatet",
        "Slo på den opne sida eller gav henne ny adresse, med det publiserte resultatet",
        "Switched the open page on or gave it a new address, with the published result";
    open_page_off: "Slo av den åpne siden", "Slo av den opne sida", "Switched the open page off";
    process_rested: "Satte prosessen på vent", "Sette prosessen på vent", "Put the process to rest";
    process_taken_up: "Tok prosessen opp igjen", "Tok prosessen opp att", "Took the process up again";
    a_checkpoint: "et stoppunkt", "eit stoppunkt", "a checkpoint";
    the_report: "rapporten", "rapporten", "the report";
    the_plan: "handlingsplanen", "handlingsplanen", "the action plan";
    signatures_asked: "La fram {} for signering", "La fram {} for signering", "Put {} forward to be signed";
    signed: "Signerte {} som {}", "Signerte {} som {}", "Signed {} as {}";
    signing_refused: "Lot være å signere {} som {}, og skrev hvorfor", "Lét vere å signere {} som {}, og skreiv kvifor",
        "Declined to sign {} as {}, and wrote why";
    signed_on_paper: "Førte inn at {} er signert på papir: {}", "Førte inn at {} er signert på papir: {}", "Wrote down that {} was signed on paper: {}";
    gone_on: "Gikk videre med {} uten signatur: {}", "Gjekk vidare med {} utan signatur: {}", "Went on with {} without a signature: {}";
    unknown: "Noe som denne versjonen ikke kjenner: {}", "Noko som denne versjonen ikkje kjenner: {}", "Something that this version does not know: {}";
}}

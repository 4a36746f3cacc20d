//! Texts of reminders, the letters and their pages, and of calendars.

use super::texts;

texts! { MailTexts {
    // Letters. No text here has room for what was found, planned or written.
    subject: "Trykk: påminnelse for {}", "Trykk: påminning for {}", "Trykk: a reminder for {}";
    hello: "Hei!", "Hei!", "Hello,";
    about: "Dette venter i prosessen for {}:", "Dette ventar i prosessen for {}:", "This is waiting in the process of {}:";
    signature: "Signaturen din, etterspurt {}", "Signaturen din, etterspurd {}", "Your signature, asked for on {}";
    deadline_soon: "Et tiltak med frist {}", "Eit tiltak med frist {}", "A measure with its deadline on {}";
    overdue: "Et tiltak som hadde frist {}", "Eit tiltak som hadde frist {}", "A measure whose deadline was {}";
    evaluation: "Et tiltak som skulle evalueres {}", "Eit tiltak som skulle evaluerast {}", "A measure that was to be evaluated on {}";
    reply: "Et svar til de ansatte som skulle vært gitt innen {}", "Eit svar til dei tilsette som skulle vore gjeve innan {}",
        "A reply to the staff that was to be given by {}";
    help: "Et svar fra deg om hjelp som enheten ber om, med frist {}", "Eit svar frå deg om hjelp som eininga ber om, med frist {}",
        "Your answer about help that the ward asks for, due on {}";
    quiet: "Det er ikke skjedd noe siden {}", "Det har ikkje hendt noko sidan {}", "Nothing has happened since {}";
    see: "Logg inn for å se hva det gjelder:", "Logg inn for å sjå kva det gjeld:", "Log in to see what it is about:";
    why: "Du får denne e-posten fordi du er {} der. Trykk minner om det samme bare én gang.",
        "Du får denne e-posten fordi du er {} der. Trykk minner om det same berre éin gong.",
        "You get this mail because you are {} there. Trykk reminds you of the same thing only once.";
    off: "Vil du ikke ha påminnelser, slår du dem av på siden din:", "Vil du ikkje ha påminningar, slår du dei av på sida di:",
        "If you do not want reminders, switch them off on your own page:";
    no_answer: "Denne e-posten kan ikke besvares.", "Denne e-posten kan ikkje svarast på.", "This mail cannot be answered.";
    a_guide: "prosessveileder", "prosessrettleiar", "a process guide";
    a_senior_leader: "overordnet leder", "overordna leiar", "the senior leader";
    a_leader: "leder", "leiar", "the leader";
    a_safety_rep: "verneombud", "verneombod", "a safety rep";
    a_union_rep: "tillitsvalgt", "tillitsvald", "a union rep";
    test_subject: "Trykk: en prøve", "Trykk: ei prøve", "Trykk: a test";
    test_text: "Denne e-posten er en prøve fra Trykk-serveren. Kommer den fram, virker e-posten.",
        "Denne e-posten er ei prøve frå Trykk-serveren. Kjem han fram, verkar e-posten.",
        "This mail is a test from the Trykk server. If it arrives, mail works.";
    // The guide's page.
    reminders: "Påminnelser", "Påminningar", "Reminders";
    see_reminders: "Se påminnelsene", "Sjå påminningane", "See the reminders";
    lead: "Trykk sender e-post når noe venter: frister, evalueringer, signaturer, svar som skulle vært gitt, og når det har vært stille lenge. I e-posten står det ingenting om hva tiltakene handler om.",
        "Trykk sender e-post når noko ventar: fristar, evalueringar, signaturar, svar som skulle vore gjevne, og når det har vore stille lenge. I e-posten står det ingenting om kva tiltaka handlar om.",
        "Trykk sends mail when something waits: deadlines, evaluations, signatures, answers that were to be given, and when it has been quiet for long. The mail says nothing of what the measures are about.";
    not_set_up: "E-post er ikke satt opp på denne serveren, så det sendes ingen påminnelser. Driftsansvarlig kan sette det opp.",
        "E-post er ikkje sett opp på denne serveren, så det blir ikkje sendt påminningar. Driftsansvarleg kan setje det opp.",
        "Mail is not set up on this server, so no reminders are sent. The administrator can set it up.";
    none: "Ingen påminnelser er sendt ennå.", "Ingen påminningar er sende enno.", "No reminders have been sent yet.";
    when: "Når", "Når", "When";
    who: "Til", "Til", "To";
    what: "Om", "Om", "About";
    state: "Status", "Status", "Status";
    what_signature: "Signatur", "Signatur", "Signature";
    what_deadline_soon: "Frist om en uke", "Frist om ei veke", "Deadline in a week";
    what_overdue: "Over fristen", "Over fristen", "Overdue";
    what_evaluation: "Evaluering", "Evaluering", "Evaluation";
    what_reply: "Svar til de ansatte", "Svar til dei tilsette", "Reply to the staff";
    what_help: "Hjelp fra overordnet leder", "Hjelp frå overordna leiar", "Help from the senior leader";
    what_quiet: "Stille lenge", "Stille lenge", "Quiet for long";
    state_begun: "Sendes nå", "Blir sendt no", "Being sent";
    state_sent: "Sendt", "Sendt", "Sent";
    state_maybe: "Kanskje sendt", "Kanskje sendt", "Maybe sent";
    state_failed: "Ikke sendt", "Ikkje sendt", "Not sent";
    state_again: "Ikke sendt, prøves igjen {}", "Ikkje sendt, blir prøvd igjen {}", "Not sent, tried again {}";
    state_asked: "Sendes på nytt, hvis det fortsatt gjelder", "Blir sendt på nytt, om det framleis gjeld", "Sent again, if it still holds";
    maybe_hint: "«Kanskje sendt» betyr at serveren stoppet eller mistet forbindelsen mens e-posten ble sendt. Da sender Trykk den ikke på nytt av seg selv.",
        "«Kanskje sendt» tyder at serveren stoppa eller mista sambandet medan e-posten vart send. Då sender Trykk han ikkje på nytt av seg sjølv.",
        "“Maybe sent” means that the server stopped or lost the connection while the mail was being sent. Trykk does not send it again by itself then.";
    again: "Send på nytt", "Send på nytt", "Send again";
    asked: "Påminnelsen sendes på nytt, hvis det som venter, fortsatt venter.", "Påminninga blir send på nytt, om det som ventar, framleis ventar.",
        "The reminder is sent again, if what waits still waits.";
    // On somebody's own page.
    mine: "Påminnelser på e-post", "Påminningar på e-post", "Reminders by mail";
    mine_on: "Du får e-post når noe venter på deg eller på enheten din. Hver ting nevnes bare én gang.",
        "Du får e-post når noko ventar på deg eller på eininga di. Kvar ting blir nemnd berre éin gong.",
        "You get mail when something waits for you or your ward. Each thing is mentioned only once.";
    mine_off: "Du får ingen påminnelser på e-post.", "Du får ingen påminningar på e-post.", "You get no reminders by mail.";
    switch_off: "Slå av påminnelser", "Slå av påminningar", "Switch reminders off";
    switch_on: "Slå på påminnelser", "Slå på påminningar", "Switch reminders on";
    switched: "Valget er lagret.", "Valet er lagra.", "Your choice is saved.";
    // The admin's page.
    mail: "E-post", "E-post", "Mail";
    mail_none: "Ikke satt opp", "Ikkje sett opp", "Not set up";
    mail_never: "{}. Ingenting er sendt ennå", "{}. Ingenting er sendt enno", "{}. Nothing has been sent yet";
    mail_last: "{}. Sist sendt {}", "{}. Sist sendt {}", "{}. Last sent {}";
    mail_fails: "E-posten virker ikke: {}. Rett innstillingene, start Trykk-serveren på nytt, og prøv med «trykk-hub mail test».",
        "E-posten verkar ikkje: {}. Rett innstillingane, start Trykk-serveren på nytt, og prøv med «trykk-hub mail test».",
        "Mail does not work: {}. Mend the settings, start the Trykk server anew, and try with “trykk-hub mail test”.";
    secret_exposed: "Alle på serveren kan lese eller endre fila {}, som holder på en hemmelighet. Ta bort tilgangen (chmod o= {}), og bytt ut hemmeligheten om noen kan ha lest den.",
        "Alle på serveren kan lese eller endre fila {}, som held på ein løyndom. Ta bort tilgangen (chmod o= {}), og byt ut løyndomen om nokon kan ha lese han.",
        "Anybody on the server can read or change the file {}, which holds a secret. Take that away (chmod o= {}), and replace the secret if somebody may have read it.";
    mail_failed_some: "{} påminnelser kom ikke fram til e-postserveren.", "{} påminningar kom ikkje fram til e-postserveren.",
        "{} reminders did not reach the mail server.";
    hook: "Planer til annet system", "Planar til anna system", "Plans to another system";
    hook_none: "Ikke satt opp", "Ikkje sett opp", "Not set up";
    hook_stands: "{} er framme, {} venter", "{} er framme, {} ventar", "{} have arrived, {} wait";
    hook_given_up: "{} signerte planer kom ikke fram til det andre systemet på tretti dager.", "{} signerte planar kom ikkje fram til det andre systemet på tretti dagar.",
        "{} signed plans did not reach the other system within thirty days.";
    hook_fails: "Det andre systemet tar ikke imot signerte planer: {}. Trykk prøver igjen.", "Det andre systemet tek ikkje imot signerte planar: {}. Trykk prøver igjen.",
        "The other system does not take signed plans: {}. Trykk tries again.";
}}

texts! { CalendarTexts {
    calendar: "Kalender", "Kalender", "Calendar";
    lead: "Møter, samlinger og frister for enhetene dine kan stå i din egen kalender. I kalenderen står det ikke hva tiltakene handler om.",
        "Møte, samlingar og fristar for einingane dine kan stå i din eigen kalender. I kalenderen står det ikkje kva tiltaka handlar om.",
        "Meetings, gatherings and deadlines of your wards can stand in your own calendar. The calendar does not say what the measures are about.";
    have: "Du har en kalenderadresse, laget {}. Bruk «Lag en ny» hvis du har mistet den: da slutter den gamle å virke.",
        "Du har ei kalenderadresse, laga {}. Bruk «Lag ei ny» om du har mist henne: då sluttar den gamle å verke.",
        "You have a calendar address, made on {}. Use “Make a new one” if you have lost it: the old one stops working then.";
    make: "Lag en kalenderadresse", "Lag ei kalenderadresse", "Make a calendar address";
    make_new: "Lag en ny", "Lag ei ny", "Make a new one";
    end: "Avslutt kalenderadressen", "Avslutt kalenderadressa", "End the calendar address";
    ended: "Kalenderadressen virker ikke lenger.", "Kalenderadressa verkar ikkje lenger.", "The calendar address no longer works.";
    made: "Kalenderadressen er laget. Den vises bare nå.", "Kalenderadressa er laga. Ho blir berre vist no.", "The calendar address is made. It is shown only now.";
    keep: "Legg den inn i kalenderen din som et abonnement. Del den ikke med noen: den som har den, ser møtene og fristene dine.",
        "Legg henne inn i kalenderen din som eit abonnement. Del henne ikkje med nokon: den som har henne, ser møta og fristane dine.",
        "Add it to your calendar as a subscription. Do not share it: whoever has it sees your meetings and deadlines.";
    ends: "Adressen slutter å virke når du avslutter den, bytter passord, logger ut alle steder eller blir sperret.",
        "Adressa sluttar å verke når du avsluttar henne, byter passord, loggar ut alle stader eller blir sperra.",
        "The address stops working when you end it, change your password, log out everywhere or are blocked.";
    download: "Last ned til kalenderen (ICS)", "Last ned til kalenderen (ICS)", "Download for your calendar (ICS)";
    download_hint: "I fila står også hva tiltakene går ut på.", "I fila står òg kva tiltaka går ut på.", "The file also says what the measures are.";
    event_meeting: "Møte, {}", "Møte, {}", "Meeting, {}";
    event_gathering: "Tiltakssamling, {}", "Tiltakssamling, {}", "Gathering for measures, {}";
    event_deadline: "Frist for tiltak, {}", "Frist for tiltak, {}", "Deadline of a measure, {}";
    event_evaluation: "Evaluering av tiltak, {}", "Evaluering av tiltak, {}", "Evaluation of a measure, {}";
}}

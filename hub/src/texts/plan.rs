//! Texts of the plan of measures.

use super::{fill, texts};
use crate::analysis::areas::AreaKind;
use crate::plan::Wrong;
use crate::plan::proposals::Verdict;

texts! { PlanTexts {
    plan: "Handlingsplanen", "Handlingsplanen", "The action plan";
    lead_none: "Planen har ingen tiltak ennå. Skriv inn forslagene fra tiltakssamlingen, bestem hva dere gjør nå, og lag tiltak av dem.",
        "Planen har ingen tiltak enno. Skriv inn forslaga frå tiltakssamlinga, bestem kva de gjer no, og lag tiltak av dei.",
        "The plan has no measures yet. Type in the proposals from the gathering, decide what you do now, and make measures of them.";
    lead_draft: "Planen er ikke lagt fram for signering ennå.", "Planen er ikkje lagd fram for signering enno.",
        "The plan has not been put forward to be signed yet.";
    owes_signature: "{}: signatur på handlingsplanen", "{}: signatur på handlingsplanen", "{}: a signature on the action plan";
    owes_refused: "{}: ville ikke signere handlingsplanen", "{}: ville ikkje signere handlingsplanen", "{}: declined to sign the action plan";
    owes_silent: "{}: ikke svart på handlingsplanen på to uker", "{}: ikkje svart på handlingsplanen på to veker", "{}: no answer about the action plan for two weeks";
    owes_vacant: "{}: ingen har rollen, og planen er ikke signert", "{}: ingen har rolla, og planen er ikkje signert", "{}: nobody has the role, and the plan is not signed";
    owes_reply: "{}: svar til de ansatte på en bunke, innen {}", "{}: svar til dei tilsette på ein bunke, innan {}",
        "{}: a reply to the staff on a bundle, by {}";
    owes_replies: "{}: svar til de ansatte på {} bunker, den første innen {}", "{}: svar til dei tilsette på {} bunkar, den første innan {}",
        "{}: replies to the staff on {} bundles, the first by {}";
    owes_measures: "Tiltak over fristen: {}", "Tiltak over fristen: {}", "Measures overdue: {}";
    owes_evaluations: "Tiltak som skal evalueres: {}", "Tiltak som skal evaluerast: {}", "Measures to be evaluated: {}";
    open_count: "Åpne tiltak: {}. Over fristen: {}.", "Opne tiltak: {}. Over fristen: {}.", "Open measures: {}. Overdue: {}.";
    measures: "Tiltak", "Tiltak", "Measures";
    add_measure: "Nytt tiltak", "Nytt tiltak", "New measure";
    replies: "Forslag og svar til de ansatte", "Forslag og svar til dei tilsette", "Proposals, and replies to the staff";
    replies_lead: "Alle bunker med ideer får et svar med en begrunnelse: nå, senere eller nei.",
        "Alle bunkar med idear får eit svar med ei grunngjeving: no, seinare eller nei.",
        "Every bundle of ideas gets a reply with a reason: now, later or no.";
    no_bundles: "Ingen forslag er skrevet inn ennå.", "Ingen forslag er skrivne inn enno.", "No proposals have been typed in yet.";
    add_proposal: "Skriv inn et forslag", "Skriv inn eit forslag", "Type in a proposal";
    add_bundle: "Skriv inn en bunke", "Skriv inn ein bunke", "Type in a bundle";
    no_proposals: "Ingen forslag i denne bunken.", "Ingen forslag i denne bunken.", "No proposals in this bundle.";
    reply_by: "Svar innen {}", "Svar innan {}", "Reply by {}";
    reply_late: "Skulle vært besvart {}", "Skulle vore svart på {}", "Was to be answered by {}";
    replied: "Besvart: {}", "Svart: {}", "Replied: {}";
    give_reply: "Svar på bunken", "Svar på bunken", "Reply to the bundle";
    change_reply: "Endre", "Endre", "Change";
    undecided: "Ikke bestemt", "Ikkje bestemt", "Not decided";
    signing: "Signering", "Signering", "Signing";
    ask: "Legg planen fram for signering", "Legg planen fram for signering", "Put the plan forward to be signed";
    ask_hint: "Leder, verneombud og tillitsvalgt signerer planen slik den står. Blir et tiltak endret etterpå, må de signere på nytt. At et tiltak får ny status, endrer ikke det som er signert.",
        "Leiar, verneombod og tillitsvald signerer planen slik han står. Blir eit tiltak endra etterpå, må dei signere på nytt. At eit tiltak får ny status, endrar ikkje det som er signert.",
        "Leader, safety rep and union rep sign the plan as it stands. If a measure is changed afterwards, they have to sign anew. A new status of a measure does not change what was signed.";
    ask_first: "Planen kan legges fram når den har minst ett tiltak.", "Planen kan leggjast fram når han har minst eitt tiltak.",
        "The plan can be put forward once it has at least one measure.";
    changed_since: "Endret siden versjonen noen svarte på ({})", "Endra sidan versjonen nokon svarte på ({})", "Changed since the version somebody answered ({})";
    version_by: "Versjon {}, {}, {}", "Versjon {}, {}, {}", "Version {}, {}, {}";
    change_added: "Nytt tiltak: «{}»", "Nytt tiltak: «{}»", "New measure: “{}”";
    change_gone: "Tatt ut: «{}»", "Teke ut: «{}»", "Taken out: “{}”";
    change_field: "«{}», {}: {} ble til {}", "«{}», {}: {} vart til {}", "“{}”, {}: {} became {}";
    change_nothing: "ingenting", "ingenting", "nothing";
    files: "Den signerte planen, med statusen hvert tiltak har i dag.", "Den signerte planen, med statusen kvart tiltak har i dag.",
        "The signed plan, with the status that each measure has today.";
    print_hint: "Skriv ut siden, så får du planen på papir.", "Skriv ut sida, så får du planen på papir.", "Print the page to have the plan on paper.";
    sign_plan: "Signer handlingsplanen", "Signer handlingsplanen", "Sign the action plan";
    see_plan: "Se handlingsplanen", "Sjå handlingsplanen", "See the action plan";
    see_plan_empty: "Lag en handlingsplan", "Lag ein handlingsplan", "Make an action plan";
    save: "Lagre", "Lagre", "Save";
    saved: "Lagret.", "Lagra.", "Saved.";
    sign_again: "Planen er endret etter at noen signerte, og må signeres på nytt.", "Planen er endra etter at nokon signerte, og må signerast på nytt.",
        "The plan was changed after somebody signed, and has to be signed again.";
    see_changes: "Se hva som er endret", "Sjå kva som er endra", "See what was changed";
    refused: "Noe mangler eller stemmer ikke. Se feltene under. Det du skrev, står der fortsatt.",
        "Noko manglar eller stemmer ikkje. Sjå felta under. Det du skreiv, står der framleis.",
        "Something is missing or not right. See the fields below. What you wrote is still there.";
    meanwhile: "Noen andre lagret mens du skrev. Det du skrev, står her. Se hva som gjelder nå før du lagrer igjen.",
        "Nokon andre lagra medan du skreiv. Det du skreiv, står her. Sjå kva som gjeld no før du lagrar igjen.",
        "Somebody else saved while you wrote. What you wrote is here. See what counts now before you save again.";
    see_now: "Se det som gjelder nå", "Sjå det som gjeld no", "See what counts now";
    wrong_missing: "Dette mangler. Fyll ut feltet.", "Dette manglar. Fyll ut feltet.", "This is missing. Fill in the field.";
    wrong_long: "Dette er for langt. Skriv høyst {} tegn.", "Dette er for langt. Skriv høgst {} teikn.", "This is too long. Write at most {} characters.";
    wrong_choice: "Velg ett av svarene.", "Vel eitt av svara.", "Choose one of the answers.";
    wrong_day: "Dette er ikke en dag vi kan bruke. Skriv den som 2026-11-30, høyst fem år fram i tid.",
        "Dette er ikkje ein dag vi kan bruke. Skriv han som 2026-11-30, høgst fem år fram i tid.",
        "This is no day that can be used. Write it like 2026-11-30, at most five years from now.";
    wrong_past: "Dagen har vært. Velg i dag eller en dag som kommer.", "Dagen har vore. Vel i dag eller ein dag som kjem.", "That day is over. Choose today or a day to come.";
    wrong_before: "Evalueringen kan ikke være før fristen. Velg fristen eller en senere dag.",
        "Evalueringa kan ikkje vere før fristen. Vel fristen eller ein seinare dag.",
        "The evaluation cannot be before the deadline. Choose the deadline or a later day.";
    wrong_many: "Skriv høyst {} risikoer. Velg de viktigste.", "Skriv høgst {} risikoar. Vel dei viktigaste.", "Write at most {} risks. Choose the most important.";
    wrong_unseen: "Her står et tegn som ikke kan ses. Skriv teksten på nytt i feltet.", "Her står eit teikn som ikkje kan sjåast. Skriv teksten på nytt i feltet.",
        "There is a sign in it that nobody can see. Write the text anew in the field.";
    wrong_names: "Her står navnet på en enhet, en avdeling eller en person. Skriv det uten navn.", "Her står namnet på ei eining, ei avdeling eller ein person. Skriv det utan namn.",
        "A ward, a department or a person is named here. Write it without names.";
    wrong_dated: "Her står en dato eller et årstall. Skriv det uten.", "Her står ein dato eller eit årstal. Skriv det utan.", "There is a date or a year in it. Write it without.";
    wrong_sign: "Velg et spørsmål hvis det er noe å velge, eller skriv med egne ord hvordan dere merker det.", "Vel eit spørsmål om det er noko å velje, eller skriv med eigne ord korleis de merkar det.",
        "Choose a question if there is one to choose, or write in your own words how you will notice.";
    resting: "Prosessen hviler. Ingenting i planen endres før prosessveilederen tar den opp igjen.", "Prosessen kviler. Ingenting i planen blir endra før prosessrettleiaren tek han opp att.",
        "The process rests. Nothing in the plan is changed until the process guide takes it up again.";
    resting_typed: "Prosessen hviler, og ingenting ble lagret. Det du skrev, står her. Be prosessveilederen ta prosessen opp igjen.",
        "Prosessen kviler, og ingenting vart lagra. Det du skreiv, står her. Be prosessrettleiaren ta prosessen opp att.",
        "The process rests, and nothing was saved. What you wrote is here. Ask the process guide to take it up again.";
    bundle: "Bunke", "Bunke", "Bundle";
    bundle_title: "Hva ideene handler om", "Kva ideane handlar om", "What the ideas are about";
    bundle_hint: "Skriv om arbeidet, ikke om enkeltpersoner.", "Skriv om arbeidet, ikkje om enkeltpersonar.", "Write about the work, not about persons.";
    answer_by: "Svar innen", "Svar innan", "Reply by";
    answer_by_hint: "Har bunken ikke fått svar da, står det på planen at fristen er over.", "Har bunken ikkje fått svar då, står det på planen at fristen er over.",
        "If the bundle has no reply by then, the plan says that it is overdue.";
    verdict: "Svar", "Svar", "Reply";
    verdict_none: "Ikke svart ennå", "Ikkje svart enno", "No reply yet";
    reason: "Hvorfor", "Kvifor", "Why";
    reason_hint: "De ansatte skal kunne lese begrunnelsen.", "Dei tilsette skal kunne lese grunngjevinga.", "The staff are to read the reason.";
    now: "nå", "no", "now";
    later: "senere", "seinare", "later";
    no: "nei", "nei", "no";
    decided_by: "{}, {}", "{}, {}", "{}, {}";
    proposal: "Forslag", "Forslag", "Proposal";
    new_proposal: "Nytt forslag", "Nytt forslag", "New proposal";
    proposal_lead: "Skriv av tiltakskortet slik bordet fylte det ut.", "Skriv av tiltakskortet slik bordet fylte det ut.", "Copy the measure card as the table filled it in.";
    in_bundle: "Bunken ideene ligger i", "Bunken ideane ligg i", "The bundle that the ideas are in";
    in_bundle_hint: "Velg en som finnes, eller skriv navnet på en ny.", "Vel ein som finst, eller skriv namnet på ein ny.", "Choose one that is there, or write the name of a new one.";
    area: "Område", "Område", "Area";
    area_hint: "Området i rapporten som dette svarer på. Finnes det ingen rapport ennå, bruk egne ord.",
        "Området i rapporten som dette svarer på. Finst det ingen rapport enno, bruk eigne ord.",
        "The area of the report that this answers. If there is no report yet, use your own words.";
    what: "Hva dere skal gjøre", "Kva de skal gjere", "What exactly";
    first_step: "Første steg", "Første steg", "The first step";
    owner: "Hvem kan eie det", "Kven kan eige det", "Who could own it";
    owner_hint: "En rolle, ikke et navn.", "Ei rolle, ikkje eit namn.", "A role, not a name.";
    by: "Innen", "Innan", "By";
    indicator: "Slik merker vi det", "Slik merkar vi det", "How we will notice";
    instead: "Dette slutter vi med i stedet", "Dette sluttar vi med i staden", "What we stop doing instead";
    instead_hint: "Kan stå tomt.", "Kan stå tomt.", "May be left empty.";
    change_card: "Endre kortet", "Endre kortet", "Change the card";
    ratings: "Vurderinger", "Vurderingar", "Ratings";
    ratings_lead: "Hver rolle vurderer for seg, fra 1 (lite) til 5 (mye). Tallene står ved siden av hverandre og blir aldri lagt sammen.",
        "Kvar rolle vurderer for seg, frå 1 (lite) til 5 (mykje). Tala står ved sida av kvarandre og blir aldri lagde saman.",
        "Each role rates for itself, from 1 (little) to 5 (much). The figures stand side by side and are never added up.";
    no_ratings: "Ingen har vurdert forslaget ennå.", "Ingen har vurdert forslaget enno.", "Nobody has rated the proposal yet.";
    who: "Hvem", "Kven", "Who";
    gain: "Gevinst for området", "Gevinst for området", "Gain for the area";
    ease: "Lett å få til", "Lett å få til", "Easy to carry out";
    quality: "Hjelper kvalitet og pasientsikkerhet", "Hjelper kvalitet og pasienttryggleik", "Helps quality and patient safety";
    cost: "Kostnad", "Kostnad", "Cost";
    rate: "Din vurdering", "Di vurdering", "Your rating";
    not_rated: "Velg", "Vel", "Choose";
    save_rating: "Lagre vurderingen", "Lagre vurderinga", "Save the rating";
    decision: "Det dere bestemmer", "Det de bestemmer", "What you decide";
    decide: "Bestem", "Bestem", "Decide";
    decide_again: "Bestem på nytt", "Bestem på nytt", "Decide anew";
    make_measure: "Lag et tiltak av forslaget", "Lag eit tiltak av forslaget", "Make a measure of the proposal";
    became: "Tiltak av forslaget", "Tiltak av forslaget", "Measures made of the proposal";
    agenda: "Gå gjennom tiltakene først", "Gå gjennom tiltaka først", "Go through the measures first";
    agenda_hint: "Her er de åpne tiltakene og de som skal evalueres. Behold, endre eller avslutt hvert av dem før dere lager nye.",
        "Her er dei opne tiltaka og dei som skal evaluerast. Behald, endre eller avslutt kvart av dei før de lagar nye.",
        "Here are the open measures and those to be evaluated. Keep, change or close each of them before you make new ones.";
}}

impl PlanTexts {
    /// What is wrong with a field.
    pub fn wrong(&self, wrong: Wrong) -> String {
        match wrong {
            Wrong::Missing => self.wrong_missing.to_owned(),
            Wrong::TooLong(most) => fill(self.wrong_long, &[&most]),
            Wrong::NotChosen => self.wrong_choice.to_owned(),
            Wrong::NoDay => self.wrong_day.to_owned(),
            Wrong::Past => self.wrong_past.to_owned(),
            Wrong::BeforeDeadline => self.wrong_before.to_owned(),
            Wrong::TooMany(most) => fill(self.wrong_many, &[&most]),
            Wrong::Unseen => self.wrong_unseen.to_owned(),
            Wrong::NoSign => self.wrong_sign.to_owned(),
            Wrong::Names => self.wrong_names.to_owned(),
            Wrong::Dated => self.wrong_dated.to_owned(),
            Wrong::Resting => self.resting.to_owned(),
        }
    }

    /// A verdict.
    pub fn verdict_name(&self, verdict: Verdict) -> &'static str
    where
        Self: 'static,
    {
        match verdict {
            Verdict::Now => self.now,
            Verdict::Later => self.later,
            Verdict::No => self.no,
        }
    }
}

texts! { MeasureTexts {
    measure: "Tiltak", "Tiltak", "Measure";
    new_measure: "Nytt tiltak", "Nytt tiltak", "New measure";
    aim: "Hva tiltaket skal", "Kva tiltaket skal", "What the measure is for";
    keep: "Ta vare på noe som er bra", "Ta vare på noko som er bra", "Keep something that works well";
    improve: "Gjøre noe bedre", "Gjere noko betre", "Improve something";
    responsible: "Ansvarlig", "Ansvarleg", "Responsible";
    responsible_hint: "Et navn eller en rolle.", "Eit namn eller ei rolle.", "A name or a role.";
    deadline: "Frist", "Frist", "Deadline";
    indicator_hint: "Kjennetegn: noe dere kan se, høre eller telle.", "Kjenneteikn: noko de kan sjå, høyre eller telje.",
        "Something that you can see, hear or count.";
    evaluation: "Evalueres", "Blir evaluert", "Evaluation";
    evaluation_hint: "Dagen dere ser på om tiltaket hjalp.", "Dagen de ser på om tiltaket hjelpte.", "The day on which you look whether the measure helped.";
    risks: "Risiko", "Risiko", "Risk";
    risks_hint: "Kan stå tomt. Skriver du noe i ett felt, må alle tre fylles ut.", "Kan stå tomt. Skriv du noko i eitt felt, må alle tre fyllast ut.",
        "May be left empty. If you write in one field, all three must be filled in.";
    risk: "Risiko {}", "Risiko {}", "Risk {}";
    risk_wrong: "Hva kan gå galt", "Kva kan gå gale", "What can go wrong";
    risk_prevention: "Slik forebygger vi det", "Slik førebyggjer vi det", "How we prevent it";
    risk_then: "Dette gjør vi hvis det skjer likevel", "Dette gjer vi om det skjer likevel", "What we do if it happens all the same";
    help: "Hjelp fra overordnet leder", "Hjelp frå overordna leiar", "Help from the senior leader";
    help_hint: "Kan stå tomt. Er tiltaket større enn enheten rår over: skriv hva dere ber om. Overordnet leder ser bare denne teksten, når planen er signert.",
        "Kan stå tomt. Er tiltaket større enn eininga rår over: skriv kva de ber om. Overordna leiar ser berre denne teksten, når planen er signert.",
        "May be left empty. If the measure is beyond the ward's power: write what you ask for. The senior leader sees this text only, once the plan is signed.";
    help_by: "Svar innen", "Svar innan", "Answer by";
    help_owed: "Overordnet leder skal svare innen {}.", "Overordna leiar skal svare innan {}.", "The senior leader is to answer by {}.";
    help_late: "Overordnet leder skulle ha svart {}, og har ikke svart.", "Overordna leiar skulle ha svart {}, og har ikkje svart.",
        "The senior leader was to answer by {}, and has not.";
    help_written_down: "Svart på papir eller i et møte. Ført inn av {}, {}:",
        "Svart på papir eller i eit møte. Ført inn av {}, {}:",
        "Answered on paper or in a meeting. Written down by {}, {}:";
    write_down: "Før inn svaret fra overordnet leder", "Før inn svaret frå overordna leiar", "Write down the senior leader's answer";
    write_down_hint: "Skriv det som ble svart på papir eller i et møte. Alle ser at du har ført det inn.",
        "Skriv det som vart svart på papir eller i eit møte. Alle ser at du har ført det inn.",
        "Write what was answered on paper or in a meeting. Everybody sees that you wrote it down.";
    write_down_do: "Før inn", "Før inn", "Write it down";
    help_unsigned: "Overordnet leder ser dette når planen er signert.", "Overordna leiar ser dette når planen er signert.",
        "The senior leader sees this once the plan is signed.";
    help_answered: "Svart av {}, {}:", "Svart av {}, {}:", "Answered by {}, {}:";
    status: "Status", "Status", "Status";
    set_status: "Sett status", "Set status", "Set the status";
    not_begun: "ikke påbegynt", "ikkje starta", "not begun";
    under_way: "i gang", "i gang", "under way";
    done: "gjennomført", "gjennomført", "done";
    stopped: "stoppet", "stoppa", "stopped";
    overdue: "over fristen", "over fristen", "overdue";
    evaluate: "skal evalueres", "skal evaluerast", "to be evaluated";
    evaluate_hint: "Dagen for evalueringen har kommet. Se på om tiltaket hjalp, skriv det i merknaden, og sett statusen.",
        "Dagen for evalueringa har komme. Sjå på om tiltaket hjelpte, skriv det i merknaden, og set statusen.",
        "The day of the evaluation has come. Look whether the measure helped, write it in the remark, and set the status.";
    reason: "Begrunnelse eller merknad", "Grunngjeving eller merknad", "Reason or remark";
    status_hint: "Stopper dere et tiltak, må dere skrive hvorfor.", "Stoppar de eit tiltak, må de skrive kvifor.", "If you stop a measure, you have to write why.";
    history: "Statusen til nå", "Statusen til no", "The status until now";
    history_line: "{}: {}, {}", "{}: {}, {}", "{}: {}, {}";
    history_other: "{}: {}, {}, mens tiltaket var «{}»", "{}: {}, {}, medan tiltaket var «{}»", "{}: {}, {}, when the measure was “{}”";
    change: "Endre tiltaket", "Endre tiltaket", "Change the measure";
    change_hint: "Er planen lagt fram, gjelder ikke signaturene lenger når du lagrer.", "Er planen lagd fram, gjeld ikkje signaturane lenger når du lagrar.",
        "If the plan was put forward, signatures no longer count once you save.";
    number: "Nr.", "Nr.", "No.";
    status_since: "Status siden", "Status sidan", "Status since";
    no_risks: "Ingen risiko er skrevet inn.", "Ingen risiko er skriven inn.", "No risk has been written down.";
    version_signed: "Versjon {}, signert {}", "Versjon {}, signert {}", "Version {}, signed {}";
    as_of: "Status for tiltakene per {}", "Status for tiltaka per {}", "Status of the measures as of {}";
    pdf: "PDF til å lese og skrive ut", "PDF til å lese og skrive ut", "PDF to read and print";
    signed_version: "Signert versjon", "Signert versjon", "Signed version";
    ward: "Enhet", "Eining", "Ward";
    about: "Om planen", "Om planen", "About the plan";
    help_answer: "Svar fra overordnet leder", "Svar frå overordna leiar", "The senior leader's answer";
}}

impl MeasureTexts {
    /// What a measure is for.
    pub fn aim_name(&'static self, aim: AreaKind) -> &'static str {
        match aim {
            AreaKind::Keep => self.keep,
            AreaKind::Improve => self.improve,
        }
    }

    /// A status.
    pub fn status_name(&'static self, status: crate::plan::measures::Status) -> &'static str {
        use crate::plan::measures::Status;
        match status {
            Status::NotBegun => self.not_begun,
            Status::UnderWay => self.under_way,
            Status::Done => self.done,
            Status::Stopped => self.stopped,
        }
    }
}

texts! { AboveTexts {
    wards: "Prosessene på enhetene", "Prosessane på einingane", "The wards' processes";
    wards_lead: "Du ser fasen, om det er signert, hvor mange tiltak som er over fristen, og det enhetene ber deg om.",
        "Du ser fasen, om det er signert, kor mange tiltak som er over fristen, og det einingane ber deg om.",
        "You see the phase, whether it is signed, how many measures are overdue, and what the wards ask of you.";
    without_one: "Én enhet har ingen prosess ennå", "Éi eining har ingen prosess enno", "One ward has no process yet";
    without: "{} enheter har ingen prosess ennå", "{} einingar har ingen prosess enno", "{} wards have no process yet";
    without_hint: "Prosessveilederen starter den sammen med leder, verneombud og tillitsvalgt.",
        "Prosessrettleiaren startar han saman med leiar, verneombod og tillitsvald.",
        "The process guide starts it together with leader, safety rep and union rep.";
    more_asks: "Vis {} til", "Vis {} til", "Show {} more";
    ward: "Enhet", "Eining", "Ward";
    phase: "Fase", "Fase", "Phase";
    signed: "Signert", "Signert", "Signed";
    overdue: "Tiltak over fristen", "Tiltak over fristen", "Measures overdue";
    checkpoint_signed: "stoppunktet er signert", "stoppunktet er signert", "the checkpoint is signed";
    checkpoint_waits: "stoppunktet venter", "stoppunktet ventar", "the checkpoint waits";
    plan_signed: "planen er signert", "planen er signert", "the plan is signed";
    plan_waits: "planen venter", "planen ventar", "the plan waits";
    nothing_asked: "ingenting er lagt fram", "ingenting er lagt fram", "nothing was put forward";
    asks: "Enhetene ber deg om hjelp", "Einingane ber deg om hjelp", "The wards ask for your help";
    ask_of: "{} ber om hjelp", "{} ber om hjelp", "{} asks for help";
    late: "Svaret skulle vært gitt {}.", "Svaret skulle vore gjeve {}.", "The answer was due {}.";
    owed: "Svar innen {}.", "Svar innan {}.", "Answer by {}.";
    answered: "Du eller en annen svarte {}.", "Du eller ein annan svarte {}.", "You or somebody else answered on {}.";
    measure_is: "Tiltaket er {}.", "Tiltaket er {}.", "The measure is {}.";
    answer: "Svaret ditt", "Svaret ditt", "Your answer";
    answer_hint: "Leder, verneombud, tillitsvalgt og prosessveileder leser svaret.", "Leiar, verneombod, tillitsvald og prosessrettleiar les svaret.",
        "Leader, safety rep, union rep and process guide read the answer.";
    send: "Svar", "Svar", "Answer";
    see: "Les og svar", "Les og svar", "Read and answer";
    back: "Til forsiden", "Til framsida", "To the front page";
    given: "Svaret er gitt", "Svaret er gjeve", "The answer is given";
}}

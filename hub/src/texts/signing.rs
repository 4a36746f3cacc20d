//! Texts of signing.

use super::texts;

texts! { SigningTexts {
    signing: "Signering", "Signering", "Signing";
    checkpoint: "Stoppunkt", "Stoppunkt", "Checkpoint";
    report: "Rapporten", "Rapporten", "The report";
    plan: "Handlingsplanen", "Handlingsplanen", "The action plan";
    plan_signed: "Leder, verneombud og tillitsvalgt har svart. Planen gjelder.", "Leiar, verneombod og tillitsvald har svart. Planen gjeld.",
        "Leader, safety rep and union rep have answered. The plan is in force.";
    plan_not_signed: "Leder, verneombud og tillitsvalgt signerer hver for seg. Da gjelder planen.",
        "Leiar, verneombod og tillitsvald signerer kvar for seg. Då gjeld planen.",
        "Leader, safety rep and union rep each sign. Then the plan is in force.";
    read_first: "Les det du signerer", "Les det du signerer", "Read what you sign";
    sign_here: "Signer", "Signer", "Sign";
    see_signing: "Signaturene", "Signaturane", "The signatures";
    what: "Det du signerer", "Det du signerer", "What you sign";
    marked: "Versjonen har merket {}.", "Versjonen har merket {}.", "The version bears the mark {}.";
    you_wrote: "Det du skrev, er ikke sendt:", "Det du skreiv, er ikkje sendt:", "What you wrote was not sent:";
    who: "Hvem", "Kven", "Who";
    how: "Hvordan det står", "Korleis det står", "How it stands";
    stands: "Leder, verneombud og tillitsvalgt har svart. Dere kan gå videre.", "Leiar, verneombod og tillitsvald har svart. De kan gå vidare.",
        "Leader, safety rep and union rep have answered. You can go on.";
    stands_not: "Leder, verneombud og tillitsvalgt signerer hver for seg før dere går videre.",
        "Leiar, verneombod og tillitsvald signerer kvar for seg før de går vidare.",
        "Leader, safety rep and union rep each sign before you go on.";
    seen: "Leder, verneombud og tillitsvalgt har svart på om de har sett rapporten.", "Leiar, verneombod og tillitsvald har svart på om dei har sett rapporten.",
        "Leader, safety rep and union rep have answered whether they have seen the report.";
    seen_not: "Leder, verneombud og tillitsvalgt signerer hver for seg at de har sett rapporten, gjerne med en merknad.",
        "Leiar, verneombod og tillitsvald signerer kvar for seg at dei har sett rapporten, gjerne med ein merknad.",
        "Leader, safety rep and union rep each sign that they have seen the report, with a remark if they like.";
    seen_heading: "Sett av", "Sett av", "Seen by";
    signed: "Signert", "Signert", "Signed";
    gone_on: "Gått videre uten", "Gått vidare utan", "Gone on without";
    refused: "Ville ikke signere", "Ville ikkje signere", "Declined to sign";
    silent: "Ikke svart på to uker", "Ikkje svart på to veker", "No answer for two weeks";
    vacant: "Ingen har rollen", "Ingen har rolla", "Nobody has the role";
    waits: "Venter på svar", "Ventar på svar", "Waits for an answer";
    signed_by: "{}, {}", "{}, {}", "{}, {}";
    signed_with: "{}, {}: «{}»", "{}, {}: «{}»", "{}, {}: “{}”";
    refused_by: "{} ville ikke signere {}: «{}»", "{} ville ikkje signere {}: «{}»", "{} declined on {}: “{}”";
    paper_by: "Ført inn fra papir av {} {}. Signert av {}", "Ført inn frå papir av {} {}. Signert av {}",
        "Written down from paper by {} on {}. Signed by {}";
    paper_for_by: "Ført inn fra papir av {} {}. Signert av {}, for {}", "Ført inn frå papir av {} {}. Signert av {}, for {}",
        "Written down from paper by {} on {}. Signed by {}, for {}";
    for_you: "Noen andre har svart for rollen din. {}. Stemmer det ikke, svar selv.", "Nokon andre har svart for rolla di. {}. Stemmer det ikkje, svar sjølv.",
        "Somebody else has answered for your role. {}. If that is not right, answer yourself.";
    whose: "Hvem papiret er fra", "Kven papiret er frå", "Whose paper it is";
    no_holder: "Velg hvem papiret er fra. Den som har svart selv, står ikke i lista.", "Vel kven papiret er frå. Den som har svart sjølv, står ikkje i lista.",
        "Choose whose paper it is. Whoever has answered themselves is not in the list.";
    gone_on_by: "{} gikk videre {}: «{}»", "{} gjekk vidare {}: «{}»", "{} went on, {}: “{}”";
    read_again: "Hva som stod i rapporten før den ble endret, er ikke tatt vare på. Les hele rapporten før du signerer på nytt.",
        "Kva som stod i rapporten før han vart endra, er ikkje teke vare på. Les heile rapporten før du signerer på nytt.",
        "What the report said before it was changed is not kept. Read the whole report before you sign again.";
    void: "Det som skal signeres, er endret. {} tidligere svar gjelder ikke lenger.",
        "Det som skal signerast, er endra. {} tidlegare svar gjeld ikkje lenger.",
        "What is to be signed was changed. {} earlier answers no longer count.";
    sign_as: "Signer som {}", "Signer som {}", "Sign as {}";
    refuse_as: "Jeg kan ikke signere som {}", "Eg kan ikkje signere som {}", "I cannot sign as {}";
    paper_for: "Før inn signatur fra papir: {}", "Før inn signatur frå papir: {}", "Write down a signature on paper: {}";
    go_on_for: "Gå videre uten signatur: {}", "Gå vidare utan signatur: {}", "Go on without a signature: {}";
    remark: "Merknad, hvis du har en", "Merknad, om du har ein", "A remark, if you have one";
    remark_hint: "Du signerer bare for din egen rolle, og bare slik det står nå. Blir det endret, gjelder ikke signaturen lenger.",
        "Du signerer berre for di eiga rolle, og berre slik det står no. Blir det endra, gjeld ikkje signaturen lenger.",
        "You sign for your own role only, and only as it stands now. If it is changed, the signature no longer counts.";
    reason: "Hvorfor", "Kvifor", "Why";
    refuse_hint: "De andre ser hva du skriver. Du kan signere senere.", "Dei andre ser kva du skriv. Du kan signere seinare.",
        "The others see what you write. You can sign later.";
    paper_name: "Navnet på papiret", "Namnet på papiret", "The name on the paper";
    paper_hint: "Merket over skal stå på papiret. Ta vare på det. Alle ser at du har ført det inn. Har den som har rollen, sagt nei her, gjelder papiret ikke.",
        "Merket over skal stå på papiret. Ta vare på det. Alle ser at du har ført det inn. Har den som har rolla, sagt nei her, gjeld papiret ikkje.",
        "The mark above must stand on the paper. Keep it. Everybody sees that you wrote it down. Where whoever has the role has declined here, the paper does not count.";
    go_on_hint: "Alle ser grunnen. Den som har rollen, kan signere senere.", "Alle ser grunnen. Den som har rolla, kan signere seinare.",
        "Everybody sees the reason. Whoever has the role can sign later.";
    sign: "Signer", "Signer", "Sign";
    refuse: "Send begrunnelsen", "Send grunngjevinga", "Send the reason";
    paper: "Før inn", "Før inn", "Write it down";
    go_on: "Gå videre uten", "Gå vidare utan", "Go on without";
    password: "Passordet ditt", "Passordet ditt", "Your password";
    nothing_to_do: "Du har ingenting å signere her nå.", "Du har ingenting å signere her no.", "There is nothing for you to sign here now.";
    wrong_password: "Passordet stemmer ikke. Ingenting er signert; det du skrev, står her.", "Passordet stemmer ikkje. Ingenting er signert; det du skreiv, står her.",
        "The password is not right. Nothing was signed; what you wrote is here.";
    other_version: "Det som skal signeres, ble endret etter at du leste det. Ingenting er signert. Les det som gjelder nå, og signer derfra.",
        "Det som skal signerast, vart endra etter at du las det. Ingenting er signert. Les det som gjeld no, og signer derfrå.",
        "What is to be signed was changed since you read it. Nothing was signed. Read what holds now, and sign from there.";
    unread: "Åpne det du signerer først, og signer derfra. Da signerer du det du har lest.", "Opne det du signerer først, og signer derfrå. Då signerer du det du har lese.",
        "Open what you sign first, and sign from there. Then you sign what you have read.";
    past: "Fasen er begynt, eller prosessen har gått en annen vei. Her kan du lese svarene, men ikke endre dem.",
        "Fasen er i gang, eller prosessen har gått ein annan veg. Her kan du lese svara, men ikkje endre dei.",
        "The phase has begun, or the process went another way. You can read the answers here, but not change them.";
    resting: "Prosessen hviler. Ingenting signeres før den tas opp igjen.", "Prosessen kviler. Ingenting blir signert før han blir teken opp att.",
        "The process rests. Nothing is signed until it is taken up again.";
    not_theirs: "Bare den som har rollen, kan svare for den. Ingenting er signert.", "Berre den som har rolla, kan svare for henne. Ingenting er signert.",
        "Only whoever has the role can answer for it. Nothing was signed.";
    not_silent: "Rollen har fått mindre enn to uker på å svare, eller noen har svart nei for den. Vent, eller spør prosessveilederen.",
        "Rolla har fått mindre enn to veker på å svare, eller nokon har svart nei for henne. Vent, eller spør prosessrettleiaren.",
        "The role has had less than two weeks to answer, or somebody has said no for it. Wait, or ask the process guide.";
    no_name: "Skriv navnet som står på papiret.", "Skriv namnet som står på papiret.", "Write the name on the paper.";
    no_reason: "Skriv hvorfor. De andre skal kunne lese det.", "Skriv kvifor. Dei andre skal kunne lese det.", "Write why. The others should be able to read it.";
    unseen: "Det er et tegn i teksten som ingen kan se. Slett det, eller skriv teksten på nytt.", "Det er eit teikn i teksten som ingen kan sjå. Slett det, eller skriv teksten på nytt.",
        "There is a sign in the text that nobody can see. Delete it, or write the text again.";
    too_long: "Det er for langt. Skriv høyst 500 tegn.", "Det er for langt. Skriv høgst 500 teikn.", "It is too long. Write at most 500 characters.";
}}

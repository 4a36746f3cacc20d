//! Texts of tokens for the API of results.

use super::texts;

texts! { TokenTexts {
    tokens: "API-nøkler", "API-nøklar", "API tokens";
    lead: "Med en API-nøkkel kan et annet program hente det som er publisert for enhetene du velger. Det kan ikke endre noe, og ser verken nøyaktige tall eller gule lapper.",
        "Med ein API-nøkkel kan eit anna program hente det som er publisert for einingane du vel. Det kan ikkje endre noko, og ser verken nøyaktige tal eller gule lappar.",
        "With an API token another program can fetch what is published for the wards you choose. It cannot change anything, and sees neither exact figures nor yellow notes.";
    yours: "Nøklene dine", "Nøklane dine", "Your tokens";
    none: "Du har ingen API-nøkler.", "Du har ingen API-nøklar.", "You have no API tokens.";
    name: "Navn", "Namn", "Name";
    name_hint: "Hva den skal brukes til, for eksempel «Kvalitetsportalen».", "Kva han skal brukast til, til dømes «Kvalitetsportalen».",
        "What it is for, such as “Quality portal”.";
    wards: "Enheter", "Einingar", "Wards";
    until: "Virker til og med", "Verkar til og med", "Works until and including";
    until_hint: "Høyst ett år fram i tid.", "Høgst eitt år fram i tid.", "At most a year from now.";
    last_used: "Sist brukt", "Sist brukt", "Last used";
    never: "Aldri brukt", "Aldri brukt", "Never used";
    revoke: "Trekk tilbake", "Trekk tilbake", "Revoke";
    revoked: "Nøkkelen er trukket tilbake. Den virker ikke lenger.", "Nøkkelen er trekt tilbake. Han verkar ikkje lenger.",
        "The token is revoked. It no longer works.";
    new: "Lag en ny nøkkel", "Lag ein ny nøkkel", "Make a new token";
    make: "Lag nøkkelen", "Lag nøkkelen", "Make the token";
    ends: "Nøkkelen slutter å virke når du trekker den tilbake, bytter passord, logger ut overalt, blir invitert på nytt eller sperret, eller ikke lenger er prosessveileder for en av enhetene.",
        "Nøkkelen sluttar å verke når du trekkjer han tilbake, byter passord, loggar ut overalt, blir invitert på nytt eller sperra, eller ikkje lenger er prosessrettleiar for ei av einingane.",
        "The token stops working when you revoke it, change your password, log out everywhere, are invited anew or blocked, or are no longer a process guide of one of its wards.";
    made: "Nøkkelen er laget. Den vises bare nå.", "Nøkkelen er laga. Han blir berre vist no.", "The token is made. It is shown only now.";
    keep: "Legg den inn i programmet med en gang. Trykk tar ikke vare på den: er den borte, lager du en ny og trekker denne tilbake.",
        "Legg han inn i programmet med ein gong. Trykk tek ikkje vare på han: er han borte, lagar du ein ny og trekkjer denne tilbake.",
        "Put it into the program at once. Trykk does not keep it: if it is lost, make another one and revoke this one.";
    how: "Programmet henter {} og viser nøkkelen i hodet «Authorization: Bearer».", "Programmet hentar {} og viser nøkkelen i hovudet «Authorization: Bearer».",
        "The program fetches {} and shows the token in the header “Authorization: Bearer”.";
    wrong_name: "Skriv et navn på én linje, med høyst 60 tegn.", "Skriv eit namn på éi linje, med høgst 60 teikn.",
        "Write a name on one line, of at most 60 characters.";
    wrong_wards: "Velg minst én av enhetene dine.", "Vel minst éi av einingane dine.", "Choose at least one of your wards.";
    wrong_until: "Skriv en dag som kommer, høyst ett år fram i tid, som 2027-06-30.", "Skriv ein dag som kjem, høgst eitt år fram i tid, som 2027-06-30.",
        "Write a day to come, at most a year from now, like 2027-06-30.";
    too_many: "Du har så mange nøkler som du kan ha. Trekk tilbake en du ikke bruker.", "Du har så mange nøklar som du kan ha. Trekk tilbake ein du ikkje bruker.",
        "You have as many tokens as you can have. Revoke one that you do not use.";
    no_wards: "Du er ikke prosessveileder for noen enhet ennå, så det er ingenting en nøkkel kan åpne.",
        "Du er ikkje prosessrettleiar for noka eining enno, så det er ingenting ein nøkkel kan opne.",
        "You are not a process guide of any ward yet, so there is nothing that a token could open.";
}}

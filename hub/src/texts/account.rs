//! Texts of somebody's own page.

use super::texts;

texts! { AccountTexts {
    mine: "Min side", "Mi side", "My account";
    invited: "Noen har laget en invitasjon til denne brukeren. Den som har den, kan ta brukeren over. Har du ikke bedt om den, velg et nytt passord: da gjelder den ikke lenger.",
        "Nokon har laga ein invitasjon til denne brukaren. Den som har han, kan ta brukaren over. Har du ikkje bede om han, vel eit nytt passord: då gjeld han ikkje lenger.",
        "Somebody has made an invitation to this account. Whoever has it can take the account over. If you did not ask for it, choose another password: it is void then.";
    language: "Språk", "Språk", "Language";
    language_hint: "Språket følger deg neste gang du logger inn.", "Språket følgjer deg neste gong du loggar inn.",
        "The language stays with you the next time you log in.";
    change: "Bytt passord", "Byt passord", "Change the password";
    change_hint: "Andre steder der du er innlogget, blir du logget ut.", "Andre stader der du er innlogga, blir du logga ut.",
        "Everywhere else where you are logged in you are logged out.";
    void_invitations: "Invitasjoner som du har laget, og som ingen har brukt, gjelder ikke lenger når du logger ut alle steder eller bytter passord. Lag dem på nytt.",
        "Invitasjonar som du har laga, og som ingen har brukt, gjeld ikkje lenger når du loggar ut alle stader eller byter passord. Lag dei på nytt.",
        "Invitations that you made and nobody has used are void once you log out everywhere or change your password. Make them anew.";
    old: "Passordet du har nå", "Passordet du har no", "Your present password";
    new: "Nytt passord", "Nytt passord", "New password";
    again: "Det nye passordet en gang til", "Det nye passordet ein gong til", "The new password once more";
    wrong_old: "Passordet du har nå, stemmer ikke. Ingenting er endret.", "Passordet du har no, stemmer ikkje. Ingenting er endra.",
        "Your present password is not right. Nothing was changed.";
    changed: "Passordet er byttet. Alle andre steder er du logget ut.", "Passordet er bytt. Alle andre stader er du logga ut.",
        "The password is changed. Everywhere else you are logged out.";
    passphrase: "Telleord", "Teljeord", "Counting passphrase";
    passphrase_hint: "Telleordet er et annet enn passordet. Med det teller du opp og leser gule lapper.",
        "Teljeordet er eit anna enn passordet. Med det tel du opp og les gule lappar.",
        "The counting passphrase is another one than the password. With it you count and read yellow notes.";
    passphrase_link: "Velg eller bytt telleord", "Vel eller byt teljeord", "Choose or change it";
    sessions: "Her er du innlogget", "Her er du innlogga", "Where you are logged in";
    sessions_hint: "Kjenner du ikke igjen ett av stedene, logg ut der og bytt passord.",
        "Kjenner du ikkje att ein av stadene, logg ut der og byt passord.",
        "If you do not know one of them, log out there and change your password.";
    browser: "Nettleser", "Nettlesar", "Browser";
    unknown_browser: "Ukjent nettleser", "Ukjend nettlesar", "Unknown browser";
    last_used: "Sist brukt", "Sist brukt", "Last used";
    today: "I dag", "I dag", "Today";
    this_one: "Denne nettleseren", "Denne nettlesaren", "This browser";
    end_heading: "Logg ut", "Logg ut", "Log out";
    end_one: "Logg ut der", "Logg ut der", "Log out there";
    end_all: "Logg ut alle steder", "Logg ut alle stader", "Log out everywhere";
    ended: "Du er logget ut der.", "Du er logga ut der.", "You are logged out there.";
}}

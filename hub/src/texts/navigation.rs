//! Texts of the navigation.

use super::texts;

texts! { NavigationTexts {
    pages: "Sider", "Sider", "Pages";
    menu: "Meny", "Meny", "Menu";
    wards: "Enheter", "Einingar", "Wards";
    rounds: "Kartlegginger", "Kartleggingar", "Rounds";
    results: "Resultater", "Resultat", "Results";
    decks: "Kortstokker", "Kortstokkar", "Decks";
    numbers: "Kontrolltall", "Kontrolltal", "Check numbers";
    my_ward: "Min enhet", "Mi eining", "My ward";
    my_department: "Min avdeling", "Mi avdeling", "My department";
    tablets: "Nettbrett", "Nettbrett", "Tablets";
    accounts: "Brukere", "Brukarar", "People";
    log: "Logg", "Logg", "Log";
    operation: "Drift", "Drift", "Operation";
    above: "Sidene over denne", "Sidene over denne", "The pages above this one";
    round: "Kartleggingen", "Kartlegginga", "The round";
    exact: "Nøyaktige tall", "Nøyaktige tal", "Exact figures";
    notes: "Gule lapper", "Gule lappar", "Yellow notes";
    sorting: "Sortering", "Sortering", "Sorting";
    areas: "Områder", "Område", "Areas";
    result: "Resultatet", "Resultatet", "The result";
    report: "Rapporten", "Rapporten", "The report";
    process: "Prosessen", "Prosessen", "The process";
    plan: "Handlingsplanen", "Handlingsplanen", "The action plan";
    gathering: "Tiltakssamlingen", "Tiltakssamlinga", "The gathering";
    deck: "Kortstokken", "Kortstokken", "The deck";
    draft: "Utkastet", "Utkastet", "The draft";
    how: "Hvordan?", "Korleis?", "How?";
    organisation: "Organisasjon", "Organisasjon", "Organisation";
}}

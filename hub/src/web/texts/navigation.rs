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
    organisation: "Organisasjon", "Organisasjon", "Organisation";
}}

//! Texts of reports.

use super::texts;

texts! { ReportTexts {
    report: "Rapport", "Rapport", "Report";
    lead_published: "Rapporten inneholder det som er publisert, og ingen andre tall.", "Rapporten inneheld det som er publisert, og ingen andre tal.",
        "The report holds what is published, and no other figures.";
    version: "Versjon {} (kontrollmerke {})", "Versjon {} (kontrollmerke {})", "Version {} (check mark {})";
    frozen_by: "Låst {} av {}", "Låst {} av {}", "Frozen {} by {}";
    took_part: "Deltakelse", "Deltaking", "Participation";
    left_out: "{} spørsmål er utelatt av prosessveilederen.", "{} spørsmål er utelatne av prosessrettleiaren.",
        "{} questions are left out by the process guide.";
    left_out_one: "Ett spørsmål er utelatt av prosessveilederen.", "Eitt spørsmål er utelate av prosessrettleiaren.",
        "One question is left out by the process guide.";
    no_areas: "Det er ikke valgt noen områder ennå.", "Det er ikkje valt noko område enno.", "No areas have been chosen yet.";
    bands_withdrawn: "Det rapporten sa om lappene, er trukket tilbake av prosessveilederen.", "Det rapporten sa om lappane, er trekt tilbake av prosessrettleiaren.",
        "What the report said of the notes has been withdrawn by the process guide.";
    bands_missing: "Det lappene handler om, er ikke publisert. Låser du rapporten nå, kommer det heller ikke med i en senere versjon.",
        "Det lappane handlar om, er ikkje publisert. Låser du rapporten no, kjem det heller ikkje med i ein seinare versjon.",
        "What the notes are about is not published. If you freeze the report now, it will not be in a later version either.";
    bands_now_out: "Lappene er trukket tilbake etter at rapporten ble låst. Rapporten viser dem ikke lenger. Lås en ny versjon, og se over setningene som bygger på dem.",
        "Lappane er trekte tilbake etter at rapporten vart låst. Rapporten viser dei ikkje lenger. Lås ein ny versjon, og sjå over setningane som byggjer på dei.",
        "What was published of the notes was withdrawn after the report was frozen. The report no longer shows it. Freeze a new version, and look over the sentences that rest on it.";
    preview: "Slik blir rapporten", "Slik blir rapporten", "How the report will be";
    preview_lead: "Se over rapporten før du låser den. Leder, verneombud og tillitsvalgt kan lese den når den er låst.",
        "Sjå over rapporten før du låser han. Leiar, verneombod og tillitsvald kan lese han når han er låst.",
        "Look the report over before you freeze it. Leader, safety rep and union rep can read it once it is frozen.";
    none_yet: "Rapporten er ikke låst ennå.", "Rapporten er ikkje låst enno.", "The report is not frozen yet.";
    result: "Resultatet", "Resultatet", "The result";
    see: "Les rapporten", "Les rapporten", "Read the report";
    newest: "Dette leser de andre nå", "Dette les dei andre no", "What the others read now";
    earlier: "Tidligere versjoner", "Tidlegare versjonar", "Earlier versions";
    earlier_lead: "Bare den nyeste versjonen kan leses. Av de andre står kontrollmerket igjen.", "Berre den nyaste versjonen kan lesast. Av dei andre står kontrollmerket att.",
        "Only the newest version can be read. Of the others the check mark remains.";
    leave_out: "Spørsmål som skal utelates", "Spørsmål som skal utelatast", "Questions to leave out";
    leave_out_lead: "Det du utelater og låser, kan ikke tas inn igjen i en senere versjon. Det er fortsatt publisert på siden med resultatet.",
        "Det du utelèt og låser, kan ikkje takast inn att i ein seinare versjon. Det er framleis publisert på sida med resultatet.",
        "What you leave out and freeze cannot come back in a later version. It is still published on the page with the result.";
    stays_out: "utelatt i en tidligere versjon", "utelate i ein tidlegare versjon", "left out of an earlier version";
    look: "Vis rapporten slik", "Vis rapporten slik", "Show the report like this";
    freeze: "Lås rapporten", "Lås rapporten", "Freeze the report";
    freeze_again: "Lås en ny versjon", "Lås ein ny versjon", "Freeze a new version";
    freeze_hint: "En rettelse blir en ny versjon, som kan ha nye ord og utelate mer, men aldri vise flere tall.",
        "Ei retting blir ein ny versjon, som kan ha nye ord og utelate meir, men aldri vise fleire tal.",
        "A correction becomes a new version, which can have new words and leave out more, but never show more figures.";
    frozen: "Rapporten er låst. Nå kan de andre lese den.", "Rapporten er låst. No kan dei andre lese han.",
        "The report is frozen. Now the others can read it.";
    changed: "Rapporten er ikke låst: den er en annen enn den du så på. Se over den under, og lås den så.",
        "Rapporten er ikkje låst: han er ein annan enn den du såg på. Sjå over han under, og lås han så.",
        "The report is not frozen: it is not the one you looked at. Look it over below, then freeze it.";
    unchanged: "Det er ingenting nytt å låse: rapporten er som den forrige versjonen.", "Det er ingenting nytt å låse: rapporten er som den førre versjonen.",
        "There is nothing new to freeze: the report is as the version before.";
    empty: "Rapporten er ikke låst: du har utelatt alle spørsmålene, og da viser den ingenting. Ta inn igjen minst ett spørsmål.",
        "Rapporten er ikkje låst: du har utelate alle spørsmåla, og då viser han ingenting. Ta inn att minst eitt spørsmål.",
        "The report is not frozen: you have left out every question, so it shows nothing. Take at least one question in again.";
    areas_first: "Lag områdene først", "Lag områda først", "Make the areas first";
    pdf: "PDF å lese (A4)", "PDF å lese (A4)", "PDF to read (A4)";
    slides: "PDF å vise på storskjerm", "PDF å vise på storskjerm", "PDF for the big screen";
    every_question: "Alle spørsmålene", "Alle spørsmåla", "Every question";
}}

//! Texts of results as files.

use super::texts;

texts! { FileTexts {
    download: "Last ned", "Last ned", "Download";
    xlsx: "Excel (XLSX)", "Excel (XLSX)", "Excel (XLSX)";
    csv_excel: "CSV for norsk Excel", "CSV for norsk Excel", "CSV for Norwegian Excel";
    csv: "CSV med komma", "CSV med komma", "CSV with commas";
    json: "JSON", "JSON", "JSON";
    which: "Skal du bruke Excel, velger du Excel (XLSX) eller CSV for norsk Excel. CSV med komma er i UTF-8 og laget for andre programmer; norsk Excel legger alt i én kolonne.",
        "Skal du bruke Excel, vel du Excel (XLSX) eller CSV for norsk Excel. CSV med komma er i UTF-8 og laga for andre program; norsk Excel legg alt i éin kolonne.",
        "For Excel, choose Excel (XLSX) or CSV for Norwegian Excel. CSV with commas is in UTF-8 and made for other programs; Norwegian Excel puts everything into one column.";
    published_only: "Filene har de samme tallene som denne siden, og ikke flere.",
        "Filene har dei same tala som denne sida, og ikkje fleire.",
        "The files have the same figures as this page, and no more.";
    published_with_notes: "Filene har de samme tallene som denne siden, og ikke flere. Det lappene handler om, står i Excel-filen (XLSX) og i JSON.",
        "Filene har dei same tala som denne sida, og ikkje fleire. Det lappane handlar om, står i Excel-fila (XLSX) og i JSON.",
        "The files have the same figures as this page, and no more. What the notes are about is in the Excel file (XLSX) and in JSON.";
    exact_only: "Filene har de nøyaktige tallene. De er bare for deg som er prosessveileder. Ikke send dem videre: det lederen får se, laster du ned fra siden med resultatet.",
        "Filene har dei nøyaktige tala. Dei er berre for deg som er prosessrettleiar. Ikkje send dei vidare: det leiaren får sjå, lastar du ned frå sida med resultatet.",
        "The files have the exact figures. They are for you as process guide only. Do not pass them on: what the leader may see, you download from the page with the result.";
    figures: "Tall", "Tal", "Figures";
    questions: "Spørsmål", "Spørsmål", "Questions";
    about: "Om filen", "Om fila", "About";
    ward: "Enhet", "Eining", "Ward";
    round: "Kartlegging", "Kartlegging", "Round";
    period: "Tidsrom", "Tidsrom", "Period";
    id: "Id", "Id", "Id";
    id_of_category: "Kategoriens id", "Id for kategorien", "Category's id";
    id_of_band: "Gruppe", "Gruppe", "Band";
    count: "Antall", "Tal på", "Count";
    why: "Merknad", "Merknad", "Remark";
    boxes: "Enheter i tallet", "Einingar i talet", "Wards in the figure";
    theme: "Tema", "Tema", "Theme";
    kind: "Type", "Type", "Kind";
    scale: "Svar å velge mellom", "Svar å velje mellom", "Answers to choose from";
    mean: "Gjennomsnitt", "Gjennomsnitt", "Mean";
    people: "Personer som svarte", "Personar som svarte", "People who answered";
    tables: "Bord som svarte", "Bord som svarte", "Tables that answered";
    what: "Innhold", "Innhald", "Contents";
    published: "Publiserte tall", "Publiserte tal", "Published figures";
    exact: "Nøyaktige tall, bare for prosessveilederen", "Nøyaktige tal, berre for prosessrettleiaren",
        "Exact figures, for the process guide only";
    card: "kort", "kort", "card";
    statement: "utsagn", "utsegn", "statement";
    score: "tallspørsmål", "talspørsmål", "number question";
    yes_no: "ja eller nei", "ja eller nei", "yes or no";
}}

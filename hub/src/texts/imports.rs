//! Texts of lists that come in as CSV.

use trykk_shared::language::Language;

use super::{fill, say_edit_error, texts};
use crate::organisation::Organisation;
use crate::organisation::import::{Column, Kind, LineFault, MOST_ROWS, Wrong};

texts! { ImportTexts {
    title: "Hent inn en liste", "Hent inn ei liste", "Bring in a list";
    lead: "Lim inn eller velg en liste fra et regneark, lagret som CSV: enhetene, eller folkene. Du ser hva som blir endret, før noe blir endret.",
        "Lim inn eller vel ei liste frå eit rekneark, lagra som CSV: einingane, eller folka. Du ser kva som blir endra, før noko blir endra.",
        "Paste or choose a list from a spreadsheet, saved as CSV: the wards, or the people. You see what will be changed before anything is changed.";
    how: "Hvordan skal listen se ut?", "Korleis skal lista sjå ut?", "What should the list look like?";
    how_first: "Øverst står navnene på kolonnene. Rekkefølgen er fri, og både semikolon og komma går bra.",
        "Øvst står namna på kolonnane. Rekkjefølgja er fri, og både semikolon og komma går bra.",
        "The names of the columns stand at the top. Their order is free; semicolons and commas both work.";
    how_wards: "Enheter: avdelinger som ikke finnes, lages. Enheter som finnes, får det nye tallet på ansatte. Ingenting blir borte, selv om det ikke står i listen.",
        "Einingar: avdelingar som ikkje finst, blir laga. Einingar som finst, får det nye talet på tilsette. Ingenting blir borte, sjølv om det ikkje står i lista.",
        "Wards: departments that do not exist are made. Wards that exist get the new number of people. Nothing goes away because it is not in the list.";
    how_people: "Folk: uten enhet gjelder rollen hele avdelingen. Den som har flere enheter, står på flere linjer. Den som er bruker fra før, får det som står i listen, og ikke mer. Språket gjelder bare nye brukere.",
        "Folk: utan eining gjeld rolla heile avdelinga. Den som har fleire einingar, står på fleire linjer. Den som er brukar frå før, får det som står i lista, og ikkje meir. Språket gjeld berre nye brukarar.",
        "People: without a ward the role covers the whole department. Somebody with several wards stands on several lines. Whoever has an account already gets what the list says, and no more. The language is for new accounts only.";
    example_wards: "Avdeling;Enhet;Ansatte\nMedisinsk avdeling;Sengepost 1;38\nMedisinsk avdeling;Sengepost 2;31",
        "Avdeling;Eining;Tilsette\nMedisinsk avdeling;Sengepost 1;38\nMedisinsk avdeling;Sengepost 2;31",
        "Department;Ward;People\nMedicine;Medical ward 1;38\nMedicine;Medical ward 2;31";
    example_people: "E-post;Rolle;Avdeling;Enhet;Språk\nkari@sykehuset.no;leder;Medisinsk avdeling;Sengepost 1;bokmål\nola@sykehuset.no;overordnet leder;Medisinsk avdeling;;nynorsk",
        "E-post;Rolle;Avdeling;Eining;Språk\nkari@sjukehuset.no;leiar;Medisinsk avdeling;Sengepost 1;nynorsk\nola@sjukehuset.no;overordna leiar;Medisinsk avdeling;;bokmål",
        "Email;Role;Department;Ward;Language\nkari@hospital.org;leader;Medicine;Medical ward 1;English\nola@hospital.org;senior leader;Medicine;;bokmål";
    file: "Velg en fil", "Vel ei fil", "Choose a file";
    paste: "Eller lim inn listen", "Eller lim inn lista", "Or paste the list";
    look: "Se hva som blir endret", "Sjå kva som blir endra", "See what will be changed";
    nothing_given: "Velg en fil, eller lim inn listen.", "Vel ei fil, eller lim inn lista.", "Choose a file, or paste the list.";
    too_large: "Listen er for stor. Del den i flere, på høyst {} kilobyte hver.", "Lista er for stor. Del henne i fleire, på høgst {} kilobyte kvar.",
        "The list is too large. Split it into several of at most {} kilobytes each.";
    refused: "Listen kan ikke brukes slik den er. Ingenting er endret. Rett dette, og prøv igjen:",
        "Lista kan ikkje brukast slik ho er. Ingenting er endra. Rett dette, og prøv igjen:",
        "The list cannot be used as it is. Nothing was changed. Mend this, and try again:";
    more_faults: "Og {} til.", "Og {} til.", "And {} more.";
    line: "Linje {}", "Linje {}", "Line {}";
    line_column: "Linje {}, kolonnen «{}»", "Linje {}, kolonnen «{}»", "Line {}, column “{}”";
    all: "Hele listen", "Heile lista", "The whole list";
    nothing: "Det står ingenting i den.", "Det står ingenting i henne.", "There is nothing in it.";
    too_many_rows: "Den har for mange linjer. Del den i flere, på høyst {} linjer hver.", "Ho har for mange linjer. Del henne i fleire, på høgst {} linjer kvar.",
        "It has too many lines. Split it into several of at most {} lines each.";
    unknown_column: "Trykk kjenner ikke kolonnen. Ta den ut, eller gi den et av navnene i eksemplene.",
        "Trykk kjenner ikkje kolonnen. Ta han ut, eller gje han eit av namna i døma.",
        "Trykk does not know the column. Take it out, or give it one of the names in the examples.";
    column_twice: "Kolonnen står to ganger.", "Kolonnen står to gonger.", "The column stands twice.";
    not_among_wards: "Kolonnen hører til en liste over folk, og den må ha en kolonne for e-post.", "Kolonnen høyrer til ei liste over folk, og ho må ha ein kolonne for e-post.",
        "The column belongs to a list of people, and that needs a column for the email.";
    not_among_people: "Kolonnen hører til en liste over enheter, og folk skal stå i en egen liste.", "Kolonnen høyrer til ei liste over einingar, og folk skal stå i ei eiga liste.",
        "The column belongs to a list of wards, and people go into a list of their own.";
    no_column: "Kolonnen «{}» mangler.", "Kolonnen «{}» manglar.", "The column “{}” is missing.";
    beside: "«{}» står utenfor kolonnene. Er det et skilletegn for mye?", "«{}» står utanfor kolonnane. Er det eit skiljeteikn for mykje?",
        "“{}” stands outside the columns. Is there a separator too many?";
    several_lines: "Cellen går over flere linjer. Ofte mangler det siste av to anførselstegn.", "Cella går over fleire linjer. Ofte manglar det siste av to hermeteikn.",
        "The cell runs over several lines. Often the second of two quotation marks is missing.";
    empty: "Her må det stå noe.", "Her må det stå noko.", "Something has to stand here.";
    twice: "Det samme står på linje {}.", "Det same står på linje {}.", "The same stands on line {}.";
    no_role: "«{}» er ingen rolle. Skriv leder, verneombud, tillitsvalgt, prosessveileder, overordnet leder eller driftsansvarlig.",
        "«{}» er inga rolle. Skriv leiar, verneombod, tillitsvald, prosessrettleiar, overordna leiar eller driftsansvarleg.",
        "“{}” is no role. Write leader, safety rep, union rep, process guide, senior leader or administrator.";
    no_language: "«{}» er ikke et språk Trykk har. Skriv bokmål, nynorsk eller engelsk.", "«{}» er ikkje eit språk Trykk har. Skriv bokmål, nynorsk eller engelsk.",
        "Trykk does not speak “{}”. Write bokmål, nynorsk or English.";
    differs: "Det står noe annet for den samme adressen på linje {}.", "Det står noko anna for den same adressa på linje {}.",
        "Line {} says something else for the same address.";
    no_such_department: "Det finnes ingen avdeling som heter «{}».", "Det finst inga avdeling som heiter «{}».", "There is no department called “{}”.";
    no_such_ward: "Det finnes ingen enhet som heter «{}» der.", "Det finst inga eining som heiter «{}» der.", "There is no ward called “{}” there.";
    several: "Flere heter «{}». Skriv avdelingen også, eller endre dette på sidene.", "Fleire heiter «{}». Skriv avdelinga òg, eller endre dette på sidene.",
        "Several are called “{}”. Write the department too, or change this on the pages.";
    changes: "Dette blir endret", "Dette blir endra", "This will be changed";
    changes_lead: "Ingenting er endret ennå. Se over, og bekreft nederst.", "Ingenting er endra enno. Sjå over, og stadfest nedst.",
        "Nothing is changed yet. Look it over, and confirm at the end.";
    none: "Listen endrer ingenting: alt i den står slik fra før.", "Lista endrar ingenting: alt i henne står slik frå før.",
        "The list changes nothing: everything in it is so already.";
    new_department: "Ny avdeling: {}", "Ny avdeling: {}", "New department: {}";
    new_ward: "Ny enhet: {} i {}, {} ansatte", "Ny eining: {} i {}, {} tilsette", "New ward: {} in {}, {} people";
    headcount: "{} i {}: fra {} til {} ansatte", "{} i {}: frå {} til {} tilsette", "{} in {}: from {} to {} people";
    new_account: "Ny bruker: {}, {}", "Ny brukar: {}, {}", "New account: {}, {}";
    account: "{}: fra {} til {}", "{}: frå {} til {}", "{}: from {} to {}";
    role_at: "{} ({})", "{} ({})", "{} ({})";
    greeted: "{}, møter sidene på {}", "{}, møter sidene på {}", "{}, sees the pages in {}";
    names_not_kept: "Navn på folk lagres ikke. Trykk kjenner dem på e-postadressen.", "Namn på folk blir ikkje lagra. Trykk kjenner dei på e-postadressa.",
        "People's names are not kept. Trykk knows them by their email address.";
    like_another: "Linje {}: det finnes en enhet som heter «{}» i {} fra før. Skal den flyttes, gjør du det på siden til enheten.",
        "Linje {}: det finst ei eining som heiter «{}» i {} frå før. Skal ho flyttast, gjer du det på sida til eininga.",
        "Line {}: there is a ward called “{}” in {} already. If that one is to be moved, do it on the ward's page.";
    loses_key: "Linje {}: {} har nøkkel til svarene fra {}, som ikke er publisert ennå, og kan ikke telle dem opp etter dette. Det kan fortsatt {}.",
        "Linje {}: {} har nøkkel til svara frå {}, som ikkje er publiserte enno, og kan ikkje telje dei opp etter dette. Det kan framleis {}.",
        "Line {}: {} holds a key to the answers of {}, which are not published yet, and cannot count them after this. {} still can.";
    make: "Gjør disse endringene", "Gjer desse endringane", "Make these changes";
    mend: "Endre listen", "Endre lista", "Change the list";
    changed_meanwhile: "Noe er endret imens. Ingenting fra listen er gjort. Se over på nytt.", "Noko er endra imens. Ingenting frå lista er gjort. Sjå over på nytt.",
        "Something was changed meanwhile. Nothing of the list was done. Look it over again.";
    made: "Endringene er gjort: {}", "Endringane er gjorde: {}", "The changes are made: {}";
    invitations: "Invitasjoner", "Invitasjonar", "Invitations";
    invitations_lead: "Gi hver lenke til den det gjelder, og bare til den. Lenkene vises bare nå, virker én gang, og går ut etter to uker. Er en borte, lager du en ny på siden til brukeren.",
        "Gje kvar lenkje til den det gjeld, og berre til den. Lenkjene blir berre viste no, verkar éin gong, og går ut etter to veker. Er ei borte, lagar du ei ny på sida til brukaren.",
        "Hand each link to the person, and to nobody else. The links are shown only now, work once, and end after two weeks. If one is lost, make a new one on the person's page.";
    department: "Avdeling", "Avdeling", "Department";
    ward: "Enhet", "Eining", "Ward";
    headcount_column: "Ansatte", "Tilsette", "People";
    email: "E-post", "E-post", "Email";
    role: "Rolle", "Rolle", "Role";
    language: "Språk", "Språk", "Language";
    name: "Navn", "Namn", "Name";
    link: "Lenke", "Lenkje", "Link";
}}

impl ImportTexts {
    fn say_column(&self, column: Column) -> &'static str {
        match column {
            Column::Department => self.department,
            Column::Ward => self.ward,
            Column::Headcount => self.headcount_column,
            Column::Email => self.email,
            Column::Role => self.role,
            Column::Language => self.language,
            Column::Name => self.name,
        }
    }
}

/// Where something is wrong, and what, each on a line of its own words.
pub fn say_line_fault(language: Language, organisation: &Organisation, fault: &LineFault) -> (String, String) {
    let texts = ImportTexts::of(language);
    let place = match (fault.line, &fault.column) {
        (Some(line), Some(column)) => fill(texts.line_column, &[&line, column]),
        (Some(line), None) => fill(texts.line, &[&line]),
        (None, _) => texts.all.to_owned(),
    };
    let text = match &fault.wrong {
        Wrong::Nothing => texts.nothing.to_owned(),
        Wrong::TooManyRows => fill(texts.too_many_rows, &[&MOST_ROWS]),
        Wrong::UnknownColumn => texts.unknown_column.to_owned(),
        Wrong::ColumnTwice => texts.column_twice.to_owned(),
        Wrong::NotInThisList(Kind::Wards) => texts.not_among_wards.to_owned(),
        Wrong::NotInThisList(Kind::People) => texts.not_among_people.to_owned(),
        Wrong::NoColumn(column) => fill(texts.no_column, &[&texts.say_column(*column)]),
        Wrong::BesideColumns(cell) => fill(texts.beside, &[cell]),
        Wrong::SeveralLines => texts.several_lines.to_owned(),
        Wrong::Empty => texts.empty.to_owned(),
        Wrong::Twice(line) => fill(texts.twice, &[line]),
        Wrong::Role(written) => fill(texts.no_role, &[written]),
        Wrong::Language(written) => fill(texts.no_language, &[written]),
        Wrong::Differs(line) => fill(texts.differs, &[line]),
        Wrong::NoDepartment(written) => fill(texts.no_such_department, &[written]),
        Wrong::NoWard(written) => fill(texts.no_such_ward, &[written]),
        Wrong::Several(written) => fill(texts.several, &[written]),
        Wrong::Edit(why) => say_edit_error(language, organisation, why).join(" "),
    };
    (place, text)
}

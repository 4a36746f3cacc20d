//! Texts about start codes, on the guide's pages and on the slips.

use super::texts;

texts! { CodeTexts {
    codes: "Startkoder", "Startkodar", "Start codes";
    lead: "Hver som skal svare, får en lapp med en kode som er god for ett svar på ett nettbrett. Skriv ut lappene, klipp dem og bland dem. Verneombudet deler dem ut og krysser av hvem som har fått, aldri hvilken kode. Lederen skal ikke dele dem ut.",
        "Kvar som skal svare, får ein lapp med ein kode som er god for eitt svar på eitt nettbrett. Skriv ut lappane, klipp dei og bland dei. Verneombodet deler dei ut og kryssar av kven som har fått, aldri kva kode. Leiaren skal ikkje dele dei ut.",
        "Everybody who is to answer gets a slip with a code, good for one answer on one tablet. Print the slips, cut them and shuffle them. The safety rep hands them out and ticks who got one, never which code. The leader must not hand them out.";
    tablet: "Nettbrett", "Nettbrett", "Tablet";
    slips: "Lapper", "Lappar", "Slips";
    spares: "I reserve", "I reserve", "In reserve";
    woken: "Vekket", "Vekte", "Woken";
    last_seen: "Sist på nett", "Sist på nett", "Last connected";
    silent: "Ikke på nett på {} dager. Det får vite om koder først når det er på nett igjen.",
        "Ikkje på nett på {} dagar. Det får vite om kodar først når det er på nett att.",
        "Not connected for {} days. It hears of codes only once it is connected again.";
    never_heard: "Har aldri vært på nett. Det får vite om koder først når det er det.",
        "Har aldri vore på nett. Det får vite om kodar først når det er det.",
        "Has never been connected. It hears of codes only once it is.";
    unreadable: "Tar ikke imot koder. Meld det stjålet, koble det til på nytt, og skriv ut nye lapper.",
        "Tek ikkje imot kodar. Meld det stole, kople det til på nytt, og skriv ut nye lappar.",
        "Takes no codes. Report it stolen, enrol it again, and print new slips.";
    choose_tablet: "Velg nettbrett", "Vel nettbrett", "Choose a tablet";
    not_ready: "ikke klart for koder", "ikkje klart for kodar", "not ready for codes";
    print_for: "Skriv ut lapper", "Skriv ut lappar", "Print slips";
    how_many: "Hvor mange lapper", "Kor mange lappar", "How many slips";
    how_many_spares: "Hvor mange i reserve", "Kor mange i reserve", "How many in reserve";
    spare_text: "En reservelapp virker ikke før du vekker den, for en som har mistet lappen sin.",
        "Ein reservelapp verkar ikkje før du vekkjer han, for ein som har mista lappen sin.",
        "A slip in reserve does not work until you wake it, for somebody who has lost theirs.";
    wake: "Vekk en reservelapp", "Vekk ein reservelapp", "Wake a slip in reserve";
    wake_which: "Nummeret på lappen", "Nummeret på lappen", "The number on the slip";
    may_be_twice: "Høyst {} kan ha svart to ganger: så mange reservelapper er vekket, eller lapper skrevet ut ut over dem som arbeider her.",
        "Høgst {} kan ha svart to gonger: så mange reservelappar er vekte, eller lappar skrivne ut utover dei som arbeider her.",
        "At most {} may have answered twice: so many slips in reserve were woken, or printed beyond those who work here.";
    no_tablets: "Det står ikke noe nettbrett på enheten ennå. Kodene gjelder for ett nettbrett hver, så det må være meldt inn først. Meld inn ett under Nettbrett.",
        "Det står ikkje noko nettbrett på eininga enno. Kodane gjeld for eitt nettbrett kvar, så det må vere meldt inn først. Meld inn eit under Nettbrett.",
        "There is no tablet on the ward yet. Each code is for one tablet, which must be enrolled first. Enrol one under Tablets.";
    without: "Kartleggingen bruker ikke startkoder. Ingenting hindrer at noen svarer flere ganger, og den som gjør det, kan finne ut hva andre har svart.",
        "Kartlegginga brukar ikkje startkodar. Ingenting hindrar at nokon svarar fleire gonger, og den som gjer det, kan finne ut kva andre har svart.",
        "The round uses no start codes. Nothing keeps anybody from answering several times, and whoever does can find out what others answered.";
    printed_lead: "Skriv ut siden nå. Kodene vises bare denne ene gangen og er ikke lagret noe sted. De virker først når du sier fra at de er skrevet ut.",
        "Skriv ut sida no. Kodane blir viste berre denne eine gongen og er ikkje lagra nokon stad. Dei verkar først når du seier frå at dei er skrivne ut.",
        "Print the page now. The codes are shown this once and are stored nowhere. They work only once you say that they are printed.";
    are_printed: "Lappene er skrevet ut", "Lappane er skrivne ut", "The slips are printed";
    not_printed: "Gikk det ikke, gå tilbake og skriv ut på nytt. Da gjelder ikke disse.",
        "Gjekk det ikkje, gå tilbake og skriv ut på nytt. Då gjeld ikkje desse.",
        "If it failed, go back and print again. Then these are void.";
    slip_text: "Skriv koden på nettbrettet. Den er god for ett svar.", "Skriv koden på nettbrettet. Han er god for eitt svar.",
        "Type the code on the tablet. It is good for one answer.";
    spare: "Reserve {}", "Reserve {}", "Reserve {}";
    spare_slip: "Virker først når prosessveilederen har vekket den.",
        "Verkar først når prosessrettleiaren har vekt han.",
        "Works only once the process guide has woken it.";
    bad_number: "Skriv hvor mange lapper du vil ha: et tall fra 1, og fra 0 for reserven.",
        "Skriv kor mange lappar du vil ha: eit tal frå 1, og frå 0 for reserven.",
        "Write how many slips you want: a number from 1, and from 0 for the reserve.";
    too_many: "Antall ansatte: {}. Lapper som er skrevet ut: {}. Så mange til blir flere enn det er folk. Få antallet ansatte rettet, eller vekk en reservelapp for den som har mistet sin. Er et nettbrett gått i stykker, meld det stjålet: da kan de som ikke har svart, få nye lapper.",
        "Talet på tilsette: {}. Lappar som er skrivne ut: {}. Så mange til blir fleire enn det er folk. Få talet på tilsette retta, eller vekk ein reservelapp for den som har mista sin. Er eit nettbrett gått sund, meld det stole: då kan dei som ikkje har svart, få nye lappar.",
        "Headcount: {}. Slips printed: {}. So many more would exceed that. Have the headcount corrected, or wake a slip in reserve for whoever lost theirs. If a tablet is broken, report it stolen: then those who have not answered can get new slips.";
    list_full: "Ett nettbrett tar 512 koder, reserven medregnet. Bruk et nettbrett til.",
        "Eitt nettbrett tek 512 kodar, reserven medrekna. Bruk eit nettbrett til.",
        "One tablet takes 512 codes, the reserve included. Use one more tablet.";
    wrong_time: "Lapper skrives ut fra kartleggingen er bekreftet til den stenger.",
        "Lappar blir skrivne ut frå kartlegginga er stadfesta til ho stengjer.",
        "Slips are printed from the confirming of the round to its closing.";
    no_such_spare: "Den reservelappen er vekket allerede, eller finnes ikke.", "Den reservelappen er vekt allereie, eller finst ikkje.",
        "That slip in reserve is woken already, or does not exist.";
    nothing_printed: "Ingen lapper venter på å bli bekreftet. Skriv dem ut på nytt.",
        "Ingen lappar ventar på å bli stadfesta. Skriv dei ut på nytt.",
        "No slips wait for being confirmed. Print them again.";
    not_a_tablet: "Nettbrettet er ikke i bruk på denne enheten.", "Nettbrettet er ikkje i bruk på denne eininga.",
        "The tablet is not in use on this ward.";
} }

//! "How?": what stands behind a decision, folded, where the decision is asked for.

use super::texts;

texts! { HelpTexts {
    pooling: "Hva betyr det å slå sammen?", "Kva tyder det å slå saman?", "What does pooling mean?";
    pooling_text: "Svarene fra enhetene blandes og telles som om de var én enhet. Ingen kan se hvilken av dem et svar kom fra, heller ikke du. Det hjelper der så få arbeider at det ellers ikke blir noe å vise.",
        "Svara frå einingane blir blanda og talde som om dei var éi eining. Ingen kan sjå kva for ei av dei eit svar kom frå, heller ikkje du. Det hjelper der så få arbeider at det elles ikkje blir noko å vise.",
        "The answers of the wards are mixed and counted as if they were one ward. Nobody can see from which of them an answer came, nor can you. It helps where so few work that there would be nothing to show.";
    mode: "Når passer hva?", "Når passar kva?", "Which suits when?";
    mode_text: "Én om gangen passer en travel enhet: nettbrettet står i pauserommet i noen uker. Bord passer en samling: dere svarer på kort og tall sammen, og hver enkelt svarer på sitt uten at de andre ser det. Det må være minst fem bord før kort og tall kan publiseres.",
        "Éin om gongen passar ei travel eining: nettbrettet står i pauserommet i nokre veker. Bord passar ei samling: de svarar på kort og tal saman, og kvar einskild svarar på sitt utan at dei andre ser det. Det må vere minst fem bord før kort og tal kan publiserast.",
        "One at a time suits a busy ward: the tablet stands in the break room for some weeks. Tables suit a gathering: you answer cards and numbers together, and each answers the rest unseen by the others. There have to be at least five tables before cards and numbers can be published.";
    codes: "Hvordan virker startkodene?", "Korleis verkar startkodane?", "How do start codes work?";
    codes_text: "Verneombudet deler ut lappene, aldri lederen. Seks siffer åpner ett svarark på ett nettbrett, én gang. Trykk vet ikke hvem som fikk hvilken lapp, og koden følger ikke med svarene.",
        "Verneombodet deler ut lappane, aldri leiaren. Seks siffer opnar eitt svarark på eitt nettbrett, éin gong. Trykk veit ikkje kven som fekk kva lapp, og koden følgjer ikkje med svara.",
        "The safety rep hands out the slips, never the leader. Six digits open one sheet on one tablet, once. Trykk does not know who got which slip, and the code does not travel with the answers.";
    floor: "Hvorfor en grense?", "Kvifor ei grense?", "Why a limit?";
    floor_text: "Er det få svar, kan noen gjette hvem som svarte hva. Derfor åpnes ingenting under grensen, og den kan ikke endres etter at kartleggingen er bekreftet. Også over grensen vises tallene bare så grovt at ingen kan pekes ut.",
        "Er det få svar, kan nokon gjette kven som svarte kva. Difor blir ingenting opna under grensa, og ho kan ikkje endrast etter at kartlegginga er stadfesta. Òg over grensa blir tala berre viste så grovt at ingen kan peikast ut.",
        "With few answers somebody might guess who answered what. So nothing is opened below the limit, and it cannot be changed once the round is confirmed. Above it, too, figures are shown only so coarsely that nobody can be singled out.";
    confirm: "Hva er det som bestemmes nå?", "Kva er det som blir bestemt no?", "What is settled now?";
    confirm_text: "Nøkkelen til svarene lages og deles i tre: en del til Trykk-serveren, en til prosessveilederne som har telleord nå, og en til gjenopprettingsarket hos hovedverneombudet. Det trengs to av dem for å låse opp. Den som får telleord senere, kan ikke telle opp denne.",
        "Nøkkelen til svara blir laga og delt i tre: ein del til Trykk-serveren, ein til prosessrettleiarane som har teljeord no, og ein til gjenopprettingsarket hos hovudverneombodet. Det trengst to av dei for å låse opp. Den som får teljeord seinare, kan ikkje telje opp denne.",
        "The key to the answers is made and split in three: one part for the Trykk server, one for the process guides who have a counting passphrase now, one for the recovery sheet that the chief safety rep keeps. It takes two of them to unlock. Whoever gets a passphrase later cannot count this one.";
    count: "Hva skjer når du teller opp?", "Kva skjer når du tel opp?", "What happens at the count?";
    count_text: "Svarene låses opp i minnet til serveren, stokkes og telles. Etterpå er bare tallene og de gule lappene igjen, ikke svararkene. Det gjøres én gang, og det som kommer senere, blir ikke med.",
        "Svara blir låste opp i minnet til serveren, stokka og talde. Etterpå er berre tala og dei gule lappane att, ikkje svararka. Det blir gjort éin gong, og det som kjem seinare, blir ikkje med.",
        "The answers are unlocked in the server's memory, shuffled and counted. Afterwards only the figures and the yellow notes are left, not the sheets. It is done once, and what comes later is not counted.";
    release: "Hva får de andre se?", "Kva får dei andre sjå?", "What do the others get to see?";
    release_text: "Leder, verneombud og tillitsvalgt ser tall som ikke peker ut noen: «høyst 3 av 40», «14 av 40» eller «minst 37 av 40». Lappene får de aldri se. Slik de ser det, kan du se det nå.",
        "Leiar, verneombod og tillitsvald ser tal som ikkje peikar ut nokon: «høgst 3 av 40», «14 av 40» eller «minst 37 av 40». Lappane får dei aldri sjå. Slik dei ser det, kan du sjå det no.",
        "Leader, safety rep and union rep see figures that single nobody out: “at most 3 of 40”, “14 of 40” or “at least 37 of 40”. They never see the notes. You can see it now as they will.";
}}

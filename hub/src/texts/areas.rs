//! Texts of areas to keep and to improve, and of knowledge cards.

use super::{fill, texts};
use crate::analysis::areas::{AreaError, AreaField, AreaKind, AreaWarning};
use crate::analysis::knowledge::Basis;

texts! { AreaTexts {
    areas: "Områder", "Område", "Areas";
    title: "Områder å ta vare på og å forbedre", "Område å ta vare på og å forbetre", "Areas to keep and to improve";
    lead: "Velg noen få områder, med egne ord. Hvert område bygger på det som er publisert, og på ingenting annet.",
        "Vel nokre få område, med eigne ord. Kvart område byggjer på det som er publisert, og på ingenting anna.",
        "Choose a few areas, in your own words. Each area rests on what is published, and on nothing else.";
    keep: "Bevaringsområder", "Bevaringsområde", "Areas to keep";
    improve: "Forbedringsområder", "Forbetringsområde", "Areas to improve";
    keep_one: "Dette skal tas vare på", "Dette skal takast vare på", "This is to be kept";
    improve_one: "Dette skal bli bedre", "Dette skal bli betre", "This is to become better";
    none: "Ingen ennå.", "Ingen enno.", "None yet.";
    candidates: "Dette skiller seg ut", "Dette skil seg ut", "This stands out";
    candidates_lead: "Temaene der svarene heller tydelig til den ene siden, de tydeligste først, og det minst en tredel nevner på lappene. Kort har ingen god side; dem velger du selv.",
        "Temaa der svara hallar tydeleg til den eine sida, dei tydelegaste først, og det minst ein tredel nemner på lappane. Kort har inga god side; dei vel du sjølv.",
        "The themes where answers clearly lean to one side, the clearest first, and what at least a third mention in their notes. Cards have no good side; you choose those yourself.";
    no_candidates: "Ingenting skiller seg tydelig ut. Du kan likevel lage områder av det dere vil arbeide med.",
        "Ingenting skil seg tydeleg ut. Du kan likevel lage område av det de vil arbeide med.",
        "Nothing clearly stands out. You can still make areas of what you want to work with.";
    no_figures: "For få svarte til at noe kan publiseres, så det er ingenting et område kan bygge på.",
        "For få svarte til at noko kan publiserast, så det er ingenting eit område kan byggje på.",
        "Too few answered for anything to be published, so there is nothing an area could rest on.";
    use_it: "Lag et område av dette", "Lag eit område av dette", "Make an area of this";
    new: "Lag et nytt område", "Lag eit nytt område", "Make a new area";
    change: "Endre", "Endre", "Change";
    change_title: "Endre området", "Endre området", "Change the area";
    kind: "Hva slags område er det?", "Kva slags område er det?", "What kind of area is it?";
    area_title: "Tittel", "Tittel", "Title";
    title_hint: "Noen få ord, høyst 60 tegn.", "Nokre få ord, høgst 60 teikn.", "A few words, at most 60 characters.";
    sentence: "En setning eller to", "Ei setning eller to", "A sentence or two";
    sentence_hint: "Høyst 300 tegn. Skriv så ingen kan kjennes igjen: ingen navn, ingen sjeldne detaljer, ingenting ordrett fra en lapp.",
        "Høgst 300 teikn. Skriv så ingen kan kjennast att: ingen namn, ingen sjeldne detaljar, ingenting ordrett frå ein lapp.",
        "At most 300 characters. Write so that nobody can be recognised: no names, no rare details, nothing word for word from a note.";
    evidence: "Hva bygger det på?", "Kva byggjer det på?", "What does it rest on?";
    evidence_hint: "Bare det som er publisert, kan velges: spørsmål med tall, og det lappene handler om.",
        "Berre det som er publisert, kan veljast: spørsmål med tal, og det lappane handlar om.",
        "Only what is published can be chosen: questions with figures, and what the notes are about.";
    in_notes: "På lappene:", "På lappane:", "In the notes:";
    repeats: "«{}»: her står det seks eller flere ord på rad fra en lapp: «{}». Skriv det med egne ord, så ingen blir kjent igjen.",
        "«{}»: her står det seks eller fleire ord på rad frå ein lapp: «{}». Skriv det med eigne ord, så ingen blir kjend att.",
        "“{}”: six or more words in a row are those of a note: “{}”. Use your own words, so that nobody is recognised.";
    locked: "Lås opp lappene, så sier siden fra når du har skrevet seks eller flere ord på rad fra en lapp.",
        "Lås opp lappane, så seier sida frå når du har skrive seks eller fleire ord på rad frå ein lapp.",
        "Unlock the notes, and this page says when you have written six or more words in a row from a note.";
    rests_on: "Bygger på", "Byggjer på", "Rests on";
    save: "Lagre området", "Lagre området", "Save the area";
    remove: "Fjern området", "Fjern området", "Remove the area";
    remove_text: "Området blir borte. Det som er publisert, blir stående.", "Området blir borte. Det som er publisert, blir ståande.",
        "The area is gone then. What is published stays.";
    saved: "Området er lagret.", "Området er lagra.", "The area is saved.";
    removed: "Området er fjernet.", "Området er fjerna.", "The area is removed.";
    not_saved: "Området er ikke lagret ennå. Se hva som mangler under.", "Området er ikkje lagra enno. Sjå kva som manglar under.",
        "The area is not saved yet. See below what is missing.";
    meanwhile: "Noen andre lagret området mens du skrev. Det du skrev, står under. Lagrer du en gang til, gjelder ditt.",
        "Nokon andre lagra området medan du skreiv. Det du skreiv, står under. Lagrar du ein gong til, gjeld ditt.",
        "Somebody else saved the area while you wrote. What you wrote stands below. Save once more, and yours counts.";
    changed_before_removal: "Noen andre lagret området etter at du åpnet det. Slik er det nå; det er ikke fjernet.",
        "Nokon andre lagra området etter at du opna det. Slik er det no; det er ikkje fjerna.",
        "Somebody else saved the area after you opened it. This is how it is now; it is not removed.";
    gone: "Noen andre har fjernet området. Det du skrev, står under; lagrer du, blir det et nytt.",
        "Nokon andre har fjerna området. Det du skreiv, står under; lagrar du, blir det eit nytt.",
        "Somebody else has removed the area. What you wrote stands below; save, and it becomes a new one.";
    full: "Det er så mange områder som det kan være. Fjern ett før du lager et nytt.", "Det er så mange område som det kan vere. Fjern eitt før du lagar eit nytt.",
        "There are as many areas as there can be. Remove one before you make another.";
    only_improve: "Det er bare forbedringsområder her. Ta med noe som fungerer også: det skal tas vare på, og det gir krefter til resten.",
        "Det er berre forbetringsområde her. Ta med noko som fungerer òg: det skal takast vare på, og det gir krefter til resten.",
        "There are only areas to improve here. Include something that works too: it is to be kept, and it gives strength for the rest.";
    many_keep: "Det er {} bevaringsområder. Velg heller to eller tre.", "Det er {} bevaringsområde. Vel heller to eller tre.",
        "There are {} areas to keep. Two or three are better.";
    many_improve: "Det er {} forbedringsområder. En enhet klarer to eller tre om gangen.", "Det er {} forbetringsområde. Ei eining klarer to eller tre om gongen.",
        "There are {} areas to improve. A ward can manage two or three at a time.";
    kind_missing: "Velg om det skal tas vare på eller bli bedre.", "Vel om det skal takast vare på eller bli betre.",
        "Choose whether it is to be kept or to become better.";
    title_missing: "Skriv en tittel.", "Skriv ein tittel.", "Write a title.";
    sentence_missing: "Skriv en setning om området.", "Skriv ei setning om området.", "Write a sentence about the area.";
    evidence_missing: "Kryss av for minst én ting som området bygger på.", "Kryss av for minst éin ting som området byggjer på.",
        "Tick at least one thing that the area rests on.";
    lines: "Skriv det på én linje.", "Skriv det på éi linje.", "Write it on one line.";
    unseen: "Det er et tegn i teksten som ikke kan ses. Skriv den på nytt.", "Det er eit teikn i teksten som ikkje er synleg. Skriv han på nytt.",
        "There is a sign in the text that cannot be seen. Write it anew.";
    long: "Det er {} tegn, og det er plass til {}. Skriv det kortere.", "Det er {} teikn, og det er plass til {}. Skriv det kortare.",
        "It has {} characters, and there is room for {}. Write it shorter.";
    knowledge: "Fra forskningen, generelt", "Frå forskinga, generelt", "From research, in general";
    knowledge_not_ours: "Dette sier ingenting om enheten deres.", "Dette seier ingenting om eininga dykkar.", "This says nothing about your ward.";
    by_slides: "Kilder som lysbildene til metoden viser til:", "Kjelder som lysbileta til metoden viser til:", "Sources that the method's slides cite:";
    by_abstracts: "Kilder der sammendraget er lest:", "Kjelder der samandraget er lese:", "Sources whose abstracts were read:";
    other_theme: "Uten tema", "Utan tema", "Without a theme";
}}

impl AreaTexts {
    /// What a kind of areas is called.
    pub fn kinds(&self, kind: AreaKind) -> &'static str {
        match kind {
            AreaKind::Keep => self.keep,
            AreaKind::Improve => self.improve,
        }
    }

    /// What one area of a kind is for.
    pub fn one(&self, kind: AreaKind) -> &'static str {
        match kind {
            AreaKind::Keep => self.keep_one,
            AreaKind::Improve => self.improve_one,
        }
    }

    /// What a card's sources were taken from.
    pub fn basis(&self, basis: Basis) -> &'static str {
        match basis {
            Basis::Slides => self.by_slides,
            Basis::Abstracts => self.by_abstracts,
        }
    }

    /// What is wrong with a field, and how it is mended.
    pub fn fault(&self, field: AreaField, fault: AreaError) -> String {
        match (fault, field) {
            (AreaError::Missing, AreaField::Kind) => self.kind_missing.to_owned(),
            (AreaError::Missing, AreaField::Title) => self.title_missing.to_owned(),
            (AreaError::Missing, AreaField::Sentence) => self.sentence_missing.to_owned(),
            (AreaError::Missing, AreaField::Evidence) => self.evidence_missing.to_owned(),
            (AreaError::Lines, _) => self.lines.to_owned(),
            (AreaError::Unseen, _) => self.unseen.to_owned(),
            (AreaError::Long(chars, most), _) => fill(self.long, &[&chars, &most]),
        }
    }

    /// What a guide is warned of.
    pub fn warning(&self, warning: AreaWarning) -> String {
        match warning {
            AreaWarning::OnlyImprove => self.only_improve.to_owned(),
            AreaWarning::Many(AreaKind::Keep, many) => fill(self.many_keep, &[&many]),
            AreaWarning::Many(AreaKind::Improve, many) => fill(self.many_improve, &[&many]),
        }
    }
}

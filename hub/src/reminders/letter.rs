//! A letter in the words of whoever gets it: which ward, what is owed, by when, where to look, how to switch it off. Nothing else has a place
//! in it.

use trykk_shared::language::Language;

use super::{Letter, Reminder, ReminderKind};
use crate::organisation::Role;
use crate::texts::{MailTexts, fill, say_date};

/// What a letter says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// Its subject.
    pub subject: String,
    /// Its text.
    pub text: String,
}

/// What a letter is known by: what it says, and to whom. The same letter, sent again, has the same.
pub fn letter_key(letter: &Letter) -> String {
    let mut keys: Vec<String> = letter.reminders.iter().map(Reminder::key).collect();
    keys.sort();
    format!("{} {}", letter.email, keys.join(" "))
}

fn say_reminder(one: &Reminder, texts: &MailTexts, language: Language) -> String {
    let text = match one.kind {
        ReminderKind::SignatureOwed => texts.signature,
        ReminderKind::DeadlineSoon => texts.deadline_soon,
        ReminderKind::Overdue => texts.overdue,
        ReminderKind::EvaluationDue => texts.evaluation,
        ReminderKind::ReplyOverdue => texts.reply,
        ReminderKind::HelpOwed => texts.help,
        ReminderKind::Quiet => texts.quiet,
    };
    // Written without the space that keeps a day with its month: some programs show it as a sign.
    fill(text, &[&say_date(language, one.day).replace('\u{a0}', " ")])
}

fn name_role(role: Role, texts: &MailTexts) -> &'static str {
    match role {
        Role::Leader => texts.a_leader,
        Role::SafetyRep => texts.a_safety_rep,
        Role::UnionRep => texts.a_union_rep,
        Role::SeniorLeader => texts.a_senior_leader,
        Role::Guide | Role::Admin => texts.a_guide,
    }
}

/// Writes a letter. `wards`: the names of the process's wards; `pages`: where the pages are.
pub fn write_letter(letter: &Letter, wards: &str, pages: &str, language: Language) -> Written {
    let texts = MailTexts::of(language);
    let mut lines: Vec<String> = Vec::new();
    for one in &letter.reminders {
        let line = format!("- {}", say_reminder(one, texts, language));
        // Two measures with one deadline are one line.
        if !lines.contains(&line) {
            lines.push(line);
        }
    }
    let role = letter.reminders.first().map_or(Role::Leader, |one| one.role);
    // A senior leader sees what is asked on the first page, and nothing of the process.
    let place = match role {
        Role::SeniorLeader => String::new(),
        _ => format!("process/{}", letter.process),
    };
    let text = format!(
        "{}\n\n{}\n\n{}\n\n{}\n{pages}/{place}\n\n{}\n{}\n{pages}/account\n\n{}\n",
        texts.hello,
        fill(texts.about, &[&wards]),
        lines.join("\n"),
        texts.see,
        fill(texts.why, &[&name_role(role, texts)]),
        texts.off,
        texts.no_answer,
    );
    Written {
        subject: fill(texts.subject, &[&wards]),
        text,
    }
}

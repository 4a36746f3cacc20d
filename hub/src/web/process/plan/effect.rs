//! A measure's question before and now, in words: what each of two results publishes, and what may be said of both. Never why.

use jiff::tz::TimeZone;
use trykk_shared::language::Language;

use crate::figures::release::fewest_to_publish;
use crate::plan::effect::{Effect, Side};
use crate::shown::chart::{Chart, chart};
use crate::texts::{EffectTexts, Texts, fill, say_period};
use crate::web::before::{Said, list_changes};

/// One part of the answers, before and now.
pub struct EffectLine {
    /// Which answers.
    pub label: String,
    /// How many, before and now.
    pub figures: String,
    /// More, fewer, cannot tell.
    pub said: &'static str,
    /// Whether something can be said.
    pub is_change: bool,
}

/// A question before and now.
pub struct EffectView {
    /// The heading.
    pub heading: &'static str,
    /// When it was asked, and how many answered, both times.
    pub periods: Option<String>,
    /// Part by part.
    pub lines: Vec<EffectLine>,
    /// What pulses said of it, the newest first.
    pub pulses: Vec<String>,
    /// What is to be known with it.
    pub hints: Vec<&'static str>,
    /// Why there is nothing to show.
    pub none: Option<&'static str>,
}

fn draw(side: &Side<'_>, language: Language) -> Chart {
    let result = side.result;
    let fewest = fewest_to_publish(result.floor);
    chart(&result.deck, side.question, fewest, language, Texts::of(language))
}

fn list_lines(now: &Chart, before: &Chart, texts: &'static EffectTexts) -> Vec<EffectLine> {
    let words = Said {
        more: texts.more,
        fewer: texts.fewer,
        cannot_tell: texts.cannot_tell,
    };
    let changes = list_changes(now, before, words).into_iter();
    let lines = changes.map(|line| {
        let figure = |chart: &Chart| {
            let row = chart.rows.iter().find(|row| row.label == line.label);
            row.map_or(String::new(), |row| row.figure.clone())
        };
        EffectLine {
            figures: fill(texts.figures, &[&figure(before), &figure(now)]),
            label: line.label,
            said: line.said,
            is_change: line.is_change,
        }
    });
    lines.collect()
}

fn say_none(effect: &Effect<'_>, texts: &'static EffectTexts) -> Option<&'static str> {
    Some(match effect {
        Effect::Beside { .. } => return None,
        Effect::NotYet => texts.not_yet,
        Effect::TooEarly => texts.too_early,
        Effect::OtherWards => texts.other_wards,
        Effect::OtherMode => texts.other_mode,
        Effect::OtherText => texts.other_text,
        Effect::Gone => texts.gone,
    })
}

impl EffectView {
    /// In words.
    pub fn of(effect: &Effect<'_>, zone: &TimeZone, language: Language) -> Self {
        let texts = EffectTexts::of(language);
        let mut view = EffectView {
            heading: texts.heading,
            periods: None,
            lines: Vec::new(),
            pulses: Vec::new(),
            hints: Vec::new(),
            none: say_none(effect, texts),
        };
        let Effect::Beside { before, now } = effect else {
            return view;
        };
        let (before_drawn, now_drawn) = (draw(before, language), draw(now, language));
        let period = |side: &Side<'_>| {
            let text = Texts::of(language).period;
            say_period(text, language, zone, side.result.opens, side.result.closes)
        };
        view.periods = Some(fill(
            texts.periods,
            &[
                &period(before),
                &before_drawn.answered,
                &period(now),
                &now_drawn.answered,
            ],
        ));
        view.lines = list_lines(&now_drawn, &before_drawn, texts);
        view.hints = match &view.lines[..] {
            [] => vec![texts.hidden],
            lines if lines.iter().all(|line| line.is_change) => vec![texts.hint],
            _ => vec![texts.hint, texts.cannot_tell_hint],
        };
        view
    }

    /// In few lines, for a list.
    pub fn in_lines(self) -> Vec<String> {
        let line = |line: EffectLine| format!("{} ({}): {}", line.label, line.figures, line.said);
        let hidden = self.periods.is_some() && self.lines.is_empty();
        let hidden = hidden.then(|| self.hints.first().copied()).flatten();
        let none = self.none.or(hidden).map(str::to_owned);
        self.lines.into_iter().map(line).chain(none).collect()
    }
}

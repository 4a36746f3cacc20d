//! Sorting ideas into bundles: tick them, choose or name a bundle. Without dragging and without a script.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::Response;

use super::table::{Said, change, write};
use super::{Joined, Opened, Refused, join, open};
use crate::gathering::{CanvasError, IdeaId, Move, Showing, Sorted, Step, read_title};
use crate::texts::{TableTexts, fill};
use crate::web::Pages;
use crate::web::access::form::Form;
use crate::web::error::PageError;
use crate::web::visit::Visit;

/// What stands for no bundle in forms.
const OUT: &str = "out";

/// An idea in the form.
pub struct SortLine {
    /// Which it is, and the bundle in which it is seen.
    pub value: String,
    /// What it says.
    pub text: String,
    /// Its area.
    pub area: String,
    /// Whether it is ticked.
    pub ticked: bool,
}

/// A bundle in the form.
pub struct SortGroup {
    /// Its number; none for ideas that are in no bundle.
    pub number: Option<u32>,
    /// Its title.
    pub title: String,
    /// What is typed for its new name.
    pub renamed: String,
    /// What is wrong with that.
    pub fault: Option<&'static str>,
    /// Its ideas.
    pub ideas: Vec<SortLine>,
}

/// The form, and what became of the one that was sent before.
#[derive(Default)]
pub struct SortView {
    /// The ideas, those in no bundle first.
    pub groups: Vec<SortGroup>,
    /// What was done.
    pub done: Vec<String>,
    /// What undoes it: each idea with the bundle it came from, and where it went.
    pub undo: Option<(Vec<String>, String)>,
    /// What is wrong with the ideas that were chosen, or with the bundle.
    pub ideas_fault: Option<&'static str>,
    /// The same of the bundle.
    pub to_fault: Option<&'static str>,
    /// What was refused as a whole.
    pub fault: Option<&'static str>,
    /// The ideas that were chosen, where they are shown again.
    ticked: BTreeSet<String>,
    /// The bundle that was chosen.
    pub to: String,
    /// The title that was written.
    pub title: String,
    /// A new name that was refused: of which bundle, what was typed, why.
    renamed: Option<(u32, String, &'static str)>,
}

fn write_place(bundle: Option<u32>) -> String {
    bundle.map_or(OUT.to_owned(), |number| number.to_string())
}

fn read_place(written: &str) -> Option<Option<u32>> {
    match written {
        OUT => Some(None),
        number => number.parse().ok().map(Some),
    }
}

fn write_move((id, bundle): &Move) -> String {
    format!("{id}:{}", write_place(*bundle))
}

fn read_move(written: &str) -> Option<Move> {
    let (id, bundle) = written.split_once(':')?;
    Some((id.parse::<IdeaId>().ok()?, read_place(bundle)?))
}

impl SortView {
    /// Whether what was sent was refused.
    pub fn is_refused(&self) -> bool {
        self.ideas_fault.is_some() || self.to_fault.is_some() || self.fault.is_some() || self.renamed.is_some()
    }

    /// With the ideas as they lie now.
    #[must_use]
    pub fn of(mut self, joined: &Joined) -> Self {
        let (canvas, areas) = (&joined.canvas, &joined.gathering.prepared.areas);
        let group = |number: Option<u32>, title: &str| {
            let ideas = canvas.seen(Showing::Shown).filter(|(_, idea)| idea.bundle == number);
            let lines = ideas.map(|(id, idea)| SortLine {
                value: write_move(&(*id, idea.bundle)),
                text: idea.text.clone(),
                area: areas.get(idea.area).cloned().unwrap_or_default(),
                ticked: self.ticked.contains(&id.to_string()),
            });
            let renamed = self.renamed.as_ref().filter(|(which, ..)| Some(*which) == number);
            SortGroup {
                number,
                title: title.to_owned(),
                renamed: renamed.map_or(title.to_owned(), |(_, typed, _)| typed.clone()),
                fault: renamed.map(|(.., fault)| *fault),
                ideas: lines.collect(),
            }
        };
        let mut groups = vec![group(None, "")];
        groups.extend(
            canvas
                .bundles
                .iter()
                .map(|bundle| group(Some(bundle.number), &bundle.title)),
        );
        self.groups = groups;
        self
    }

    /// The bundles that can be chosen.
    pub fn bundles(&self) -> impl Iterator<Item = (String, &str)> {
        let named = self.groups.iter().filter(|group| group.number.is_some());
        named.map(|group| (write_place(group.number), &group.title[..]))
    }
}

fn say_sorted(sorted: &Sorted, text: &str, texts: &TableTexts) -> Vec<String> {
    let mut said = vec![fill(text, &[&sorted.moved.len()])];
    if sorted.elsewhere > 0 {
        said.push(fill(texts.elsewhere, &[&sorted.elsewhere]));
    }
    said
}

fn say_refused(refused: Refused, texts: &'static TableTexts) -> &'static str {
    match refused {
        Refused::TooFast => texts.too_fast,
        Refused::NotKept => texts.not_kept,
        Refused::Pace(_) => texts.closed_kept,
        Refused::Canvas(CanvasError::Full) => texts.full,
        Refused::Canvas(CanvasError::Titled) => texts.titled,
        Refused::Canvas(CanvasError::Meanwhile) => texts.renamed_meanwhile,
        Refused::Canvas(_) => texts.bundle_gone,
    }
}

/// Where ideas are to go: to a bundle that is there, or to one that is named.
enum Target {
    There(Option<u32>),
    Named(String),
}

fn read_target(view: &SortView, texts: &'static TableTexts) -> Result<Target, &'static str> {
    if !view.title.trim().is_empty() {
        return read_title(&view.title).map(Target::Named).map_err(|_| texts.title_long);
    }
    match view.to.as_str() {
        "" => Err(texts.no_target),
        to => read_place(to).map(Target::There).ok_or(texts.bundle_gone),
    }
}

async fn sort_ideas(
    pages: &Arc<Pages>,
    joined: &Joined,
    moves: Vec<Move>,
    view: SortView,
    texts: &'static TableTexts,
) -> Result<SortView, PageError> {
    let target = read_target(&view, texts);
    let ideas_fault = moves.is_empty().then_some(texts.none_chosen);
    let target = match (target, ideas_fault) {
        (Ok(target), None) => target,
        (target, ideas_fault) => {
            return Ok(SortView {
                ideas_fault,
                to_fault: target.err(),
                ..view
            });
        }
    };
    let done = change(pages, joined, Step::Sort, move |canvas| match target {
        Target::There(to) => Ok((to, canvas.sort(&moves, to)?)),
        Target::Named(title) => canvas.sort_to_title(&moves, &title),
    });
    Ok(match done.await? {
        Ok((to, sorted)) => SortView {
            done: say_sorted(&sorted, texts.moved, texts),
            undo: (!sorted.moved.is_empty()).then(|| (sorted.moved.iter().map(write_move).collect(), write_place(to))),
            ..SortView::default()
        },
        Err(refused) => {
            let fault = say_refused(refused, texts);
            match refused {
                Refused::Canvas(CanvasError::NotThere) => SortView {
                    to_fault: Some(fault),
                    ..view
                },
                _ => SortView {
                    fault: Some(fault),
                    ..view
                },
            }
        }
    })
}

async fn undo(
    pages: &Arc<Pages>,
    joined: &Joined,
    form: &Form,
    texts: &'static TableTexts,
) -> Result<SortView, PageError> {
    let moved: Option<Vec<Move>> = form.all("back").iter().map(|one| read_move(one)).collect();
    let from = read_place(form.get("from"));
    let (Some(moved), Some(from)) = (moved, from) else {
        return Err(PageError::NotFound);
    };
    let done = change(pages, joined, Step::Sort, move |canvas| Ok(canvas.undo(&moved, from)));
    Ok(match done.await? {
        Ok(sorted) => SortView {
            done: say_sorted(&sorted, texts.undone, texts),
            ..SortView::default()
        },
        Err(refused) => SortView {
            fault: Some(say_refused(refused, texts)),
            ..SortView::default()
        },
    })
}

async fn show_again(pages: &Arc<Pages>, visit: &Visit, code: &str, view: SortView) -> Result<Response, PageError> {
    match open(pages, code).await? {
        Opened::Joined(joined) => {
            let said = Said {
                sorting: Some(view),
                ..Said::default()
            };
            write(&joined, visit, said)
        }
        opened => join::refuse(visit, code, &opened),
    }
}

/// Moves ideas, or undoes a move.
pub async fn sort(
    State(pages): State<Arc<Pages>>,
    Path(code): Path<String>,
    visit: Visit,
    form: Form,
) -> Result<Response, PageError> {
    let joined = match open(&pages, &code).await? {
        Opened::Joined(joined) => joined,
        opened => return join::refuse(&visit, &code, &opened),
    };
    let texts = TableTexts::of(visit.language);
    let view = if form.get("do") == "undo" {
        undo(&pages, &joined, &form, texts).await?
    } else {
        let chosen: Option<Vec<Move>> = form.all("idea").iter().map(|one| read_move(one)).collect();
        let moves = chosen.ok_or(PageError::NotFound)?;
        let view = SortView {
            ticked: moves.iter().map(|(id, _)| id.to_string()).collect(),
            to: form.get("to").to_owned(),
            title: form.get("title").to_owned(),
            ..SortView::default()
        };
        sort_ideas(&pages, &joined, moves, view, texts).await?
    };
    show_again(&pages, &visit, &code, view).await
}

/// Gives a bundle another name.
pub async fn rename(
    State(pages): State<Arc<Pages>>,
    Path(code): Path<String>,
    visit: Visit,
    form: Form,
) -> Result<Response, PageError> {
    let joined = match open(&pages, &code).await? {
        Opened::Joined(joined) => joined,
        opened => return join::refuse(&visit, &code, &opened),
    };
    let texts = TableTexts::of(visit.language);
    let number: u32 = form.get("bundle").parse().map_err(|_| PageError::NotFound)?;
    let (seen, typed) = (form.get("seen").to_owned(), form.get("title").to_owned());
    let fault = match read_title(&typed) {
        Err(_) if typed.trim().is_empty() => Some(texts.no_target),
        Err(_) => Some(texts.title_long),
        Ok(title) => {
            let renamed = change(&pages, &joined, Step::Sort, move |canvas| {
                canvas.rename_bundle(number, &seen, &title)
            });
            match renamed.await? {
                Ok(()) => None,
                Err(refused) => Some(say_refused(refused, texts)),
            }
        }
    };
    let view = match fault {
        None => SortView {
            done: vec![texts.saved.to_owned()],
            ..SortView::default()
        },
        Some(fault) => SortView {
            renamed: Some((number, typed, fault)),
            ..SortView::default()
        },
    };
    show_again(&pages, &visit, &code, view).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_form_carries_of_a_move_is_read_back_and_nothing_else() {
        let id: IdeaId = "0123456789abcdef0123456789abcdef".parse().unwrap();
        for bundle in [None, Some(1), Some(u32::MAX)] {
            assert_eq!(read_move(&write_move(&(id, bundle))), Some((id, bundle)));
        }
        for written in [
            "",
            ":",
            "0123:1",
            "0123456789abcdef0123456789abcdeF:1",
            "0123456789abcdef0123456789abcdef:-1",
        ] {
            assert_eq!(read_move(written), None, "{written}");
        }
    }
}

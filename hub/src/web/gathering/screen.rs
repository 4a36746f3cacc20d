//! The big screen: read from eight metres, one thing at a time. Whoever has the code may show it.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;

use super::list::is_revealed;
use super::{Joined, Opened, changes, join, open};
use crate::gathering::{Stage, Step};
use crate::texts::{GatheringTexts, TableTexts, fill};
use crate::web::Pages;
use crate::web::error::PageError;
use crate::web::host::host;
use crate::web::page::{Page, respond};
use crate::web::tablets::qr::{Qr, draw};
use crate::web::visit::Visit;

/// Without a script it loads itself again after so many seconds.
const REFRESH_SECONDS: u64 = 3;
/// With one it follows the guide, and loads itself again after so many seconds where it shows the time that is left, if the hub is there: a
/// screen that asked while the hub is started anew would stay empty.
const AGAIN_SECONDS: u64 = 15;

#[derive(Template)]
#[template(path = "gathering_screen.html")]
struct ScreenPage {
    page: Page,
    texts: &'static TableTexts,
    /// Where it follows the guide, its own address, and how often it loads itself again without a script.
    follows: Option<(String, String, u64)>,
    wards: String,
    /// Which step it is, and what it is called.
    step: Option<String>,
    say: &'static str,
    area: Option<String>,
    left: Option<String>,
    /// After how many seconds that is said anew.
    again: u64,
    /// How tables join, while they can: what is said, the code, the picture.
    join: Option<(String, String, Option<Qr>)>,
}

fn say(joined: &Joined, texts: &'static TableTexts) -> &'static str {
    match joined.gathering.position.stage {
        Stage::Prepared => texts.screen_begin,
        Stage::HandedOver => texts.screen_over,
        Stage::GivenUp => texts.screen_given_up,
        Stage::At { step, open } => match (step, open) {
            (Step::Ideas, true) => texts.screen_ideas,
            (Step::Ideas, false) if is_revealed(&joined.canvas) => texts.screen_shown,
            (Step::Ideas, false) => texts.screen_ideas_closed,
            (Step::Sort, _) => texts.screen_sort,
            (Step::Prioritise, _) => texts.screen_prioritise,
            (Step::Concretise, _) => texts.screen_concretise,
            (Step::HandOver, _) => texts.screen_hand,
        },
    }
}

fn describe(joined: &Joined, visit: &Visit, headers: &HeaderMap, now: i64) -> ScreenPage {
    let texts = TableTexts::of(visit.language);
    let (gathering, names) = (&joined.gathering, GatheringTexts::of(visit.language));
    let position = gathering.position;
    // Tables reach this hub where the screen's own browser does.
    let host = host(headers).unwrap_or_default();
    let address = format!("https://{host}/gathering/{}", gathering.code.as_str());
    let picture = (!host.is_empty()).then(|| draw(&address)).flatten();
    let told = fill(texts.screen_join, &[&format!("{host}/gathering")]);
    ScreenPage {
        page: visit.page(texts.screen),
        texts,
        follows: (!position.is_over()).then(|| {
            let page = format!("/gathering/{}/screen", gathering.code.as_str());
            (changes::address(gathering, &joined.canvas), page, REFRESH_SECONDS)
        }),
        wards: joined.wards.clone(),
        step: position.step().map(|step| {
            let nth = fill(texts.step_of, &[&step.number()]);
            format!("{nth}: {}", names.step_name(step))
        }),
        say: say(joined, texts),
        area: position
            .step()
            .and_then(|_| gathering.prepared.areas.get(position.area).cloned()),
        again: AGAIN_SECONDS,
        left: position.until.map(|until| texts.say_left(until - now)),
        join: (!position.is_over()).then(|| (told, gathering.code.to_groups(), picture)),
    }
}

/// The page.
pub async fn show(
    State(pages): State<Arc<Pages>>,
    Path(code): Path<String>,
    visit: Visit,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    match open(&pages, &code).await? {
        Opened::Joined(joined) => {
            let template = describe(&joined, &visit, &headers, pages.now());
            respond(&template, false)
        }
        opened => join::refuse(&visit, &code, &opened),
    }
}

//! Gatherings for measures on pages: what a guide prepares and leads, what tables write without logging in, the big screen. The rules are
//! [`crate::gathering`]'s.
//!
//! Nothing of an idea is logged, and no page ties one to a cookie: the one that forms are checked with is not kept anywhere.

mod changes;
mod diagram;
mod guide;
mod join;
mod led;
mod list;
#[cfg(feature = "pdf")]
mod paper;
mod prepare;
mod screen;
mod sort;
mod table;
mod writing;

use std::sync::Arc;

use axum::Router;
use axum::routing::{get, post};

use crate::data::{DataError, DataFolder};
use crate::gathering::keeping::{self, GatheringError};
use crate::gathering::{Canvas, CanvasError, Gathering, JoinCode, PaceError};
use crate::organisation::times::day_of;
use crate::store::StoreError;
use crate::web::Pages;
use crate::web::error::PageError;

#[cfg(all(test, feature = "pdf"))]
pub(crate) use paper::words as paper_words;

pub(super) use changes::Changes;
pub(super) use list::{GatheringLine, list};

/// The guide's page of a gathering, a table's, and where a table's forms lead that come back to it.
const GUIDES: &str = "/process/{process}/gatherings/{gathering}";
const TABLE: &str = "/gathering/{code}";
const SORT: &str = "/gathering/{code}/sort";
const RENAME: &str = "/gathering/{code}/rename";
/// The big screen.
const SCREEN: &str = "/gathering/{code}/screen";
/// Pages that load themselves again when the guide has gone on.
pub(super) const FOLLOWING: [&str; 5] = [GUIDES, TABLE, SORT, RENAME, SCREEN];
/// Where tables join.
const JOIN: &str = "/gathering";

/// The routes.
pub(super) fn routes() -> Router<Arc<Pages>> {
    let routes = Router::new();
    #[cfg(feature = "pdf")]
    let routes = routes.route(
        "/process/{process}/gatherings/{gathering}/paper/{sheet}",
        get(paper::file),
    );
    routes
        .route(
            "/process/{process}/gatherings/{gathering}/prepare",
            get(prepare::show).post(prepare::save),
        )
        .route(GUIDES, get(guide::show))
        .route("/process/{process}/gatherings/{gathering}/pace", post(led::pace))
        .route("/process/{process}/gatherings/{gathering}/unseen", post(led::unseen))
        .route(
            "/process/{process}/gatherings/{gathering}/hand-over",
            post(led::hand_over),
        )
        .route(JOIN, get(join::show).post(join::join))
        .route(TABLE, get(table::show))
        .route("/gathering/{code}/ideas", post(table::take))
        .route(SORT, post(sort::sort))
        .route(RENAME, post(sort::rename))
        .route(
            "/gathering/{code}/estimates/{estimate}",
            get(writing::show_estimate).post(writing::save_estimate),
        )
        .route(
            "/gathering/{code}/cards/{card}",
            get(writing::show_card).post(writing::save_card),
        )
        .route(SCREEN, get(screen::show))
        .route("/gathering/{code}/changes", get(changes::follow))
}

/// Why something was not done, for who asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Refused {
    /// The pace forbids it.
    Pace(PaceError),
    /// The canvas forbids it.
    Canvas(CanvasError),
    /// More was sent than a room of tables writes.
    TooFast,
    /// Disk or database failed.
    NotKept,
}

/// What was refused is told; what failed is an error.
fn settle<T>(done: Result<T, GatheringError>) -> Result<Result<T, Refused>, StoreError> {
    match done {
        Ok(done) => Ok(Ok(done)),
        Err(GatheringError::Pace(fault)) => Ok(Err(Refused::Pace(fault))),
        Err(GatheringError::Canvas(fault)) => Ok(Err(Refused::Canvas(fault))),
        Err(GatheringError::Data(error)) => Err(into_store_error(error)),
    }
}

fn into_store_error(error: DataError) -> StoreError {
    match error {
        DataError::Store(error) => error,
        DataError::Disk(path, error) => StoreError::File(path.display().to_string(), error),
        error => StoreError::Damaged(error.to_string()),
    }
}

/// A gathering as a table joins it.
struct Joined {
    gathering: Gathering,
    canvas: Canvas,
    /// The names of its wards.
    wards: String,
    /// The day on which it was read.
    today: i64,
    /// What a form on its page is called: drawn.
    form: String,
}

/// What a code that somebody brought opens.
enum Opened {
    /// A gathering.
    Joined(Box<Joined>),
    /// Nothing.
    Wrong,
    /// Nothing, and too many were tried.
    TooMany,
}

/// Reads the gathering of a code. The right one is always taken; wrong ones are counted, for all together.
async fn open(pages: &Arc<Pages>, written: &str) -> Result<Opened, PageError> {
    let now = pages.now();
    if let Ok(code) = written.parse::<JoinCode>() {
        let folder = pages.folder.clone();
        let form = draw_form_name(pages);
        let found = pages.read(move |store| {
            let Some(gathering) = store.gathering_of(&code)? else {
                return Ok(None);
            };
            let wards = store.gathering_wards(&gathering.process)?;
            let organisation = store.wards_named(&wards)?;
            Ok(Some(Joined {
                canvas: read_canvas(&folder, &gathering)?,
                wards: organisation.ward_names(&wards),
                today: day_of(now, &organisation.zone()),
                form,
                gathering,
            }))
        });
        if let Some(joined) = found.await? {
            return Ok(Opened::Joined(Box::new(joined)));
        }
    }
    let allowed = pages.join_codes.lock().is_ok_and(|mut tried| tried.allow(written, now));
    Ok(match allowed {
        true => Opened::Wrong,
        false => Opened::TooMany,
    })
}

fn draw_form_name(pages: &Pages) -> String {
    let mut drawn = [0; 16];
    rand::Rng::fill_bytes(&mut pages.rng(), &mut drawn);
    data_encoding::HEXLOWER.encode(&drawn)
}

/// What is written at a gathering that is not over.
fn read_canvas(folder: &DataFolder, gathering: &Gathering) -> Result<Canvas, StoreError> {
    match gathering.position.is_over() {
        true => Ok(Canvas::default()),
        false => keeping::read(folder, &gathering.id).map_err(into_store_error),
    }
}

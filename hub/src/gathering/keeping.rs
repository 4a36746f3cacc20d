//! A gathering on the disk: how far it is stands in the database, what is written in its file. Done in the hub's one writer, so that of
//! several who write at once each finds what the one before has written.

use rand::CryptoRng;

use super::{Act, Canvas, CanvasError, Gathering, Handed, IdeaId, JoinCode, PaceError, Revealed, Showing, Stage, Step};
use crate::data::{DataError, DataFolder};
use crate::store::{Store, StoreError};

/// Why something was not done at a gathering.
#[derive(Debug, thiserror::Error)]
pub enum GatheringError {
    /// The pace forbids it.
    #[error(transparent)]
    Pace(#[from] PaceError),
    /// The canvas forbids it.
    #[error(transparent)]
    Canvas(#[from] CanvasError),
    /// The disk or the database failed.
    #[error(transparent)]
    Data(#[from] DataError),
}

impl From<StoreError> for GatheringError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::ChangedMeanwhile(_) => GatheringError::Canvas(CanvasError::Meanwhile),
            error => GatheringError::Data(DataError::Store(error)),
        }
    }
}

/// Draws the id and the code of a gathering.
pub fn draw(rng: &mut impl CryptoRng) -> (String, JoinCode) {
    (IdeaId::draw(rng).to_string(), JoinCode::draw(rng))
}

/// What is written at a gathering.
///
/// # Errors
/// When its file is damaged or cannot be read.
pub fn read(folder: &DataFolder, id: &str) -> Result<Canvas, DataError> {
    match folder.kept_gathering(id)? {
        None => Ok(Canvas::default()),
        Some(bytes) => Canvas::from_bytes(&bytes).map_err(|_| DataError::Damaged(id.into())),
    }
}

fn revealed(canvas: &Canvas) -> Revealed {
    Revealed {
        shown: canvas.has(Showing::Shown),
        read: canvas.has(Showing::Read),
    }
}

/// Leads a gathering on, if nobody has since revision `seen`. Closing the ideas gives the guide to read what was written; giving up
/// deletes everything.
///
/// # Errors
/// [`GatheringError`]
pub fn lead(
    store: &mut Store,
    folder: &DataFolder,
    (process, number): (&str, u32),
    seen: u32,
    act: Act,
) -> Result<(), GatheringError> {
    let gathering = store.gathering(process, number)?;
    if gathering.revision != seen {
        return Err(CanvasError::Meanwhile.into());
    }
    // What cannot be read can be given up.
    let mut canvas = match act {
        Act::GiveUp => Canvas::default(),
        _ => read(folder, &gathering.id)?,
    };
    let position = gathering
        .position
        .after(act, revealed(&canvas), gathering.prepared.areas.len())?;
    if act == Act::Close && gathering.position.step() == Some(Step::Ideas) {
        // After a kill in between the step is still open, and closing it again does the rest.
        canvas.gather();
        folder.keep_gathering(&gathering.id, &canvas.to_bytes())?;
    }
    store.lead_gathering(process, number, seen, position)?;
    if position.stage == Stage::GivenUp {
        leave_to_settling(folder.destroy_gathering(&gathering.id));
    }
    Ok(())
}

/// What is left to delete once the database says that a gathering is over is no reason to say that it is not: [`settle`] tries again.
fn leave_to_settling(deleted: Result<(), DataError>) {
    if let Err(error) = deleted {
        tracing::error!(%error, "what is left of a gathering that is over could not be deleted; it will be tried again");
    }
}

/// What a guide does with ideas that nobody else has seen, while the step is closed.
#[derive(Clone, Debug)]
pub enum Unseen {
    /// Holds these back.
    Hold(std::collections::BTreeSet<IdeaId>),
    /// Lets these go.
    LetGo(std::collections::BTreeSet<IdeaId>),
    /// Shows what is not held back.
    Reveal,
}

/// Holds back, lets go or shows, if nobody has led the gathering on since revision `seen`.
///
/// # Errors
/// [`GatheringError`]
pub fn show(
    store: &mut Store,
    folder: &DataFolder,
    (process, number): (&str, u32),
    seen: u32,
    unseen: &Unseen,
) -> Result<(), GatheringError> {
    let gathering = store.gathering(process, number)?;
    if gathering.revision != seen {
        return Err(CanvasError::Meanwhile.into());
    }
    match gathering.position.stage {
        Stage::At {
            step: Step::Ideas,
            open: false,
        } => {}
        Stage::At { step: Step::Ideas, .. } => return Err(PaceError::StepOpen.into()),
        _ => return Err(PaceError::NoStep.into()),
    }
    let mut canvas = read(folder, &gathering.id)?;
    match unseen {
        Unseen::Hold(ids) => canvas.hold(ids),
        Unseen::LetGo(ids) => canvas.let_go(ids),
        Unseen::Reveal => canvas.reveal(),
    }
    folder.keep_gathering(&gathering.id, &canvas.to_bytes())?;
    Ok(store.lead_gathering(process, number, seen, gathering.position)?)
}

/// Writes at a gathering, at a step that is open.
///
/// # Errors
/// [`GatheringError`]
pub fn write<T>(
    store: &Store,
    folder: &DataFolder,
    code: &JoinCode,
    step: Step,
    change: impl FnOnce(&mut Canvas) -> Result<T, CanvasError>,
) -> Result<T, GatheringError> {
    let gathering = store.gathering_of(code)?;
    let gathering = gathering.ok_or(CanvasError::NotThere)?;
    check_open(&gathering, step)?;
    let mut canvas = read(folder, &gathering.id)?;
    let before = canvas.clone();
    let changed = change(&mut canvas)?;
    if canvas != before {
        folder.keep_gathering(&gathering.id, &canvas.to_bytes())?;
    }
    Ok(changed)
}

/// Whether tables write at this step now.
///
/// # Errors
/// Why they do not.
pub fn check_open(gathering: &Gathering, step: Step) -> Result<(), PaceError> {
    let position = gathering.position;
    match position.stage {
        _ if position.is_open(step) => Ok(()),
        _ if position.is_over() => Err(PaceError::Over),
        Stage::Prepared => Err(PaceError::NotBegun),
        _ => Err(PaceError::StepClosed),
    }
}

/// Hands over what came of a gathering, and deletes what was never shown.
///
/// # Errors
/// [`GatheringError`]
pub fn hand_over(
    store: &mut Store,
    folder: &DataFolder,
    (process, number): (&str, u32),
    (seen, sure): (u32, bool),
    (day, account): (i64, &str),
    now: i64,
) -> Result<(), GatheringError> {
    let gathering = store.gathering(process, number)?;
    if gathering.revision != seen {
        return Err(CanvasError::Meanwhile.into());
    }
    if gathering.position.step() != Some(Step::HandOver) {
        return Err(PaceError::NoStep.into());
    }
    let mut canvas = read(folder, &gathering.id)?;
    if let Some(fault) = canvas.find_obstacle(sure) {
        return Err(fault.into());
    }
    let handed = Handed::of(&canvas, &gathering.prepared, day, account);
    store.hand_over_gathering(process, number, seen, &handed, now)?;
    // A hub that is put back to before this has what was shown, and hands it over anew.
    canvas.forget_unseen();
    leave_to_settling(folder.keep_gathering(&gathering.id, &canvas.to_bytes()));
    Ok(())
}

/// Does what a kill has left undone: what was given up is destroyed, what was never shown of what was handed over is deleted.
///
/// # Errors
/// When disk or store fail.
pub fn settle(store: &Store, folder: &DataFolder) -> Result<(), DataError> {
    folder.settle_gatherings()?;
    let (given_up, handed_over) = store.gatherings_over()?;
    for id in given_up {
        folder.destroy_gathering(&id)?;
    }
    for id in handed_over {
        if folder.kept_gathering(&id)?.is_none() {
            continue;
        }
        let Ok(canvas) = read(folder, &id) else {
            tracing::warn!("the file of a gathering that was handed over cannot be read");
            continue;
        };
        let mut stripped = canvas.clone();
        stripped.forget_unseen();
        if stripped != canvas {
            folder.keep_gathering(&id, &stripped.to_bytes())?;
        }
    }
    Ok(())
}

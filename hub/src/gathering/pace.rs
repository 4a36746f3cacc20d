//! The steps of a gathering: the guide sets the pace, forwards and back.

/// A step of the measures canvas.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// Ideas are written, silently.
    Ideas,
    /// Ideas are sorted into bundles.
    Sort,
    /// Tables say what they think of what could be done.
    Prioritise,
    /// Tables fill in measure cards.
    Concretise,
    /// What came of it is handed over to the leader.
    HandOver,
}

impl Step {
    /// Each, in order.
    pub const ALL: [Step; 5] = [
        Step::Ideas,
        Step::Sort,
        Step::Prioritise,
        Step::Concretise,
        Step::HandOver,
    ];

    /// As it is kept.
    pub fn name(self) -> &'static str {
        match self {
            Step::Ideas => "ideas",
            Step::Sort => "sort",
            Step::Prioritise => "prioritise",
            Step::Concretise => "concretise",
            Step::HandOver => "hand-over",
        }
    }

    /// The step of this name.
    pub fn find(name: &str) -> Option<Self> {
        Step::ALL.into_iter().find(|step| step.name() == name)
    }

    /// Which it is, counted from one.
    pub fn number(self) -> usize {
        self as usize + 1
    }

    fn beside(self, nth: isize) -> Option<Self> {
        let at = (self as usize).checked_add_signed(nth)?;
        Step::ALL.get(at).copied()
    }
}

/// How far a gathering is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// It has not begun.
    Prepared,
    /// It is at a step, which is open or closed.
    At {
        /// The step.
        step: Step,
        /// Whether tables write.
        open: bool,
    },
    /// What came of it was handed over: nothing is changed any more.
    HandedOver,
    /// It was given up, and what was written is gone.
    GivenUp,
}

/// How far a gathering is, and what the big screen says of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// How far.
    pub stage: Stage,
    /// The area that is spoken of, counted from zero.
    pub area: usize,
    /// When the time of the step is over, in seconds since 1970-01-01, if a time was set.
    pub until: Option<i64>,
}

/// What a guide does with the pace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// Begins.
    Begin,
    /// Opens the step; its time is over then, if one is set.
    Open(Option<i64>),
    /// Closes the step.
    Close,
    /// Goes to the next step, which is open.
    Forward,
    /// Goes to the step before, which stays closed until it is opened.
    Back,
    /// Speaks of another area.
    Area(usize),
    /// Gives it up.
    GiveUp,
}

/// What of the ideas is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Revealed {
    /// Whether any is shown to the tables.
    pub shown: bool,
    /// Whether the guide has some to read that are not shown yet.
    pub read: bool,
}

/// Why the pace was not set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PaceError {
    /// It has not begun.
    #[error("it has not begun")]
    NotBegun,
    /// It has begun.
    #[error("it has begun")]
    Begun,
    /// It is over.
    #[error("it is over")]
    Over,
    /// The step is open: close it first.
    #[error("the step is open")]
    StepOpen,
    /// The step is closed.
    #[error("the step is closed")]
    StepClosed,
    /// The ideas are not shown yet.
    #[error("the ideas are not shown yet")]
    NotRevealed,
    /// There is no step there.
    #[error("there is no such step")]
    NoStep,
    /// There is no such area.
    #[error("there is no such area")]
    NoArea,
}

impl Position {
    /// Before it has begun.
    pub const PREPARED: Position = Position {
        stage: Stage::Prepared,
        area: 0,
        until: None,
    };

    /// The step that it is at, if it is at one.
    pub fn step(&self) -> Option<Step> {
        match self.stage {
            Stage::At { step, .. } => Some(step),
            _ => None,
        }
    }

    /// Whether tables write at this step now.
    pub fn is_open(&self, step: Step) -> bool {
        self.stage == Stage::At { step, open: true }
    }

    /// Whether it is over.
    pub fn is_over(&self) -> bool {
        matches!(self.stage, Stage::HandedOver | Stage::GivenUp)
    }

    /// Where an act leads.
    ///
    /// # Errors
    /// Why it leads nowhere.
    pub fn after(self, act: Act, revealed: Revealed, areas: usize) -> Result<Self, PaceError> {
        let at = |step, open, until| Position {
            stage: Stage::At { step, open },
            until,
            ..self
        };
        if self.is_over() {
            return Err(PaceError::Over);
        }
        match (self.stage, act) {
            (_, Act::GiveUp) => Ok(Position {
                stage: Stage::GivenUp,
                until: None,
                ..self
            }),
            (_, Act::Area(area)) if area >= areas => Err(PaceError::NoArea),
            (_, Act::Area(area)) => Ok(Position { area, ..self }),
            (Stage::Prepared, Act::Begin) => Ok(at(Step::Ideas, false, None)),
            (Stage::Prepared, _) => Err(PaceError::NotBegun),
            (_, Act::Begin) => Err(PaceError::Begun),
            // An open step is given another time.
            (Stage::At { step, .. }, Act::Open(until)) => match step {
                Step::HandOver => Err(PaceError::NoStep),
                step => Ok(at(step, true, until)),
            },
            (Stage::At { open: false, .. }, Act::Close) => Err(PaceError::StepClosed),
            (Stage::At { step, .. }, Act::Close) => Ok(at(step, false, None)),
            // The other steps are closed by going on; ideas are closed, read and shown first.
            (
                Stage::At {
                    step: Step::Ideas,
                    open: true,
                },
                Act::Forward | Act::Back,
            ) => Err(PaceError::StepOpen),
            (Stage::At { step: Step::Ideas, .. }, Act::Forward) if !revealed.shown || revealed.read => {
                Err(PaceError::NotRevealed)
            }
            (Stage::At { step, .. }, Act::Forward) => {
                let next = step.beside(1).ok_or(PaceError::NoStep)?;
                Ok(at(next, next != Step::HandOver, None))
            }
            (Stage::At { step, .. }, Act::Back) => {
                let before = step.beside(-1).ok_or(PaceError::NoStep)?;
                Ok(at(before, before != Step::Ideas, None))
            }
            (Stage::HandedOver | Stage::GivenUp, _) => Err(PaceError::Over),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn some_act() -> impl Strategy<Value = Act> {
        prop_oneof![
            Just(Act::Begin),
            proptest::option::of(0..9_i64).prop_map(Act::Open),
            Just(Act::Close),
            Just(Act::Forward),
            Just(Act::Back),
            (0..4_usize).prop_map(Act::Area),
        ]
    }

    proptest! {
        /// Whatever is pressed in whatever order: nobody comes past the ideas before they are shown, and a step back from the last one is
        /// always there.
        #[test]
        fn nobody_comes_past_ideas_that_are_not_shown(
            acts in proptest::collection::vec((some_act(), any::<bool>(), any::<bool>()), 0..60),
        ) {
            let mut position = Position::PREPARED;
            for (act, shown, read) in acts {
                let before = position;
                match position.after(act, Revealed { shown, read }, 3) {
                    Ok(after) => position = after,
                    Err(_) => prop_assert_eq!(position, before),
                }
                if before.step() == Some(Step::Ideas) && position.step() == Some(Step::Sort) {
                    prop_assert!(shown && !read && !before.is_open(Step::Ideas));
                }
                let moved = |position: Position| position.step().map_or(0, Step::number);
                prop_assert!(moved(position).abs_diff(moved(before)) <= 1);
                prop_assert!(position.area < 3);
                prop_assert!(!position.is_open(Step::HandOver));
            }
        }
    }

    #[test]
    fn what_is_over_is_over_and_the_way_back_closes_the_ideas() {
        let revealed = Revealed {
            shown: true,
            read: false,
        };
        let lead = |position: Position, act| position.after(act, revealed, 1);
        let begun = lead(Position::PREPARED, Act::Begin).unwrap();
        assert_eq!(lead(begun, Act::Begin), Err(PaceError::Begun));
        let open = lead(begun, Act::Open(Some(60))).unwrap();
        assert!(open.is_open(Step::Ideas));
        assert_eq!(lead(open, Act::Forward), Err(PaceError::StepOpen));
        let closed = lead(open, Act::Close).unwrap();
        assert_eq!(closed.until, None);
        let sorting = lead(closed, Act::Forward).unwrap();
        assert!(sorting.is_open(Step::Sort));
        let back = lead(sorting, Act::Back).unwrap();
        assert_eq!(
            back.stage,
            Stage::At {
                step: Step::Ideas,
                open: false
            }
        );
        assert_eq!(lead(back, Act::Back), Err(PaceError::NoStep));
        let over = lead(sorting, Act::GiveUp).unwrap();
        assert_eq!(lead(over, Act::Back), Err(PaceError::Over));
        assert_eq!(lead(over, Act::GiveUp), Err(PaceError::Over));
        assert_eq!(lead(Position::PREPARED, Act::Close), Err(PaceError::NotBegun));
        for step in Step::ALL {
            assert_eq!(Step::find(step.name()), Some(step));
        }
    }
}

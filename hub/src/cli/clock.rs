//! The command for the hub's clock.

use clap::Args;

use super::Common;
use crate::audit::{Deed, Who};

#[derive(Debug, Args)]
pub struct ClockCommand {
    #[command(flatten)]
    common: Common,
    /// What this machine's clock shows is right
    #[arg(long)]
    confirm: bool,
}

impl ClockCommand {
    pub fn run(self) -> anyhow::Result<()> {
        let (_, mut store) = self.common.open()?;
        let clock = self.common.clock(&mut store)?;
        if self.confirm {
            clock.confirm(&mut store)?;
            store.act_as(Who::Shell, clock.now());
            store.note_deed(&[], &Deed::ClockConfirmed {})?;
        }
        say!("For the hub it is {}.", jiff::Timestamp::from_second(clock.now())?);
        if let Some(doubt) = clock.doubt() {
            say!("{doubt}{}", super::advice::CONFIRM_CLOCK);
        } else if self.confirm {
            say!("Confirmed. A hub that is running goes by it within half a minute.");
        }
        Ok(())
    }
}

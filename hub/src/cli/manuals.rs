//! Manual pages and completions, as packages have them.

use std::path::PathBuf;

use anyhow::Context;
use clap::{Args, CommandFactory};
use clap_complete::Shell;

use super::Cli;

#[derive(Debug, Args)]
pub struct WriteManuals {
    /// Where they are written
    folder: PathBuf,
}

impl WriteManuals {
    pub fn run(self) -> anyhow::Result<()> {
        let mut command = Cli::command();
        let failed = || format!("nothing can be written in {}", self.folder.display());
        clap_mangen::generate_to(command.clone(), &self.folder).with_context(failed)?;
        for shell in [Shell::Bash, Shell::Zsh, Shell::Fish] {
            clap_complete::generate_to(shell, &mut command, "trykk-hub", &self.folder).with_context(failed)?;
        }
        Ok(())
    }
}

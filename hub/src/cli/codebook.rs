//! The command for the codebook's file.

use std::path::PathBuf;

use anyhow::Context;
use clap::Args;

use crate::analysis::codebook::{BUILT_IN, Codebook, OWN_FILE};

#[derive(Debug, Args)]
pub struct CodebookCommand {
    /// Print the file that comes with Trykk, to begin one of your own with
    #[arg(long)]
    print: bool,
    /// Say whether a file can be read
    #[arg(
        long,
        value_name = "FILE",
        conflicts_with = "print",
        required_unless_present = "print"
    )]
    check: Option<PathBuf>,
}

impl CodebookCommand {
    pub fn run(self) -> anyhow::Result<()> {
        if self.print {
            say_all!("{BUILT_IN}");
        }
        if let Some(path) = self.check {
            let text = std::fs::read_to_string(&path).with_context(|| format!("{} cannot be read", path.display()))?;
            let codebook = Codebook::read(&text).with_context(|| format!("{} cannot be used", path.display()))?;
            say!(
                "{} categories in {} main areas. Put it into the hub's data folder as {OWN_FILE}, and start the hub anew.",
                codebook.categories().count(),
                codebook.areas.len()
            );
        }
        Ok(())
    }
}

//! The command for the method's files.

use std::path::PathBuf;

use anyhow::Context;
use clap::Args;

use crate::process::method::{Method, OWN_FILE};

#[derive(Debug, Args)]
pub struct MethodCommand {
    /// Print a file that comes with Trykk, to begin one of your own with: four or seven
    #[arg(long, value_name = "NAME", value_parser = ["four", "seven"])]
    print: Option<String>,
    /// Say whether a file can be read
    #[arg(
        long,
        value_name = "FILE",
        conflicts_with = "print",
        required_unless_present = "print"
    )]
    check: Option<PathBuf>,
}

impl MethodCommand {
    pub fn run(self) -> anyhow::Result<()> {
        if let Some(file) = self.print.as_deref().and_then(Method::built_in) {
            say_all!("{file}");
        }
        if let Some(path) = self.check {
            let text = std::fs::read_to_string(&path).with_context(|| format!("{} cannot be read", path.display()))?;
            let method = Method::read(&text).with_context(|| format!("{} cannot be used", path.display()))?;
            say!(
                "{} phases. Put it into the hub's data folder as {OWN_FILE}, and start the hub anew.",
                method.phases.len()
            );
        }
        Ok(())
    }
}

//! Trying whether mail works.

use anyhow::{Context, bail};
use clap::{Args, Subcommand};
use ring::hmac;
use trykk_shared::language::Language;
use trykk_shared::randomness::system_rng;

use super::Common;
use crate::mail::{Line, Sent, Tls, Words, write_mail};
use crate::secrets::draw_secret;
use crate::settings::Settings;
use crate::texts::MailTexts;

#[derive(Debug, Subcommand)]
pub enum MailCommand {
    /// Send one mail to an address, by the settings in hub.toml
    Test(Test),
}

#[derive(Debug, Args)]
pub struct Test {
    #[command(flatten)]
    common: Common,
    /// Whom to send it to
    address: String,
    /// The language of the mail: nb, nn or en
    #[arg(long, value_name = "LANGUAGE", default_value = "nb")]
    language: Language,
}

impl MailCommand {
    pub fn run(self) -> anyhow::Result<()> {
        match self {
            MailCommand::Test(test) => test.run(),
        }
    }
}

impl Test {
    fn run(self) -> anyhow::Result<()> {
        let settings = Settings::load(&self.common.data)?;
        let mail = settings
            .mail
            .context("there is no [mail] in hub.toml, in the hub's data folder")?;
        let (texts, now) = (
            MailTexts::of(self.language),
            self.common.clock.unwrap_or_default().now(),
        );
        let words = Words {
            subject: texts.test_subject,
            text: texts.test_text,
        };
        // Nothing is sent again: each is a letter of its own.
        let secret = hmac::Key::new(hmac::HMAC_SHA256, draw_secret(&mut system_rng()).as_bytes());
        let letter = write_mail(&mail.settings.from, &self.address, words, (&secret, "test"), now)?;
        let tls = Tls::of(&mail)?;
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .context("no runtime")?;
        let sent = runtime.block_on(async {
            let mut line = Line::open(&mail, &tls).await?;
            let sent = line.send(&letter).await;
            line.close().await;
            Ok::<_, anyhow::Error>(sent)
        })?;
        match sent {
            Sent::Taken => say!("The mail server took it: look whether it arrives at {}.", self.address),
            Sent::NotNow(why) => bail!("the mail server does not take it now: {why}"),
            Sent::Never(why) | Sent::Nobody(why) => bail!("the mail server does not take it: {why}"),
            Sent::Unknown(why) => bail!("the mail server did not say whether it took it: {why}"),
        }
        Ok(())
    }
}

//! `hub.toml` in the hub's data folder: what connects the hub to other systems of the house. None of it is needed. What is wrong in it keeps
//! the hub from starting: half of it is none.

use std::fmt;
use std::fs;
use std::io;
use std::net::IpAddr;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use zeroize::Zeroizing;

use crate::mail::{SenderError, read_sender};

/// What the file is called.
pub const FILE: &str = "hub.toml";
/// The shortest secret of a webhook, in characters.
const MIN_SECRET: usize = 32;

/// What stands in the file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// Where people open the pages: `https://trykk.example.org`. Links in mails and calendars begin with it.
    pub pages: Option<String>,
    /// The mail server.
    pub mail: Option<MailSettings>,
    /// Where signed plans are sent.
    pub webhook: Option<WebhookSettings>,
}

/// How the connection to the mail server is kept secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Security {
    /// It begins in the clear, and nothing is sent before `STARTTLS`.
    StartTls,
    /// TLS from its first byte.
    Tls,
    /// None: on this machine alone.
    None,
}

impl Security {
    /// The port that is usual for it.
    fn port(self) -> u16 {
        match self {
            Security::StartTls => 587,
            Security::Tls => 465,
            Security::None => 25,
        }
    }
}

/// The mail server.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MailSettings {
    /// Its name: the one in its certificate.
    pub host: String,
    /// Its port; the usual one if none is said.
    pub port: Option<u16>,
    /// How the connection is kept secret.
    pub security: Security,
    /// Who logs in, if anybody has to.
    pub user: Option<String>,
    /// The file with the password; a path that is not whole begins at the data folder.
    pub password_file: Option<PathBuf>,
    /// Whom letters come from: `Trykk <trykk@example.org>`.
    pub from: String,
    /// Certificates (PEM) that are trusted besides the system's.
    pub ca_file: Option<PathBuf>,
}

impl MailSettings {
    /// The port.
    pub fn port(&self) -> u16 {
        self.port.unwrap_or(self.security.port())
    }
}

/// Where signed plans are sent.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WebhookSettings {
    /// Where to: https, or http on this machine.
    pub url: String,
    /// The file with the secret that deliveries are signed with.
    pub secret_file: PathBuf,
    /// Certificates (PEM) that are trusted besides the system's.
    pub ca_file: Option<PathBuf>,
}

/// What is wrong with the settings.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// A file cannot be read.
    #[error("{0} cannot be read ({1})")]
    Unreadable(PathBuf, io::Error),
    /// Something in the file is not understood.
    #[error("{0}: {1}")]
    Wrong(PathBuf, WrongSetting),
    /// A file with a secret holds something else than one line of text.
    #[error("{0}: it must hold one line of text")]
    NotOneLine(PathBuf),
    /// The webhook's secret is too short.
    #[error("{0}: the secret is shorter than {MIN_SECRET} characters")]
    ShortSecret(PathBuf),
}

/// What is not understood in `hub.toml`, with the name of the setting.
#[derive(Debug, thiserror::Error)]
pub enum WrongSetting {
    /// It is no TOML, or has a name that is none of ours.
    #[error(transparent)]
    Toml(#[from] toml::de::Error),
    /// An address in the clear leads to another machine.
    #[error("{0}: http is for this machine alone; write https://")]
    Clear(&'static str),
    /// An address is none.
    #[error("{0}: {1:?} is no address; write one like https://trykk.example.org")]
    Address(&'static str, String),
    /// The pages are said to be below the root of their host.
    #[error("pages: {0:?} has a path; the pages are at the root of their host")]
    Path(String),
    /// There are letters, and nothing that their links could begin with.
    #[error(
        "pages: letters have a link; write where people open the pages, like pages = \"https://trykk.example.org\""
    )]
    NoPages,
    /// The mail server's name is none.
    #[error("mail.host: {0:?} is no name of a server")]
    MailHost(String),
    /// Its port is none.
    #[error("mail.port: 0 is no port")]
    MailPort,
    /// A mail server on another machine, in the clear.
    #[error("mail.security: \"none\" is for this machine alone; write \"starttls\" or \"tls\"")]
    MailInTheClear,
    /// A user without a password, or the other way round.
    #[error("mail: user and password_file go together")]
    HalfALogIn,
    /// The sender is none.
    #[error("mail.from: {0}")]
    Sender(#[from] SenderError),
}

/// A secret that was read from a file.
#[derive(Clone)]
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// The secret itself.
    pub fn show(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(..)")
    }
}

/// The settings with what their files hold.
#[derive(Clone, Debug, Default)]
pub struct Loaded {
    /// Where people open the pages, without a slash at its end.
    pub pages: Option<String>,
    /// The mail server.
    pub mail: Option<LoadedMail>,
    /// Where signed plans are sent.
    pub webhook: Option<LoadedWebhook>,
    /// The files with secrets that anybody on this machine can read or write.
    pub exposed: Vec<PathBuf>,
}

/// The mail server, with what its files hold.
#[derive(Clone, Debug)]
pub struct LoadedMail {
    /// As it stands in the file.
    pub settings: MailSettings,
    /// The password.
    pub password: Option<Secret>,
    /// Certificates (PEM).
    pub ca: Option<Vec<u8>>,
}

/// Where signed plans are sent, with what its files hold.
#[derive(Clone, Debug)]
pub struct LoadedWebhook {
    /// Where to.
    pub url: String,
    /// What deliveries are signed with.
    pub secret: Secret,
    /// Certificates (PEM).
    pub ca: Option<Vec<u8>>,
}

/// The host of an address, without its port.
fn host_of(rest: &str) -> &str {
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    match authority.strip_prefix('[') {
        Some(inner) => inner.split(']').next().unwrap_or_default(),
        None => authority.split(':').next().unwrap_or_default(),
    }
}

/// Whether a host is this machine.
pub fn is_loopback(host: &str) -> bool {
    host.eq_ignore_ascii_case("localhost") || host.parse().is_ok_and(|address: IpAddr| address.is_loopback())
}

/// Checks an address: https, or http where it leads to this machine.
fn check_url(name: &'static str, url: &str) -> Result<(), WrongSetting> {
    let plain = url.chars().all(|sign| sign.is_ascii_graphic());
    let named = |rest: &str| plain && !host_of(rest).is_empty() && !rest.contains('@');
    match (url.strip_prefix("https://"), url.strip_prefix("http://")) {
        (Some(rest), _) if named(rest) => Ok(()),
        (_, Some(rest)) if named(rest) && is_loopback(host_of(rest)) => Ok(()),
        (_, Some(rest)) if named(rest) => Err(WrongSetting::Clear(name)),
        _ => Err(WrongSetting::Address(name, url.to_owned())),
    }
}

impl Settings {
    /// What a text says.
    ///
    /// # Errors
    /// [`WrongSetting`], with the name of what is wrong.
    pub fn parse(text: &str) -> Result<Self, WrongSetting> {
        let mut settings: Settings = toml::from_str(text)?;
        if let Some(pages) = &mut settings.pages {
            check_url("pages", pages)?;
            let kept = pages.trim_end_matches('/').to_owned();
            if kept.matches('/').count() > 2 || kept.contains(['?', '#']) {
                return Err(WrongSetting::Path(pages.clone()));
            }
            *pages = kept;
        }
        if let Some(mail) = &settings.mail {
            check_mail(mail)?;
            if settings.pages.is_none() {
                return Err(WrongSetting::NoPages);
            }
        }
        if let Some(webhook) = &settings.webhook {
            check_url("webhook.url", &webhook.url)?;
        }
        Ok(settings)
    }

    /// Reads the file in a data folder, and the files that it names. None is there: nothing is connected.
    ///
    /// # Errors
    /// [`SettingsError`]
    pub fn load(folder: &Path) -> Result<Loaded, SettingsError> {
        let file = folder.join(FILE);
        let text = match fs::read_to_string(&file) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Loaded::default()),
            Err(error) => return Err(SettingsError::Unreadable(file, error)),
        };
        let settings = Settings::parse(&text).map_err(|why| SettingsError::Wrong(file.clone(), why))?;
        let at = |path: &PathBuf| folder.join(path);
        let bytes = |path: &PathBuf| fs::read(at(path)).map_err(|error| SettingsError::Unreadable(at(path), error));
        let secret = |path: &PathBuf| -> Result<Secret, SettingsError> {
            let bytes = Zeroizing::new(bytes(path)?);
            let text = std::str::from_utf8(&bytes).unwrap_or_default();
            // Some editors put a mark before the text; nobody types it.
            let line = text.trim_start_matches('\u{feff}').trim_end_matches(['\r', '\n']);
            match line.is_empty() || line.contains(['\r', '\n']) {
                true => Err(SettingsError::NotOneLine(at(path))),
                false => Ok(Secret(Zeroizing::new(line.to_owned()))),
            }
        };
        let secrets = [
            settings.mail.as_ref().and_then(|mail| mail.password_file.as_ref()),
            settings.webhook.as_ref().map(|webhook| &webhook.secret_file),
        ];
        let exposed = secrets
            .into_iter()
            .flatten()
            .map(at)
            .filter(|file| is_exposed(file))
            .collect();
        let mail = match settings.mail {
            Some(mail) => Some(LoadedMail {
                password: mail.password_file.as_ref().map(&secret).transpose()?,
                ca: mail.ca_file.as_ref().map(bytes).transpose()?,
                settings: mail,
            }),
            None => None,
        };
        let webhook = match settings.webhook {
            Some(webhook) => {
                let kept = secret(&webhook.secret_file)?;
                if kept.show().chars().count() < MIN_SECRET {
                    return Err(SettingsError::ShortSecret(at(&webhook.secret_file)));
                }
                Some(LoadedWebhook {
                    ca: webhook.ca_file.as_ref().map(bytes).transpose()?,
                    secret: kept,
                    url: webhook.url,
                })
            }
            None => None,
        };
        let pages = settings.pages;
        Ok(Loaded {
            pages,
            mail,
            webhook,
            exposed,
        })
    }
}

/// Whether anybody on this machine can read or write a file. Its group is the administrator's affair: a service often has one of its own.
fn is_exposed(file: &Path) -> bool {
    fs::metadata(file).is_ok_and(|file| file.permissions().mode() & 0o006 != 0)
}

fn check_mail(mail: &MailSettings) -> Result<(), WrongSetting> {
    let is_host = |sign: char| sign.is_ascii_alphanumeric() || "-.:".contains(sign);
    if mail.host.is_empty() || !mail.host.chars().all(is_host) {
        return Err(WrongSetting::MailHost(mail.host.clone()));
    }
    if mail.port == Some(0) {
        return Err(WrongSetting::MailPort);
    }
    if mail.security == Security::None && !is_loopback(&mail.host) {
        return Err(WrongSetting::MailInTheClear);
    }
    if mail.user.is_some() != mail.password_file.is_some() {
        return Err(WrongSetting::HalfALogIn);
    }
    read_sender(&mail.from)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const MAIL: &str = "pages = \"https://trykk.example.org/\"\n[mail]\nhost = \"smtp.example.org\"\nsecurity = \"starttls\"\nfrom = \"Trykk <trykk@example.org>\"\n";

    #[test]
    fn what_stands_in_the_file_is_read_and_what_is_wrong_is_named() {
        let settings = Settings::parse(MAIL).unwrap();
        assert_eq!(settings.pages.as_deref(), Some("https://trykk.example.org"));
        let mail = settings.mail.unwrap();
        assert_eq!((mail.port(), mail.security), (587, Security::StartTls));
        assert_eq!(Settings::parse("").unwrap(), Settings::default());
        for (from, to, part) in [
            ("host", "hosts", "hosts"),
            ("\"starttls\"", "\"ssl\"", "ssl"),
            ("\"starttls\"", "\"none\"", "mail.security"),
            ("smtp.example.org", "smtp.example.org\\r\\nX", "mail.host"),
            ("Trykk <trykk@example.org>", "Trykk", "mail.from"),
            ("https://trykk.example.org/", "https://trykk.example.org/trykk", "pages"),
            ("https://trykk.example.org/", "http://trykk.example.org", "pages"),
            (
                "https://trykk.example.org/",
                "https://somebody@trykk.example.org",
                "pages",
            ),
            ("security", "user = \"trykk\"\nsecurity", "user and password_file"),
            ("security", "port = 0\nsecurity", "mail.port"),
            ("pages = \"https://trykk.example.org/\"\n", "", "pages"),
        ] {
            let why = Settings::parse(&MAIL.replace(from, to)).unwrap_err().to_string();
            assert!(why.contains(part), "{from} -> {to}: {why}");
        }
        let hook = |url: &str| Settings::parse(&format!("[webhook]\nurl = \"{url}\"\nsecret_file = \"s\"\n"));
        assert!(hook("https://quality.example.org/trykk?unit=1").is_ok() && hook("http://127.0.0.1:9000/").is_ok());
        assert!(hook("http://[::1]:9000/").is_ok());
        for wrong in [
            "http://quality.example.org",
            "ftp://example.org",
            "https://",
            "http://127.0.0.1.example.org/",
        ] {
            assert!(hook(wrong).unwrap_err().to_string().contains("webhook.url"), "{wrong}");
        }
    }

    #[test]
    fn secrets_come_from_files_and_stand_in_no_log() {
        let folder = tempfile::tempdir().unwrap();
        assert!(Settings::load(folder.path()).unwrap().mail.is_none());
        let hook = "[webhook]\nurl = \"https://q.example.org\"\nsecret_file = \"secret\"\n";
        fs::write(folder.path().join(FILE), hook).unwrap();
        let why = Settings::load(folder.path()).unwrap_err().to_string();
        assert!(why.contains("secret cannot be read"), "{why}");
        for (secret, part) in [("", "one line"), ("a\nb", "one line"), ("short", "shorter than 32")] {
            fs::write(folder.path().join("secret"), secret).unwrap();
            let why = Settings::load(folder.path()).unwrap_err().to_string();
            assert!(why.contains(part), "{why}");
        }
        let secret = "a secret of thirty-two characters";
        // As editors write it, with a mark before it or another system's line end.
        for written in [format!("{secret}\n"), format!("\u{feff}{secret}\r\n")] {
            fs::write(folder.path().join("secret"), written).unwrap();
            let loaded = Settings::load(folder.path()).unwrap();
            assert_eq!(loaded.webhook.as_ref().unwrap().secret.show(), secret);
            assert!(!format!("{loaded:?}").contains("thirty"));
        }
        let file = folder.path().join("secret");
        for (mode, is_exposed) in [(0o600, false), (0o640, false), (0o644, true), (0o602, true)] {
            fs::set_permissions(&file, fs::Permissions::from_mode(mode)).unwrap();
            let exposed = Settings::load(folder.path()).unwrap().exposed;
            assert_eq!(exposed.contains(&file), is_exposed, "{mode:o}");
        }
    }
}

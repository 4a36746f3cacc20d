//! The way to the mail server, step by step: whatever happens before the last word of a letter is no letter; after it, only an answer tells.

use std::time::Duration;

use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::{AsyncSmtpConnection, Certificate, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail as From, Rcpt, Rset};
use lettre::transport::smtp::extension::ClientId;
use tokio::net::TcpStream;
use tokio::time::timeout;

use super::clear::Clear;
use super::{Mail, read_sender};
use crate::settings::{LoadedMail, Security};

/// How long each step may take.
const PATIENCE: Duration = Duration::from_secs(30);
/// How long the mail server may take to say that it has taken a letter: RFC 5321 gives it ten minutes.
const LAST_PATIENCE: Duration = Duration::from_secs(600);

/// Why the mail server cannot be used. Nothing of it holds a word of a letter.
#[derive(Debug, thiserror::Error)]
pub enum MailError {
    /// It cannot be reached, or speaks otherwise than was said.
    #[error("the mail server {0} cannot be reached: {1}")]
    Unreachable(String, String),
    /// It does not let the hub in.
    #[error("the mail server does not let {0:?} in: {1}")]
    NotLetIn(String, String),
    /// Certificates that cannot be read.
    #[error("mail.ca_file: {0}")]
    Certificates(String),
}

/// What became of one letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sent {
    /// The mail server took it.
    Taken,
    /// It did not, for now, and says why.
    NotNow(String),
    /// It takes no letter for this address, and says why.
    Never(String),
    /// It takes no letter of ours to anybody, and says why: a setting is wrong here or there.
    Nobody(String),
    /// The line broke after the last word of the letter: it may have been taken.
    Unknown(String),
}

/// What the connection is kept secret with, made once.
#[derive(Clone)]
pub struct Tls(TlsParameters);

impl Tls {
    /// The system's certificates, and those of the settings.
    ///
    /// # Errors
    /// When those cannot be read.
    pub fn of(mail: &LoadedMail) -> Result<Self, MailError> {
        let wrong = |error: lettre::transport::smtp::Error| MailError::Certificates(say(&error));
        let mut builder = TlsParameters::builder(mail.settings.host.clone());
        if let Some(pem) = &mail.ca {
            builder = builder.add_root_certificate(Certificate::from_pem(pem).map_err(wrong)?);
        }
        Ok(Tls(builder.build_rustls().map_err(wrong)?))
    }
}

/// A connection to the mail server, logged in.
pub struct Line {
    connection: AsyncSmtpConnection,
    broken: bool,
}

/// A step that was not done.
struct Undone {
    /// Whether it is no use to try it again.
    is_final: bool,
    /// Whether the line is of no use any more: the server gave no answer.
    is_broken: bool,
    why: String,
}

/// An error with all that it stems from.
fn say(error: &dyn std::error::Error) -> String {
    let mut said = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        let cause_said = cause.to_string();
        if !said.contains(&cause_said) {
            said = format!("{said}: {cause_said}");
        }
        source = cause.source();
    }
    say_once(&said)
}

/// Reasons behind colons, each once: an error that wraps itself names itself twice.
fn say_once(said: &str) -> String {
    let mut reasons: Vec<&str> = said.split(": ").collect();
    reasons.dedup();
    reasons.join(": ")
}

/// A step, as long as it may take.
async fn step<T>(
    work: impl Future<Output = Result<T, lettre::transport::smtp::Error>>,
    patience: Duration,
) -> Result<T, Undone> {
    match timeout(patience, work).await {
        Ok(Ok(done)) => Ok(done),
        Ok(Err(error)) => Err(Undone {
            is_final: error.is_permanent(),
            is_broken: !error.is_permanent() && !error.is_transient(),
            why: say(&error),
        }),
        Err(_) => Err(Undone {
            is_final: false,
            is_broken: true,
            why: "it did not answer in time".to_owned(),
        }),
    }
}

/// A connection that begins in the clear. Nothing that stood in it before the handshake is taken for an answer under it.
async fn start_tls(server: (&str, u16), tls: &Tls, hello: &ClientId) -> Result<AsyncSmtpConnection, Undone> {
    let broken = |why: String| Undone {
        is_final: false,
        is_broken: true,
        why,
    };
    let stream = match timeout(PATIENCE, TcpStream::connect(server)).await {
        Ok(Ok(stream)) => Box::new(Clear::new(stream)),
        Ok(Err(error)) => return Err(broken(error.to_string())),
        Err(_) => return Err(broken("it did not answer in time".to_owned())),
    };
    let greeted = AsyncSmtpConnection::connect_with_transport(stream, hello);
    let mut connection = step(greeted, PATIENCE).await?;
    step(connection.starttls(tls.0.clone(), hello), PATIENCE).await?;
    Ok(connection)
}

impl Line {
    /// Opens a connection and logs in, if anybody has to. Without TLS nothing is sent, but on this machine.
    ///
    /// # Errors
    /// [`MailError`]
    pub async fn open(mail: &LoadedMail, tls: &Tls) -> Result<Self, MailError> {
        let settings = &mail.settings;
        let server = (settings.host.as_str(), settings.port());
        let unreachable = |undone: Undone| MailError::Unreachable(format!("{}:{}", server.0, server.1), undone.why);
        let domain =
            read_sender(&settings.from).map_or_else(|_| "localhost".to_owned(), |from| from.email.domain().to_owned());
        let hello = ClientId::Domain(domain);
        let connection = match settings.security {
            Security::StartTls => start_tls(server, tls, &hello).await,
            Security::Tls | Security::None => {
                let wrapped = (settings.security == Security::Tls).then(|| tls.0.clone());
                let connecting = AsyncSmtpConnection::connect_tokio1(server, Some(PATIENCE), &hello, wrapped, None);
                step(connecting, PATIENCE).await
            }
        };
        let mut connection = connection.map_err(unreachable)?;
        if let (Some(user), Some(password)) = (&settings.user, &mail.password) {
            let who = Credentials::new(user.clone(), password.show().to_owned());
            let mechanisms = [Mechanism::Plain, Mechanism::Login];
            let let_in = step(connection.auth(&mechanisms, &who), PATIENCE).await;
            let_in.map_err(|undone| MailError::NotLetIn(user.clone(), undone.why))?;
        }
        Ok(Line {
            connection,
            broken: false,
        })
    }

    /// Sends one letter. A letter that is refused leaves the line as it was, for the next one.
    pub async fn send(&mut self, mail: &Mail) -> Sent {
        let announced = self.announce(mail).await;
        if let Err((undone, is_of_address)) = announced {
            self.broken |= undone.is_broken;
            if !self.broken {
                let reset = step(self.connection.command(Rset), PATIENCE).await;
                self.broken |= reset.is_err();
            }
            return match (undone.is_final, is_of_address) {
                (true, true) => Sent::Never(undone.why),
                (true, false) => Sent::Nobody(undone.why),
                (false, _) => Sent::NotNow(undone.why),
            };
        }
        match step(self.connection.message(&mail.bytes), LAST_PATIENCE).await {
            Ok(_) => Sent::Taken,
            Err(undone) => {
                self.broken |= undone.is_broken;
                match (undone.is_broken, undone.is_final) {
                    (true, _) => Sent::Unknown(undone.why),
                    // The server answered, and said no.
                    (false, true) => Sent::Nobody(undone.why),
                    (false, false) => Sent::NotNow(undone.why),
                }
            }
        }
    }

    /// Everything before the letter itself. What was not done, and whether it was the address.
    async fn announce(&mut self, mail: &Mail) -> Result<(), (Undone, bool)> {
        let of_any = |undone| (undone, false);
        let from = mail.envelope.from().cloned();
        let began = step(self.connection.command(From::new(from, Vec::new())), PATIENCE).await;
        began.map_err(of_any)?;
        for to in mail.envelope.to() {
            let known = step(self.connection.command(Rcpt::new(to.clone(), Vec::new())), PATIENCE).await;
            known.map_err(|undone| (undone, true))?;
        }
        step(self.connection.command(Data), PATIENCE).await.map_err(of_any)?;
        Ok(())
    }

    /// Whether nothing can be sent over it any more.
    pub fn is_broken(&self) -> bool {
        self.broken
    }

    /// Ends the connection.
    pub async fn close(mut self) {
        if !self.broken {
            let _ = timeout(PATIENCE, self.connection.quit()).await;
        }
    }
}

//! Mail: what a message is made of, and the way to the mail server. Messages are plain text.

mod clear;
mod smtp;

use std::str::FromStr;
use std::time::{Duration, SystemTime};

use lettre::message::header::{ContentType, Header, HeaderName, HeaderValue};
use lettre::message::{Mailbox, Message};
use lettre::{Address, address::Envelope};
use ring::digest;

pub use smtp::{Line, MailError, Sent, Tls};

/// A letter, ready to be sent.
#[derive(Clone, Debug)]
pub struct Mail {
    envelope: Envelope,
    bytes: Vec<u8>,
}

impl Mail {
    /// As it goes over the line.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }
}

/// What a letter says.
#[derive(Clone, Copy, Debug)]
pub struct Words<'w> {
    /// Its subject, on one line.
    pub subject: &'w str,
    /// Its text.
    pub text: &'w str,
}

/// Why there is no letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WriteError {
    /// No mail can be sent to this address.
    #[error("no mail can be sent to this address")]
    Address,
    /// The letter cannot be put together.
    #[error("the letter cannot be put together")]
    Letter,
}

/// No program answers to it: RFC 3834.
#[derive(Clone)]
struct AutoSubmitted;

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(AutoSubmitted)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}

/// What is written is no sender.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no sender; write one like Trykk <trykk@example.org>")]
pub struct SenderError(String);

/// The sender, as `Name <name@host>` or `name@host`.
///
/// # Errors
/// [`SenderError`]
pub fn read_sender(written: &str) -> Result<Mailbox, SenderError> {
    Mailbox::from_str(written).map_err(|_| SenderError(written.to_owned()))
}

/// A text on one line: what ends a header, or cannot be seen, is a blank.
fn on_one_line(text: &str) -> String {
    let blank = |sign: char| {
        if sign.is_control() || "\u{2028}\u{2029}".contains(sign) {
            ' '
        } else {
            sign
        }
    };
    text.chars().map(blank).collect::<String>().trim().to_owned()
}

/// What a letter is known by: the same for the same key, so that whoever gets it twice can tell.
fn message_id(from: &Mailbox, key: &str) -> String {
    let digest = digest::digest(&digest::SHA256, format!("trykk/1 letter {key}").as_bytes());
    let mark = data_encoding::HEXLOWER.encode(&digest.as_ref()[..16]);
    format!("<{mark}@{}>", from.email.domain())
}

/// Puts a letter together. `key`: what makes it the same letter if it is sent again; `now`: seconds since 1970-01-01 UTC.
///
/// # Errors
/// [`WriteError`]
pub fn write_mail(from: &str, to: &str, words: Words<'_>, key: &str, now: i64) -> Result<Mail, WriteError> {
    let from = read_sender(from).map_err(|_| WriteError::Letter)?;
    let to: Address = to.parse().map_err(|_| WriteError::Address)?;
    let at = SystemTime::UNIX_EPOCH + Duration::from_secs(u64::try_from(now).unwrap_or(0));
    let message = Message::builder()
        .message_id(Some(message_id(&from, key)))
        .date(at)
        .from(from)
        .to(Mailbox::new(None, to))
        .subject(on_one_line(words.subject))
        .header(AutoSubmitted)
        .header(ContentType::TEXT_PLAIN)
        .body(words.text.to_owned())
        .map_err(|_| WriteError::Letter)?;
    Ok(Mail {
        envelope: message.envelope().clone(),
        bytes: message.formatted(),
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const FROM: &str = "Trykk <trykk@example.org>";

    fn head(mail: &Mail) -> String {
        let text = String::from_utf8(mail.bytes().to_vec()).unwrap();
        text.split_once("\r\n\r\n").unwrap().0.to_owned()
    }

    #[test]
    fn a_letter_has_the_headers_that_keep_programs_from_answering_and_repeats_from_being_two() {
        let write = |key: &str| {
            let words = Words {
                subject: "Påminnelse for Medisinsk sengepost",
                text: "Hei,\n\næøå\n",
            };
            head(&write_mail(FROM, "leder@example.org", words, key, 1_790_000_000).unwrap())
        };
        let head = write("a");
        assert!(
            head.contains("Auto-Submitted: auto-generated") && head.contains("To: leder@example.org"),
            "{head}"
        );
        assert!(
            head.contains("Date: Mon, 21 Sep 2026") && head.contains("text/plain; charset=utf-8"),
            "{head}"
        );
        let id = |head: &str| {
            head.lines()
                .find(|line| line.starts_with("Message-ID: "))
                .unwrap()
                .to_owned()
        };
        assert!(id(&head).ends_with("@example.org>"));
        assert_eq!(id(&head), id(&write("a")));
        assert_ne!(id(&head), id(&write("b")));
        let nobody = write_mail(FROM, "leder", Words { subject: "", text: "" }, "a", 0);
        assert!(matches!(nobody, Err(WriteError::Address)));
    }

    proptest! {
        /// Whatever a ward is called, no header comes of it, and the text stays a text.
        #[test]
        fn no_name_makes_a_header(subject in "(\\PC|\r|\n|\u{2028}|Bcc: x@y.z){0,40}") {
            let words = Words { subject: &subject, text: "." };
            let mail = write_mail(FROM, "leder@example.org", words, "a", 0).unwrap();
            let head = head(&mail);
            let names: Vec<&str> = head
                .lines()
                .filter(|line| !line.starts_with([' ', '\t']))
                .map(|line| line.split(':').next().unwrap())
                .collect();
            let known = ["Message-ID", "Date", "From", "To", "Subject", "Auto-Submitted", "Content-Type", "Content-Transfer-Encoding", "MIME-Version"];
            prop_assert!(names.iter().all(|name| known.contains(name)), "{head}");
            prop_assert!(names.iter().filter(|name| **name == "Subject").count() == 1);
        }
    }
}

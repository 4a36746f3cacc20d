//! Mail: what a message is made of, and the way to the mail server. Messages are plain text.

mod clear;
mod smtp;

use std::str::FromStr;
use std::time::{Duration, SystemTime};

use lettre::message::header::{ContentType, Header, HeaderName, HeaderValue};
use lettre::message::{Mailbox, Message};
use lettre::{Address, address::Envelope};
use ring::hmac;

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

/// What a letter is known by: the same for the same key, so that whoever gets it twice can tell. It is made with a secret of the hub:
/// whoever reads a letter cannot try out what the key was made of.
fn message_id(secret: &hmac::Key, from: &Mailbox, key: &str) -> String {
    let tag = hmac::sign(secret, format!("trykk/1 letter {key}").as_bytes());
    let mark = data_encoding::HEXLOWER.encode(&tag.as_ref()[..16]);
    format!("<{mark}@{}>", from.email.domain())
}

/// Puts a letter together. `secret`: what the hub's letters are named with; `key`: what makes it the same letter if it is sent again;
/// `now`: seconds since 1970-01-01 UTC.
///
/// # Errors
/// [`WriteError`]
pub fn write_mail(
    from: &str,
    to: &str,
    words: Words<'_>,
    (secret, key): (&hmac::Key, &str),
    now: i64,
) -> Result<Mail, WriteError> {
    let from = read_sender(from).map_err(|_| WriteError::Letter)?;
    let to: Address = to.parse().map_err(|_| WriteError::Address)?;
    let at = SystemTime::UNIX_EPOCH + Duration::from_secs(u64::try_from(now).unwrap_or(0));
    let message = Message::builder()
        .message_id(Some(message_id(secret, &from, key)))
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
    use crate::certificates::Ca;
    use crate::data::DataFolder;

    const FROM: &str = "Trykk <trykk@example.org>";

    fn head(mail: &Mail) -> String {
        let text = String::from_utf8(mail.bytes().to_vec()).unwrap();
        text.split_once("\r\n\r\n").unwrap().0.to_owned()
    }

    fn secret() -> hmac::Key {
        hmac::Key::new(hmac::HMAC_SHA256, b"a test")
    }

    fn id(head: &str) -> String {
        let line = head.lines().find(|line| line.starts_with("Message-ID: "));
        line.unwrap().to_owned()
    }

    #[test]
    fn a_letter_has_the_headers_that_keep_programs_from_answering_and_repeats_from_being_two() {
        let write = |key: &str| {
            let words = Words {
                subject: "Påminnelse for Medisinsk sengepost",
                text: "Hei,\n\næøå\n",
            };
            head(&write_mail(FROM, "leder@example.org", words, (&secret(), key), 1_790_000_000).unwrap())
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
        assert!(id(&head).ends_with("@example.org>"));
        assert_eq!(id(&head), id(&write("a")));
        assert_ne!(id(&head), id(&write("b")));
        let nobody = write_mail(FROM, "leder", Words { subject: "", text: "" }, (&secret(), "a"), 0);
        assert!(matches!(nobody, Err(WriteError::Address)));
    }

    /// Whoever reads a letter knows its address, kind, process and day: the id must not tell whether a guess at the rest is right.
    #[test]
    fn the_same_letter_has_another_id_at_another_hub_and_the_same_one_at_its_own() {
        let folder = tempfile::tempdir().unwrap();
        let hub = |name: &str| {
            let (data, _) = DataFolder::create(&folder.path().join(name)).unwrap();
            Ca::create(&data).unwrap();
            data
        };
        let (here, there) = (hub("here"), hub("there"));
        let write = |hub: &DataFolder, now: i64| {
            let words = Words {
                subject: "S",
                text: ".",
            };
            let secret = hub.letter_key().unwrap();
            id(&head(
                &write_mail(FROM, "leder@example.org", words, (&secret, "a"), now).unwrap(),
            ))
        };
        assert_eq!(write(&here, 0), write(&here, 86_400), "sent again");
        assert_ne!(write(&here, 0), write(&there, 0));
    }

    proptest! {
        /// Whatever a ward is called, no header comes of it, and the text stays a text.
        #[test]
        fn no_name_makes_a_header(subject in "(\\PC|\r|\n|\u{2028}|Bcc: x@y.z){0,40}") {
            let words = Words { subject: &subject, text: "." };
            let mail = write_mail(FROM, "leder@example.org", words, (&secret(), "a"), 0).unwrap();
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

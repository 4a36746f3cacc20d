//! Ids that travel: of boxes and of envelopes.

use std::fmt;
use std::str::FromStr;

use data_encoding::{BASE64URL_NOPAD, HEXLOWER};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A box, written as 32 hexadecimal digits. The hub makes its 16 bytes of round, wards and the key of its CA, so the same plan
/// gives the same boxes: it is known from when the round is planned.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BoxId(pub [u8; 16]);

/// An envelope: the first 16 bytes of the SHA-256 of its sealed bytes.
/// The same bytes have the same id wherever they turn up, so a copy is a repeat.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EnvelopeId(pub [u8; 16]);

/// The text is not an id.
#[derive(Debug, thiserror::Error)]
#[error("not an id: {0:?}")]
pub struct IdError(String);

impl fmt::Display for BoxId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&HEXLOWER.encode(&self.0))
    }
}

impl fmt::Debug for BoxId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "BoxId({self})")
    }
}

impl FromStr for BoxId {
    type Err = IdError;

    fn from_str(text: &str) -> Result<Self, IdError> {
        let id = HEXLOWER.decode(text.as_bytes()).ok().and_then(|id| id.try_into().ok());
        id.map(BoxId).ok_or_else(|| IdError(text.to_owned()))
    }
}

impl fmt::Display for EnvelopeId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&BASE64URL_NOPAD.encode(&self.0))
    }
}

// An envelope's id in a log beside others of the same moment would group them.
impl fmt::Debug for EnvelopeId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("EnvelopeId(..)")
    }
}

impl FromStr for EnvelopeId {
    type Err = IdError;

    fn from_str(text: &str) -> Result<Self, IdError> {
        let id = BASE64URL_NOPAD
            .decode(text.as_bytes())
            .ok()
            .and_then(|id| id.try_into().ok());
        id.map(EnvelopeId).ok_or_else(|| IdError(text.to_owned()))
    }
}

macro_rules! as_text {
    ($type:ty) => {
        impl Serialize for $type {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $type {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }

        #[cfg(feature = "openapi")]
        impl utoipa::PartialSchema for $type {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
                String::schema()
            }
        }

        #[cfg(feature = "openapi")]
        impl utoipa::ToSchema for $type {}
    };
}
as_text!(BoxId);
as_text!(EnvelopeId);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_come_back_from_their_text() {
        let id = BoxId([7; 16]);
        assert_eq!(id.to_string().parse::<BoxId>().unwrap(), id);
        let id = EnvelopeId([250; 16]);
        assert_eq!(id.to_string().parse::<EnvelopeId>().unwrap(), id);
        for bad in [
            "",
            "00",
            "zz000000000000000000000000000000",
            "0000000000000000000000000000000000",
        ] {
            assert!(bad.parse::<BoxId>().is_err());
            assert!(bad.parse::<EnvelopeId>().is_err());
        }
    }
}

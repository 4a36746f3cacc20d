//! What is said when a tablet is enrolled by a code.

use serde::{Deserialize, Serialize};

use super::manifest::WardName;

/// Proofs, one for each open enrolment code: the tablet looks for its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Proofs {
    /// HMACs, base64url without padding.
    pub proofs: Vec<String>,
}

/// A tablet asks to be enrolled.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct EnrolRequest {
    /// What follows from the one-time code, base64url without padding.
    pub ticket: String,
    /// The device token that the tablet drew: 32 random bytes, base64url without padding. The same request again, after a reply that was lost, has the
    /// same one. Without it, as from older tablets, the hub draws it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token: Option<String>,
}

impl std::fmt::Debug for EnrolRequest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("EnrolRequest(..)")
    }
}

/// The tablet is enrolled.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Enrolled {
    /// The tablet's id.
    pub tablet: String,
    /// The device token, shown this once; the hub keeps its hash.
    pub token: String,
    /// Where the tablet stands.
    pub ward: WardName,
}

impl std::fmt::Debug for Enrolled {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Enrolled({}, ..)", self.tablet)
    }
}

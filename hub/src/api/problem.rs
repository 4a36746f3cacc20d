//! Refusals: a kind for the tablet, a message for whoever reads its log.

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use trykk_shared::protocol::{MAX_BODY_BYTES, pad};
use trykk_shared::protocol_version::PROTOCOL;
use trykk_shared::refusal::{Problem, ProblemKind};

/// The size of a refusal's body, in bytes.
const BODY_BYTES: usize = 1024;

/// A request that was refused as a whole.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{}", .0.message)]
pub struct ApiError(Problem);

impl ApiError {
    /// The refusal of this kind, with its message.
    pub fn new(problem: ProblemKind) -> Self {
        let message = match problem {
            ProblemKind::UnknownTablet => {
                "the hub does not know this tablet: enrol it again with a new link; answers stay on the tablet"
                    .to_owned()
            }
            ProblemKind::RetiredTablet => {
                "this tablet was taken out of use, and nothing it holds is waited for; enrol it again to use it"
                    .to_owned()
            }
            ProblemKind::UnknownCode => "the hub does not know this code: ask for a new link".to_owned(),
            ProblemKind::UsedCode => {
                "this code was used already, by as many tablets as it was made for: ask for a new link".to_owned()
            }
            ProblemKind::ExpiredCode => "this code is too old: ask for a new link".to_owned(),
            ProblemKind::TooLarge => format!("the hub takes bodies up to {MAX_BODY_BYTES} bytes; nothing was stored"),
            ProblemKind::Malformed => "the hub cannot read this request; nothing was stored".to_owned(),
            ProblemKind::Protocol => {
                format!(
                    "the hub speaks protocol {PROTOCOL} and this tablet does not: update the older one; nothing is lost"
                )
            }
            ProblemKind::InReview => {
                "the hub was restored from a backup and waits for its admin to confirm it; answers stay on the tablet"
                    .to_owned()
            }
            ProblemKind::Unavailable => {
                "the hub cannot store at the moment; answers stay on the tablet and are sent again".to_owned()
            }
            ProblemKind::NotFound => "there is nothing here".to_owned(),
        };
        ApiError(Problem { problem, message })
    }

    fn status(&self) -> StatusCode {
        match self.0.problem {
            ProblemKind::UnknownTablet => StatusCode::UNAUTHORIZED,
            ProblemKind::RetiredTablet => StatusCode::FORBIDDEN,
            ProblemKind::UnknownCode | ProblemKind::NotFound => StatusCode::NOT_FOUND,
            ProblemKind::UsedCode | ProblemKind::ExpiredCode => StatusCode::GONE,
            ProblemKind::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            ProblemKind::Malformed => StatusCode::BAD_REQUEST,
            ProblemKind::Protocol => StatusCode::UPGRADE_REQUIRED,
            ProblemKind::InReview | ProblemKind::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        }
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let json = serde_json::to_vec(&self.0).unwrap_or_default();
        (
            self.status(),
            [(header::CONTENT_TYPE, "application/json")],
            pad(json, BODY_BYTES),
        )
            .into_response()
    }
}

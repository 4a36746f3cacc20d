//! Signed plans for another system of the house (HSE, quality): what is sent, how it is signed, how often it is tried. Pure; `store/webhook.rs`
//! keeps what waits, and `cli/send_plans.rs` sends it.

use ring::{digest, hmac};
use serde_json::{Value, json};

use crate::organisation::times::write_day;
use crate::plan::PlanVersion;

/// The header with the signature.
pub const SIGNATURE: &str = "trykk-signature";
/// The header with what a repeat is known by.
pub const DELIVERY: &str = "trykk-delivery";
/// The header with what happened.
pub const EVENT: &str = "trykk-event";
/// That a plan came to be signed.
pub const PLAN_SIGNED: &str = "plan-signed";
/// A plan that was not taken for so long is given up, in seconds.
pub const GIVEN_UP_AFTER: i64 = 30 * 24 * 3600;

/// How long is waited after so many attempts, in seconds: a minute, doubled each time, at most six hours.
pub fn pause_after(tries: u32) -> i64 {
    let doubled = 60_i64 << tries.saturating_sub(1).min(20);
    doubled.min(6 * 3600)
}

/// What a signed plan is known by: the same from a hub that was put back to before it was sent.
pub fn delivery_id(hub: &str, process: &str, version: &PlanVersion) -> String {
    let covered = format!(
        "trykk/1 webhook {hub} {process} {} {}",
        version.number,
        version.version.written()
    );
    let digest = digest::digest(&digest::SHA256, covered.as_bytes());
    data_encoding::HEXLOWER.encode(&digest.as_ref()[..16])
}

/// What is sent of a signed plan. `plan`: its JSON, as its file has it.
pub fn write_body(id: &str, process: &str, wards: &[String], version: &PlanVersion, plan: &Value) -> String {
    let signed = version.signed.unwrap_or(version.day);
    json!({
        "event": PLAN_SIGNED,
        "delivery": id,
        "process": process,
        "wards": wards,
        "version": version.number,
        "signed": write_day(signed),
        "plan": plan,
    })
    .to_string()
}

/// The signature of a body that is sent at `at` (seconds since 1970-01-01 UTC): `t=AT,v1=HEX`, where HEX is the HMAC-SHA256 under the secret
/// of `AT.BODY`.
pub fn sign_body(secret: &str, at: i64, body: &str) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes());
    let signed = hmac::sign(&key, format!("{at}.{body}").as_bytes());
    format!("t={at},v1={}", data_encoding::HEXLOWER.encode(signed.as_ref()))
}

/// Whether a signature is the one of a body under a secret: for receivers in Rust, and for tests.
pub fn is_signed(secret: &str, signature: &str, body: &str) -> bool {
    let Some((at, hex)) = signature.strip_prefix("t=").and_then(|rest| rest.split_once(",v1=")) else {
        return false;
    };
    let Ok(mark) = data_encoding::HEXLOWER.decode(hex.as_bytes()) else {
        return false;
    };
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes());
    hmac::verify(&key, format!("{at}.{body}").as_bytes(), &mark).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_covers_time_and_body_and_another_secret_makes_another() {
        let secret = "a secret of thirty-two characters";
        let signature = sign_body(secret, 7, "{}");
        // openssl dgst -sha256 -hmac "a secret of thirty-two characters" over 7.{}
        assert!(signature.starts_with("t=7,v1=") && signature.len() == 7 + 64);
        assert!(is_signed(secret, &signature, "{}"));
        assert!(!is_signed(secret, &signature, "{ }"));
        assert!(!is_signed("another secret of many characters", &signature, "{}"));
        assert!(!is_signed(secret, &signature.replace("t=7", "t=8"), "{}"));
        assert!(!is_signed(secret, "v1=00", "{}"));
        assert_eq!((pause_after(1), pause_after(3), pause_after(40)), (60, 240, 21_600));
    }
}

//! Browsers in which somebody has logged in before. Their attempts are counted apart, so that a stranger who guesses
//! passwords, of one account or of all, keeps nobody out who was in before.
//! After OWASP's "device cookies": <https://owasp.org/www-community/Slow_Down_Online_Guessing_Attacks_with_Device_Cookies>.

use axum::http::{HeaderMap, HeaderValue};
use data_encoding::BASE64URL_NOPAD;
use ring::hmac;

use crate::web::access::guard::cookie;

const COOKIE: &str = "__Host-trykk-known";

/// The `Set-Cookie` header for a browser in which this account has just logged in. It tells nothing about the account
/// and opens nothing.
pub fn known_cookie(key: &hmac::Key, email: &str) -> Option<HeaderValue> {
    let mark = BASE64URL_NOPAD.encode(hmac::sign(key, email.as_bytes()).as_ref());
    let text = format!("{COOKIE}={mark}; Path=/; Max-Age=31536000; Secure; HttpOnly; SameSite=Lax");
    HeaderValue::try_from(text).ok()
}

/// Whether this account has logged in before in the browser that sent these headers.
pub fn is_known(key: &hmac::Key, headers: &HeaderMap, email: &str) -> bool {
    let mark = cookie(headers, COOKIE).and_then(|mark| BASE64URL_NOPAD.decode(mark.as_bytes()).ok());
    mark.is_some_and(|mark| hmac::verify(key, email.as_bytes(), &mark).is_ok())
}

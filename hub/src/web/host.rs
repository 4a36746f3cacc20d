//! The host under which a browser reaches this hub.

use axum::http::{HeaderMap, header};

/// The host under which whoever asks reaches this hub; nothing where it has signs that no host has.
pub fn host(headers: &HeaderMap) -> Option<&str> {
    let host = headers.get(header::HOST)?.to_str().ok()?;
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b".-:[]".contains(&byte);
    (!host.is_empty() && host.len() <= 200 && host.bytes().all(is_plain)).then_some(host)
}

//! The host under which a browser reaches this hub, and where people open its pages.

use axum::http::{HeaderMap, header};

use crate::settings::is_loopback;
use crate::web::Pages;

/// The host under which whoever asks reaches this hub; nothing where it has signs that no host has.
pub fn host(headers: &HeaderMap) -> Option<&str> {
    let host = headers.get(header::HOST)?.to_str().ok()?;
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b".-:[]".contains(&byte);
    (!host.is_empty() && host.len() <= 200 && host.bytes().all(is_plain)).then_some(host)
}

/// Where people open the pages: as the administrator said it, and nobody's browser says it otherwise; else as this reader reaches them, where
/// that is an address.
pub fn find_pages(pages: &Pages, headers: &HeaderMap) -> Option<String> {
    if let Some(said) = pages.running.connected().pages {
        return Some(said);
    }
    let host = host(headers)?;
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    let scheme = match is_loopback(name.trim_matches(['[', ']'])) {
        true => "http",
        false => "https",
    };
    Some(format!("{scheme}://{host}"))
}

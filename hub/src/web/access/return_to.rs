//! Where somebody was going when they had to log in first, so that they come there afterwards.

use form_urlencoded::Serializer;

use crate::web::access::permissions;

/// The longest path of ours, with room to spare.
const LONGEST_RETURN: usize = 200;

/// A page to come to after logging in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReturnTo {
    /// The page; `None` is the front page.
    pub to: Option<String>,
    /// Whether they sent a form that was not taken, because they were logged out by then.
    pub lost: bool,
}

impl ReturnTo {
    /// From a request: the page itself, or the one that its form stood on. `route` is the path as the router knows it.
    pub fn from_request(method: &str, route: &str, path: &str) -> Self {
        if route == "/log-out" {
            return ReturnTo::default();
        }
        let lost = method == "POST";
        let page = if lost { page_of(route, path) } else { path };
        ReturnTo::new(page, lost)
    }

    /// From what the log-in page was called with, or its form brought: any text at all.
    pub fn new(to: &str, lost: bool) -> Self {
        ReturnTo {
            to: Some(to.to_owned()).filter(|to| is_ours(to) && to != "/"),
            lost,
        }
    }

    /// From the query of the log-in page.
    pub fn from_query(query: &str) -> Self {
        let field = |wanted: &str| form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == wanted);
        let to = field("to").map(|(_, to)| to.into_owned());
        ReturnTo::new(&to.unwrap_or_default(), field("lost").is_some())
    }

    /// The same as a query, without a question mark; empty for the front page.
    pub fn query(&self) -> String {
        let mut query = Serializer::new(String::new());
        if let Some(to) = &self.to {
            query.append_pair("to", to);
        }
        if self.lost {
            query.append_pair("lost", "1");
        }
        query.finish()
    }

    /// The log-in page that remembers it.
    pub fn log_in(&self) -> String {
        let query = self.query();
        if query.is_empty() {
            "/log-in".to_owned()
        } else {
            format!("/log-in?{query}")
        }
    }

    /// Where to go after logging in.
    pub fn after(&self) -> &str {
        self.to.as_deref().unwrap_or("/")
    }
}

/// The page that a form stands on: at the same path, or at the path above it.
pub fn page_of<'p>(route: &str, path: &'p str) -> &'p str {
    if permissions::find("GET", route).is_some() {
        return path;
    }
    path.rsplit_once('/')
        .map_or("/", |(above, _)| if above.is_empty() { "/" } else { above })
}

/// Whether this is a path on this host, spelled as ours are, and nothing that a browser could take for another host.
fn is_ours(to: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'-' | b'_' | b'.');
    to.len() <= LONGEST_RETURN && to.starts_with('/') && !to.contains("//") && to.bytes().all(plain)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_form_leads_back_to_the_page_it_stood_on() {
        let return_to = |method, route, path| ReturnTo::from_request(method, route, path).log_in();
        assert_eq!(return_to("GET", "/", "/"), "/log-in");
        assert_eq!(
            return_to("GET", "/rounds/{box}", "/rounds/ab12"),
            "/log-in?to=%2Frounds%2Fab12"
        );
        assert_eq!(
            return_to("POST", "/rounds/{box}/count", "/rounds/ab12/count"),
            "/log-in?to=%2Frounds%2Fab12&lost=1"
        );
        assert_eq!(
            return_to("POST", "/rounds/{box}/notes", "/rounds/ab12/notes"),
            "/log-in?to=%2Frounds%2Fab12%2Fnotes&lost=1"
        );
        assert_eq!(
            return_to("POST", "/passphrase/new-key", "/passphrase/new-key"),
            "/log-in?to=%2Fpassphrase&lost=1"
        );
        assert_eq!(return_to("POST", "/log-out", "/log-out"), "/log-in");
    }

    #[test]
    fn nobody_is_sent_to_another_host() {
        for elsewhere in [
            "https://example.org",
            "//example.org",
            "/\\example.org",
            "/a//example.org",
            "/\texample.org",
            "example.org",
            "/a?b=https://c",
            "/%2f/example.org",
            "",
        ] {
            assert_eq!(ReturnTo::new(elsewhere, false).after(), "/", "{elsewhere:?}");
        }
    }

    proptest! {
        #[test]
        fn whatever_was_asked_for_the_way_is_a_path_here_and_survives_the_log_in_page(to in "\\PC{0,40}|/[a-z0-9/.-]{0,30}", lost: bool) {
            let return_to = ReturnTo::new(&to, lost);
            prop_assert!(return_to.after().starts_with('/') && !return_to.after().starts_with("//"));
            prop_assert!(return_to.after().bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\'));
            prop_assert_eq!(ReturnTo::from_query(&return_to.query()), return_to);
        }
    }
}

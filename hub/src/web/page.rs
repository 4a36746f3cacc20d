//! What every page has around it, and pages that say why something cannot be shown.

use askama::Template;
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::{Html, IntoResponse, Response};
use trykk_shared::language::Language;

use crate::organisation::Role;
use crate::texts::{GuidanceTexts, GuideTexts, HelpTexts, NavigationTexts, QuickGuideTexts, Texts};
use crate::web::error::PageError;
use crate::web::help::find_help;
use crate::web::navigation::{self, Step, Way};
use crate::web::quick_guides;
use crate::web::visit::Visit;

/// What every page has around it.
pub struct Page {
    /// The texts.
    pub texts: &'static Texts,
    /// The language.
    pub language: Language,
    /// What stands in the window's title.
    pub title: String,
    /// The check that forms carry.
    pub check: String,
    /// Who is logged in.
    pub email: Option<String>,
    /// What they may do.
    pub role: Option<Role>,
    /// This page, for the language links.
    pub path: String,
    /// What else the language links keep of this page's address.
    pub keep: String,
}

impl Visit {
    /// The frame for a page.
    pub fn page(&self, title: impl Into<String>) -> Page {
        Page {
            texts: self.texts(),
            language: self.language,
            title: title.into(),
            check: self.form_check(),
            email: self.visitor.as_ref().map(|visitor| visitor.email.clone()),
            role: self.visitor.as_ref().map(|visitor| visitor.role),
            path: self.path.clone(),
            keep: String::new(),
        }
    }
}

impl Page {
    /// Every language, with its name in itself.
    pub fn languages(&self) -> [(Language, &'static str); 3] {
        Language::ALL.map(|language| (language, language.name()))
    }

    /// The texts of the navigation.
    pub fn navigation(&self) -> &'static NavigationTexts {
        NavigationTexts::of(self.language)
    }

    /// Where the visitor can go, and where they are.
    pub fn ways(&self) -> Vec<Way> {
        let ways = |role| navigation::ways(role, &self.path, self.navigation());
        self.role.map_or_else(Vec::new, ways)
    }

    /// The pages above this one, where it lies deep.
    pub fn trail(&self) -> Vec<Step> {
        let trail = |role| navigation::trail(role, &self.path, self.navigation());
        self.role.map_or_else(Vec::new, trail)
    }

    /// What stands behind the decision that this page asks for, in a question and its answer.
    pub fn how(&self) -> Option<(&'static str, &'static str)> {
        self.role
            .and_then(|_| find_help(&self.path, HelpTexts::of(self.language)))
    }

    /// Whether the page is one of the visitor's own.
    pub fn is_own(&self) -> bool {
        navigation::is_own(&self.path)
    }

    /// What the link to the guidance is called.
    pub fn guidance_link(&self) -> &'static str {
        GuidanceTexts::of(self.language).link
    }

    /// The visitor's quick guide: where it is, and what it is called.
    pub fn quick_guide(&self) -> (&'static str, &'static str) {
        let page = self.role.map_or("/", quick_guides::page_of);
        (page, QuickGuideTexts::of(self.language).title)
    }

    /// The same on another page of a list than the first: in another language it is that page too.
    #[must_use]
    pub fn on_page(mut self, page: usize) -> Self {
        if page > 1 {
            self.keep = format!("&page={page}");
        }
        self
    }

    /// What the visitor's role is called.
    pub fn role_name(&self) -> &'static str {
        self.role.map_or("", |role| self.texts.role(role))
    }
}

/// A template as an answer.
pub fn render(template: &impl Template) -> Result<Html<String>, PageError> {
    template.render().map(Html).map_err(|error| {
        tracing::error!(error = %error, "a page could not be written");
        PageError::Unavailable
    })
}

/// A page as it is shown, or as it refuses what was typed.
pub fn respond(template: &impl Template, is_refused: bool) -> Result<Response, PageError> {
    let status = match is_refused {
        true => StatusCode::UNPROCESSABLE_ENTITY,
        false => StatusCode::OK,
    };
    Ok((status, render(template)?).into_response())
}

/// Whether an address says that something was saved.
pub fn is_done(query: Option<&String>) -> bool {
    query.is_some_and(|query| query.split('&').any(|field| field == "done=saved"))
}

/// The number, counted from 1, of the page of a list in an address, by what the address calls it; the first one where there is none.
pub fn read_page_number(query: Option<&str>, name: &str) -> usize {
    let mut fields = query.unwrap_or_default().split('&');
    let page = fields.find_map(|field| field.strip_prefix(name)?.strip_prefix('=')?.parse().ok());
    page.unwrap_or(1).max(1)
}

/// What stands on a page of a list, counted from 1, and whether there is a next one.
pub fn take_page<T>(all: Vec<T>, page: usize, on_a_page: usize) -> (Vec<T>, bool) {
    let before = on_a_page.saturating_mul(page.saturating_sub(1));
    let more = all.len() > before.saturating_add(on_a_page);
    (all.into_iter().skip(before).take(on_a_page).collect(), more)
}

/// A page that loads itself again after so many seconds, without a script.
pub fn refreshing(response: impl IntoResponse, seconds: u64) -> Response {
    let mut response = response.into_response();
    let name = HeaderName::from_static("refresh");
    response.headers_mut().insert(name, HeaderValue::from(seconds));
    response
}

#[derive(Template)]
#[template(path = "refusal.html")]
struct ErrorPage {
    page: Page,
    heading: &'static str,
    text: &'static str,
    /// Where it is mended, and what that page is called.
    link: Option<(&'static str, &'static str)>,
}

/// The page that says why.
pub fn render_error(visit: &Visit, error: PageError) -> Response {
    let (texts, guide_texts) = (visit.texts(), GuideTexts::of(visit.language));
    let (heading, text) = match error {
        PageError::LogIn | PageError::Forbidden => (texts.forbidden, texts.forbidden_text),
        PageError::NotProven => (guide_texts.prove, guide_texts.not_proven),
        PageError::NotFound => (texts.not_found, texts.not_found_text),
        PageError::Form => (texts.form_refused, texts.form_refused_text),
        PageError::NoCookie => (texts.no_cookie, texts.no_cookie_text),
        PageError::InReview => (texts.in_review, texts.in_review_text),
        PageError::Unavailable => (texts.unavailable, texts.unavailable_text),
    };
    let page = ErrorPage {
        page: visit.page(heading),
        heading,
        text,
        link: (error == PageError::NotProven).then_some(("/passphrase", guide_texts.passphrase)),
    };
    let status = error.into_response().status();
    match render(&page) {
        Ok(page) => (status, page).into_response(),
        Err(_) => status.into_response(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// Whoever goes on from page to page meets everything once, in its order.
        #[test]
        fn everything_stands_on_one_page(all in prop::collection::vec(any::<u8>(), 0..200), on_a_page in 1_usize..50) {
            let (mut met, mut page) = (Vec::new(), 1);
            loop {
                let (shown, more) = take_page(all.clone(), page, on_a_page);
                prop_assert!(shown.len() <= on_a_page);
                met.extend(shown);
                if !more {
                    break;
                }
                page += 1;
            }
            prop_assert_eq!(met, all);
        }
    }

    #[test]
    fn a_page_that_is_none_is_the_first_and_one_behind_the_last_is_empty() {
        for (query, page) in [
            (None, 1),
            (Some("page=3"), 3),
            (Some("done=saved&page=2"), 2),
            (Some("page=0"), 1),
            (Some("page=-1"), 1),
            (Some("page=a"), 1),
        ] {
            assert_eq!(read_page_number(query, "page"), page, "{query:?}");
        }
        assert_eq!(take_page(vec![1, 2, 3], usize::MAX, 40), (Vec::new(), false));
    }
}

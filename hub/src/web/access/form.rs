//! Forms. There is no way to read one without the check that it came from our own page.

use axum::extract::{FromRequest, Request};
use zeroize::Zeroizing;

use crate::web::access::guard::has_token;
use crate::web::error::PageError;
use crate::web::visit::Visit;

/// The field that every form carries.
pub const CHECK: &str = "check";

/// A form that came from our own page: its check fits the visitor's cookie.
pub struct Form(Vec<(String, Zeroizing<String>)>);

impl<S: Send + Sync> FromRequest<S> for Form {
    type Rejection = PageError;

    async fn from_request(request: Request, state: &S) -> Result<Self, PageError> {
        let visit = request.extensions().get::<Visit>().cloned();
        let has_cookie = has_token(request.headers());
        let body = bytes::Bytes::from_request(request, state)
            .await
            .map_err(|_| PageError::Form)?;
        let fields: Vec<(String, Zeroizing<String>)> = form_urlencoded::parse(&body)
            .map(|(name, value)| (name.into_owned(), Zeroizing::new(value.into_owned())))
            .collect();
        let form = Form(fields);
        let visit = visit.ok_or(PageError::Form)?;
        if visit.is_form_check(form.get(CHECK)) {
            Ok(form)
        } else if has_cookie {
            Err(PageError::Form)
        } else {
            Err(PageError::NoCookie)
        }
    }
}

impl Form {
    /// A field's value; "" when it is not there.
    pub fn get(&self, name: &str) -> &str {
        self.0
            .iter()
            .find(|(field, _)| field == name)
            .map_or("", |(_, value)| value)
    }

    /// Every value of a field that may stand several times.
    pub fn all(&self, name: &str) -> Vec<String> {
        let fields = self.0.iter().filter(|(field, _)| field == name);
        fields.map(|(_, value)| value.to_string()).collect()
    }

    /// Fields whose names begin like this: the rest of each name, and the value.
    pub fn fields_named<'f>(&'f self, begins: &'f str) -> impl Iterator<Item = (&'f str, &'f str)> {
        let fields = self.0.iter();
        fields.filter_map(move |(field, value)| Some((field.strip_prefix(begins)?, value.as_str())))
    }
}

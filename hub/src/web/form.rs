//! Forms. There is no way to read one without the check that it came from our own page.

use axum::extract::{FromRequest, Request};
use ring::hmac;
use zeroize::Zeroizing;

use super::guard::Visit;
use super::page::Refusal;

/// The field that every form carries.
pub const CHECK: &str = "check";

/// A form that came from our own page: its check fits the visitor's cookie.
pub struct Form(Vec<(String, Zeroizing<String>)>);

/// What a form's check is made with: the token in the cookie, which no other site can read or guess.
fn key(token: &str) -> hmac::Key {
    hmac::Key::new(hmac::HMAC_SHA256, token.as_bytes())
}

/// The check for a visitor's forms.
pub fn check(token: &str) -> String {
    data_encoding::BASE64URL_NOPAD.encode(hmac::sign(&key(token), b"trykk form").as_ref())
}

impl<S: Send + Sync> FromRequest<S> for Form {
    type Rejection = Refusal;

    async fn from_request(request: Request, state: &S) -> Result<Self, Refusal> {
        let token = request.extensions().get::<Visit>().map(|visit| visit.token.clone());
        let body = bytes::Bytes::from_request(request, state)
            .await
            .map_err(|_| Refusal::Form)?;
        let fields: Vec<(String, Zeroizing<String>)> = form_urlencoded::parse(&body)
            .map(|(name, value)| (name.into_owned(), Zeroizing::new(value.into_owned())))
            .collect();
        let form = Form(fields);
        let given = data_encoding::BASE64URL_NOPAD
            .decode(form.get(CHECK).as_bytes())
            .map_err(|_| Refusal::Form)?;
        let token = token.ok_or(Refusal::Form)?;
        hmac::verify(&key(&token), b"trykk form", &given).map_err(|_| Refusal::Form)?;
        Ok(form)
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
    pub fn named<'f>(&'f self, begins: &'f str) -> impl Iterator<Item = (&'f str, &'f str)> {
        let fields = self.0.iter();
        fields.filter_map(move |(field, value)| Some((field.strip_prefix(begins)?, value.as_str())))
    }
}

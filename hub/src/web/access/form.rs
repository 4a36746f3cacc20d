//! Forms. There is no way to read one without the check that it came from our own page.

use axum::extract::{FromRequest, Request};
use axum::http::header;
use bytes::Bytes;
use zeroize::Zeroizing;

use crate::web::access::guard::has_token;
use crate::web::access::multipart::{find_boundary, read_parts};
use crate::web::error::PageError;
use crate::web::visit::Visit;

/// The field that every form carries.
pub const CHECK: &str = "check";

/// A form that came from our own page: its check fits the visitor's cookie.
pub struct Form {
    fields: Vec<(String, Zeroizing<String>)>,
    files: Vec<(String, Vec<u8>)>,
}

impl<S: Send + Sync> FromRequest<S> for Form {
    type Rejection = PageError;

    async fn from_request(request: Request, state: &S) -> Result<Self, PageError> {
        let visit = request.extensions().get::<Visit>().cloned();
        let has_cookie = has_token(request.headers());
        let kind = request.headers().get(header::CONTENT_TYPE).cloned();
        let body = Bytes::from_request(request, state).await.map_err(|_| PageError::Form)?;
        let kind = kind.as_ref().and_then(|kind| kind.to_str().ok()).unwrap_or("");
        let form = match find_boundary(kind) {
            Some(boundary) => read_with_files(&body, boundary).ok_or(PageError::Form)?,
            None => Form {
                fields: form_urlencoded::parse(&body)
                    .map(|(name, value)| (name.into_owned(), Zeroizing::new(value.into_owned())))
                    .collect(),
                files: Vec::new(),
            },
        };
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

/// A form with files; nothing where it cannot be read.
fn read_with_files(body: &[u8], boundary: &str) -> Option<Form> {
    let (mut fields, mut files) = (Vec::new(), Vec::new());
    for part in read_parts(body, boundary)? {
        match part.is_file {
            true => files.push((part.name, part.bytes.to_vec())),
            false => fields.push((part.name, Zeroizing::new(String::from_utf8(part.bytes.to_vec()).ok()?))),
        }
    }
    Some(Form { fields, files })
}

impl Form {
    /// A file that came with the form; nothing where none was chosen, or one without anything in it.
    pub fn file(&self, name: &str) -> Option<&[u8]> {
        let mut files = self.files.iter();
        let (_, bytes) = files.find(|(field, bytes)| field == name && !bytes.is_empty())?;
        Some(bytes)
    }

    /// A field's value; "" when it is not there.
    pub fn get(&self, name: &str) -> &str {
        self.fields
            .iter()
            .find(|(field, _)| field == name)
            .map_or("", |(_, value)| value)
    }

    /// Every value of a field that may stand several times.
    pub fn all(&self, name: &str) -> Vec<String> {
        let fields = self.fields.iter().filter(|(field, _)| field == name);
        fields.map(|(_, value)| value.to_string()).collect()
    }

    /// Fields whose names begin like this: the rest of each name, and the value.
    pub fn fields_named<'f>(&'f self, begins: &'f str) -> impl Iterator<Item = (&'f str, &'f str)> {
        let fields = self.fields.iter();
        fields.filter_map(move |(field, value)| Some((field.strip_prefix(begins)?, value.as_str())))
    }
}

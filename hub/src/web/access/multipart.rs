//! Forms with a file in them (`multipart/form-data`, RFC 7578), of which the whole body is there. Pure.

/// A field of such a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part<'b> {
    /// What the form calls it.
    pub name: String,
    /// Whether it is a file.
    pub is_file: bool,
    /// What is in it.
    pub bytes: &'b [u8],
}

/// What stands between the fields, as the head of the request says it; nothing where the form is of another kind.
pub fn find_boundary(content_type: &str) -> Option<&str> {
    let (kind, rest) = content_type.split_once(';')?;
    if !kind.trim().eq_ignore_ascii_case("multipart/form-data") {
        return None;
    }
    let mut fields = rest.split(';').filter_map(|field| field.trim().split_once('='));
    let (_, boundary) = fields.find(|(name, _)| name.eq_ignore_ascii_case("boundary"))?;
    let boundary = boundary.trim_matches('"');
    // RFC 2046: 1 to 70 signs.
    (1..=70).contains(&boundary.len()).then_some(boundary)
}

/// The fields of a form; nothing where it is not written as such forms are.
pub fn read_parts<'b>(body: &'b [u8], boundary: &str) -> Option<Vec<Part<'b>>> {
    let between = format!("\r\n--{boundary}").into_bytes();
    // The first one has no line before it.
    let mut rest = body.strip_prefix(&between[2..])?;
    let mut parts = Vec::new();
    loop {
        if rest.starts_with(b"--") {
            return Some(parts);
        }
        let part = rest.strip_prefix(b"\r\n")?;
        let end = find(part, &between)?;
        rest = &part[end + between.len()..];
        let head = find(&part[..end], b"\r\n\r\n")?;
        let (name, is_file) = read_head(std::str::from_utf8(&part[..head]).ok()?)?;
        parts.push(Part {
            name,
            is_file,
            bytes: &part[head + 4..end],
        });
    }
}

fn find(text: &[u8], sought: &[u8]) -> Option<usize> {
    text.windows(sought.len()).position(|window| window == sought)
}

/// A field's name, and whether it is a file.
fn read_head(head: &str) -> Option<(String, bool)> {
    let mut lines = head.split("\r\n").filter_map(|line| line.split_once(':'));
    let (_, disposition) = lines.find(|(name, _)| name.eq_ignore_ascii_case("content-disposition"))?;
    // Our own fields' names have no quotation marks; a file's name comes last and may say what it wants.
    let (_, named) = disposition.split_once(" name=\"")?;
    let (name, after) = named.split_once('"')?;
    Some((name.to_owned(), after.contains("filename=")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const BOUNDARY: &str = "----WebKitFormBoundary7MA4YWxkTrZu0gW";

    fn write(parts: &[(&str, bool, Vec<u8>)]) -> Vec<u8> {
        let mut body = Vec::new();
        for (name, is_file, bytes) in parts {
            let file = if *is_file {
                "; filename=\"a; name=\\\"b.csv\"\r\nContent-Type: text/csv"
            } else {
                ""
            };
            body.extend(
                format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n").bytes(),
            );
            body.extend(bytes);
            body.extend(b"\r\n");
        }
        body.extend(format!("--{BOUNDARY}--\r\n").bytes());
        body
    }

    proptest! {
        #[test]
        fn what_a_form_holds_comes_back_byte_for_byte(
            fields in prop::collection::vec((any::<bool>(), prop::collection::vec(any::<u8>(), 0..60)), 0..5),
        ) {
            let fields: Vec<_> = fields.into_iter().map(|(is_file, bytes)| ("field", is_file, bytes)).collect();
            let body = write(&fields);
            let read = read_parts(&body, BOUNDARY).unwrap();
            let read: Vec<_> = read.iter().map(|part| (part.name.as_str(), part.is_file, part.bytes.to_vec())).collect();
            prop_assert_eq!(read, fields);
        }

        #[test]
        fn what_is_cut_off_or_no_form_is_none_and_nothing_breaks(cut in 0_usize..400, noise in any::<Vec<u8>>()) {
            let whole = write(&[("check", false, b"abc".to_vec()), ("file", true, b"Avdeling;Enhet".to_vec())]);
            // Behind the last boundary a line end may be missing.
            let cut = cut.min(whole.len() - 5);
            prop_assert_eq!(read_parts(&whole[..cut], BOUNDARY), None);
            let _ = read_parts(&noise, BOUNDARY);
        }
    }

    #[test]
    fn the_boundary_is_read_from_the_head_of_a_form_with_files_and_of_no_other() {
        let head = format!("multipart/form-data; boundary={BOUNDARY}");
        assert_eq!(find_boundary(&head), Some(BOUNDARY));
        assert_eq!(
            find_boundary("Multipart/Form-Data; charset=utf-8; Boundary=\"a b\""),
            Some("a b")
        );
        for other in [
            "application/x-www-form-urlencoded",
            "multipart/mixed; boundary=a",
            "multipart/form-data; boundary=",
        ] {
            assert_eq!(find_boundary(other), None, "{other}");
        }
    }
}

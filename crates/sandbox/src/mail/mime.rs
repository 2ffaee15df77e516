//! As much of a mail's form as is needed to show it: headers, parts, encodings.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::book::MailFile;

/// What a mail says.
#[derive(Debug, Default)]
pub(crate) struct Content {
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) text: String,
    pub(crate) html: String,
    pub(crate) files: Vec<MailFile>,
}

impl Content {
    /// A header, by its lower-case name.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        find(&self.headers, name)
    }
}

/// Reads a mail as it was sent.
pub(crate) fn read(raw: &str) -> Content {
    let (headers, body) = split(raw);
    let mut content = Content {
        headers: headers.clone(),
        ..Content::default()
    };
    part(&headers, body, &mut content, 0);
    content
}

fn part(headers: &[(String, String)], body: &str, content: &mut Content, depth: usize) {
    let kind = find(headers, "content-type").unwrap_or("text/plain");
    if let Some(boundary) = parameter(kind, "boundary")
        && depth < DEPTH_MAX
    {
        let mark = format!("--{boundary}");
        for piece in body.split(&mark).skip(1).filter(|piece| !piece.starts_with("--")) {
            let (headers, body) = split(piece.trim_start_matches(['\r', '\n']));
            part(&headers, body, content, depth + 1);
        }
        return;
    }
    let text = decoded(
        find(headers, "content-transfer-encoding").unwrap_or_default(),
        body,
    );
    let disposition = find(headers, "content-disposition").unwrap_or_default();
    let filename = parameter(disposition, "filename").or_else(|| parameter(kind, "name"));
    match (filename, kind.to_ascii_lowercase()) {
        (Some(filename), _) => content.files.push(MailFile {
            filename,
            content_type: kind.to_owned(),
            text: text.chars().take(FILE_SHOWN).collect(),
        }),
        (None, kind) if kind.starts_with("text/html") => content.html.push_str(&text),
        (None, _) => content.text.push_str(&text),
    }
}

fn split(raw: &str) -> (Vec<(String, String)>, &str) {
    let (head, body) = raw
        .split_once("\r\n\r\n")
        .or_else(|| raw.split_once("\n\n"))
        .unwrap_or((raw, ""));
    let mut headers: Vec<(String, String)> = Vec::new();
    for line in head.lines() {
        if line.starts_with([' ', '\t']) {
            if let Some((_, value)) = headers.last_mut() {
                value.push(' ');
                value.push_str(line.trim());
            }
        } else if let Some((name, value)) = line.split_once(':') {
            headers.push((name.trim().to_owned(), value.trim().to_owned()));
        }
    }
    for (_, value) in &mut headers {
        *value = words(value);
    }
    (headers, body)
}

fn find<'a>(headers: &'a [(String, String)], name: &str) -> Option<&'a str> {
    let found = headers.iter().find(|(key, _)| key.eq_ignore_ascii_case(name));
    found.map(|(_, value)| value.as_str())
}

fn parameter(value: &str, name: &str) -> Option<String> {
    let found = value.split(';').skip(1).find_map(|part| {
        let (key, value) = part.split_once('=')?;
        key.trim().eq_ignore_ascii_case(name).then_some(value)
    });
    found.map(|value| value.trim().trim_matches('"').to_owned())
}

fn decoded(encoding: &str, body: &str) -> String {
    match encoding.to_ascii_lowercase().as_str() {
        "base64" => {
            let packed: String = body.chars().filter(|sign| !sign.is_whitespace()).collect();
            let bytes = STANDARD.decode(packed).unwrap_or_default();
            String::from_utf8_lossy(&bytes).into_owned()
        }
        "quoted-printable" => quoted(&body.replace("=\r\n", "").replace("=\n", "")),
        _ => body.to_owned(),
    }
}

/// `=C3=A4` as the letter that it is.
fn quoted(text: &str) -> String {
    let bytes = text.as_bytes();
    let (mut plain, mut at) = (Vec::with_capacity(bytes.len()), 0);
    while at < bytes.len() {
        let code = (bytes[at] == b'=')
            .then(|| bytes.get(at + 1..at + 3))
            .flatten()
            .and_then(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok());
        match code {
            Some(code) => {
                plain.push(code);
                at += 3;
            }
            None => {
                plain.push(bytes[at]);
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&plain).into_owned()
}

/// Encoded words of a header: `=?utf-8?b?…?=` and `=?utf-8?q?…?=`.
fn words(value: &str) -> String {
    let (mut plain, mut rest) = (String::new(), value);
    while let Some((before, after)) = rest.split_once("=?") {
        let mut parts = after.splitn(3, '?');
        let (Some(_), Some(kind), Some(tail)) = (parts.next(), parts.next(), parts.next()) else {
            break;
        };
        let Some((word, behind)) = tail.split_once("?=") else {
            break;
        };
        // Blanks between two encoded words belong to their form.
        if plain.is_empty() || !before.trim().is_empty() {
            plain.push_str(before);
        }
        plain.push_str(&match kind.to_ascii_lowercase().as_str() {
            "b" => decoded("base64", word),
            _ => quoted(&word.replace('_', " ")),
        });
        rest = behind;
    }
    plain.push_str(rest);
    plain
}

const DEPTH_MAX: usize = 5;
const FILE_SHOWN: usize = 20_000;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mail_with_parts_is_taken_apart() {
        let raw = "Subject: =?utf-8?b?R3LDvMOfZQ==?=\r\nContent-Type: multipart/mixed; boundary=\"a\"\r\n\r\n--a\r\n\
                   Content-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\
                   Content-Transfer-Encoding: quoted-printable\r\n\r\nSch=C3=B6n=\r\n!\r\n--b\r\nContent-Type: text/html\r\n\r\n\
                   <p>x</p>\r\n--b--\r\n--a\r\nContent-Type: text/calendar; method=REQUEST\r\n\
                   Content-Disposition: attachment; filename=\"invite.ics\"\r\nContent-Transfer-Encoding: base64\r\n\r\n\
                   QkVHSU4=\r\n--a--\r\n";
        let content = read(raw);
        assert_eq!(content.header("subject"), Some("Grüße"));
        assert_eq!(content.text.trim(), "Schön!");
        assert_eq!(content.html.trim(), "<p>x</p>");
        assert_eq!(
            (content.files[0].filename.as_str(), content.files[0].text.as_str()),
            ("invite.ics", "BEGIN")
        );
    }
}

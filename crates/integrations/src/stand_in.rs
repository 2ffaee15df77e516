//! A server for a few requests, on a thread of its own, and the official documents that requests are held against.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::sync::Once;
use std::thread::JoinHandle;

use serde_json::Value;

/// What it was asked.
pub struct Asked {
    /// The first line and the headers, in lower case but for values.
    pub head: String,
    pub body: Value,
}

impl Asked {
    pub fn line(&self) -> &str {
        self.head.lines().next().unwrap_or_default()
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.head
            .lines()
            .filter_map(|line| line.split_once(':'))
            .find(|(found, _)| found.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.trim())
    }
}

/// Answers one request after the other with these; a status of 0 hangs up without a word.
pub fn answering(answers: Vec<(u16, String)>) -> (String, JoinHandle<Vec<Asked>>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("loopback has free ports");
    let address = listener.local_addr().expect("it is bound");
    let server = std::thread::spawn(move || {
        answers
            .into_iter()
            .map(|(status, body)| {
                let (stream, _) = listener.accept().expect("the client connects");
                serve(stream, status, &body)
            })
            .collect()
    });
    (format!("http://{address}"), server)
}

fn serve(stream: TcpStream, status: u16, body: &str) -> Asked {
    let mut reader = BufReader::new(stream);
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        if reader.read_line(&mut head).expect("the request is readable") == 0 {
            break;
        }
    }
    let length = head
        .lines()
        .filter_map(|line| line.split_once(':'))
        .find(|(name, _)| name.eq_ignore_ascii_case("content-length"))
        .map_or(0, |(_, length)| {
            length.trim().parse().expect("a length is a number")
        });
    let mut sent = vec![0; length];
    reader.read_exact(&mut sent).expect("the request is complete");
    let mut stream = reader.into_inner();
    if status > 0 {
        let answer = format!(
            "HTTP/1.1 {status} Whatever\r\ncontent-type: application/json\r\nretry-after: 7\r\ncontent-length: \
             {}\r\nconnection: close\r\n\r\n{body}",
            body.len()
        );
        // A client that has heard enough may hang up in the middle.
        let _ = stream.write_all(answer.as_bytes());
    }
    Asked {
        head,
        body: serde_json::from_slice(&sent).unwrap_or_default(),
    }
}

/// Installs the TLS provider once, as the binary does at start.
pub fn install_tls() {
    static PROVIDER: Once = Once::new();
    PROVIDER.call_once(|| {
        rustls::crypto::ring::default_provider()
            .install_default()
            .expect("nobody installed one before");
    });
}

/// A client without proxies.
pub fn client() -> reqwest::Client {
    install_tls();
    reqwest::Client::builder()
        .no_proxy()
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .expect("nothing unusual is asked for")
}

/// The official document of this name; says on the console when there is no copy of it here.
pub fn official(name: &str) -> Option<Value> {
    let folder = match std::env::var_os("OUTDIAL_SPECS_DIR") {
        Some(folder) => PathBuf::from(folder),
        None => PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/specs"),
    };
    let Ok(text) = std::fs::read_to_string(folder.join(name)) else {
        println!("skipped: there is no copy of {name}; name its folder in OUTDIAL_SPECS_DIR");
        return None;
    };
    Some(serde_json::from_str(&text).expect("an official document is JSON"))
}

/// What of a value a schema of the document does not allow.
pub fn objections(document: &Value, schema: &Value, value: &Value, place: &str) -> Vec<String> {
    if let Some(reference) = schema["$ref"].as_str() {
        let target = document.pointer(reference.trim_start_matches('#'));
        let target = target.expect("a reference leads somewhere");
        return objections(document, target, value, place);
    }
    if let Some(all) = schema["allOf"].as_array() {
        let parts: Vec<_> = all
            .iter()
            .map(|part| objections(document, part, value, place))
            .collect();
        // A field that one part does not know may be another's.
        let counts = |objection: &&String| {
            !objection.ends_with(UNKNOWN) || parts.iter().all(|part| part.contains(objection))
        };
        let mut found: Vec<_> = parts.iter().flatten().filter(counts).cloned().collect();
        found.sort();
        found.dedup();
        return found;
    }
    for choice in ["oneOf", "anyOf"] {
        if let Some(some) = schema[choice].as_array() {
            let tries = some.iter().map(|part| objections(document, part, value, place));
            return tries.min_by_key(Vec::len).unwrap_or_default();
        }
    }
    if value.is_null() && schema["nullable"] == true {
        return Vec::new();
    }
    let right_type = match schema["type"].as_str() {
        Some("object") => value.is_object(),
        Some("array") => value.is_array(),
        Some("string") => value.is_string(),
        Some("number" | "integer") => value.is_number(),
        Some("boolean") => value.is_boolean(),
        Some("null") => value.is_null(),
        Some(_) | None => true,
    };
    let mut found = Vec::new();
    if !right_type {
        found.push(format!("{place} is no {}", schema["type"]));
    }
    if let Some(allowed) = schema["enum"].as_array()
        && !allowed.contains(value)
    {
        found.push(format!("{place} is none of {allowed:?}"));
    }
    for name in schema["required"].as_array().into_iter().flatten() {
        let name = name.as_str().expect("names are texts");
        if value.get(name).is_none() {
            found.push(format!("{place}/{name} is missing"));
        }
    }
    if let (Some(fields), Some(properties)) = (value.as_object(), schema["properties"].as_object()) {
        for (name, field) in fields {
            let place = format!("{place}/{name}");
            match properties.get(name) {
                Some(schema) => found.extend(objections(document, schema, field, &place)),
                None => found.push(format!("{place}{UNKNOWN}")),
            }
        }
    }
    for (index, item) in value.as_array().into_iter().flatten().enumerate() {
        found.extend(objections(
            document,
            &schema["items"],
            item,
            &format!("{place}/{index}"),
        ));
    }
    found
}

const UNKNOWN: &str = " is unknown";

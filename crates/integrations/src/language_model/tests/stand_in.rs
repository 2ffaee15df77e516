//! A server for one request, on a thread of its own.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::thread::JoinHandle;
use std::time::Duration;

use serde_json::{Value, json};

use crate::language_model::{LanguageModel, LanguageModelConfig};

/// What it answers.
pub enum Answering {
    With {
        status: u16,
        body: String,
    },
    /// Holds the connection open without a word.
    Never,
}

/// What it was asked; the connection stays open for as long as this is kept.
pub struct Asked {
    pub head: String,
    pub body: Value,
    _stream: TcpStream,
}

/// A model behind a stand-in, and the request it will have received.
pub fn model(answering: Answering) -> (LanguageModel, JoinHandle<Asked>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("loopback has free ports");
    let address = listener.local_addr().expect("it is bound");
    let server = std::thread::spawn(move || {
        let (stream, _) = listener.accept().expect("the client connects");
        serve(stream, answering)
    });
    let config = LanguageModelConfig {
        time_limit: Duration::from_millis(300),
        ..LanguageModelConfig::new(format!("http://{address}/v1/"), "sk-secret", "small-1")
    };
    (LanguageModel::new(config, client()), server)
}

pub use crate::stand_in::client;

/// A completed chat with this content.
pub fn chat(content: &Value) -> Answering {
    finished("stop", &content.to_string())
}

pub fn finished(reason: &str, content: &str) -> Answering {
    let body = json!({
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "choices": [{
            "index": 0,
            "finish_reason": reason,
            "message": { "role": "assistant", "content": content, "refusal": null }
        }],
        "usage": { "total_tokens": 10 }
    });
    Answering::With {
        status: 200,
        body: body.to_string(),
    }
}

fn serve(stream: TcpStream, answering: Answering) -> Asked {
    let mut reader = BufReader::new(stream);
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        if reader.read_line(&mut head).expect("the request is readable") == 0 {
            break;
        }
    }
    let length = head
        .lines()
        .find_map(|line| {
            line.to_ascii_lowercase()
                .strip_prefix("content-length:")
                .map(|rest| rest.trim().to_owned())
        })
        .and_then(|length| length.parse().ok())
        .expect("the request says its length");
    let mut body = vec![0; length];
    reader.read_exact(&mut body).expect("the request is complete");
    let body = serde_json::from_slice(&body).expect("the request is JSON");
    let mut stream = reader.into_inner();
    if let Answering::With { status, body } = answering {
        let head = format!(
            "HTTP/1.1 {status} Whatever\r\ncontent-type: application/json\r\ncontent-length: {}\r\nconnection: \
             close\r\n\r\n",
            body.len()
        );
        // A client that has heard enough may hang up in the middle.
        let _ = stream
            .write_all(head.as_bytes())
            .and_then(|()| stream.write_all(body.as_bytes()));
    }
    Asked {
        head,
        body,
        _stream: stream,
    }
}

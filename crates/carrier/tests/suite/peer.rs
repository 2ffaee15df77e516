//! Twilio's official Python package as outside judge; skipped, and saying so, where it is not installed.

use std::io::Write as _;
use std::process::{Command, Stdio};

use outdial_carrier::Secret;
use outdial_carrier::twilio::Signer;
use serde_json::{Value, json};

use crate::bench::{ACCOUNT_SID, AUTH_TOKEN, form_request};
use crate::rooms::{API_KEY, API_SECRET, APPLICATION, token};
use crate::signatures::{is_believed, json_request};
use crate::twiml;

/// The judge's answer; `None` when there is no judge.
fn judge(task: &Value) -> Option<Value> {
    let Some(python) = std::env::var_os("OUTDIAL_PEER_PYTHON") else {
        println!("skipped: OUTDIAL_PEER_PYTHON names no python with the twilio package");
        return None;
    };
    let mut child = Command::new(python)
        .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/peer/judge.py"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(task.to_string().as_bytes())
        .unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "the judge failed");
    Some(serde_json::from_slice(&output.stdout).unwrap())
}

#[test]
fn our_twiml_says_the_same_as_the_official_package() {
    let cases: Vec<_> = twiml::cases()
        .into_iter()
        .map(|(name, instructions)| (name, twiml::render(&instructions)))
        .collect();
    let Some(answers) = judge(&json!({ "do": "twiml", "cases": cases })) else {
        return;
    };
    for ((name, ours), answer) in cases.iter().zip(answers.as_array().unwrap()) {
        assert_eq!(
            answer["same"], true,
            "{name}\n  ours {ours}\n  theirs {}",
            answer["theirs"]
        );
    }
}

#[test]
fn signatures_of_the_official_package_are_believed_and_bound_to_their_requests() {
    let Some(corpus) = judge(&json!({ "do": "corpus", "count": 1_000, "token": AUTH_TOKEN })) else {
        return;
    };
    for entry in corpus.as_array().unwrap() {
        let text = |key: &str| entry[key].as_str().unwrap();
        let (url, body, signature) = (text("url"), text("body"), text("signature"));
        let request = |url: &str, body: &str| {
            if entry["json"] == true {
                json_request(url, body, signature)
            } else {
                form_request(url, body, signature)
            }
        };
        assert!(is_believed(&request(url, body)), "{entry}");
        assert!(!is_believed(&request(&format!("{url}0"), body)), "{entry}");
        let longer = if entry["json"] == true {
            format!("{body} ")
        } else {
            format!("{body}&Zz=1")
        };
        assert!(!is_believed(&request(url, &longer)), "{entry}");
    }
}

#[test]
fn the_official_package_makes_and_reads_the_same_tokens() {
    let token = token();
    let task = json!({
        "do": "token", "token": token, "key": API_KEY, "secret": API_SECRET, "account": ACCOUNT_SID,
        "application": APPLICATION, "identity": "usr_1__room_2", "params": { "room": "room_2", "ticket": "t" },
    });
    let Some(answer) = judge(&task) else { return };
    assert_eq!(answer["read"], true, "{answer}");
    assert_eq!(answer["header"], answer["their_header"]);
    assert_eq!(answer["grants"], answer["their_grants"]);
    for claim in ["iss", "sub"] {
        assert_eq!(answer["claims"][claim], answer["their_claims"][claim]);
    }
}

#[test]
fn our_signatures_are_believed_by_the_official_package() {
    let signer = Signer::new(&Secret::new(AUTH_TOKEN));
    let requests: Vec<_> = (0..500_u32)
        .map(|n| {
            let url = format!("https://example.com/hook?call=call_{n}");
            let body = format!("CallSid=CA{n}&To=%2B1415555{n:04}&Body=%F0%9F%98%80+{n}&b={n}&b=0&Empty=");
            let signature = signer.sign(&url, body.as_bytes());
            (url, body, signature)
        })
        .collect();
    let task = json!({ "do": "validate", "requests": requests, "token": AUTH_TOKEN });
    let Some(answers) = judge(&task) else { return };
    assert_eq!(answers.as_array().unwrap().len(), 500);
    assert!(
        answers
            .as_array()
            .unwrap()
            .iter()
            .all(|believed| believed == true)
    );
}

//! The official Python client drives the sandbox over loopback.

use std::process::Stdio;

use tokio::process::Command;

use crate::loopback::Served;
use crate::stage::{ACCOUNT, FROM, TOKEN};

#[tokio::test]
async fn the_official_client_is_served() {
    let Ok(python) = std::env::var("OUTDIAL_PEER_PYTHON") else {
        println!("skipped: set OUTDIAL_PEER_PYTHON to a Python with the twilio package");
        return;
    };
    let served = Served::start().await;
    let output = Command::new(python)
        .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/suite/peer.py"))
        .args([&format!("http://{}", served.address), ACCOUNT, TOKEN, FROM])
        .stdin(Stdio::null())
        .output()
        .await
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    let complained = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}\n{complained}");
    assert!(said.contains("peer: all well"), "{said}");
}

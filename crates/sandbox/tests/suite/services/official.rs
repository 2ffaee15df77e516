//! The services' official packages for Node and for Python drive the sandbox over loopback; skipped, and saying so, where
//! nothing that has them is named.

use std::process::Stdio;
use std::sync::Arc;

use axum::Router;
use outdial_sandbox::{RealtimeAccount, Sandbox, SandboxConfig};
use tokio::net::TcpListener;
use tokio::process::Command;

use super::desk::{ASSISTANT, NUMBER_ID, Office, RESEND_KEY, VAPI_KEY, services};

#[tokio::test]
async fn the_official_node_packages_are_served() {
    let Ok(folder) = std::env::var("OUTDIAL_PEER_NODE") else {
        println!(
            "skipped: set OUTDIAL_PEER_NODE to a folder whose node_modules have @vapi-ai/server-sdk and resend"
        );
        return;
    };
    drive(|base| {
        let mut node = Command::new("node");
        node.arg(concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/tests/suite/services/official.mjs"
        ))
        .args([&folder, base, VAPI_KEY, NUMBER_ID, ASSISTANT, RESEND_KEY]);
        node
    })
    .await;
}

#[tokio::test]
async fn the_official_python_packages_are_served() {
    let Ok(python) = std::env::var("OUTDIAL_PEER_SERVICES_PYTHON") else {
        println!(
            "skipped: set OUTDIAL_PEER_SERVICES_PYTHON to a Python with openai, resend and vapi-server-sdk"
        );
        return;
    };
    drive(|base| {
        let mut command = Command::new(python);
        command
            .arg(concat!(
                env!("CARGO_MANIFEST_DIR"),
                "/tests/suite/services/official.py"
            ))
            .args([base, VAPI_KEY, NUMBER_ID, ASSISTANT, RESEND_KEY, MODELS_KEY]);
        command
    })
    .await;
}

/// Runs a program against the sandbox at this base until it is content.
async fn drive(program: impl FnOnce(&str) -> Command) {
    let config = SandboxConfig {
        realtime: Some(RealtimeAccount::new(MODELS_KEY)),
        ..services()
    };
    let sandbox = Sandbox::new(config, Arc::new(Office::default()));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let router: Router = sandbox.router();
    let driven = program(&base).stdin(Stdio::null()).output();
    let output = tokio::select! {
        _ = axum::serve(listener, router) => panic!("the sandbox stopped serving"),
        output = driven => output.unwrap(),
    };
    let said = String::from_utf8_lossy(&output.stdout);
    let complained = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}\n{complained}");
    assert!(said.contains("peer: all well"), "{said}");
}

const MODELS_KEY: &str = "sk-models";

//! The official Python client drives the sandbox over loopback.

use std::process::Stdio;
use std::sync::Arc;

use outdial_domain::Timestamp;
use outdial_sandbox::{ReqwestWebhooks, SandboxConfig, ServeConfig, serve};
use tokio::process::Command;
use tokio::sync::oneshot;
use tokio_util::task::TaskTracker;

use crate::stage::{ACCOUNT, FROM, TOKEN};

#[tokio::test]
async fn the_official_client_is_served() {
    let Ok(python) = std::env::var("OUTDIAL_PEER_PYTHON") else {
        println!("skipped: set OUTDIAL_PEER_PYTHON to a Python with the twilio package");
        return;
    };
    // Already chosen when another test of this process was quicker.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let began = tokio::time::Instant::now();
    let clock = Arc::new(move || {
        let ms = i64::try_from(began.elapsed().as_millis()).unwrap();
        Timestamp(1_795_219_200_000_000).plus_ms(ms)
    });
    let sandbox = SandboxConfig {
        numbers: vec![FROM.to_owned()],
        cps: 200.0,
        ..SandboxConfig::new(ACCOUNT, TOKEN, clock)
    };
    let config = ServeConfig {
        listen: "127.0.0.1:0".parse().unwrap(),
        sandbox,
        callbacks: Arc::new(ReqwestWebhooks::new().unwrap()),
    };
    let (ready, address) = oneshot::channel();
    let (stop, stopped) = oneshot::channel::<()>();
    let tasks = TaskTracker::new();
    let server = tasks.spawn(serve(config, |address, _| ready.send(address).unwrap(), async {
        drop(stopped.await);
    }));
    let address = address.await.unwrap();

    let output = Command::new(python)
        .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/suite/peer.py"))
        .args([&format!("http://{address}"), ACCOUNT, TOKEN, FROM])
        .stdin(Stdio::null())
        .output()
        .await
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    let complained = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}\n{complained}");
    assert!(said.contains("peer: all well"), "{said}");
    stop.send(()).unwrap();
    server.await.unwrap().unwrap();
}

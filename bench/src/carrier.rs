//! A carrier that accepts every call at once and then says nothing by itself: what is measured is the server, not a
//! network. Asked about a call, it says that it rings, or, once its end was reported, what it cost.

use std::collections::{HashMap, HashSet};
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use anyhow::{Context, Result};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::routing::{get, post};
use axum::{Form, Json, Router};
use serde_json::{Value, json};
use tokio_util::task::TaskTracker;

use crate::clock::present;

/// A running carrier.
#[derive(Debug)]
pub struct Carrier {
    address: SocketAddr,
    calls: Shared,
    _tasks: TaskTracker,
}

/// A call that it was asked to place.
#[derive(Debug, Clone)]
pub struct Accepted {
    /// The id that it gave out.
    pub sid: String,
    /// Who is called.
    pub to: String,
    /// Where it should report, without the fragment that tells it how to deliver.
    pub status_callback: String,
    /// Where it should say whether a person answered; empty when nobody asked.
    pub verdict_callback: String,
    /// What the leg is to do once it is answered.
    pub twiml: String,
}

/// The account that server and carrier agree on.
#[derive(Debug)]
pub struct Account;

impl Account {
    /// The account's id.
    pub const SID: &str = "AC00000000000000000000000000000001";
    /// The secret that signs reports.
    pub const AUTH_TOKEN: &str = "0123456789abcdef0123456789abcdef";
    /// The number that callees see.
    pub const NUMBER: &str = "+14155550100";

    /// What the server needs to use this carrier as fast as it can.
    pub fn variables(carrier: &Carrier) -> Vec<(&'static str, String)> {
        vec![
            ("TWILIO_ACCOUNT_SID", Self::SID.to_owned()),
            ("TWILIO_AUTH_TOKEN", Self::AUTH_TOKEN.to_owned()),
            ("TWILIO_PHONE_NUMBER", Self::NUMBER.to_owned()),
            ("TWILIO_API_BASE", format!("http://{}", carrier.address)),
            ("TWILIO_CPS", "1000".to_owned()),
        ]
    }
}

impl Carrier {
    /// Starts listening on a free port.
    pub async fn start() -> Result<Self> {
        let calls = Shared::default();
        let router = Router::new()
            .route(
                "/2010-04-01/Accounts/{account}/Calls.json",
                post(accept).get(list),
            )
            .route(
                "/2010-04-01/Accounts/{account}/Calls/{call}",
                get(fetch).post(order),
            )
            .with_state(calls.clone());
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
            .await
            .context("listen as a carrier")?;
        let address = listener.local_addr()?;
        let tasks = TaskTracker::new();
        tasks.spawn(async move { axum::serve(listener, router).await });
        Ok(Self {
            address,
            calls,
            _tasks: tasks,
        })
    }

    /// Takes the calls that were accepted since the last time.
    pub fn take_accepted(&self) -> Vec<Accepted> {
        std::mem::take(&mut lock(&self.calls).accepted)
    }

    /// Takes the call of one number, once it was accepted.
    pub fn take_call_to(&self, number: &str) -> Option<Accepted> {
        let mut calls = lock(&self.calls);
        let place = calls.accepted.iter().position(|call| call.to == number)?;
        Some(calls.accepted.swap_remove(place))
    }

    /// When the first order for a call came, if one has.
    pub fn ordered_at(&self, sid: &str) -> Option<Instant> {
        lock(&self.calls).ordered.get(sid).copied()
    }

    /// The calls of these ids are over, and have a price.
    pub fn end(&self, sids: impl IntoIterator<Item = String>) {
        lock(&self.calls).ended.extend(sids);
    }

    /// How many accepted calls wait to be taken.
    pub fn accepted(&self) -> usize {
        lock(&self.calls).accepted.len()
    }
}

type Shared = Arc<Mutex<Calls>>;

#[derive(Debug, Default)]
struct Calls {
    accepted: Vec<Accepted>,
    ended: HashSet<String>,
    /// When a call was first told something.
    ordered: HashMap<String, Instant>,
}

fn lock(calls: &Mutex<Calls>) -> MutexGuard<'_, Calls> {
    calls.lock().unwrap_or_else(PoisonError::into_inner)
}

async fn accept(
    State(calls): State<Shared>,
    Form(form): Form<Vec<(String, String)>>,
) -> (StatusCode, Json<Value>) {
    let form: HashMap<String, String> = form.into_iter().collect();
    let field = |name: &str| form.get(name).cloned().unwrap_or_default();
    // The number is part of the id, so that a look-up can tell it.
    let sid = format!("CA{:0>32}", field("To").trim_start_matches('+'));
    lock(&calls).accepted.push(Accepted {
        sid: sid.clone(),
        to: field("To"),
        status_callback: sent_part(&field("StatusCallback")),
        verdict_callback: sent_part(&field("AsyncAmdStatusCallback")),
        twiml: field("Twiml"),
    });
    (StatusCode::CREATED, Json(call(&sid, "queued", None)))
}

/// What of an address is sent: the rest tells the carrier how to deliver.
fn sent_part(address: &str) -> String {
    address.split('#').next().unwrap_or_default().to_owned()
}

/// An order for a call: its arrival is what is measured.
async fn order(State(calls): State<Shared>, Path((_, file)): Path<(String, String)>) -> Json<Value> {
    let arrived = present();
    let sid = file.trim_end_matches(".json");
    lock(&calls).ordered.entry(sid.to_owned()).or_insert(arrived);
    Json(call(sid, "in-progress", None))
}

async fn fetch(State(calls): State<Shared>, Path((_, file)): Path<(String, String)>) -> Json<Value> {
    let sid = file.trim_end_matches(".json");
    if lock(&calls).ended.contains(sid) {
        return Json(call(sid, "completed", Some(PRICE)));
    }
    Json(call(sid, "ringing", None))
}

async fn list() -> Json<Value> {
    Json(json!({"calls": [], "next_page_uri": null}))
}

fn call(sid: &str, status: &str, price: Option<&str>) -> Value {
    json!({
        "sid": sid,
        "account_sid": Account::SID,
        "to": format!("+{}", sid.trim_start_matches("CA").trim_start_matches('0')),
        "from": Account::NUMBER,
        "status": status,
        "direction": "outbound-api",
        "price": price,
        "price_unit": "USD",
        "queue_time": "0",
    })
}

/// As Twilio writes it: a charge is negative.
const PRICE: &str = "-0.01400";

//! One agent, through as many shifts as the server's deaths make of their day.

use std::net::SocketAddr;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

use super::microphones::Microphones;
use crate::clock::present;
use crate::http::{Connection, request};
use crate::talk::browser::Browser;

/// An agent of a campaign.
#[derive(Debug, Clone)]
pub struct Agent {
    /// Where the server listens.
    pub server: SocketAddr,
    /// The agent's key.
    pub key: String,
    /// The campaign that they sign in to.
    pub campaign: String,
    /// Where their browser speaks.
    pub microphones: Microphones,
    /// How long they talk to each callee.
    pub talk: Duration,
}

impl Agent {
    /// Makes an agent at a server, by somebody who may.
    pub async fn hire(
        server: SocketAddr,
        manager: &str,
        name: &str,
        campaign: &str,
        microphones: &Microphones,
        talk: Duration,
    ) -> Result<Self> {
        let wish = json!({"name": name, "role": "agent"});
        let (status, made) = ask(server, manager, "POST", "/api/v1/api-keys", &wish).await?;
        let key = made["key"].as_str();
        let key = key.with_context(|| format!("a key was answered {status}: {made}"))?;
        Ok(Self {
            server,
            key: key.to_owned(),
            campaign: campaign.to_owned(),
            microphones: microphones.clone(),
            talk,
        })
    }

    /// Signs in and takes calls until signed out; tells the seat and the call of each talk as it begins, as the seat shows
    /// it.
    pub async fn shift(&self, talks: &impl Fn(&str, &Value)) -> Result<()> {
        let seat = self.sign_in().await?;
        let (mut browser, offer) = Browser::offer(present())?;
        let body = json!({"client_id": "outdial-bench", "sdp_offer": offer});
        let joined = self
            .seat_order("POST", &seat, "join", &body)
            .await?
            .context("the browser was not let in")?;
        let answer = joined["sdp_answer"]
            .as_str()
            .context("a browser gets an answer")?;
        browser.accept(answer, present())?;
        self.microphones.add(browser)?;
        let mut talked_to = None;
        loop {
            let (status, shown) = self
                .ask("GET", &format!("/api/v1/seats/{seat}"), &json!({}))
                .await?;
            let state = shown["state"].as_str();
            match state.with_context(|| format!("a seat was answered {status}: {shown}"))? {
                "offline" => return Ok(()),
                "joining" | "paused" => {
                    let ready = json!({"state": "ready"});
                    self.seat_order("PUT", &seat, "state", &ready).await?;
                }
                "on_call" if shown["call"]["connected_at"].is_string() => {
                    let call = shown["call"]["id"].as_str().context("a call has an id")?;
                    if talked_to.as_deref() != Some(call) {
                        talks(&seat, &shown["call"]);
                        talked_to = Some(call.to_owned());
                    }
                    tokio::time::sleep(self.talk).await;
                    self.seat_order("POST", &seat, "end-call", &json!({})).await?;
                }
                "wrap_up" => {
                    let said = json!({"disposition": "not_interested", "next": "ready"});
                    self.seat_order("POST", &seat, "wrap-up", &said).await?;
                }
                _ => {}
            }
            tokio::time::sleep(LOOK_EACH).await;
        }
    }

    /// The id of the agent's seat; one that was left taken is taken up again.
    async fn sign_in(&self) -> Result<String> {
        let wish = json!({"campaign_id": self.campaign});
        let (status, seat) = self.ask("POST", "/api/v1/seats", &wish).await?;
        let seat = match status {
            201 => seat,
            409 if seat["code"] == "seat.already_seated" => {
                let (_, current) = self.ask("GET", "/api/v1/seats/current", &json!({})).await?;
                current["seat"].clone()
            }
            _ => bail!("signing in was answered {status}: {seat}"),
        };
        let id = seat["id"]
            .as_str()
            .with_context(|| format!("a seat has an id: {seat}"))?;
        Ok(id.to_owned())
    }

    /// Orders something at a seat; nothing when the seat has moved on meanwhile.
    async fn seat_order(&self, method: &str, seat: &str, order: &str, body: &Value) -> Result<Option<Value>> {
        let path = format!("/api/v1/seats/{seat}/{order}");
        let (status, answer) = self.ask(method, &path, body).await?;
        match status {
            200 => Ok(Some(answer)),
            409 => Ok(None),
            _ => bail!("{order} was answered {status}: {answer}"),
        }
    }

    async fn ask(&self, method: &str, path: &str, body: &Value) -> Result<(u16, Value)> {
        ask(self.server, &self.key, method, path, body).await
    }
}

async fn ask(server: SocketAddr, key: &str, method: &str, path: &str, body: &Value) -> Result<(u16, Value)> {
    let bearer = format!("Bearer {key}");
    let headers = [
        ("Authorization", bearer.as_str()),
        ("Content-Type", "application/json"),
    ];
    let body = if method == "GET" {
        String::new()
    } else {
        body.to_string()
    };
    let request = request(method, path, server, &headers, body.as_bytes());
    let answer = Connection::open(server).await?.send(&request).await?;
    let text = String::from_utf8_lossy(&answer.body);
    Ok((answer.status, serde_json::from_str(&text).unwrap_or(Value::Null)))
}

const LOOK_EACH: Duration = Duration::from_millis(50);

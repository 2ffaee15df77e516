//! How a call comes to be talked on, step by step as page and carrier do it.

use std::time::Duration;

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

use super::browser::Browser;
use super::phone::{Invitation, Phone};
use crate::callbacks::report::signed;
use crate::carrier::{Accepted, Carrier};
use crate::clock::{Stopwatch, present};
use crate::http::{Connection, request};
use crate::server::Server;
use crate::signing::Signer;

/// A room with its agent's key.
#[derive(Debug, Clone)]
pub struct Room {
    /// The room's id.
    pub id: String,
    key: String,
}

impl Room {
    /// Makes an agent and opens a room in which they will talk to this number.
    pub async fn open(server: &Server, number: &str) -> Result<Self> {
        let agent = json!({"name": format!("agent for {number}"), "role": "agent"});
        let made = server.call("POST", "/api/v1/api-keys", &agent, 201).await?;
        let key = made["key"].as_str().context("a key is shown once")?.to_owned();
        let opened = post(server, &key, "/api/v1/rooms", &json!({"to": number}), 201).await?;
        let id = opened["id"].as_str().context("a room has an id")?.to_owned();
        Ok(Self { id, key })
    }

    /// Lets the agent's browser in; somebody has to drive it from now on.
    pub async fn join(&self, server: &Server) -> Result<Browser> {
        let (mut browser, offer) = Browser::offer(present())?;
        let body = json!({"client_id": "bench", "sdp_offer": offer});
        let path = format!("/api/v1/rooms/{}/join", self.id);
        let answer = post(server, &self.key, &path, &body, 200).await?;
        let answer = answer["sdp_answer"]
            .as_str()
            .context("a browser gets an answer")?;
        browser.accept(answer, present())?;
        Ok(browser)
    }

    /// Ends the call.
    pub async fn end(&self, server: &Server) -> Result<()> {
        let path = format!("/api/v1/rooms/{}/end", self.id);
        post(server, &self.key, &path, &json!({}), 200).await.map(drop)
    }
}

/// Waits until the server rings a number, picks up, and opens the stream.
pub async fn pick_up(server: &Server, carrier: &Carrier, signer: &Signer, number: &str) -> Result<Phone> {
    let watch = Stopwatch::start();
    let call = loop {
        if let Some(call) = carrier.take_call_to(number) {
            break call;
        }
        ensure!(watch.elapsed() < RING_LIMIT, "{number} was not rung");
        tokio::time::sleep(LOOK_EACH).await;
    };
    let mut connection = Connection::open(server.address()).await?;
    for (place, status) in ["initiated", "ringing", "in-progress"].into_iter().enumerate() {
        let answer = connection
            .send(&signed(&call, status, place, signer, server.address()))
            .await?;
        ensure!(answer.status < 300, "a report was answered {}", answer.status);
    }
    Phone::open(server.address(), &invitation(&call)?, signer)
}

fn invitation(call: &Accepted) -> Result<Invitation> {
    let mut tags = call.twiml.split('<').skip(1);
    let stream = tags
        .by_ref()
        .find(|tag| tag.starts_with("Stream "))
        .with_context(|| format!("the leg is asked for its audio: {}", call.twiml))?;
    let url = attribute(stream, "url").context("a stream has an address")?;
    let parameters = tags
        .filter(|tag| tag.starts_with("Parameter "))
        .filter_map(|tag| attribute(tag, "name").zip(attribute(tag, "value")));
    Ok(Invitation {
        sid: call.sid.clone(),
        url,
        parameters: parameters.collect(),
    })
}

/// The value of an attribute; nothing that the server puts into one has to be escaped but the ampersand.
fn attribute(tag: &str, name: &str) -> Option<String> {
    let (_, after) = tag.split_once(&format!(" {name}=\""))?;
    let (value, _) = after.split_once('"')?;
    Some(value.replace("&amp;", "&"))
}

async fn post(server: &Server, key: &str, path: &str, body: &Value, wanted: u16) -> Result<Value> {
    let bearer = format!("Bearer {key}");
    let headers = [
        ("Authorization", bearer.as_str()),
        ("Content-Type", "application/json"),
    ];
    let request = request(
        "POST",
        path,
        server.address(),
        &headers,
        body.to_string().as_bytes(),
    );
    let answer = Connection::open(server.address()).await?.send(&request).await?;
    answer.json(wanted).with_context(|| format!("POST {path}"))
}

const RING_LIMIT: Duration = Duration::from_secs(60);
const LOOK_EACH: Duration = Duration::from_millis(10);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_into_the_room_is_read_from_the_orders_for_the_leg() {
        let call = Accepted {
            sid: "CA1".to_owned(),
            to: String::new(),
            status_callback: String::new(),
            verdict_callback: String::new(),
            twiml: concat!(
                r#"<Response><Connect><Stream url="ws://h/media/stream/a?x=1&amp;y=2">"#,
                r#"<Parameter name="call" value="c"/><Parameter name="token" value="t"/></Stream></Connect></Response>"#
            )
            .to_owned(),
        };
        let invitation = invitation(&call).unwrap();
        assert_eq!(invitation.url, "ws://h/media/stream/a?x=1&y=2");
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        assert_eq!(invitation.parameters, [pair("call", "c"), pair("token", "t")]);
    }
}

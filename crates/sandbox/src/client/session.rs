//! One browser's socket from its opening to its end.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::ws::{Message, WebSocket};
use futures_util::{SinkExt, StreamExt};
use tokio::sync::mpsc;
use tokio::time::{Instant, MissedTickBehavior, interval_at, timeout};

use super::invite::Refusal;
use super::softphone::Softphone;
use super::token::{Grant, verify};
use super::wire::{self, HEARTBEAT, Heard};
use crate::call::{EndedBy, Order};
use crate::sandbox::Sandbox;

/// One browser's socket.
pub(super) struct Session {
    sandbox: Arc<Sandbox>,
    out: mpsc::Sender<String>,
    grant: Option<Grant>,
    /// How long the page may stay away when the socket is lost.
    window: Duration,
    calls: Vec<Call>,
}

/// A call, under the name that the kit gave it first.
struct Call {
    name: String,
    phone: Arc<Softphone>,
}

impl Session {
    /// Serves the socket until it is closed or goes silent.
    pub(super) async fn serve(sandbox: Arc<Sandbox>, socket: WebSocket) {
        let (out, mut waiting) = mpsc::channel(MESSAGES_WAITING);
        let mut session = Self {
            sandbox,
            out,
            grant: None,
            window: USUAL_WINDOW,
            calls: Vec::new(),
        };
        let (mut sink, mut source) = socket.split();
        let mut beats = interval_at(Instant::now() + BEAT_EVERY, BEAT_EVERY);
        beats.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut unanswered = 0;
        loop {
            let text = tokio::select! {
                biased;
                text = waiting.recv() => text,
                message = source.next() => match message {
                    Some(Ok(Message::Text(text))) => {
                        unanswered = 0;
                        session.hear(&text).await;
                        continue;
                    }
                    Some(Ok(Message::Binary(_) | Message::Ping(_) | Message::Pong(_))) => continue,
                    Some(Ok(Message::Close(_)) | Err(_)) | None => break,
                },
                _ = beats.tick() => {
                    unanswered += 1;
                    (unanswered <= BEATS_MISSED).then(|| HEARTBEAT.to_owned())
                }
            };
            let Some(text) = text else {
                break;
            };
            let sent = timeout(SEND_LIMIT, sink.send(Message::text(text)));
            if !matches!(sent.await, Ok(Ok(()))) {
                break;
            }
        }
    }

    async fn hear(&mut self, text: &str) {
        let heard = match Heard::read(text) {
            Ok(heard) => heard,
            Err(unreadable) => return self.tell(wire::error(MALFORMED, &unreadable.to_string())),
        };
        match heard {
            Heard::Beat => {}
            Heard::Listen { token, reconnect_s } => self.listen(&token, reconnect_s),
            Heard::Register { audio } => match (&self.grant, audio) {
                (None, _) => self.tell(wire::error(NO_TOKEN, "JWT is invalid")),
                (Some(_), true) => self.tell(wire::ready()),
                (Some(_), false) => self.tell(wire::offline()),
            },
            Heard::Invite { call, sdp, params } => self.invite(call, &sdp, params).await,
            Heard::Reconnect { call, sdp, token } => self.reconnect(call, sdp, &token).await,
            Heard::Reinvite { call, sdp } => self.reinvite(&call, sdp).await,
            Heard::Hangup { call } => {
                if let Some(phone) = self.phone(&call) {
                    phone.leg.order(Order::HangUp(EndedBy::Callee));
                }
            }
            Heard::Dtmf { call, keys } => {
                if let Some(phone) = self.phone(&call) {
                    phone.handset.press(&keys);
                }
            }
            Heard::Message { call, event } => self.tell(wire::undelivered(&call, &event)),
            Heard::Other { kind } => {
                tracing::debug!(kind, "a browser's message has no meaning here");
            }
        }
    }

    fn listen(&mut self, token: &str, reconnect_s: u64) {
        if reconnect_s > 0 {
            self.window = Duration::from_secs(reconnect_s);
        }
        let now = self.sandbox.now();
        match verify(token, &self.sandbox.account, now) {
            Ok(grant) => {
                let ttl = grant.expires_s - now.0.div_euclid(1_000_000);
                self.tell(wire::connected(&grant.identity, ttl));
                self.grant = Some(grant);
            }
            Err(error) => {
                self.grant = None;
                self.tell(wire::error(error.code(), &error.to_string()));
            }
        }
    }

    async fn invite(&mut self, name: String, sdp: &str, params: Vec<(String, String)>) {
        self.calls.retain(|call| !call.phone.leg.status().is_over());
        let called = match &self.grant {
            None => return self.tell(wire::refusal(&name, NO_TOKEN, "JWT is invalid")),
            Some(_) if self.calls.len() >= MOST_CALLS => Err(Refusal::TooMany),
            Some(grant) => self.sandbox.call_application(grant, sdp, params, &self.out).await,
        };
        match called {
            Ok(phone) => {
                self.tell(wire::ringing(&phone.leg.sid));
                self.sandbox.attend(Arc::clone(&phone));
                self.calls.push(Call { name, phone });
            }
            Err(refusal) => self.refuse(&name, &refusal),
        }
    }

    async fn reconnect(&mut self, call: String, sdp: String, token: &str) {
        let Some(grant) = &self.grant else {
            return self.tell(wire::refusal(&call, NO_TOKEN, "JWT is invalid"));
        };
        match self.sandbox.resume(grant, &call, token, sdp).await {
            Ok(phone) => {
                phone.found(&self.out);
                self.tell_answer(&phone);
                self.calls.retain(|known| !Arc::ptr_eq(&known.phone, &phone));
                self.calls.push(Call { name: call, phone });
            }
            Err(refusal) => self.refuse(&call, &refusal),
        }
    }

    async fn reinvite(&mut self, call: &str, sdp: String) {
        let Some(phone) = self.phone(call).map(Arc::clone) else {
            return self.refuse(call, &Refusal::NotYours);
        };
        match phone.offered(sdp).await {
            Ok(()) => self.tell_answer(&phone),
            Err(refusal) => self.refuse(call, &refusal),
        }
    }

    fn phone(&self, call: &str) -> Option<&Arc<Softphone>> {
        let known = self
            .calls
            .iter()
            .find(|known| known.name == call || known.phone.leg.sid == call);
        known.map(|known| &known.phone)
    }

    fn tell_answer(&self, phone: &Softphone) {
        let sdp = crate::lock::lock(&phone.answer).clone();
        self.tell(wire::answer(&phone.leg.sid, &sdp, &phone.reconnect));
    }

    fn refuse(&self, call: &str, refusal: &Refusal) {
        tracing::debug!(call, %refusal, "a browser's call was refused");
        self.tell(wire::refusal(call, refusal.code(), &refusal.to_string()));
    }

    /// A page that does not read misses it.
    fn tell(&self, message: String) {
        let _ = self.out.try_send(message);
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        for call in &self.calls {
            call.phone.lost(&self.out, self.window);
        }
    }
}

/// The kit takes a socket for dead after 15 s without a word.
const BEAT_EVERY: Duration = Duration::from_secs(10);
const BEATS_MISSED: u32 = 3;
const SEND_LIMIT: Duration = Duration::from_secs(10);
const MESSAGES_WAITING: usize = 64;
const MOST_CALLS: usize = 10;
/// How long the kit prefers the place where its calls are before it looks elsewhere.
const USUAL_WINDOW: Duration = Duration::from_secs(15);
const MALFORMED: u32 = 31_100;
const NO_TOKEN: u32 = 31_204;

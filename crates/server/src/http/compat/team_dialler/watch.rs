//! `WS /ws/{campaign_id}`

use std::time::Duration;

use axum::extract::ws::rejection::WebSocketUpgradeRejection;
use axum::extract::ws::{Message, WebSocket, WebSocketUpgrade};
use axum::extract::{Path, State};
use axum::response::Response;
use serde_json::Value;
use tokio::sync::broadcast::error::RecvError;
use tokio::time::{Instant, MissedTickBehavior, interval_at, timeout};

use super::asker::asker;
use super::failure::Refused;
use super::messages::{Seen, between, state};
use super::read::find;
use crate::http::AppState;
use crate::http::auth::Actor;
use crate::http::live::may_still_watch;
use crate::http::problem::{Problem, ProblemCode};

/// A campaign over a WebSocket: how it stands, then what happens. Whoever connects again is told anew how it stands; what
/// clients send is not listened to, and nothing depends on anybody watching.
#[utoipa::path(get, path = "/ws/{campaign_id}", tag = "Compatibility", operation_id = "teamDiallerWatch",
    params(("campaign_id" = String, Path)),
    responses((status = 101, description = "The connection becomes a WebSocket"),
        (status = 404, description = "`Campaign not found`")))]
pub async fn team_dialler_watch(
    State(app): State<AppState>,
    actor: Result<Actor, Problem>,
    Path(id): Path<String>,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> Result<Response, Refused> {
    let actor = asker(actor)?;
    find(&app, &actor, &id).await?;
    let upgrade = upgrade
        .map_err(|why| Problem::new(ProblemCode::RequestMalformed).detail(why.body_text()))?
        .max_message_size(CLIENT_MESSAGE_MAX)
        .read_buffer_size(CLIENT_MESSAGE_MAX);
    Ok(upgrade.on_upgrade(move |socket| async move {
        let watcher = Watcher {
            app,
            actor,
            id,
            socket,
        };
        watcher.watch().await;
    }))
}

struct Watcher {
    app: AppState,
    actor: Actor,
    id: String,
    socket: WebSocket,
}

/// The watcher is gone, or its connection is of no use.
struct Gone;

impl Watcher {
    async fn watch(mut self) {
        let mut frames = self.app.live.subscribe(&self.actor.workspace, None).receiver;
        let Ok(mut seen) = self.begin().await else { return };
        let mut look = interval_at(Instant::now() + LOOK_EVERY, LOOK_EVERY);
        look.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut check = interval_at(Instant::now() + CHECK_EVERY, CHECK_EVERY);
        check.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let stop = self.app.stop.clone();
        loop {
            let told = tokio::select! {
                frame = frames.recv() => {
                    if matches!(frame, Err(RecvError::Closed)) {
                        frames = self.app.live.subscribe(&self.actor.workspace, None).receiver;
                    }
                    self.tell(&mut seen).await
                }
                // The campaign itself may end without any call that moves.
                _ = look.tick() => self.tell(&mut seen).await,
                _ = check.tick() => {
                    if may_still_watch(&self.app, &self.actor).await { self.ping().await } else { Err(Gone) }
                }
                message = self.socket.recv() => match message {
                    Some(Ok(Message::Text(_) | Message::Binary(_) | Message::Ping(_) | Message::Pong(_))) => Ok(()),
                    Some(Ok(Message::Close(_)) | Err(_)) | None => Err(Gone),
                },
                () = stop.cancelled() => Err(Gone),
            };
            if told.is_err() {
                // Whether the other side still hears it makes no difference.
                let _ = timeout(SEND_LIMIT, self.socket.send(Message::Close(None))).await;
                return;
            }
        }
    }

    async fn begin(&mut self) -> Result<Seen, Gone> {
        let stored = find(&self.app, &self.actor, &self.id).await.map_err(|_| Gone)?;
        self.send(&state(&stored)).await?;
        Ok(Seen::of(&stored))
    }

    async fn tell(&mut self, seen: &mut Seen) -> Result<(), Gone> {
        // A store that cannot answer is asked again.
        let Ok(stored) = find(&self.app, &self.actor, &self.id).await else {
            return Ok(());
        };
        for message in between(seen, &stored) {
            self.send(&message).await?;
        }
        *seen = Seen::of(&stored);
        Ok(())
    }

    async fn ping(&mut self) -> Result<(), Gone> {
        self.put(Message::Ping(bytes::Bytes::new())).await
    }

    async fn send(&mut self, message: &Value) -> Result<(), Gone> {
        self.put(Message::Text(message.to_string().into())).await
    }

    /// A watcher that does not read is dropped.
    async fn put(&mut self, message: Message) -> Result<(), Gone> {
        match timeout(SEND_LIMIT, self.socket.send(message)).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_)) | Err(_) => Err(Gone),
        }
    }
}

const LOOK_EVERY: Duration = Duration::from_secs(1);
const CHECK_EVERY: Duration = Duration::from_secs(5);
const SEND_LIMIT: Duration = Duration::from_secs(10);
const CLIENT_MESSAGE_MAX: usize = 4 * 1024;

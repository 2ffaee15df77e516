//! `GET /api/v1/live`: the WebSocket.

use std::time::Duration;

use axum::extract::State;
use axum::extract::ws::rejection::WebSocketUpgradeRejection;
use axum::extract::ws::{Message, Utf8Bytes, WebSocket, WebSocketUpgrade};
use axum::response::Response;
use serde::Deserialize;
use tokio::sync::broadcast::error::RecvError;
use tokio::time::{Instant, MissedTickBehavior, interval_at, timeout};
use utoipa::IntoParams;

use super::access::may_still_watch;
use super::feed::{LiveFrame, Subscription, nothing_new};
use super::ring::{Frame, Readers};
use crate::http::AppState;
use crate::http::auth::{Actor, Operation};
use crate::http::problem::{Problem, ProblemCode};
use crate::http::request::Query;

/// Where to go on.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct LiveQuery {
    /// Number of the last frame that the watcher has; it gets what it missed, or a snapshot when that is forgotten.
    pub since: Option<u64>,
}

/// Live updates over a WebSocket: a `snapshot` frame, then `changes` frames whose `seq` grows by one, and a `ping`
/// frame every few seconds. A call in a frame replaces an older one only if its `revision` is not lower. Campaigns
/// (`CampaignSummary`) are in the snapshot while somebody looks after them, and in `changes` at most once a second each;
/// who may not see campaigns gets none.
#[utoipa::path(
    get, path = "/live", tag = "Live", operation_id = "watchLive", params(LiveQuery),
    responses((status = 101, description = "The connection becomes a WebSocket"))
)]
pub async fn watch_live(
    State(app): State<AppState>,
    actor: Actor,
    Query(query): Query<LiveQuery>,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> Result<Response, Problem> {
    actor.require(Operation::LiveWatch)?;
    let upgrade = upgrade
        .map_err(|why| Problem::new(ProblemCode::RequestMalformed).detail(why.body_text()))?
        .max_message_size(CLIENT_MESSAGE_MAX)
        .read_buffer_size(CLIENT_MESSAGE_MAX);
    Ok(upgrade.on_upgrade(move |socket| async move {
        let watcher = Watcher { app, actor, socket };
        watcher.watch(query.since).await;
    }))
}

struct Watcher {
    app: AppState,
    actor: Actor,
    socket: WebSocket,
}

/// The watcher is gone, or its connection is of no use.
struct Gone;

impl Watcher {
    async fn watch(mut self, since: Option<u64>) {
        let mut place = self.app.live.subscribe(&self.actor.workspace, since);
        if self.catch_up(&mut place).await.is_err() {
            return;
        }
        let mut ping = interval_at(Instant::now() + PING_EVERY, PING_EVERY);
        ping.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let stop = self.app.stop.clone();
        loop {
            let sent = tokio::select! {
                frame = place.receiver.recv() => match frame {
                    Ok(LiveFrame::Frame(frame)) => self.show(frame).await,
                    Ok(LiveFrame::StartOver) | Err(RecvError::Lagged(_) | RecvError::Closed) => {
                        place = self.app.live.subscribe(&self.actor.workspace, None);
                        self.catch_up(&mut place).await
                    }
                },
                _ = ping.tick() => {
                    // Signing out, being blocked or losing a key ends what was opened before.
                    if !may_still_watch(&self.app, &self.actor).await {
                        return self.close().await;
                    }
                    let at = self.app.engine.now();
                    self.send(format!("{{\"type\":\"ping\",\"at\":\"{at}\"}}").into()).await
                }
                message = self.socket.recv() => match message {
                    // Nothing that a watcher says changes what it gets.
                    Some(Ok(Message::Text(_) | Message::Binary(_) | Message::Ping(_) | Message::Pong(_))) => Ok(()),
                    Some(Ok(Message::Close(_)) | Err(_)) | None => Err(Gone),
                },
                () = stop.cancelled() => {
                    // The page connects again by itself once the server is back.
                    return self.close().await;
                }
            };
            if sent.is_err() {
                return;
            }
        }
    }

    /// Sends what was missed, or a snapshot.
    async fn catch_up(&mut self, place: &mut Subscription) -> Result<(), Gone> {
        if let Some(missed) = place.missed.take() {
            for frame in missed {
                self.show(frame).await?;
            }
            return Ok(());
        }
        let snapshot = self
            .app
            .live
            .snapshot(&self.actor.workspace, place.seq, self.readers())
            .await
            .map_err(|why| {
                tracing::warn!(error = %why, "a live snapshot cannot be read");
                Gone
            })?;
        self.send(snapshot.into()).await
    }

    /// Sends a frame; who may not read it gets its number alone, so that no hole is seen.
    async fn show(&mut self, frame: Frame) -> Result<(), Gone> {
        let text = match (frame.readers, self.readers()) {
            (Readers::OfCampaigns, Readers::All) => nothing_new(frame.seq).into(),
            (Readers::All, _) | (_, Readers::OfCampaigns) => frame.text,
        };
        self.send(text).await
    }

    /// Among whom this watcher is.
    fn readers(&self) -> Readers {
        if self.actor.may(Operation::CampaignsRead) {
            Readers::OfCampaigns
        } else {
            Readers::All
        }
    }

    async fn close(mut self) {
        // Whether the other side still hears it makes no difference.
        let _ = timeout(SEND_LIMIT, self.socket.send(Message::Close(None))).await;
    }

    /// A watcher that does not read is dropped: it must not hold frames for ever.
    async fn send(&mut self, text: Utf8Bytes) -> Result<(), Gone> {
        match timeout(SEND_LIMIT, self.socket.send(Message::Text(text))).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_)) | Err(_) => Err(Gone),
        }
    }
}

const PING_EVERY: Duration = Duration::from_secs(5);
const SEND_LIMIT: Duration = Duration::from_secs(10);
/// Also what is read at once: watchers have next to nothing to say, and the buffer is cleared for every read.
const CLIENT_MESSAGE_MAX: usize = 4 * 1024;

//! Between a carrier's WebSocket and the callee's place in the room.

use std::time::Duration;

use axum::extract::ws::{CloseFrame, Message, Utf8Bytes, WebSocket};
use outdial_domain::ids::CallId;
use outdial_media::live::{StreamOut, StreamPort};
use outdial_media::stream::{StreamError, StreamEvent, StreamLeg};
use tokio::time::timeout;

use crate::http::AppState;

/// Carries audio both ways until either side has enough.
pub(super) async fn carry(app: AppState, mut socket: WebSocket) {
    let mut leg = StreamLeg::new();
    let opened = timeout(START_LIMIT, open(&app, &mut socket, &mut leg)).await;
    let port = match opened.unwrap_or(Err(Refused::Late)) {
        Ok(port) => port,
        Err(why) => return refuse(socket, why).await,
    };
    metrics::counter!("outdial_media_streams_total").increment(1);
    let stop = app.stop.clone();
    // One place in the line of those who wait for the end, not a new one for each frame.
    let mut stopped = std::pin::pin!(stop.cancelled());
    loop {
        let done = tokio::select! {
            out = port.next() => match out {
                Some(out) => send(&mut socket, &mut leg, out).await.is_err(),
                None => true,
            },
            message = socket.recv() => match message {
                Some(Ok(message)) => take(&port, &mut leg, message),
                Some(Err(_)) | None => true,
            },
            () = &mut stopped => true,
        };
        if done {
            break;
        }
    }
    // The leg asks for instructions again once the socket is closed.
    let _ = timeout(SEND_LIMIT, socket.send(Message::Close(None))).await;
}

/// Why a stream was not let in.
enum Refused {
    /// It did not say in time whose it is.
    Late,
    /// It speaks another protocol.
    Protocol,
    /// Its token is not good, or its room is over.
    Token,
    /// It went away.
    Gone,
}

/// Waits for `start` and checks the token in it. Nothing is believed before.
async fn open(app: &AppState, socket: &mut WebSocket, leg: &mut StreamLeg) -> Result<StreamPort, Refused> {
    loop {
        let text = match socket.recv().await {
            Some(Ok(Message::Text(text))) => text,
            Some(Ok(Message::Ping(_) | Message::Pong(_))) => continue,
            Some(Ok(Message::Binary(_))) => return Err(Refused::Protocol),
            Some(Ok(Message::Close(_)) | Err(_)) | None => return Err(Refused::Gone),
        };
        let StreamEvent::Started(start) = leg.receive(&text).map_err(|_| Refused::Protocol)? else {
            continue;
        };
        let call: Option<CallId> = start.parameters.value("call").and_then(|text| text.parse().ok());
        let token = start.parameters.value("token");
        let (call, token) = call.zip(token).ok_or(Refused::Token)?;
        return app.engine.attach_stream(&call, token).map_err(|why| {
            tracing::warn!(call.id = %call, error = %why, "a media stream was refused");
            Refused::Token
        });
    }
}

async fn refuse(mut socket: WebSocket, why: Refused) {
    let (word, code, reason) = match why {
        Refused::Late => ("late", POLICY, "say whose stream this is"),
        Refused::Protocol => ("protocol", PROTOCOL, "not the media stream protocol"),
        Refused::Token => ("token", POLICY, "the token is not good"),
        Refused::Gone => return,
    };
    metrics::counter!("outdial_media_streams_refused_total", "why" => word).increment(1);
    let frame = CloseFrame {
        code,
        reason: Utf8Bytes::from_static(reason),
    };
    // Whether the other side still hears it makes no difference.
    let _ = timeout(SEND_LIMIT, socket.send(Message::Close(Some(frame)))).await;
}

/// Takes in a message; true when the stream is over.
fn take(port: &StreamPort, leg: &mut StreamLeg, message: Message) -> bool {
    let text = match message {
        Message::Text(text) => text,
        Message::Ping(_) | Message::Pong(_) => return false,
        Message::Binary(_) | Message::Close(_) => return true,
    };
    match leg.receive(&text) {
        Ok(StreamEvent::Audio(mulaw)) => port.push(&mulaw),
        Ok(StreamEvent::Digit(digit)) => port.digit(digit),
        Ok(StreamEvent::Mark(name)) => port.mark_reached(&name),
        Ok(StreamEvent::Connected | StreamEvent::Started(_) | StreamEvent::Ignored) => {}
        Ok(StreamEvent::Stopped) => return true,
        Err(why) => {
            tracing::warn!(error = %why, "a media stream broke its protocol");
            return true;
        }
    }
    false
}

/// The carrier does not read.
struct Stuck;

async fn send(socket: &mut WebSocket, leg: &mut StreamLeg, out: StreamOut) -> Result<(), Stuck> {
    let text = match say(leg, out) {
        Ok(text) => text,
        Err(why) => {
            tracing::warn!(error = %why, "something could not be said on a media stream");
            return Ok(());
        }
    };
    match timeout(SEND_LIMIT, socket.send(Message::Text(text.into()))).await {
        Ok(Ok(())) => Ok(()),
        Ok(Err(_)) | Err(_) => Err(Stuck),
    }
}

fn say(leg: &mut StreamLeg, out: StreamOut) -> Result<String, StreamError> {
    match out {
        StreamOut::Media(mulaw) => leg.media(&mulaw),
        StreamOut::Mark(name) => leg.mark(&name),
        StreamOut::Clear => leg.clear(),
    }
}

const START_LIMIT: Duration = Duration::from_secs(5);
/// Audio that waits this long is of no use to anybody.
const SEND_LIMIT: Duration = Duration::from_secs(5);
/// RFC 6455: the message violates a policy.
const POLICY: u16 = 1008;
/// RFC 6455: the endpoint breaks the protocol.
const PROTOCOL: u16 = 1002;

//! The way of the sound between a browser and a call: one port, one peer, one task.

use std::net::IpAddr;
use std::sync::Arc;

use tokio::net::UdpSocket;
use tokio::sync::{mpsc, oneshot, watch};
use tokio::time::{Instant, sleep_until};
use tokio_util::sync::CancellationToken;

use super::offer::OfferError;
use super::peer::{Peer, Wish};
use crate::audio::{Frame, Handset, encode};
use crate::sandbox::Sandbox;

/// The near end of a browser's sound.
#[derive(Debug)]
pub(super) struct Link {
    offers: mpsc::Sender<Offer>,
    /// When sound was last heard of it.
    pub heard: watch::Receiver<Instant>,
    stop: CancellationToken,
}

struct Offer {
    sdp: String,
    answer: oneshot::Sender<Result<String, OfferError>>,
}

/// Carries sound between the peer and the handset.
struct Carrier {
    socket: UdpSocket,
    peer: Peer,
    handset: Arc<Handset>,
    ear: mpsc::Receiver<Frame>,
    offers: mpsc::Receiver<Offer>,
    heard: watch::Sender<Instant>,
}

impl Link {
    /// Answers an offer and carries sound from then on.
    pub(super) async fn open(
        sandbox: &Arc<Sandbox>,
        handset: &Arc<Handset>,
        ear: mpsc::Receiver<Frame>,
        offer: &str,
    ) -> Result<(Self, String), OfferError> {
        let socket = port(sandbox.media_ip).await?;
        let at = socket.local_addr().map_err(no_port)?;
        let now = Instant::now();
        let peer = Peer::answering(offer, at, now.into_std())?;
        let answer = peer.answer().to_owned();
        let (offers, asked) = mpsc::channel(OFFERS_WAITING);
        let (heard, last_heard) = watch::channel(now);
        let stop = CancellationToken::new();
        let carrier = Carrier {
            socket,
            peer,
            handset: Arc::clone(handset),
            ear,
            offers: asked,
            heard,
        };
        sandbox.spawn(carrier.run(stop.clone()));
        let link = Self {
            offers,
            heard: last_heard,
            stop,
        };
        Ok((link, answer))
    }

    /// Answers another offer for the same call.
    pub(super) async fn answer(&self, sdp: String) -> Result<String, OfferError> {
        let gone = || OfferError::Malformed("the call is over".to_owned());
        let (answer, answered) = oneshot::channel();
        let offer = Offer { sdp, answer };
        self.offers.send(offer).await.map_err(|_| gone())?;
        answered.await.map_err(|_| gone())?
    }

    pub(super) fn stop(&self) {
        self.stop.cancel();
    }
}

impl Carrier {
    async fn run(mut self, stop: CancellationToken) {
        let mut datagram = vec![0; DATAGRAM_ROOM];
        loop {
            let due = self.satisfy();
            tokio::select! {
                biased;
                () = stop.cancelled() => break,
                offer = self.offers.recv() => match offer {
                    Some(offer) => {
                        let answer = self.answer(&offer.sdp);
                        // Whoever asked may have left meanwhile.
                        let _ = offer.answer.send(answer);
                    }
                    None => break,
                },
                frame = self.ear.recv() => match frame {
                    Some(frame) => self.peer.send(&encode(&frame), now()),
                    // The call is gone; so is whoever could offer or stop.
                    None => break,
                },
                received = self.socket.recv_from(&mut datagram) => {
                    // An error here is about a datagram sent earlier, to a port that nobody has any more.
                    if let Ok((length, from)) = received {
                        self.peer.receive(&datagram[..length], from, now());
                    }
                }
                () = sleep_until(due) => self.peer.pass_time(now()),
            }
        }
        self.peer.close();
        self.satisfy();
    }

    /// Does what the peer wants; when to ask again.
    fn satisfy(&mut self) -> Instant {
        loop {
            match self.peer.next_wish() {
                // A datagram that cannot leave now is lost, as on any network.
                Wish::Send { to, bytes } => drop(self.socket.try_send_to(&bytes, to)),
                Wish::Sound { number, payload } => {
                    self.handset.arrive(number, &payload);
                    self.heard.send_replace(Instant::now());
                }
                Wish::Wait(due) => return due.into(),
                Wish::Over => return Instant::now() + NOTHING_TO_DO,
            }
        }
    }

    fn answer(&mut self, offer: &str) -> Result<String, OfferError> {
        if let Some(answer) = self.peer.answer_again(offer)? {
            return Ok(answer.to_owned());
        }
        let at = self.socket.local_addr().map_err(no_port)?;
        self.peer.close();
        self.satisfy();
        self.peer = Peer::answering(offer, at, now())?;
        self.handset.change_microphone();
        Ok(self.peer.answer().to_owned())
    }
}

async fn port(ip: IpAddr) -> Result<UdpSocket, OfferError> {
    UdpSocket::bind((ip, 0)).await.map_err(no_port)
}

#[expect(clippy::needless_pass_by_value, reason = "it is handed over by map_err")]
fn no_port(error: std::io::Error) -> OfferError {
    OfferError::NoPort(error.to_string())
}

fn now() -> std::time::Instant {
    Instant::now().into_std()
}

const OFFERS_WAITING: usize = 4;
/// More than the largest datagram that the peer takes, so that a longer one is seen to be one.
const DATAGRAM_ROOM: usize = 2_048;
const NOTHING_TO_DO: std::time::Duration = std::time::Duration::from_secs(3_600);

//! A mail server that takes everything and delivers nothing; what it took is at `GET /sandbox/mails`.

mod session;

use std::sync::Arc;

use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use crate::sandbox::Sandbox;

impl Sandbox {
    /// Takes mails on a listener of its own until `stop` is cancelled.
    pub async fn take_mails(self: Arc<Self>, listener: TcpListener, stop: CancellationToken) {
        loop {
            tokio::select! {
                () = stop.cancelled() => return,
                accepted = listener.accept() => {
                    let Ok((stream, _)) = accepted else { return };
                    self.spawn(session::serve(Arc::clone(&self), stream));
                }
            }
        }
    }
}

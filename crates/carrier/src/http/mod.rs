//! The seam between carriers and the network, so that simulations run without sockets.

mod message;
mod reqwest_transport;
mod transport;

pub use message::{HttpRequest, HttpResponse};
pub use reqwest_transport::{Proxies, ReqwestTransport};
pub use transport::{BodySink, HttpTransport, TransportError};

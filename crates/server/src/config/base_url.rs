//! The public address of this server.

use std::fmt;
use std::net::SocketAddr;

use url::Url;

/// An `http` or `https` address without query and without slash at its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BaseUrl {
    text: String,
    origin: String,
    https: bool,
}

impl BaseUrl {
    /// Reads an address; `None` unless it is one that a carrier could call.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let url = Url::parse(text).ok()?;
        let plain = url.query().is_none()
            && url.fragment().is_none()
            && url.username().is_empty()
            && url.password().is_none();
        if !matches!(url.scheme(), "http" | "https") || !url.has_host() || !plain {
            return None;
        }
        Some(Self {
            text: url.as_str().trim_end_matches('/').to_owned(),
            origin: url.origin().ascii_serialization(),
            https: url.scheme() == "https",
        })
    }

    /// The address under which a server listening on `listen` is reached from this machine.
    #[must_use]
    pub fn of_listener(listen: SocketAddr) -> Self {
        let host = if listen.ip().is_unspecified() {
            "127.0.0.1".to_owned()
        } else if listen.is_ipv6() {
            format!("[{}]", listen.ip())
        } else {
            listen.ip().to_string()
        };
        let text = format!("http://{host}:{}", listen.port());
        Self {
            origin: text.clone(),
            text,
            https: false,
        }
    }

    /// The address as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The public address of a path (and query) that begins with a slash.
    #[must_use]
    pub fn join(&self, path: &str) -> String {
        format!("{}{path}", self.text)
    }

    /// Scheme, host and port as browsers send them in `Origin`.
    #[must_use]
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// Whether browsers reach the server through TLS.
    #[must_use]
    pub fn is_https(&self) -> bool {
        self.https
    }

    /// Whether only this machine can reach the address.
    #[must_use]
    pub fn is_local(&self) -> bool {
        let host = Url::parse(&self.text)
            .ok()
            .and_then(|url| url.host_str().map(str::to_owned))
            .unwrap_or_default();
        host == "localhost"
            || host
                .trim_matches(['[', ']'])
                .parse::<std::net::IpAddr>()
                .is_ok_and(|address| address.is_loopback())
    }
}

impl fmt::Display for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_slash_at_the_end_goes_and_the_path_stays() {
        let base = BaseUrl::parse("https://calls.example.com:8443/dial/").unwrap();
        assert_eq!(base.as_str(), "https://calls.example.com:8443/dial");
        assert_eq!(base.origin(), "https://calls.example.com:8443");
        assert!(base.is_https() && !base.is_local());
    }

    #[test]
    fn what_no_carrier_could_call_is_refused() {
        for text in [
            "calls.example.com",
            "ftp://x.org",
            "https://u:p@x.org",
            "https://x.org?a=b",
            "",
        ] {
            assert_eq!(BaseUrl::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_listener_on_every_address_is_reached_on_loopback() {
        let base = BaseUrl::of_listener("0.0.0.0:8080".parse().unwrap());
        assert_eq!(base.as_str(), "http://127.0.0.1:8080");
        assert!(base.is_local());
        assert_eq!(
            BaseUrl::of_listener("[::1]:9".parse().unwrap()).as_str(),
            "http://[::1]:9"
        );
    }
}

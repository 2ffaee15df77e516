//! The forms of a URL that Twilio may have signed.

/// A URL taken apart so that its forms can be signed without building any of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct SignedUrl<'a> {
    scheme: &'a str,
    host: &'a str,
    port: Option<&'a str>,
    rest: &'a str,
}

/// Pieces whose concatenation is one form of the URL.
pub(super) type Pieces<'a> = [&'a str; 7];

impl<'a> SignedUrl<'a> {
    /// Takes a URL apart; fragment and user name are dropped, as Twilio does.
    pub(super) fn parse(url: &'a str) -> Option<Self> {
        let (scheme, after) = url.split_once("://")?;
        let after = after.split_once('#').map_or(after, |(before, _)| before);
        let authority_end = after.find(['/', '?']).unwrap_or(after.len());
        let (authority, rest) = after.split_at(authority_end);
        let host_and_port = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
        // The colons of an IPv6 address are inside its brackets.
        let (host, port) = match host_and_port.rsplit_once(':') {
            Some((host, port)) if !port.contains(']') => (host, Some(port)),
            Some(_) | None => (host_and_port, None),
        };
        Some(Self {
            scheme,
            host,
            port,
            rest,
        })
    }

    /// The query, without `?`.
    pub(super) fn query(&self) -> &'a str {
        self.rest.split_once('?').map_or("", |(_, query)| query)
    }

    /// The last segment of the path.
    pub(super) fn last_segment(&self) -> &'a str {
        let path = self.rest.split_once('?').map_or(self.rest, |(path, _)| path);
        path.rsplit_once('/').map_or("", |(_, last)| last)
    }

    /// Every form that Twilio may have signed, the likeliest first: the URL as given, with its port removed or
    /// its scheme's port added, and for WebSockets each of these with a slash at the end.
    pub(super) fn forms(&self) -> impl Iterator<Item = Pieces<'a>> + use<'a> {
        let url = *self;
        let other_port = match url.port {
            Some(_) => None,
            None => Some(url.usual_port()),
        };
        let slashes: &[&str] = if url.is_websocket() && !url.rest.contains('?') {
            &["", "/"]
        } else {
            &[""]
        };
        slashes.iter().flat_map(move |slash| {
            [url.port, other_port].map(|port| {
                let colon = if port.is_some() { ":" } else { "" };
                [
                    url.scheme,
                    "://",
                    url.host,
                    colon,
                    port.unwrap_or(""),
                    url.rest,
                    slash,
                ]
            })
        })
    }

    fn usual_port(&self) -> &'static str {
        match self.scheme {
            "https" | "wss" => "443",
            _ => "80",
        }
    }

    fn is_websocket(&self) -> bool {
        matches!(self.scheme, "wss" | "ws")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn forms(url: &str) -> Vec<String> {
        SignedUrl::parse(url)
            .unwrap()
            .forms()
            .map(|pieces| pieces.concat())
            .collect()
    }

    #[test]
    fn a_url_without_port_is_tried_as_given_first() {
        assert_eq!(
            forms("https://a.example/x?y=%20#rc=1"),
            ["https://a.example/x?y=%20", "https://a.example:443/x?y=%20"]
        );
    }

    #[test]
    fn a_port_may_be_left_out() {
        assert_eq!(
            forms("http://user:pass@[::1]:8080/x"),
            ["http://[::1]:8080/x", "http://[::1]/x"]
        );
        assert_eq!(forms("http://[::1]")[0], "http://[::1]");
    }

    #[test]
    fn a_websocket_may_have_a_slash_at_the_end() {
        assert_eq!(
            forms("wss://a.example/media"),
            [
                "wss://a.example/media",
                "wss://a.example:443/media",
                "wss://a.example/media/",
                "wss://a.example:443/media/"
            ]
        );
    }

    #[test]
    fn the_topic_is_the_last_segment() {
        let url = SignedUrl::parse("https://a.example/webhooks/status?call=/x").unwrap();
        assert_eq!((url.last_segment(), url.query()), ("status", "call=/x"));
    }
}

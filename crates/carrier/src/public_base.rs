//! Our public URL, below which carriers call us back.

use url::{Host, Url};

use crate::registry::ConfigError;

/// Whether a carrier can call a URL.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reach {
    /// As far as one can tell from its name.
    Public,
    /// It names this machine or a private network.
    Private,
    /// Carriers refuse host names with underscores.
    Refused,
}

/// The URL without its trailing slash, and whether carriers can call it.
pub(crate) fn parse(base_url: &str) -> Result<(&str, Reach), ConfigError> {
    let url = Url::parse(base_url).map_err(|_| ConfigError::new("base_url", "This is not a URL."))?;
    if !matches!(url.scheme(), "http" | "https") || !url.has_host() {
        return Err(ConfigError::new(
            "base_url",
            "The public URL starts with https:// or http://.",
        ));
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err(ConfigError::new(
            "base_url",
            "The public URL has neither ? nor #.",
        ));
    }
    Ok((base_url.trim_end_matches('/'), reach(&url)))
}

fn reach(url: &Url) -> Reach {
    match url.host() {
        Some(Host::Domain(name)) if name.contains('_') => Reach::Refused,
        Some(Host::Domain(name))
            if name == "localhost" || !name.contains('.') || name.ends_with(".local") =>
        {
            Reach::Private
        }
        Some(Host::Ipv4(address))
            if address.is_loopback() || address.is_private() || address.is_unspecified() =>
        {
            Reach::Private
        }
        Some(Host::Ipv6(address)) if address.is_loopback() || address.is_unspecified() => Reach::Private,
        Some(Host::Domain(_) | Host::Ipv4(_) | Host::Ipv6(_)) => Reach::Public,
        None => Reach::Private,
    }
}

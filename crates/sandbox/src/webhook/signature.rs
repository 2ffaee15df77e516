//! `X-Twilio-Signature`: HMAC-SHA1 over the URL and the sorted form parameters.

use std::collections::{BTreeMap, BTreeSet};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;
use url::Url;

/// The signature of a request to `url` with these form parameters (none for `GET`).
///
/// The URL is signed without fragment and credentials, and, over HTTPS, without its port.
///
/// # Panics
/// Never: HMAC takes keys of any length.
#[must_use]
pub fn signature(auth_token: &str, url: &str, params: &[(String, String)]) -> String {
    let mut signed = signed_url(url);
    let mut sorted: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (name, value) in params {
        sorted.entry(name).or_default().insert(value);
    }
    for (name, values) in sorted {
        for value in values {
            signed.push_str(name);
            signed.push_str(value);
        }
    }
    let mut mac = Hmac::<Sha1>::new_from_slice(auth_token.as_bytes()).expect("HMAC takes keys of any length");
    mac.update(signed.as_bytes());
    STANDARD.encode(mac.finalize().into_bytes())
}

/// Works on the text, because a parsed URL would be written back normalised and signed differently.
fn signed_url(url: &str) -> String {
    let url = url.split_once('#').map_or(url, |(before, _)| before);
    let Some((scheme, rest)) = url.split_once("://") else {
        return url.to_owned();
    };
    let path_at = rest.find(['/', '?']).unwrap_or(rest.len());
    let (authority, path) = rest.split_at(path_at);
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    let host = match Url::parse(url).ok().and_then(|parsed| parsed.port()) {
        Some(port) if scheme.eq_ignore_ascii_case("https") => {
            host.strip_suffix(&format!(":{port}")).unwrap_or(host)
        }
        Some(_) | None => host,
    };
    format!("{scheme}://{host}{path}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known_params() -> Vec<(String, String)> {
        [
            ("To", "+18005551212"),
            ("CallSid", "CA1234567890ABCDE"),
            ("Caller", "+14158675310"),
            ("From", "+14158675310"),
            ("Digits", "1234"),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .to_vec()
    }

    #[test]
    fn the_documented_form_example_comes_out() {
        let url = "https://example.com/myapp.php?foo=1&bar=2";
        assert_eq!(
            signature("12345", url, &known_params()),
            "L/OH5YylLD5NRKLltdqwSvS0BnU="
        );
    }

    #[test]
    fn the_documented_body_hash_example_comes_out() {
        let url = "https://example.com/myapp?bodySHA256=5ccde7145dfb8f56479710896586cb9d5911809d83afbe34627818790db0aec9";
        assert_eq!(signature("12345", url, &[]), "hPXmLwIy3Fgqv1i9KPmH/HhQ6zo=");
    }

    #[test]
    fn fragment_credentials_and_https_port_are_not_signed() {
        let plain = "https://example.com/myapp.php?foo=1&bar=2";
        let dressed = "https://user:secret@example.com:8443/myapp.php?foo=1&bar=2#rc=2";
        assert_eq!(
            signature("12345", dressed, &known_params()),
            signature("12345", plain, &known_params())
        );
        assert_ne!(
            signature("12345", "http://example.com:81/x", &[]),
            signature("12345", "http://example.com/x", &[])
        );
    }
}

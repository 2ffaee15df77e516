//! Form parameters, in which a name may come more than once.

use url::form_urlencoded;

use super::error::RestError;
use crate::call::Hook;

/// The parameters of a request.
#[derive(Debug, Default)]
pub(crate) struct Form(Vec<(String, String)>);

impl Form {
    pub(crate) fn read(encoded: &[u8]) -> Self {
        Self(form_urlencoded::parse(encoded).into_owned().collect())
    }

    /// The first value of a name that is not empty.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.all(name).find(|value| !value.is_empty())
    }

    /// The first value of a name, even an empty one.
    pub(crate) fn given(&self, name: &str) -> Option<&str> {
        self.all(name).next()
    }

    pub(crate) fn all<'a>(&'a self, name: &str) -> impl Iterator<Item = &'a str> {
        self.0
            .iter()
            .filter(move |(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    /// Parameters except the named ones, for links to other pages.
    pub(crate) fn without<'a>(&'a self, names: &'a [&str]) -> impl Iterator<Item = (&'a str, &'a str)> {
        let kept = self
            .0
            .iter()
            .filter(move |(key, _)| !names.contains(&key.as_str()));
        kept.map(|(key, value)| (key.as_str(), value.as_str()))
    }

    /// `true` or `false`, in any case.
    pub(crate) fn flag(&self, name: &str) -> Result<Option<bool>, RestError> {
        match self.get(name) {
            None => Ok(None),
            Some(text) if text.eq_ignore_ascii_case("true") => Ok(Some(true)),
            Some(text) if text.eq_ignore_ascii_case("false") => Ok(Some(false)),
            Some(text) => Err(RestError::bad(
                20_001,
                format!("{name}: '{text}' is not true or false"),
            )),
        }
    }

    /// A whole number within limits.
    pub(crate) fn number(
        &self,
        name: &str,
        least: u64,
        most: u64,
        code: u32,
    ) -> Result<Option<u64>, RestError> {
        let Some(text) = self.get(name) else {
            return Ok(None);
        };
        match text.parse::<u64>() {
            Ok(value) if (least..=most).contains(&value) => Ok(Some(value)),
            Ok(_) | Err(_) => Err(RestError::bad(
                code,
                format!("{name}: '{text}' is not a whole number from {least} to {most}"),
            )),
        }
    }

    /// `GET` or `POST`; `POST` when absent.
    pub(crate) fn method(&self, name: &str) -> Result<String, RestError> {
        let given = self.get(name).unwrap_or("POST").to_ascii_uppercase();
        match given.as_str() {
            "GET" | "POST" => Ok(given),
            _ => Err(RestError::bad(
                21_209,
                format!("{name}: '{given}' is not GET or POST"),
            )),
        }
    }

    /// A URL with its method.
    pub(crate) fn hook(&self, name: &str, method: &str, code: u32) -> Result<Option<Hook>, RestError> {
        let Some(url) = self.get(name) else {
            return Ok(None);
        };
        check_url(name, url, code)?;
        Ok(Some(Hook {
            url: url.to_owned(),
            method: self.method(method)?,
        }))
    }
}

/// Webhooks must be absolute; host names with underscores are refused, as Twilio does.
fn check_url(name: &str, url: &str, code: u32) -> Result<(), RestError> {
    let usable = url::Url::parse(url).is_ok_and(|parsed| {
        matches!(parsed.scheme(), "http" | "https")
            && parsed.host_str().is_some_and(|host| !host.contains('_'))
    });
    if usable {
        Ok(())
    } else {
        Err(RestError::bad(code, format!("{name} is not a valid URL: {url}")))
    }
}

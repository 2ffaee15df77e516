//! Reads typed values and collects what is wrong instead of stopping at the first error.

use super::errors::{ConfigError, ConfigErrors};
use super::secret::Secret;
use super::source::Source;
use super::variables;

/// Reads typed values out of a [`Source`].
pub struct Reader<'a> {
    source: &'a Source,
    errors: Vec<ConfigError>,
}

impl<'a> Reader<'a> {
    /// A reader of `source`.
    pub fn new(source: &'a Source) -> Self {
        Self {
            source,
            errors: Vec::new(),
        }
    }

    /// The value as text.
    pub fn text(&self, name: &str) -> Option<&'a str> {
        debug_assert!(
            variables::find(name).is_some(),
            "{name} is not listed in VARIABLES"
        );
        self.source.value(name)
    }

    /// The value as an owned text, or `default`.
    pub fn text_or(&self, name: &str, default: &str) -> String {
        self.text(name).unwrap_or(default).to_owned()
    }

    /// The value as a credential.
    pub fn secret(&self, name: &str) -> Option<Secret> {
        self.text(name).map(Secret::new)
    }

    /// The value read by `parse`; when that fails the error tells to write `remedy`.
    pub fn parse<T>(&mut self, name: &str, remedy: &str, parse: impl FnOnce(&str) -> Option<T>) -> Option<T> {
        let text = self.text(name)?;
        let value = parse(text);
        if value.is_none() {
            self.wrong(name, remedy);
        }
        value
    }

    /// Notes that the value of `name` cannot be used.
    pub fn wrong(&mut self, name: &str, remedy: &str) {
        let hidden = variables::find(name).is_some_and(|variable| variable.secret);
        let problem = match self.text(name) {
            None => "it is not set".to_owned(),
            Some(_) if hidden => "its value cannot be used".to_owned(),
            Some(text) => format!("`{text}` cannot be used"),
        };
        self.errors.push(ConfigError::new(name, problem, remedy));
    }

    /// Notes that `name` is missing although `because` is set.
    pub fn missing(&mut self, name: &str, because: &str, remedy: &str) {
        let problem = format!("it is not set although {because} is");
        self.errors.push(ConfigError::new(name, problem, remedy));
    }

    /// The value, unless something was wrong.
    pub fn finish<T>(self, value: T) -> Result<T, ConfigErrors> {
        if self.errors.is_empty() {
            Ok(value)
        } else {
            Err(ConfigErrors(self.errors))
        }
    }
}

//! Where values come from: the environment, then `.env`, then `outdial.toml`.

use std::collections::BTreeMap;
use std::path::Path;

use super::errors::ConfigError;
use super::variables;

/// The values as they were found, by variable name; empty values count as not set.
#[derive(Clone, Default)]
pub struct Source {
    values: BTreeMap<&'static str, String>,
}

impl Source {
    /// Reads the process environment, `.env` and the configuration file in the working directory.
    ///
    /// # Errors
    /// When a file exists and cannot be read.
    pub fn from_process(config_file: Option<&Path>) -> Result<Self, ConfigError> {
        let mut source = Self::default();
        source.add(
            std::env::vars_os()
                .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?))),
        );
        source.add_dotenv(Path::new(".env"))?;
        match config_file {
            Some(path) => source.add_file(path)?,
            None if Path::new(CONFIG_FILE).exists() => source.add_file(Path::new(CONFIG_FILE))?,
            None => {}
        }
        Ok(source)
    }

    /// A source of exactly these values.
    pub fn of<'a>(values: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let mut source = Self::default();
        source.add(
            values
                .into_iter()
                .map(|(name, value)| (name.to_owned(), value.to_owned())),
        );
        source
    }

    /// The value of a variable, under its name or its alias.
    #[must_use]
    pub fn value(&self, name: &str) -> Option<&str> {
        let variable = variables::find(name)?;
        let alias = || variable.alias.and_then(|alias| self.values.get(alias));
        self.values.get(variable.name).or_else(alias).map(String::as_str)
    }

    /// Adds values which are not there yet; names that are not ours are passed over.
    fn add(&mut self, values: impl Iterator<Item = (String, String)>) {
        for (name, value) in values {
            let value = value.trim();
            if let (Some(name), false) = (known_name(&name), value.is_empty()) {
                self.values.entry(name).or_insert_with(|| value.to_owned());
            }
        }
    }

    fn add_dotenv(&mut self, path: &Path) -> Result<(), ConfigError> {
        if !path.exists() {
            return Ok(());
        }
        let unreadable =
            |why: String| ConfigError::new(path.display().to_string(), why, "write one NAME=value per line");
        // The library's own error quotes the line, which may hold a credential.
        let lines =
            dotenvy::from_path_iter(path).map_err(|_| unreadable("the file cannot be read".to_owned()))?;
        let mut values = Vec::new();
        for (index, line) in lines.enumerate() {
            values.push(line.map_err(|_| unreadable(format!("entry {} cannot be read", index + 1)))?);
        }
        self.add(values.into_iter());
        Ok(())
    }

    fn add_file(&mut self, path: &Path) -> Result<(), ConfigError> {
        let file = path.display().to_string();
        let text = std::fs::read_to_string(path)
            .map_err(|error| ConfigError::new(&file, error.to_string(), "name a readable TOML file"))?;
        self.add_toml(&file, &text)
    }

    fn add_toml(&mut self, file: &str, text: &str) -> Result<(), ConfigError> {
        let table: toml::Table = text.parse().map_err(|error: toml::de::Error| {
            let line = error
                .span()
                .map_or(0, |span| text[..span.start.min(text.len())].lines().count());
            ConfigError::new(
                file,
                format!("line {line}: {}", error.message()),
                "write TOML, e.g. listen = \"127.0.0.1:8080\"",
            )
        })?;
        let mut values = Vec::new();
        flatten(file, "", &table, &mut values)?;
        self.add(values.into_iter());
        Ok(())
    }
}

impl std::fmt::Debug for Source {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_set().entries(self.values.keys()).finish()
    }
}

fn known_name(name: &str) -> Option<&'static str> {
    let variable = variables::find(name)?;
    if variable.name == name {
        Some(variable.name)
    } else {
        variable.alias
    }
}

/// `[twilio] account_sid` is `TWILIO_ACCOUNT_SID`; the prefix `OUTDIAL_` may be left out.
fn flatten(
    file: &str,
    prefix: &str,
    table: &toml::Table,
    values: &mut Vec<(String, String)>,
) -> Result<(), ConfigError> {
    for (key, value) in table {
        let path = format!("{prefix}{}", key.to_uppercase().replace('-', "_"));
        let text = match value {
            toml::Value::Table(inner) => {
                flatten(file, &format!("{path}_"), inner, values)?;
                continue;
            }
            toml::Value::Array(items) => items
                .iter()
                .map(scalar)
                .collect::<Option<Vec<_>>>()
                .map(|items| items.join(",")),
            toml::Value::String(_)
            | toml::Value::Integer(_)
            | toml::Value::Float(_)
            | toml::Value::Boolean(_)
            | toml::Value::Datetime(_) => scalar(value),
        };
        let name = [path.clone(), format!("OUTDIAL_{path}")]
            .iter()
            .find_map(|name| known_name(name));
        match (name, text) {
            (Some(name), Some(text)) => values.push((name.to_owned(), text)),
            (Some(name), None) => {
                return Err(ConfigError::new(
                    file,
                    format!("{name} holds tables"),
                    "write plain values",
                ));
            }
            (None, _) => {
                return Err(ConfigError::new(
                    file,
                    format!("`{}` is not a setting", path.to_lowercase()),
                    "see the configuration table of the README for the names",
                ));
            }
        }
    }
    Ok(())
}

fn scalar(value: &toml::Value) -> Option<String> {
    match value {
        toml::Value::String(text) => Some(text.clone()),
        toml::Value::Integer(number) => Some(number.to_string()),
        toml::Value::Float(number) => Some(number.to_string()),
        toml::Value::Boolean(flag) => Some(flag.to_string()),
        toml::Value::Datetime(_) | toml::Value::Array(_) | toml::Value::Table(_) => None,
    }
}

const CONFIG_FILE: &str = "outdial.toml";

#[cfg(test)]
mod tests {
    use super::*;

    fn from_toml(text: &str) -> Result<Source, ConfigError> {
        let mut source = Source::default();
        source.add_toml("outdial.toml", text)?;
        Ok(source)
    }

    #[test]
    fn sections_and_short_names_are_understood() {
        let source =
            from_toml("listen = \"0.0.0.0:80\"\ncountries = [\"US\", \"CA\"]\n[twilio]\ncps = 5\n").unwrap();
        assert_eq!(source.value("OUTDIAL_LISTEN"), Some("0.0.0.0:80"));
        assert_eq!(source.value("OUTDIAL_COUNTRIES"), Some("US,CA"));
        assert_eq!(source.value("TWILIO_CPS"), Some("5"));
    }

    #[test]
    fn a_misspelt_key_is_an_error_that_names_it() {
        let error = from_toml("[twilio]\nacount_sid = \"AC1\"").unwrap_err();
        assert!(error.to_string().contains("twilio_acount_sid"), "{error}");
    }

    #[test]
    fn a_broken_file_names_the_line_and_not_the_text() {
        let error = from_toml("listen = \"a\"\nTWILIO_AUTH_TOKEN = topsecret").unwrap_err();
        assert!(error.to_string().contains("line 2"), "{error}");
        assert!(!error.to_string().contains("topsecret"), "{error}");
    }

    #[test]
    fn the_alias_is_read_and_the_name_wins() {
        let source = Source::of([("INTERNAL_API_KEY", "a")]);
        assert_eq!(source.value("OUTDIAL_API_KEY"), Some("a"));
        let source = Source::of([("INTERNAL_API_KEY", "a"), ("OUTDIAL_API_KEY", "b")]);
        assert_eq!(source.value("OUTDIAL_API_KEY"), Some("b"));
    }

    #[test]
    fn an_empty_value_is_not_set() {
        assert_eq!(Source::of([("BASE_URL", "  ")]).value("BASE_URL"), None);
    }

    #[test]
    fn the_first_place_wins() {
        let mut source = Source::of([("OUTDIAL_LISTEN", "127.0.0.1:1")]);
        source
            .add_toml("outdial.toml", "listen = \"127.0.0.1:2\"")
            .unwrap();
        assert_eq!(source.value("OUTDIAL_LISTEN"), Some("127.0.0.1:1"));
    }
}

//! The whole configuration.

use std::net::SocketAddr;
use std::path::PathBuf;

use super::base_url::BaseUrl;
use super::dialling::Dialling;
use super::errors::ConfigErrors;
use super::network::TrustedProxies;
use super::reader::Reader;
use super::sandbox::SandboxOptions;
use super::secret::Secret;
use super::services::Services;
use super::source::Source;
use super::talking::Talking;
use super::twilio::{self, TwilioOptions};
use super::vapi::VapiOptions;
use crate::secrets::MasterKey;

/// Where the data lives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Database {
    /// A file in the data folder.
    Sqlite(PathBuf),
    /// A server; the URL holds a password.
    Postgres(Secret),
}

/// The first administrator, given by the environment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Admin {
    /// Sign-in name.
    pub email: String,
    /// Password in the clear; hashed before it is stored.
    pub password: Secret,
}

/// The whole configuration.
#[derive(Debug, Clone)]
pub struct Config {
    /// Address to serve on.
    pub listen: SocketAddr,
    /// Public address when one is given; otherwise it follows from the listener.
    pub base_url: Option<BaseUrl>,
    /// Folder of the database, recordings and key file.
    pub data_dir: PathBuf,
    /// Where the data lives.
    pub database: Database,
    /// Encrypts stored credentials, instead of the key file.
    pub secret_key: Option<MasterKey>,
    /// The first administrator.
    pub admin: Option<Admin>,
    /// A service key that is accepted from the start.
    pub api_key: Option<Secret>,
    /// Neighbours that may speak for a client.
    pub trusted_proxies: TrustedProxies,
    /// Log filter.
    pub log: String,
    /// Whether logs are JSON.
    pub log_json: bool,
    /// Twilio from the environment.
    pub twilio: Option<TwilioOptions>,
    /// Vapi from the environment.
    pub vapi: Option<VapiOptions>,
    /// Defaults of the workspace's settings.
    pub dialling: Dialling,
    /// Talking from the browser.
    pub talking: Talking,
    /// The built-in phone network.
    pub sandbox: SandboxOptions,
    /// Other outside services.
    pub services: Services,
}

impl Config {
    /// Reads the configuration.
    ///
    /// # Errors
    /// Everything that is wrong with it, each with what to write instead.
    pub fn read(source: &Source) -> Result<Self, ConfigErrors> {
        let mut reader = Reader::new(source);
        let data_dir = PathBuf::from(reader.text_or("OUTDIAL_DATA_DIR", "data"));
        let bridge = twilio::bridge(&mut reader);
        let config = Self {
            listen: reader
                .parse(
                    "OUTDIAL_LISTEN",
                    "write address:port, e.g. 127.0.0.1:8080",
                    |text| text.parse().ok(),
                )
                .unwrap_or_else(|| SocketAddr::from(([127, 0, 0, 1], 8080))),
            base_url: reader.parse(
                "BASE_URL",
                "write the address that carriers can reach, e.g. https://calls.example.com",
                BaseUrl::parse,
            ),
            database: database(&mut reader, &data_dir),
            data_dir,
            secret_key: reader.parse(
                "OUTDIAL_SECRET_KEY",
                "write 32 random bytes in base64, e.g. from `openssl rand -base64 32`",
                MasterKey::parse,
            ),
            admin: admin(&mut reader),
            api_key: api_key(&mut reader),
            trusted_proxies: reader
                .parse(
                    "OUTDIAL_TRUSTED_PROXIES",
                    "write IP addresses separated by commas, or loopback",
                    TrustedProxies::parse,
                )
                .unwrap_or_default(),
            log: reader.text_or("OUTDIAL_LOG", "info"),
            log_json: reader
                .parse("OUTDIAL_LOG_FORMAT", "write text or json", |text| match text {
                    "text" => Some(false),
                    "json" => Some(true),
                    _ => None,
                })
                .unwrap_or(false),
            twilio: TwilioOptions::read(&mut reader, bridge),
            vapi: VapiOptions::read(&mut reader),
            dialling: Dialling::read(&mut reader),
            talking: Talking::read(&mut reader),
            sandbox: SandboxOptions::read(&mut reader, bridge),
            services: Services::read(&mut reader),
        };
        reader.finish(config)
    }
}

fn database(reader: &mut Reader<'_>, data_dir: &std::path::Path) -> Database {
    let file = || Database::Sqlite(data_dir.join(SQLITE_FILE));
    let parsed = reader.parse(
        "DATABASE_URL",
        "write postgres://user:password@host/database, sqlite:path, or leave it out",
        |text| {
            if text.starts_with("postgres://") || text.starts_with("postgresql://") {
                Some(Database::Postgres(Secret::new(text)))
            } else {
                let path = text.strip_prefix("sqlite:")?;
                let path = path.strip_prefix("//").unwrap_or(path);
                (!path.is_empty()).then(|| Database::Sqlite(path.into()))
            }
        },
    );
    parsed.unwrap_or_else(file)
}

fn admin(reader: &mut Reader<'_>) -> Option<Admin> {
    let email = reader.text("OUTDIAL_ADMIN_EMAIL");
    let password = reader.secret("OUTDIAL_ADMIN_PASSWORD");
    match (email, password) {
        (Some(email), Some(password)) => {
            if !email.contains('@') {
                reader.wrong("OUTDIAL_ADMIN_EMAIL", "write an e-mail address");
            }
            if password.reveal().chars().count() < crate::http::auth::MIN_PASSWORD_LENGTH {
                reader.wrong("OUTDIAL_ADMIN_PASSWORD", "write at least 10 characters");
            }
            Some(Admin {
                email: email.to_owned(),
                password,
            })
        }
        (Some(_), None) => {
            reader.missing(
                "OUTDIAL_ADMIN_PASSWORD",
                "OUTDIAL_ADMIN_EMAIL",
                "write at least 10 characters",
            );
            None
        }
        (None, Some(_)) => {
            reader.missing(
                "OUTDIAL_ADMIN_EMAIL",
                "OUTDIAL_ADMIN_PASSWORD",
                "write an e-mail address",
            );
            None
        }
        (None, None) => None,
    }
}

fn api_key(reader: &mut Reader<'_>) -> Option<Secret> {
    let key = reader.secret("OUTDIAL_API_KEY")?;
    if key.reveal().len() < MIN_SERVICE_KEY_LENGTH {
        reader.wrong("OUTDIAL_API_KEY", "write at least 16 random characters");
    }
    Some(key)
}

const SQLITE_FILE: &str = "outdial.db";
/// Shorter keys could be guessed over the network.
const MIN_SERVICE_KEY_LENGTH: usize = 16;

#[cfg(test)]
mod tests {
    use outdial_domain::room::Bridge;

    use super::*;

    fn read<const N: usize>(values: [(&str, &str); N]) -> Result<Config, ConfigErrors> {
        Config::read(&Source::of(values))
    }

    #[test]
    fn nothing_at_all_is_a_working_configuration() {
        let config = read([]).unwrap();
        assert_eq!(config.listen.to_string(), "127.0.0.1:8080");
        assert_eq!(config.database, Database::Sqlite("data/outdial.db".into()));
        assert!(config.twilio.is_none() && config.admin.is_none());
    }

    #[test]
    fn all_errors_come_at_once_and_each_says_what_to_write() {
        let text = read([
            ("OUTDIAL_LISTEN", "8080"),
            ("BASE_URL", "calls.example.com"),
            ("OUTDIAL_ADMIN_PASSWORD", "correct horse"),
            ("TWILIO_ACCOUNT_SID", "AC1"),
        ])
        .unwrap_err()
        .to_string();
        for part in [
            "OUTDIAL_LISTEN: `8080` cannot be used; write address:port",
            "BASE_URL: `calls.example.com`",
            "OUTDIAL_ADMIN_EMAIL: it is not set although OUTDIAL_ADMIN_PASSWORD is",
            "TWILIO_AUTH_TOKEN: it is not set although TWILIO_ACCOUNT_SID is",
            "TWILIO_ACCOUNT_SID: `AC1` cannot be used",
        ] {
            assert!(text.contains(part), "{part}\n{text}");
        }
    }

    #[test]
    fn the_sandbox_meets_where_the_account_in_whose_place_it_is_would() {
        assert_eq!(read([]).unwrap().sandbox.bridge, Bridge::Media);
        let hosted = read([("TWILIO_BRIDGE", "carrier")]).unwrap();
        assert!(hosted.twilio.is_none());
        assert_eq!(hosted.sandbox.bridge, Bridge::Carrier);
        let odd = read([("TWILIO_BRIDGE", "both")]).unwrap_err().to_string();
        assert_eq!(odd.matches("TWILIO_BRIDGE").count(), 1, "{odd}");
    }

    #[test]
    fn credentials_appear_neither_in_debug_nor_in_errors() {
        let sid = format!("AC{}", "0".repeat(32));
        let config = read([
            ("TWILIO_ACCOUNT_SID", &*sid),
            ("TWILIO_AUTH_TOKEN", "tok-secret"),
            ("TWILIO_PHONE_NUMBER", "+14155550100"),
            ("DATABASE_URL", "postgres://u:pg-secret@h/d"),
            ("OUTDIAL_API_KEY", "a-service-secret-key"),
        ])
        .unwrap();
        assert!(!format!("{config:?}").contains("secret\""));
        for hidden in ["tok-secret", "pg-secret", "a-service-secret-key"] {
            assert!(!format!("{config:?}").contains(hidden));
        }
        let error = read([("OUTDIAL_SECRET_KEY", "short-secret")]).unwrap_err();
        assert!(!error.to_string().contains("short-secret"));
    }
}

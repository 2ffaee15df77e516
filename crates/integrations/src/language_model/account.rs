//! Asks a maker of models whether a key is good and whether it may use the models that are named.

use std::time::Duration;

use serde::Deserialize;

use crate::exchange::{NoAnswer, exchange};

/// Why models cannot be used as they are named; the display is a sentence for people, without the key.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AccountFault {
    /// The key is wrong, or was withdrawn.
    #[error("{host} does not accept the API key.")]
    KeyRejected {
        /// Who refused.
        host: String,
    },
    /// The key is known, and may not ask this.
    #[error(
        "{host} accepts the API key, but does not let it list models. Allow it to read models and to use them, \
         or enter another key."
    )]
    NotAllowed {
        /// Who refused.
        host: String,
    },
    /// The key is good; the account has no model of this name.
    #[error("The API key works, but {host} offers it no model {model:?}.{}", others(.offered))]
    UnknownModel {
        /// Who was asked.
        host: String,
        /// The name that is not there.
        model: String,
        /// Some that are.
        offered: Vec<String>,
    },
    /// Whatever is there, it is no such API.
    #[error(
        "There is no list of models at {address} (status {status}). The address of the server usually ends with /v1."
    )]
    NoSuchApi {
        /// Where was asked.
        address: String,
        /// What was answered.
        status: u16,
    },
    /// Too many requests, or no credit.
    #[error("{host} takes no more requests of this account at present. Wait, or look at its credit.")]
    RateLimited {
        /// Who refused.
        host: String,
    },
    /// Any other answer.
    #[error("{host} answered with status {status}. Try again later.")]
    Status {
        /// Who answered.
        host: String,
        /// What.
        status: u16,
    },
    /// The address is none.
    #[error("{0:?} is no address of a server. Write it as https://api.openai.com/v1.")]
    BadAddress(String),
    /// There is no answer at all.
    #[error("{host} cannot be reached: {why}.")]
    Unreachable {
        /// Who was to be asked.
        host: String,
        /// What went wrong.
        why: String,
    },
    /// It answers, but not with a list of models.
    #[error("{host} answered with something other than a list of models. Is it a server with models?")]
    Malformed {
        /// Who answered.
        host: String,
    },
}

fn others(offered: &[String]) -> String {
    if offered.is_empty() {
        return String::new();
    }
    format!(" It offers {}.", offered.join(", "))
}

#[derive(Deserialize)]
struct Models {
    data: Vec<Model>,
}

#[derive(Deserialize)]
struct Model {
    id: String,
}

/// Asks the API at `base_url` for the models of a key, and looks for those that are wanted.
///
/// # Errors
/// What is wrong with the account, in words.
pub async fn check_models(
    client: &reqwest::Client,
    base_url: &str,
    api_key: &str,
    wanted: &[&str],
) -> Result<(), AccountFault> {
    let bad = || AccountFault::BadAddress(base_url.to_owned());
    let address = format!("{}/models", base_url.trim_end_matches('/'));
    let url = url::Url::parse(&address).map_err(|_| bad())?;
    let host = url.host_str().ok_or_else(bad)?.to_owned();
    let answer = exchange(client.get(url).bearer_auth(api_key), TIME_LIMIT).await;
    let answer = match answer {
        Ok(answer) => answer,
        Err(NoAnswer::NotSent(why) | NoAnswer::Uncertain(why)) => {
            return Err(AccountFault::Unreachable { host, why });
        }
    };
    match answer.status {
        200..=299 => {}
        401 => return Err(AccountFault::KeyRejected { host }),
        403 => return Err(AccountFault::NotAllowed { host }),
        429 => return Err(AccountFault::RateLimited { host }),
        status @ (300..=399 | 404 | 405) => return Err(AccountFault::NoSuchApi { address, status }),
        status => return Err(AccountFault::Status { host, status }),
    }
    let Ok(models) = serde_json::from_slice::<Models>(&answer.body) else {
        return Err(AccountFault::Malformed { host });
    };
    let there = |name: &str| models.data.iter().any(|model| model.id == name);
    match wanted.iter().find(|name| !there(name)) {
        None => Ok(()),
        Some(missing) => Err(AccountFault::UnknownModel {
            host,
            model: (*missing).to_owned(),
            offered: alike(missing, models.data),
        }),
    }
}

/// The names that begin most like the one that is not there, a few of them.
fn alike(missing: &str, models: Vec<Model>) -> Vec<String> {
    let shared = |name: &str| {
        let pairs = name.chars().zip(missing.chars());
        pairs.take_while(|(one, other)| one == other).count()
    };
    let mut names: Vec<String> = models.into_iter().map(|model| model.id).collect();
    names.retain(|name| name.chars().count() <= NAME_CHARS_MAX);
    names.sort_by_key(|name| std::cmp::Reverse(shared(name)));
    names.truncate(NAMES_SHOWN);
    names
}

/// Somebody waits for it at the settings page.
const TIME_LIMIT: Duration = Duration::from_secs(10);
/// As many as a sentence carries.
const NAMES_SHOWN: usize = 4;
/// Longer names are no help in a sentence.
const NAME_CHARS_MAX: usize = 80;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stand_in::{answering, client};

    const LIST: &str = r#"{"object":"list","data":[{"id":"whisper-1","object":"model"},
        {"id":"gpt-5-mini","object":"model"},{"id":"gpt-realtime-2.1","object":"model"}]}"#;

    async fn asked(status: u16, body: &str, wanted: &[&str]) -> Result<(), AccountFault> {
        let (base, server) = answering(vec![(status, body.to_owned())]);
        let found = check_models(&client(), &format!("{base}/v1/"), "sk-secret", wanted).await;
        let asked = server.join().expect("the stand-in was asked");
        assert_eq!(asked[0].line(), "GET /v1/models HTTP/1.1");
        assert_eq!(asked[0].header("authorization"), Some("Bearer sk-secret"));
        found
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 1)]
    async fn a_good_key_with_known_models_is_good() {
        assert_eq!(
            asked(200, LIST, &["gpt-5-mini", "gpt-realtime-2.1"]).await,
            Ok(())
        );
        assert_eq!(asked(200, LIST, &[]).await, Ok(()));
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 1)]
    async fn what_is_wrong_is_said_in_words_and_never_with_the_key() {
        let table = [
            (
                401,
                "sk-secret is wrong",
                "127.0.0.1 does not accept the API key.",
            ),
            (
                403,
                "{}",
                "127.0.0.1 accepts the API key, but does not let it list models.",
            ),
            (
                429,
                "{}",
                "127.0.0.1 takes no more requests of this account at present.",
            ),
            (404, "{}", "There is no list of models at http://127.0.0.1:"),
            (307, "{}", "There is no list of models at http://127.0.0.1:"),
            (503, "sk-secret", "127.0.0.1 answered with status 503."),
            (
                200,
                "<html>sk-secret",
                "127.0.0.1 answered with something other than a list of models.",
            ),
            (
                200,
                LIST,
                "The API key works, but 127.0.0.1 offers it no model \"gpt-5-maxi\". It offers gpt-5-mini, \
                 gpt-realtime-2.1, whisper-1.",
            ),
        ];
        for (status, body, sentence) in table {
            let said = asked(status, body, &["gpt-5-mini", "gpt-5-maxi"]).await;
            let said = said.expect_err("something is wrong").to_string();
            assert!(said.starts_with(sentence), "{said}");
            assert!(!said.contains("sk-secret"), "{said}");
        }
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 1)]
    async fn a_server_that_is_not_there_and_an_address_that_is_none_are_told_apart() {
        let closed = std::net::TcpListener::bind("127.0.0.1:0")
            .and_then(|it| it.local_addr())
            .expect("a free port");
        let said = check_models(&client(), &format!("http://{closed}/v1"), "sk-secret", &[]).await;
        assert!(matches!(said, Err(AccountFault::Unreachable { .. })), "{said:?}");
        let said = check_models(&client(), "models.example", "sk-secret", &[]).await;
        assert_eq!(said, Err(AccountFault::BadAddress("models.example".to_owned())));
    }
}

//! Which calls a list, an export or statistics are about.

use jiff::Timestamp as Instant;
use outdial_domain::Timestamp;
use outdial_domain::call::Outcome;
use outdial_store::{CallFilter, PageRequest, Sort, StateFilter};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::http::problem::Problem;

/// Which calls, in which order, which page.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct CallQuery {
    /// A state, or `live` for every state in which a line may be occupied.
    pub state: Option<String>,
    /// An outcome.
    pub outcome: Option<String>,
    /// Digits of the number, or part of the name.
    pub q: Option<String>,
    /// Calls of this run.
    pub run_id: Option<String>,
    /// Created at or after this time (RFC 3339).
    pub from: Option<String>,
    /// Created before this time (RFC 3339).
    pub to: Option<String>,
    /// `created_at`, `phone`, `state`, `duration` or `answered_at`; a leading `-` sorts descending. Default `-created_at`.
    pub sort: Option<String>,
    /// From the page before.
    pub cursor: Option<String>,
    /// Most items; default 50, at most 500.
    pub limit: Option<u32>,
}

impl CallQuery {
    /// The filter that the query asks for.
    ///
    /// # Errors
    /// Names the field that makes no sense.
    pub fn filter(&self) -> Result<CallFilter, Problem> {
        Ok(CallFilter {
            state: match word(self.state.as_ref()) {
                Some(word) => Some(StateFilter::from_word(word).ok_or_else(|| {
                    let help = "use planned, dialing, unknown, ringing, waiting, connected, voicemail, ended or live";
                    Problem::invalid_field("state", format!("`{word}` is not a state; {help}"))
                })?),
                None => None,
            },
            outcome: match word(self.outcome.as_ref()) {
                Some(word) => Some(Outcome::from_word(word).ok_or_else(|| {
                    let known: Vec<_> = Outcome::ALL.iter().map(|outcome| outcome.as_str()).collect();
                    let help = format!("`{word}` is not an outcome; use {}", known.join(", "));
                    Problem::invalid_field("outcome", help)
                })?),
                None => None,
            },
            q: self.q.clone().map(|q| q.trim().to_owned()).filter(|q| !q.is_empty()),
            run_id: match &self.run_id {
                Some(id) => {
                    Some(id.parse().map_err(|why| Problem::invalid_field("run_id", format!("{why}")))?)
                }
                None => None,
            },
            from: instant("from", self.from.as_deref())?,
            to: instant("to", self.to.as_deref())?,
            archived: false,
        })
    }

    /// The order that the query asks for.
    ///
    /// # Errors
    /// When it is none of ours.
    pub fn order(&self) -> Result<Sort, Problem> {
        let text = self.sort.as_deref().unwrap_or("-created_at");
        Sort::from_word(text).ok_or_else(|| {
            let help =
                "use created_at, phone, state, duration or answered_at, with a leading - for descending";
            Problem::invalid_field("sort", help)
        })
    }

    /// The page that the query asks for.
    #[must_use]
    pub fn page(&self) -> PageRequest {
        PageRequest {
            cursor: self.cursor.clone(),
            limit: self.limit.unwrap_or(50).clamp(1, LIMIT_MAX),
        }
    }
}

fn word(text: Option<&String>) -> Option<&str> {
    text.map(|text| text.trim()).filter(|text| !text.is_empty())
}

/// Reads an RFC 3339 time.
pub fn instant(field: &str, text: Option<&str>) -> Result<Option<Timestamp>, Problem> {
    let Some(text) = text else { return Ok(None) };
    let read: Result<Instant, _> = text.parse();
    match read {
        Ok(instant) => Ok(Some(Timestamp::from(instant))),
        Err(_) => Err(Problem::invalid_field(
            field,
            "write a time like 2026-11-23T09:00:00Z",
        )),
    }
}

const LIMIT_MAX: u32 = 500;

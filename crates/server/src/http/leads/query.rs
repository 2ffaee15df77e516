//! Which leads a page shows.

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use outdial_domain::PhoneNumber;
use outdial_store::{ConsentFilter, LeadFilter, LeadSort, PageRequest};
use serde::Deserialize;
use url::form_urlencoded;
use utoipa::IntoParams;

use super::consent::scope;
use crate::http::calls::instant;
use crate::http::problem::Problem;

/// Which leads, in which order, which page. Beside these, `custom.<field>=<value>` asks for leads whose field of that
/// name has that value, whatever the case of its letters.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct LeadQuery {
    /// Leads of this list; of all lists in use when absent.
    pub list_id: Option<String>,
    /// `new`, `calling`, `called`, `callback` or `closed`.
    pub status: Option<String>,
    /// A code of the dispositions.
    pub disposition: Option<String>,
    /// What came of the last call that no agent disposed of: `scheduled`, `callback`, `talked`, `not_interested`,
    /// `do_not_call`, `no_answer`, `voicemail`, `busy`, `failed` or `canceled`.
    pub result: Option<String>,
    /// The beginning of any word of the name or of the company, or the last digits of the number, or all of it in any
    /// notation; in the newest 10,000 leads any part of them.
    pub q: Option<String>,
    /// A tag that they have.
    pub tag: Option<String>,
    /// `ai_voice`, `human_call`, `recording` or `email`: leads that have agreed to it. With `none:` before it those that
    /// have not, or took it back.
    pub consent: Option<String>,
    /// ISO 3166 region of the number.
    pub region: Option<String>,
    /// Dialled at most so often.
    pub attempts_max: Option<u32>,
    /// Only those that were never dialled.
    pub never_called: Option<bool>,
    /// Last dialled before this time (RFC 3339).
    pub called_before: Option<String>,
    /// Last dialled at or after this time (RFC 3339).
    pub called_after: Option<String>,
    /// Up to three of `line`, `contact_name`, `company_name`, `status`, `last_called_at` and `call_attempts`,
    /// separated by commas; a leading `-` sorts descending. Default `line`.
    pub sort: Option<String>,
    /// From the page before.
    pub cursor: Option<String>,
    /// Most items; default 50, at most 500.
    pub limit: Option<u32>,
}

/// The fields of a query that ask for what the workspace added to its leads.
#[derive(Debug, Clone, Default)]
pub struct CustomQuery(pub Vec<(String, String)>);

impl<S: Sync> FromRequestParts<S> for CustomQuery {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let query = parts.uri.query().unwrap_or_default();
        let pairs = form_urlencoded::parse(query.as_bytes());
        Ok(Self::of(
            pairs.map(|(name, value)| (name.into_owned(), value.into_owned())),
        ))
    }
}

impl CustomQuery {
    /// Those of the names that begin with `custom.`.
    pub fn of(pairs: impl Iterator<Item = (String, String)>) -> Self {
        let of_custom = |(name, value): (String, String)| {
            let field = name.strip_prefix("custom.")?.trim().to_owned();
            (!field.is_empty()).then(|| (field, value.trim().to_owned()))
        };
        Self(pairs.filter_map(of_custom).take(CUSTOM_MAX).collect())
    }
}

impl LeadQuery {
    /// The filter that the query asks for; numbers in national notation are read with the region.
    ///
    /// # Errors
    /// Names the field that makes no sense.
    pub fn filter(&self, region: &str, custom: CustomQuery) -> Result<LeadFilter, Problem> {
        let q = word(self.q.as_ref());
        Ok(LeadFilter {
            list_id: word(self.list_id.as_ref())
                .map(|id| {
                    id.parse()
                        .map_err(|why| Problem::invalid_field("list_id", format!("{why}")))
                })
                .transpose()?,
            status: word(self.status.as_ref())
                .map(|status| {
                    status
                        .parse()
                        .map_err(|why| Problem::invalid_field("status", format!("{why}")))
                })
                .transpose()?,
            disposition: word(self.disposition.as_ref()).map(str::to_owned),
            result: word(self.result.as_ref())
                .map(|result| {
                    result
                        .parse()
                        .map_err(|why| Problem::invalid_field("result", format!("{why}")))
                })
                .transpose()?,
            q_number: q
                .and_then(|q| PhoneNumber::parse(q, region).ok())
                .map(|phone| phone.e164().to_owned()),
            q: q.map(str::to_owned),
            tag: word(self.tag.as_ref()).map(str::to_owned),
            consent: word(self.consent.as_ref()).map(consent).transpose()?,
            region: word(self.region.as_ref()).map(str::to_uppercase),
            custom: custom.0,
            attempts_max: self.attempts_max,
            never_called: self.never_called.unwrap_or(false),
            called_before: instant("called_before", word(self.called_before.as_ref()))?,
            called_after: instant("called_after", word(self.called_after.as_ref()))?,
        })
    }

    /// The order that the query asks for.
    ///
    /// # Errors
    /// When it is none of ours.
    pub fn order(&self) -> Result<LeadSort, Problem> {
        let Some(words) = word(self.sort.as_ref()) else {
            return Ok(LeadSort::as_listed());
        };
        LeadSort::from_words(words).ok_or_else(|| {
            let help = "use up to three different ones of line, contact_name, company_name, status, last_called_at \
                        and call_attempts, each with a leading - for descending";
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

fn consent(text: &str) -> Result<ConsentFilter, Problem> {
    match text.strip_prefix("none:") {
        Some(word) => scope("consent", word).map(ConsentFilter::Missing),
        None => scope("consent", text).map(ConsentFilter::Given),
    }
}

fn word(text: Option<&String>) -> Option<&str> {
    text.map(|text| text.trim()).filter(|text| !text.is_empty())
}

const LIMIT_MAX: u32 = 500;
/// More fields than people filter by at once.
const CUSTOM_MAX: usize = 5;

//! Which calls a report is about, and by what they are told apart.

use outdial_domain::Timestamp;
use outdial_domain::ids::CampaignId;
use outdial_domain::report::ReportClock;
use outdial_store::{CampaignRow, ReportSpan};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::http::calls::instant;
use crate::http::problem::Problem;

/// Which calls, and by what they are told apart.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ReportQuery {
    /// `hour` (of the day), `day`, `list`, `caller_id` or `agent`; `day` when absent.
    pub by: Option<String>,
    /// Dialled at or after this time (RFC 3339; whole quarters of an hour); since the campaign was made when absent.
    pub from: Option<String>,
    /// Dialled before this time; now when absent.
    pub to: Option<String>,
    /// The IANA time zone of hours and days; that of the campaign's schedule, else UTC, when absent.
    pub zone: Option<String>,
}

/// By what calls are told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// The hour of the day.
    Hour,
    /// The day.
    Day,
    /// The list that the lead was in.
    List,
    /// The number that was presented.
    CallerId,
    /// The agent who talked to the callee last.
    Agent,
}

/// A query that was read.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// By what calls are told apart.
    pub by: By,
    from: Option<Timestamp>,
    to: Option<Timestamp>,
    zone: Option<(String, ReportClock)>,
}

impl By {
    const ALL: [Self; 5] = [Self::Hour, Self::Day, Self::List, Self::CallerId, Self::Agent];

    /// The word on the wire.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Hour => "hour",
            Self::Day => "day",
            Self::List => "list",
            Self::CallerId => "caller_id",
            Self::Agent => "agent",
        }
    }
}

impl Wanted {
    /// Reads a query.
    ///
    /// # Errors
    /// Names the field that makes no sense.
    pub fn of(query: &ReportQuery) -> Result<Self, Problem> {
        let by = match query.by.as_deref() {
            None | Some("") => By::Day,
            Some(word) => By::ALL.into_iter().find(|by| by.word() == word).ok_or_else(|| {
                let words = By::ALL.map(By::word).join(", ");
                Problem::invalid_field("by", format!("`{word}` tells no calls apart; use one of {words}"))
            })?,
        };
        let zone = query.zone.as_deref().filter(|name| !name.is_empty());
        let zone = zone.map(|name| {
            ReportClock::of(name)
                .map(|clock| (name.to_owned(), clock))
                .ok_or_else(|| Problem::invalid_field("zone", format!("`{name}` is no IANA time zone")))
        });
        Ok(Self {
            by,
            from: instant("from", query.from.as_deref())?,
            to: instant("to", query.to.as_deref())?,
            zone: zone.transpose()?,
        })
    }

    /// The calls that are meant.
    ///
    /// # Errors
    /// When the end comes before the beginning.
    pub fn span(&self, campaign: &CampaignRow, now: Timestamp) -> Result<ReportSpan, Problem> {
        let (from, to) = (
            self.from.unwrap_or(campaign.created_at),
            self.to.unwrap_or_else(|| now.plus_ms(1)),
        );
        ordered(from, to)?;
        Ok(ReportSpan {
            campaign: CampaignId::clone(&campaign.id),
            from,
            to,
        })
    }

    /// The name of the zone and its clock.
    #[must_use]
    pub fn clock(&self, campaign: &CampaignRow) -> Option<(String, ReportClock)> {
        let own = campaign.settings.schedule.as_ref();
        self.zone
            .clone()
            .or_else(|| own.and_then(|schedule| named(&schedule.time_zone)))
            .or_else(|| named("UTC"))
    }
}

fn named(zone: &str) -> Option<(String, ReportClock)> {
    ReportClock::of(zone).map(|clock| (zone.to_owned(), clock))
}

/// Refuses a span that ends before it begins.
///
/// # Errors
/// Names the end.
pub fn ordered(from: Timestamp, to: Timestamp) -> Result<(), Problem> {
    if from > to {
        return Err(Problem::invalid_field("to", "the end comes before the beginning"));
    }
    Ok(())
}

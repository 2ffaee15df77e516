//! What is known of a number before it is called.

use outdial_domain::Timestamp;
use outdial_domain::list::ListLine;
use outdial_domain::phone::PhoneNumber;
use outdial_domain::rules::Decision;
use outdial_domain::zones::local_times;
use serde::Serialize;
use utoipa::ToSchema;

/// What is known of a number, and what the dial rules say about it now.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct NumberVerdict {
    /// As it was written.
    pub raw: String,
    /// Its line, from 1.
    #[schema(required)]
    pub line: Option<u32>,
    /// The name beside it.
    #[schema(required)]
    pub name: Option<String>,
    /// E.164; null when it is not a number.
    #[schema(required)]
    pub phone: Option<String>,
    /// As people of its country write it.
    pub display: String,
    /// ISO 3166 region.
    #[schema(required)]
    pub region: Option<String>,
    /// `mobile`, `fixed_line`, `toll_free`, ...
    #[schema(required)]
    pub kind: Option<String>,
    /// The time there; the earliest when it may be in several zones.
    #[schema(required)]
    pub local_time: Option<String>,
    /// The zones in which the callee may be.
    pub zones: Vec<String>,
    /// `allow`, `postpone` or `refuse`.
    pub verdict: String,
    /// Stable code of the rule or fault.
    #[schema(required)]
    pub code: Option<String>,
    /// One sentence.
    #[schema(required)]
    pub reason: Option<String>,
    /// When a postponed call would be made.
    #[schema(required)]
    pub until: Option<String>,
    /// Whether a person may override the rule by confirming.
    pub overridable: bool,
}

impl NumberVerdict {
    /// A number with the decision about it.
    #[must_use]
    pub fn of(raw: &str, phone: &PhoneNumber, decision: &Decision, now: Timestamp) -> Self {
        let refusal = decision.refusal();
        Self {
            verdict: decision.as_str().to_owned(),
            code: refusal.map(|refusal| refusal.code.as_str().to_owned()),
            reason: refusal.map(|refusal| refusal.message.clone()),
            until: refusal.and_then(|refusal| refusal.until).map(|at| at.to_string()),
            overridable: decision.is_overridable(),
            ..Self::named(raw, phone, now)
        }
    }

    /// A number about which the rules were not asked.
    #[must_use]
    pub fn named(raw: &str, phone: &PhoneNumber, now: Timestamp) -> Self {
        let times = local_times(phone, now);
        Self {
            phone: Some(phone.e164().to_owned()),
            display: phone.international(),
            region: phone.region().map(str::to_owned),
            kind: Some(phone.kind().as_str().to_owned()),
            local_time: times.first().map(|(_, time)| time.clone()),
            zones: times.into_iter().map(|(zone, _)| zone.to_owned()).collect(),
            verdict: "allow".to_owned(),
            code: None,
            reason: None,
            ..Self::refused(raw, "", String::new())
        }
    }

    /// Something that is not a number, or must not be called twice.
    #[must_use]
    pub fn refused(raw: &str, code: &str, reason: String) -> Self {
        Self {
            raw: raw.to_owned(),
            line: None,
            name: None,
            phone: None,
            display: raw.to_owned(),
            region: None,
            kind: None,
            local_time: None,
            zones: Vec::new(),
            verdict: "refuse".to_owned(),
            code: Some(code.to_owned()),
            reason: Some(reason),
            until: None,
            overridable: false,
        }
    }

    /// The same, placed in a list.
    #[must_use]
    pub fn on_line(mut self, line: &ListLine) -> Self {
        self.line = Some(line.line_no);
        self.name.clone_from(&line.name);
        self
    }
}

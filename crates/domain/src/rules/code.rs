//! The stable names of the rules.

use serde::{Deserialize, Serialize};

/// The stable name of a rule, as it is stored and shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RuleCode {
    /// The number exists.
    NumberInvalid,
    /// The number is neither an emergency nor a short number, nor a machine's access number.
    NumberNotDiallable,
    /// The country may be dialled.
    CountryNotAllowed,
    /// The number is not charged above an ordinary call.
    PremiumRate,
    /// The number is not on the do-not-call list.
    DoNotCall,
    /// The callee has given the consent that the call needs.
    ConsentMissing,
    /// It is inside calling hours wherever the callee may be.
    OutsideWindow,
    /// There are calling hours that hold wherever the callee may be.
    WindowNeverOpens,
    /// The last call to the number is long enough ago.
    TooSoon,
    /// No call to the number is live.
    NumberBusy,
    /// The workspace has calls left for the day.
    DailyCallCap,
    /// The workspace has money left for the day.
    DailySpendCap,
}

impl RuleCode {
    /// Every rule, in the order in which they speak when several object.
    pub const ALL: [Self; 12] = [
        Self::NumberInvalid,
        Self::NumberNotDiallable,
        Self::CountryNotAllowed,
        Self::PremiumRate,
        Self::DoNotCall,
        Self::ConsentMissing,
        Self::WindowNeverOpens,
        Self::OutsideWindow,
        Self::TooSoon,
        Self::NumberBusy,
        Self::DailyCallCap,
        Self::DailySpendCap,
    ];

    /// The word used on the wire and in the store.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NumberInvalid => "number_invalid",
            Self::NumberNotDiallable => "number_not_diallable",
            Self::CountryNotAllowed => "country_not_allowed",
            Self::PremiumRate => "premium_rate",
            Self::DoNotCall => "do_not_call",
            Self::ConsentMissing => "consent_missing",
            Self::OutsideWindow => "outside_window",
            Self::WindowNeverOpens => "window_never_opens",
            Self::TooSoon => "too_soon",
            Self::NumberBusy => "number_busy",
            Self::DailyCallCap => "daily_call_cap",
            Self::DailySpendCap => "daily_spend_cap",
        }
    }

    /// The rule with this word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|code| code.as_str() == word)
    }

    /// A few words for a table cell, when the full sentence of the decision is not at hand.
    #[must_use]
    pub const fn summary(self) -> &'static str {
        match self {
            Self::NumberInvalid => "No such number",
            Self::NumberNotDiallable => "Not a number that may be dialled",
            Self::CountryNotAllowed => "Calls to this country are not allowed",
            Self::PremiumRate => "Charged above an ordinary call",
            Self::DoNotCall => "On the do-not-call list",
            Self::ConsentMissing => "No consent to this kind of call is recorded",
            Self::OutsideWindow => "Outside calling hours there",
            Self::WindowNeverOpens => "No calling hours hold in all its time zones",
            Self::TooSoon => "Called too recently",
            Self::NumberBusy => "A call to this number is live",
            Self::DailyCallCap => "Daily limit of calls reached",
            Self::DailySpendCap => "Daily limit of spending reached",
        }
    }

    /// Whether a person may lift the rule by an explicit confirmation.
    #[must_use]
    pub const fn is_overridable(self) -> bool {
        match self {
            Self::OutsideWindow | Self::WindowNeverOpens | Self::TooSoon => true,
            Self::NumberInvalid
            | Self::NumberNotDiallable
            | Self::CountryNotAllowed
            | Self::PremiumRate
            | Self::DoNotCall
            | Self::ConsentMissing
            | Self::NumberBusy
            | Self::DailyCallCap
            | Self::DailySpendCap => false,
        }
    }
}

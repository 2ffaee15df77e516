//! Dispositions as the API shows them.

use outdial_domain::leads::{Disposition, Dispositions};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// One thing that an agent may say came of a talk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Disposition)]
pub struct DispositionField {
    /// The stable word that calls and leads keep: small letters, digits and `_`.
    pub code: String,
    /// What people see.
    pub label: String,
    /// Whether the lead is done with.
    #[serde(rename = "final", default)]
    #[schema(required)]
    pub is_final: bool,
    /// Whether the number goes on the do-not-call list.
    #[serde(default)]
    #[schema(required)]
    pub do_not_call: bool,
    /// Whether the lead is to be called again.
    #[serde(default)]
    #[schema(required)]
    pub callback: bool,
    /// Whether its campaign calls the lead again by its rule for that, without a time that was agreed.
    #[serde(default)]
    pub retry: bool,
}

/// All of them, in the order of their buttons.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DispositionSet {
    /// The dispositions.
    pub items: Vec<DispositionField>,
}

impl DispositionSet {
    /// The set as the API shows it.
    #[must_use]
    pub fn of(set: &Dispositions) -> Self {
        let show = |row: &Disposition| DispositionField {
            code: row.code.clone(),
            label: row.label.clone(),
            is_final: row.is_final,
            do_not_call: row.do_not_call,
            callback: row.callback,
            retry: row.retry,
        };
        Self {
            items: set.0.iter().map(show).collect(),
        }
    }

    /// The set as the settings keep it.
    #[must_use]
    pub fn into_domain(self) -> Dispositions {
        let keep = |row: DispositionField| Disposition {
            code: row.code,
            label: row.label.trim().to_owned(),
            is_final: row.is_final,
            do_not_call: row.do_not_call,
            callback: row.callback,
            retry: row.retry,
        };
        Dispositions(self.items.into_iter().map(keep).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_set_reads_back_as_itself_and_is_spelt_as_in_the_settings() {
        let set = Dispositions::default();
        assert_eq!(DispositionSet::of(&set).into_domain(), set);
        let shown = serde_json::to_value(DispositionSet::of(&set).items).unwrap();
        assert_eq!(shown, serde_json::to_value(&set).unwrap());
    }
}

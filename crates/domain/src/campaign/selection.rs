//! Which leads of its lists a campaign calls.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::leads::LeadStatus;

/// Which leads of its lists a campaign calls; every field that is empty or absent lets all through.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Selection {
    /// Where a lead may stand when the campaign first looks at it.
    pub statuses: BTreeSet<LeadStatus>,
    /// ISO 3166 regions of the first number.
    pub regions: BTreeSet<String>,
    /// Tags of which the lead has one or more, by the words alone: `VIP` is `vip`.
    pub tags: BTreeSet<String>,
    /// Most calls that the lead may have had before.
    pub attempts_max: Option<u32>,
}

/// What of a lead a selection looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LeadFacts<'a> {
    /// Where it stands.
    pub status: LeadStatus,
    /// The region of its first number.
    pub region: Option<&'a str>,
    /// Its tags.
    pub tags: &'a [String],
    /// Calls that it had.
    pub attempts: u32,
}

impl Selection {
    /// Whether the campaign calls such a lead; else why not.
    ///
    /// # Errors
    /// The stable word of what speaks against it.
    pub fn admits(&self, lead: &LeadFacts<'_>) -> Result<(), &'static str> {
        if lead.status == LeadStatus::Closed {
            return Err("closed");
        }
        if !self.statuses.is_empty() && !self.statuses.contains(&lead.status) {
            return Err("status");
        }
        if !self.regions.is_empty() && !lead.region.is_some_and(|region| self.regions.contains(region)) {
            return Err("region");
        }
        if !self.tags.is_empty() && !lead.tags.iter().any(|tag| self.has_tag(tag)) {
            return Err("tags");
        }
        if self.attempts_max.is_some_and(|most| lead.attempts > most) {
            return Err("attempts");
        }
        Ok(())
    }

    fn has_tag(&self, tag: &str) -> bool {
        self.tags
            .iter()
            .any(|own| own.to_lowercase() == tag.to_lowercase())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NEW: LeadFacts<'static> = LeadFacts {
        status: LeadStatus::New,
        region: Some("US"),
        tags: &[],
        attempts: 0,
    };

    #[test]
    fn an_empty_selection_lets_all_through_but_closed_leads() {
        let all = Selection::default();
        assert_eq!(all.admits(&NEW), Ok(()));
        let closed = LeadFacts {
            status: LeadStatus::Closed,
            ..NEW
        };
        assert_eq!(all.admits(&closed), Err("closed"));
    }

    #[test]
    fn each_choice_says_why_it_leaves_a_lead_out() {
        let picky = Selection {
            statuses: BTreeSet::from([LeadStatus::New, LeadStatus::Called]),
            regions: BTreeSet::from(["US".to_owned()]),
            tags: BTreeSet::from(["VIP".to_owned(), "clinic".to_owned()]),
            attempts_max: Some(2),
        };
        let tags = ["north".to_owned(), "vip".to_owned()];
        let wanted = LeadFacts { tags: &tags, ..NEW };
        assert_eq!(picky.admits(&wanted), Ok(()));
        for (lead, why) in [
            (
                LeadFacts {
                    status: LeadStatus::Callback,
                    ..wanted
                },
                "status",
            ),
            (
                LeadFacts {
                    region: Some("GB"),
                    ..wanted
                },
                "region",
            ),
            (
                LeadFacts {
                    region: None,
                    ..wanted
                },
                "region",
            ),
            (NEW, "tags"),
            (
                LeadFacts {
                    tags: &tags[..1],
                    ..wanted
                },
                "tags",
            ),
            (
                LeadFacts {
                    attempts: 3,
                    ..wanted
                },
                "attempts",
            ),
        ] {
            assert_eq!(picky.admits(&lead), Err(why));
        }
    }
}

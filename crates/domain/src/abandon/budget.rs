//! How many abandoned calls there may be.

use crate::campaign::{Audience, CampaignSettings};

/// Live answers and abandoned calls of a campaign within the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Account {
    /// People who picked up.
    pub live_answers: u64,
    /// Those of them for whom nobody was free.
    pub abandoned: u64,
}

/// How many abandoned calls there may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Budget {
    /// Of a thousand live answers.
    pub permille: u32,
    /// The first abandonment is allowed before there are answers enough to outweigh it. No law binds calls to
    /// businesses; a campaign that calls people at home earns its budget first.
    pub first_is_free: bool,
}

/// The days over which is counted.
pub const WINDOW_DAYS: i64 = 30;

impl Account {
    /// Abandoned calls of a thousand live answers, rounded up; absent while nobody has answered.
    #[must_use]
    pub fn share_permille(self) -> Option<u64> {
        (self.live_answers > 0).then(|| (self.abandoned * 1_000).div_ceil(self.live_answers))
    }
}

impl Budget {
    /// As a campaign has chosen.
    #[must_use]
    pub fn of(settings: &CampaignSettings) -> Self {
        Self {
            permille: settings.abandon_budget_permille,
            first_is_free: settings.audience == Audience::Business,
        }
    }

    /// Whether the share stays within the budget if the next person to answer is abandoned.
    #[must_use]
    pub fn has_room_for_one_more(self, account: Account) -> bool {
        if self.first_is_free && account.abandoned == 0 && self.permille > 0 {
            return true;
        }
        (account.abandoned + 1) * 1_000 <= u64::from(self.permille) * (account.live_answers + 1)
    }

    /// Why there is no room, for the people who watch.
    #[must_use]
    pub fn why_no_room(self, account: Account) -> String {
        let limit = format!("{}.{} %", self.permille / 10, self.permille % 10);
        format!(
            "One line for each: one more than the {} abandoned of {} live answers would exceed {limit}.",
            account.abandoned, account.live_answers
        )
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const THREE_PERCENT: Budget = Budget {
        permille: 30,
        first_is_free: false,
    };

    #[test]
    fn one_more_fits_when_the_share_stays_within_the_budget() {
        for (live_answers, abandoned, fits) in [
            (0, 0, false),
            (32, 0, false),
            (33, 0, true),
            (65, 1, false),
            (66, 1, true),
            (1_000, 30, false),
        ] {
            let account = Account {
                live_answers,
                abandoned,
            };
            assert_eq!(THREE_PERCENT.has_room_for_one_more(account), fits, "{account:?}");
        }
    }

    #[test]
    fn a_budget_of_nothing_never_has_room() {
        let nothing = Budget {
            permille: 0,
            first_is_free: true,
        };
        let account = Account {
            live_answers: 1_000_000,
            abandoned: 0,
        };
        assert!(!nothing.has_room_for_one_more(account));
    }

    proptest! {
        #[test]
        fn whoever_asks_before_each_risk_stays_within_the_budget(risks in prop::collection::vec(any::<bool>(), 0..2_000)) {
            let mut account = Account::default();
            for abandoned in risks {
                let allowed = THREE_PERCENT.has_room_for_one_more(account);
                account.live_answers += 1;
                account.abandoned += u64::from(abandoned && allowed);
                prop_assert!(account.share_permille().is_some_and(|share| share <= 30));
            }
        }
    }
}

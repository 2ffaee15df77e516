//! What some calls came to.

use std::collections::BTreeMap;

use crate::abandon::{Account, Tally};

/// What some calls came to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ReportSum {
    /// From the dial to the talk.
    pub tally: Tally,
    /// Calls by how they ended.
    pub outcomes: BTreeMap<String, u64>,
    /// Calls by what agents said came of them.
    pub dispositions: BTreeMap<String, u64>,
    /// Known prices in millionths, by currency.
    pub cost_micros: BTreeMap<String, i64>,
    /// Calls that were dialled and are over, and whose price nobody told.
    pub cost_unknown: u64,
}

impl ReportSum {
    /// Adds what other calls came to.
    pub fn add(&mut self, other: &Self) {
        self.tally = self.tally.plus(other.tally);
        for (sums, others) in [
            (&mut self.outcomes, &other.outcomes),
            (&mut self.dispositions, &other.dispositions),
        ] {
            for (word, calls) in others {
                *sums.entry(word.clone()).or_default() += calls;
            }
        }
        for (currency, micros) in &other.cost_micros {
            *self.cost_micros.entry(currency.clone()).or_default() += micros;
        }
        self.cost_unknown += other.cost_unknown;
    }

    /// Whether no call is in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Abandoned people of a thousand who answered; absent while nobody has.
    #[must_use]
    pub fn abandon_permille(&self) -> Option<u64> {
        let count = |number: i64| u64::try_from(number).unwrap_or(0);
        let account = Account {
            live_answers: count(self.tally.live_answers),
            abandoned: count(self.tally.abandoned),
        };
        account.share_permille()
    }

    /// Answered calls of a thousand that were dialled; absent while none was.
    #[must_use]
    pub fn answer_rate_permille(&self) -> Option<i64> {
        (self.tally.dialed > 0).then(|| self.tally.answered * 1_000 / self.tally.dialed)
    }

    /// The mean length of a talk; absent without one.
    #[must_use]
    pub fn average_talk_ms(&self) -> Option<i64> {
        (self.tally.talks > 0).then(|| self.tally.talk_ms / self.tally.talks)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_a_denominator_there_is_no_rate() {
        let nothing = ReportSum::default();
        assert!(nothing.is_empty());
        assert_eq!(
            (
                nothing.abandon_permille(),
                nothing.answer_rate_permille(),
                nothing.average_talk_ms()
            ),
            (None, None, None)
        );
    }

    #[test]
    fn rates_are_those_of_the_whole_and_not_the_mean_of_rates() {
        let part = |dialed, answered, talk_ms| ReportSum {
            tally: Tally {
                dialed,
                answered,
                live_answers: answered,
                talks: answered,
                talk_ms,
                ..Tally::default()
            },
            outcomes: BTreeMap::from([("completed".to_owned(), 1)]),
            cost_micros: BTreeMap::from([("USD".to_owned(), 5)]),
            cost_unknown: 1,
            ..ReportSum::default()
        };
        let mut sum = part(9, 1, 1_000);
        sum.add(&part(1, 1, 3_000));
        assert_eq!(sum.answer_rate_permille(), Some(200));
        assert_eq!(sum.average_talk_ms(), Some(2_000));
        assert_eq!(sum.abandon_permille(), Some(0));
        assert_eq!(
            (
                sum.outcomes["completed"],
                sum.cost_micros["USD"],
                sum.cost_unknown
            ),
            (2, 10, 2)
        );
    }
}

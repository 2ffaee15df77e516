//! What of the costs of a day counts against its budget.

use crate::call::Cost;
use crate::campaign::Pulse;
use crate::money::{Held, amount, hold};

/// How a day's costs stand to the budget.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum DayBudget {
    /// There is room; what is not counted is said in a sentence, if there is any.
    Room { not_counted: Option<String> },
    /// There is none, for this reason.
    Spent { why: String },
}

/// Holds costs, by currency, against the budget.
pub(super) fn day_budget(pulse: &Pulse, costs: &[Cost]) -> DayBudget {
    let Some(budget) = pulse.budget_micros_per_day else {
        return DayBudget::Room { not_counted: None };
    };
    let own = &pulse.budget_currency;
    match hold(costs, budget, own) {
        Held::Room { not_counted, .. } => DayBudget::Room {
            not_counted: not_counted
                .map(|others| format!("{others} of this day are not counted against the budget in {own}.")),
        },
        Held::Spent { spent } => DayBudget::Spent {
            why: format!(
                "The budget of the day is spent: {} of {}.",
                amount(spent, own),
                amount(budget, own)
            ),
        },
        Held::Uncountable { others } => DayBudget::Spent {
            why: format!(
                "The calls of this day cost {others}, which cannot be counted against a budget in {own}; nobody more is \
                 called. Choose the budget's currency anew."
            ),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn held(budget: Option<i64>, costs: &[Cost]) -> DayBudget {
        let pulse = Pulse {
            budget_micros_per_day: budget,
            ..Pulse::default()
        };
        day_budget(&pulse, costs)
    }

    const ROOM: DayBudget = DayBudget::Room { not_counted: None };
    const TEN: Option<i64> = Some(10_000_000);

    #[test]
    fn amounts_of_one_currency_are_held_against_a_budget_in_it() {
        assert_eq!(held(None, &[Cost::new(i64::MAX, "USD")]), ROOM);
        assert_eq!(held(TEN, &[]), ROOM);
        assert_eq!(held(TEN, &[Cost::new(9_999_999, "USD")]), ROOM);
        let spent = held(TEN, &[Cost::new(10_500_000, "USD"), Cost::new(1, "EUR")]);
        let why = "The budget of the day is spent: 10.50 USD of 10.00 USD.".to_owned();
        assert_eq!(spent, DayBudget::Spent { why });
        assert!(matches!(held(Some(0), &[]), DayBudget::Spent { .. }));
    }

    #[test]
    fn what_is_paid_in_another_currency_is_not_added_and_it_is_said() {
        let held_against = held(
            TEN,
            &[
                Cost::new(9_000_000, "EUR"),
                Cost::new(4_000_000, "USD"),
                Cost::new(500_000_000, "JPY"),
            ],
        );
        let sentence = "9.00 EUR and 500.00 JPY of this day are not counted against the budget in USD.";
        assert_eq!(
            held_against,
            DayBudget::Room {
                not_counted: Some(sentence.to_owned())
            }
        );
        assert_eq!(held(TEN, &[Cost::new(0, "EUR"), Cost::new(4, "USD")]), ROOM);
    }

    #[test]
    fn where_nothing_can_be_counted_but_calls_cost_something_there_is_no_room() {
        let why = "The calls of this day cost 0.01 EUR, which cannot be counted against a budget in USD; nobody more is \
                   called. Choose the budget's currency anew.";
        assert_eq!(
            held(TEN, &[Cost::new(12_000, "EUR")]),
            DayBudget::Spent { why: why.to_owned() }
        );
        assert_eq!(held(TEN, &[Cost::new(0, "EUR")]), ROOM);
    }
}

//! A workspace's limits on calls and money in 24 hours.
//!
//! A reached limit postpones rather than refuses: the calls were wanted, and room returns by itself as old calls
//! leave the 24 hours. A limit of nothing refuses, since room never comes.

use serde_json::json;

use crate::money::{Held, amount, hold};
use crate::time::Timestamp;

use super::RuleCode::{DailyCallCap, DailySpendCap};
use super::case::Case;
use super::{Finding, RuleCode};

/// The workspace has placed fewer calls in 24 hours than its limit.
pub(super) fn has_calls_left(case: &Case<'_>) -> Finding {
    let Some(cap) = case.settings.daily_call_cap else {
        return Finding::pass(DailyCallCap, "Calls per day are not limited.");
    };
    let used = case.history.calls_24h;
    let finding = match used {
        _ if cap == 0 => Finding::refuse(DailyCallCap, "The workspace's daily limit is no calls at all."),
        None => Finding::refuse(
            DailyCallCap,
            "How many calls were made today could not be found out.",
        ),
        Some(used) if used < cap => {
            Finding::pass(DailyCallCap, format!("{used} of {cap} calls used in 24 hours."))
        }
        Some(_) => full(
            DailyCallCap,
            case,
            &format!("The workspace's limit of {cap} calls in 24 hours is reached"),
        ),
    };
    finding.with("cap", cap).with("used", used)
}

/// The workspace has spent less in 24 hours than its limit.
pub(super) fn has_money_left(case: &Case<'_>) -> Finding {
    let Some(cap) = case.settings.daily_spend_cap_micros else {
        return Finding::pass(DailySpendCap, "Spending per day is not limited.");
    };
    if cap <= 0 {
        return Finding::refuse(
            DailySpendCap,
            "The workspace's daily limit is no spending at all.",
        )
        .with("cap_micros", cap);
    }
    let Some(costs) = &case.history.spend_24h else {
        return Finding::refuse(DailySpendCap, "What was spent today could not be found out.")
            .with("cap_micros", cap);
    };
    let currency = &case.settings.daily_spend_cap_currency;
    let limit = amount(cap, currency);
    let finding = match hold(costs, cap, currency) {
        Held::Room { spent, not_counted } => {
            let spent = amount(spent, currency);
            let others = not_counted
                .map(|others| format!(" {others} cannot be counted against it."))
                .unwrap_or_default();
            Finding::pass(
                DailySpendCap,
                format!("{spent} of {limit} spent in 24 hours.{others}"),
            )
        }
        Held::Spent { .. } => full(
            DailySpendCap,
            case,
            &format!("The workspace's limit of {limit} in 24 hours is spent"),
        ),
        Held::Uncountable { others } => full(
            DailySpendCap,
            case,
            &format!(
                "The calls of 24 hours cost {others}, which cannot be counted against the workspace's limit in \
                 {currency}; choose the limit's currency in the settings"
            ),
        ),
    };
    finding
        .with("cap_micros", cap)
        .with("currency", currency.as_str())
        .with("spent", json!(costs))
}

fn full(rule: RuleCode, case: &Case<'_>, what: &str) -> Finding {
    let soonest = case.now.plus_seconds(SOONEST_S);
    let room_at = case
        .history
        .oldest_call_24h_at
        .map_or(soonest, |oldest| oldest.plus_seconds(DAY_S));
    let until: Timestamp = room_at.max(soonest);
    let wait_minutes = until.ms_since(case.now) / 60_000;
    let message = if wait_minutes < 120 {
        format!("{what}; it is asked again in {wait_minutes} minutes.")
    } else {
        format!("{what}; it is asked again in {} hours.", wait_minutes / 60)
    };
    Finding::postpone(rule, until, message)
}

const DAY_S: i64 = 24 * 60 * 60;

/// Old calls leave the 24 hours one by one; asking at each would decide thousands of waiting calls for every one
/// that is made.
const SOONEST_S: i64 = 10 * 60;

//! The card to confirm: who, how many, when in their zone, what will be said, what it may cost.

use outdial_domain::call::Cost;
use outdial_domain::ids::WorkspaceId;
use outdial_domain::prompt::{Intent, NumberMention};
use outdial_domain::rules::Decision;
use outdial_store::StatsFilter;
use serde::Serialize;
use utoipa::ToSchema;

use crate::http::AppState;
use crate::http::money::Money;
use crate::http::numbers::verdict::NumberVerdict;
use crate::http::problem::Problem;

/// What a command would do, number by number.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct ConfirmCard {
    /// The numbers it names.
    pub numbers: Vec<NumberVerdict>,
    /// How many may be called now.
    pub allowed: u32,
    /// How many will not be called.
    pub refused: u32,
    /// How many will be called later.
    pub postponed: u32,
    /// What will be said.
    #[schema(required)]
    pub message: Option<String>,
    /// Not before this time.
    #[schema(required)]
    pub at: Option<String>,
    /// What the calls may cost, by what calls have cost so far; null when that is unknown.
    #[schema(required)]
    pub cost_estimate: Option<Money>,
    /// One sentence: what confirming does, or how it is going.
    pub text: String,
}

/// The card of an intent.
pub(super) async fn card_of(
    app: &AppState,
    workspace: &WorkspaceId,
    intent: &Intent,
) -> Result<ConfirmCard, Problem> {
    let mut card = ConfirmCard::default();
    match intent {
        Intent::Call { numbers, message, at } => {
            card.show_numbers(app, workspace, numbers).await?;
            let settings = app
                .workspace(workspace)
                .read(|tx| tx.settings().current())
                .await?;
            card.message = Some(message.clone().unwrap_or(settings.settings.message));
            card.at = at.map(|at| at.to_string());
            card.cost_estimate = estimate(app, workspace, card.allowed + card.postponed).await?;
            card.text = match (card.allowed + card.postponed, at) {
                (0, _) => "None of these numbers can be called.".to_owned(),
                (1, None) => "Call this number now.".to_owned(),
                (1, Some(_)) => "Call this number at that time.".to_owned(),
                (count, None) => format!("Call {count} numbers now."),
                (count, Some(_)) => format!("Call {count} numbers at that time."),
            };
        }
        Intent::DoNotCall { numbers } => {
            card.list_numbers(app, numbers);
            card.text = "Put on the do-not-call list; waiting calls to it are called off.".to_owned();
        }
        Intent::Cancel { numbers } if numbers.is_empty() => {
            card.text = "Call off every call that waits. Live calls go on.".to_owned();
        }
        Intent::Cancel { numbers } => {
            card.list_numbers(app, numbers);
            card.text = "End the calls to these numbers.".to_owned();
        }
        Intent::HangUpAll => card.text = "End every live call and call off every one that waits.".to_owned(),
        Intent::PauseRuns => card.text = "Dial nobody else until resumed. Live calls go on.".to_owned(),
        Intent::ResumeRuns => card.text = "Go on dialling paused runs.".to_owned(),
        Intent::Status => card.text = status(app, workspace).await?,
    }
    Ok(card)
}

impl ConfirmCard {
    /// Adds numbers with what the dial rules say.
    async fn show_numbers(
        &mut self,
        app: &AppState,
        workspace: &WorkspaceId,
        mentions: &[NumberMention],
    ) -> Result<(), Problem> {
        let numbers = mentions
            .iter()
            .filter_map(|mention| mention.phone.clone().ok())
            .collect();
        let decisions = app.engine.preview(workspace, numbers, None).await?;
        let mut decisions = decisions.iter();
        for mention in mentions {
            match &mention.phone {
                Ok(phone) => {
                    let Some(decision) = decisions.next() else {
                        continue;
                    };
                    match decision {
                        Decision::Allow { .. } => self.allowed += 1,
                        Decision::Postpone { .. } => self.postponed += 1,
                        Decision::Refuse { .. } => self.refused += 1,
                    }
                    self.numbers
                        .push(NumberVerdict::of(&mention.text, phone, decision, app.now()));
                }
                Err(problem) => {
                    self.refused += 1;
                    let verdict =
                        NumberVerdict::refused(&mention.text, &problem.code, problem.message.clone());
                    self.numbers.push(verdict);
                }
            }
        }
        Ok(())
    }

    /// Adds numbers that are not going to be called.
    fn list_numbers(&mut self, app: &AppState, mentions: &[NumberMention]) {
        for mention in mentions {
            self.numbers.push(match &mention.phone {
                Ok(phone) => NumberVerdict::named(&mention.text, phone, app.now()),
                Err(problem) => {
                    self.refused += 1;
                    NumberVerdict::refused(&mention.text, &problem.code, problem.message.clone())
                }
            });
        }
    }
}

/// What `calls` calls may cost, if the calls so far had prices in one currency.
async fn estimate(app: &AppState, workspace: &WorkspaceId, calls: u32) -> Result<Option<Money>, Problem> {
    let stats = app
        .workspace(workspace)
        .read(|tx| tx.calls().stats(&StatsFilter::default()))
        .await?;
    let priced = stats.dialed.saturating_sub(stats.cost_unknown_calls);
    let mut sums = stats.cost_micros.into_iter();
    let (Some((currency, micros)), None, Ok(priced)) = (sums.next(), sums.next(), i64::try_from(priced))
    else {
        return Ok(None);
    };
    if priced == 0 {
        return Ok(None);
    }
    Ok(Some(Money::of(&Cost {
        micros: micros / priced * i64::from(calls),
        currency,
    })))
}

async fn status(app: &AppState, workspace: &WorkspaceId) -> Result<String, Problem> {
    let stats = app
        .workspace(workspace)
        .read(|tx| tx.calls().stats(&StatsFilter::default()))
        .await?;
    let state = |word: &str| stats.by_state.get(word).copied().unwrap_or(0);
    let completed = stats.by_outcome.get("completed").copied().unwrap_or(0);
    let (waiting, ended, live) = (state("planned"), state("ended"), stats.live);
    Ok(format!(
        "{live} live, {waiting} waiting, {ended} ended, of which {completed} completed."
    ))
}

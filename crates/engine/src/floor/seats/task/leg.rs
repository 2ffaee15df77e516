//! The leg of somebody who is called into the room of the shift: a number to which the callee is passed on, or the agent's
//! own phone.

use std::sync::Arc;

use outdial_domain::Timestamp;
use outdial_domain::call::{Outcome, State};
use outdial_domain::rules::RuleCode;
use outdial_store::CallRow;
use tokio::sync::watch;

use super::run::Task;
use crate::floor::seats::passing::Visitor;

/// The newest version of a call, whenever there is one. Whoever waits holds the owner of the sender.
pub(super) type Rows = watch::Receiver<Option<Arc<CallRow>>>;

/// Waits until a call has moved; for ever when there is none.
pub(super) async fn moved(rows: Option<&mut Rows>) {
    let Some(rows) = rows else {
        return std::future::pending().await;
    };
    if rows.changed().await.is_err() {
        std::future::pending::<()>().await;
    }
}

/// Somebody who is called into the room.
pub(super) struct Leg {
    pub visitor: Arc<Visitor>,
    pub rows: Rows,
}

/// What the newest version of a leg's call comes to.
pub(super) enum News {
    /// It rings.
    Rings,
    /// Somebody picked up.
    Answered,
    /// It is over, or is not to be waited for.
    Missed(Missed),
}

/// Why nobody is on a leg.
pub(super) enum Missed {
    HungUp,
    Busy,
    NoAnswer,
    /// A rule objects.
    Refused(RuleCode),
    /// It could not be reached; in the carrier's words, if it gave any.
    Unreachable(Option<String>),
}

impl Leg {
    pub fn of(visitor: Arc<Visitor>) -> Self {
        let rows = visitor.rows();
        Self { visitor, rows }
    }

    /// What its call's newest version comes to, if that is anything.
    pub fn news(&mut self, now: Timestamp) -> Option<News> {
        let row = self.rows.borrow_and_update().clone()?;
        match row.call.state {
            // A rule or the carrier wants it much later, and somebody waits now.
            State::Planned if row.call.due_at > now.plus_ms(PATIENCE_MS) => {
                Some(News::Missed(objection(&row)))
            }
            State::Planned | State::Dialing | State::Unknown => None,
            State::Ringing => Some(News::Rings),
            State::Waiting | State::Connected | State::Voicemail => Some(News::Answered),
            State::Ended(outcome) => Some(News::Missed(missed(&row, outcome))),
        }
    }
}

impl Task {
    /// The leg is not wanted any more.
    pub(super) async fn end_leg(&self, leg: &Leg) {
        leg.visitor.hang_up(&self.inner).await;
        self.floor.seats.let_out(&leg.visitor.call);
        let (call, now) = (leg.visitor.call.clone(), self.inner.clock.now());
        self.write("the end of a leg", move |tx| tx.seats().end_leg(&call, now))
            .await;
    }
}

fn missed(row: &CallRow, outcome: Outcome) -> Missed {
    if row.call.facts.was_answered() {
        return Missed::HungUp;
    }
    match outcome {
        Outcome::Busy => Missed::Busy,
        Outcome::NoAnswer | Outcome::Canceled => Missed::NoAnswer,
        Outcome::Blocked => objection(row),
        Outcome::Failed
        | Outcome::Unknown
        | Outcome::Completed
        | Outcome::Abandoned
        | Outcome::Machine
        | Outcome::VoicemailLeft => {
            let said = row.call.facts.failure.as_ref();
            Missed::Unreachable(said.map(|failure| failure.message.clone()))
        }
    }
}

/// What speaks against a leg's call.
fn objection(row: &CallRow) -> Missed {
    let rule = row.call.facts.rule.as_deref().and_then(RuleCode::from_word);
    rule.map_or(Missed::Unreachable(None), Missed::Refused)
}

/// Whoever waits for a leg waits no longer than this for a call that was put off.
const PATIENCE_MS: i64 = 2_000;

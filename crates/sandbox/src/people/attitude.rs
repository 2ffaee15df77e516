//! What somebody who picks up wants, when a voice agent talks with them.

use serde::{Deserialize, Serialize};

use super::measures::Weight;
use super::population::Population;
use crate::draw::Draw;

/// What somebody wants of a talk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Attitude {
    /// Takes the first time that is offered.
    Accepts,
    /// Is not interested, and says so.
    Refuses,
    /// Wants an appointment, at another time than the first ones offered.
    OtherTime,
    /// Wants to be called another day.
    CallsBack,
    /// Wants never to be called again.
    OptsOut,
    /// Hangs up in the middle of the first sentence.
    HangsUp,
    /// Picks up and says nothing.
    Silent,
    /// Talks, and decides nothing.
    Undecided,
    /// Wants to have it in writing.
    WantsMail,
    /// Wants to talk to a person.
    WantsPerson,
}

/// How often each attitude is met, relative to each other.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Attitudes {
    pub accepts: Weight,
    pub refuses: Weight,
    pub other_time: Weight,
    pub calls_back: Weight,
    pub opts_out: Weight,
    pub hangs_up: Weight,
    pub silent: Weight,
    pub undecided: Weight,
    pub wants_mail: Weight,
    pub wants_person: Weight,
}

impl Default for Attitudes {
    fn default() -> Self {
        Self {
            accepts: Weight(25.0),
            refuses: Weight(30.0),
            other_time: Weight(10.0),
            calls_back: Weight(10.0),
            opts_out: Weight(5.0),
            hangs_up: Weight(8.0),
            silent: Weight(4.0),
            undecided: Weight(8.0),
            wants_mail: Weight(0.0),
            wants_person: Weight(0.0),
        }
    }
}

impl Population {
    /// What somebody wants; the same each time that they are called.
    pub(crate) fn attitude(&self, seed: u64, number: &str) -> Attitude {
        if let Some(attitude) = self.people.get(number).and_then(|person| person.attitude) {
            return attitude;
        }
        let digit = number.bytes().rev().nth(1).map(|byte| byte.wrapping_sub(b'0'));
        if let Some(attitude) = digit.and_then(|digit| self.next_to_last_digit.get(&digit)) {
            return *attitude;
        }
        let odds = &self.attitudes;
        let weights = [
            (Attitude::Accepts, odds.accepts.0),
            (Attitude::Refuses, odds.refuses.0),
            (Attitude::OtherTime, odds.other_time.0),
            (Attitude::CallsBack, odds.calls_back.0),
            (Attitude::OptsOut, odds.opts_out.0),
            (Attitude::HangsUp, odds.hangs_up.0),
            (Attitude::Silent, odds.silent.0),
            (Attitude::Undecided, odds.undecided.0),
            (Attitude::WantsMail, odds.wants_mail.0),
            (Attitude::WantsPerson, odds.wants_person.0),
        ];
        let mut draw = Draw::keyed(seed, &["attitude", number]);
        draw.weighted(&weights).unwrap_or(Attitude::Undecided)
    }
}

//! What a campaign's runner hears of its calls and seats.

use outdial_domain::Timestamp;
use outdial_domain::call::AmdVerdict;
use outdial_domain::ids::{CallId, SeatId};

/// Something that a campaign's runner should know. Reports may be lost when the runner is far behind; what waits and
/// who is ready can be asked for at any time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Report {
    /// A callee's audio is here, and nobody is with them: for the first time, or because a seat gave them back.
    CallWaiting {
        /// Whose call.
        call: CallId,
        /// When it was answered, by our clock.
        answered_at: Timestamp,
    },
    /// Somebody says who answered. Several may say so, in any order, also when the callee is with an agent.
    Verdict {
        /// Of which call.
        call: CallId,
        /// Who.
        verdict: AmdVerdict,
        /// Who says it.
        by: VerdictBy,
    },
    /// The call has left the floor: it ended, or was dismissed. Nothing more is said of it.
    CallLeft {
        /// Which.
        call: CallId,
    },
    /// A seat stands differently.
    SeatChanged {
        /// Which.
        seat: SeatId,
    },
    /// Agent and callee hear each other.
    Connected {
        /// The callee's call.
        call: CallId,
        /// The agent's seat.
        seat: SeatId,
        /// From the answer until then.
        answer_to_audio_ms: i64,
    },
    /// The agent has noted what came of a call, or the time for that is over.
    WrappedUp {
        /// The seat.
        seat: SeatId,
        /// The call.
        call: CallId,
        /// What came of it, if the agent said so.
        disposition: Option<String>,
    },
}

/// Who says who answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum VerdictBy {
    /// Our own ear.
    Own,
    /// The carrier.
    Carrier,
    /// The agent.
    Agent,
}

impl VerdictBy {
    /// The word on the wire and in the store.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Own => "own",
            Self::Carrier => "carrier",
            Self::Agent => "agent",
        }
    }
}

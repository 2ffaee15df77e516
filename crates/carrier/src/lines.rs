//! Legs that somebody else placed on an account's lines: an optional ability, reached through [`crate::Carrier::takes_legs`].
//!
//! A host of voice agents that was given a number of a carrier account places its calls there. Whoever holds the account may
//! tell such a leg what to do, which takes it away from the host.

use async_trait::async_trait;
use outdial_domain::ids::CallId;
use outdial_domain::instruction::Instruction;

use crate::{CommandError, LegRef};

/// On whose lines the calls from a host's number are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lines {
    /// On those of a carrier account.
    Of {
        /// The carrier, by the word under which it is registered.
        carrier: &'static str,
        /// The carrier's own id of the account.
        account: String,
    },
    /// Elsewhere: the number is the host's, or of a carrier that is not known here.
    Elsewhere {
        /// The host's word for where.
        provider: String,
    },
}

/// Takes legs over that somebody else placed on the lines of this account.
#[async_trait]
pub trait TakesLegs: Send + Sync {
    /// The carrier's own id of this account.
    fn account(&self) -> &str;

    /// Has a live leg do this from now on, and its end reported to us. Once, whatever happens: an error other than a refusal
    /// leaves open whether the leg was taken.
    async fn take_over(
        &self,
        call_id: &CallId,
        leg: &LegRef,
        instructions: &[Instruction],
    ) -> Result<(), CommandError>;
}

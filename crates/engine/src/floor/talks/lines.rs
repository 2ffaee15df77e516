//! On whose lines the callees of hosted voice agents are, and whether they can be fetched from there.
//!
//! A host that calls from a number of a carrier account places its legs on the lines of that account. Whoever holds the
//! account may redirect such a leg into a room of ours.

use std::sync::Arc;

use outdial_carrier::Lines;
use outdial_domain::ids::WorkspaceId;

use crate::accounts::Account;
use crate::engine::{Engine, Inner};

/// Why callees of a host cannot be put through to people here, in a sentence for whoever sets it up.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OutOfReach {
    /// Nobody talks here.
    #[error("This server carries no audio, so nobody here can take a callee.")]
    NoAudio,
    /// The number is nobody's whom we know.
    #[error(
        "The number from which the host calls is on no carrier account (the host names “{provider}”); with a number of a \
         carrier account of this workspace, callees could be put through."
    )]
    HostsOwn {
        /// The host's word for whose it is.
        provider: String,
    },
    /// The number is on an account that is not set up here.
    #[error(
        "The number from which the host calls is on the {carrier} account {account}, which is not set up in this workspace."
    )]
    OtherAccount {
        /// The carrier.
        carrier: &'static str,
        /// Its id of the account.
        account: String,
    },
    /// The audio of that account does not pass us.
    #[error(
        "The number from which the host calls is on the account “{name}”, whose agents and callees meet at the carrier: \
         nobody can be brought there from a voice agent."
    )]
    AtCarrier {
        /// The account's name.
        name: String,
    },
    /// Nobody knows.
    #[error("The host did not say on whose lines its number is: {why}.")]
    Unknown {
        /// What went wrong.
        why: String,
    },
}

impl Engine {
    /// Whether callees of the voice agents that an account hosts can be put through to people here.
    ///
    /// # Errors
    /// Why they cannot, so far as it is known now.
    pub async fn can_hand_over(&self, workspace: &WorkspaceId, host: &Account) -> Result<(), OutOfReach> {
        lines_of(&self.inner, workspace, host).await.map(drop)
    }
}

/// The account on whose lines a host's callees are, when they can be fetched from there.
pub(super) async fn lines_of(
    inner: &Inner,
    workspace: &WorkspaceId,
    host: &Account,
) -> Result<Arc<Account>, OutOfReach> {
    if inner.floor().is_none() {
        return Err(OutOfReach::NoAudio);
    }
    let Some(agents) = host.carrier.agents() else {
        return Err(OutOfReach::Unknown {
            why: "the account hosts no voice agents".to_owned(),
        });
    };
    let lines = agents
        .lines()
        .await
        .map_err(|why| OutOfReach::Unknown { why: why.to_string() })?;
    let (carrier, of) = match lines {
        Lines::Of { carrier, account } => (carrier, account),
        Lines::Elsewhere { provider } => return Err(OutOfReach::HostsOwn { provider }),
    };
    let is_it = |account: &Arc<Account>| {
        let takes = account.carrier.takes_legs();
        account.kind == carrier && takes.is_some_and(|lines| lines.account() == of)
    };
    let known: Vec<_> = inner.accounts.of(workspace).into_iter().filter(is_it).collect();
    let streams = |account: &&Arc<Account>| {
        account.carrier.rooms().is_none() && inner.accounts.base_of(&account.id).is_some()
    };
    match (known.iter().find(streams), known.first()) {
        (Some(account), _) => Ok(account.clone()),
        (None, Some(account)) => Err(OutOfReach::AtCarrier {
            name: account.name.clone(),
        }),
        (None, None) => Err(OutOfReach::OtherAccount { carrier, account: of }),
    }
}

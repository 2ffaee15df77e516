//! Why calls fail, whichever carrier says so: who is to blame, what is it called, does trying again help.

use outdial_domain::call::{Blame, CallFailure, Retry};

/// One cause of failure, as documented for operators.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cause {
    /// Stable dotted code.
    pub cause: &'static str,
    /// Who can do something about it.
    pub blame: Blame,
    /// Whether trying again makes sense.
    pub retry: Retry,
    /// One sentence for people: what happened and what to do.
    pub message: &'static str,
}

/// Every cause that carriers report, for the pages in `docs/errors/`.
pub fn causes() -> impl Iterator<Item = &'static Cause> {
    ALL.iter().copied()
}

impl Cause {
    /// The failure of this cause, with the carrier's own code if it gave one.
    pub(crate) fn failure(&self, code: Option<String>) -> CallFailure {
        CallFailure {
            blame: self.blame,
            cause: self.cause.to_owned(),
            code,
            retry: self.retry,
            message: self.message.to_owned(),
        }
    }
}

macro_rules! causes {
    ($($name:ident: $cause:literal, $blame:ident, $retry:ident, $message:literal;)*) => {
        $(pub(crate) static $name: Cause = Cause {
            cause: $cause,
            blame: Blame::$blame,
            retry: Retry::$retry,
            message: $message,
        };)*
        static ALL: &[&Cause] = &[$(&$name),*];
    };
}

causes! {
    AUTH_REJECTED: "carrier.auth_rejected", Config, AfterRepair,
        "The carrier rejected the account's credentials; check them in the carrier settings.";
    ACCOUNT_INACTIVE: "carrier.account_inactive", Config, AfterRepair,
        "The carrier has suspended or closed the account; see its console.";
    NOT_PERMITTED: "carrier.not_permitted", Config, AfterRepair,
        "The credentials do not allow this; use the account's own token or a standard API key.";
    TEST_CREDENTIALS: "carrier.test_credentials", Config, AfterRepair,
        "These are test credentials, which reach no phone; enter the live ones to call people.";
    TRIAL_RESTRICTED: "carrier.trial_restricted", Config, AfterRepair,
        "A trial account calls verified numbers only; verify the number or upgrade the account.";
    RATE_LIMITED: "carrier.rate_limited", Carrier, Later,
        "The carrier asked to slow down; the call will be tried again.";
    CONCURRENCY_LIMIT: "carrier.concurrency_limit", Config, Later,
        "The account has as many live calls as it is allowed; the call will be tried again.";
    NUMBER_INVALID: "carrier.number_invalid", Callee, Never,
        "The carrier says that this is not a valid phone number.";
    NUMBER_UNREACHABLE: "carrier.number_unreachable", Callee, Never,
        "The carrier has no route to this number; it may be out of service.";
    NUMBER_UNAVAILABLE: "carrier.number_unavailable", Callee, Later,
        "The phone could not be reached just now; it may be switched off.";
    CALL_DECLINED: "carrier.call_declined", Callee, Never,
        "The called side declined the call.";
    CALL_BLOCKED: "carrier.call_blocked", Carrier, Never,
        "A network on the way blocked the call; the caller ID may be marked as spam.";
    GEO_PERMISSION: "carrier.geo_permission", Config, AfterRepair,
        "The account may not call this country; allow it in the carrier's geographic permissions.";
    DESTINATION_BLOCKED: "carrier.destination_blocked", Carrier, Never,
        "The carrier does not connect calls to this destination.";
    CALLER_ID_NOT_OWNED: "carrier.caller_id_not_owned", Config, AfterRepair,
        "The caller ID is neither a number of the account nor verified with it.";
    CALLER_ID_INVALID: "carrier.caller_id_invalid", Config, AfterRepair,
        "The caller ID is not a usable phone number.";
    CALLER_ID_MISSING: "carrier.caller_id_missing", Config, AfterRepair,
        "No caller ID is set; enter the account's phone number in the carrier settings.";
    WEBHOOK_URL_INVALID: "carrier.webhook_url_invalid", Config, AfterRepair,
        "The carrier refuses our public URL; set BASE_URL to an https address that it can reach.";
    WEBHOOK_UNREACHABLE: "carrier.webhook_unreachable", Config, AfterRepair,
        "The carrier could not reach us at BASE_URL; check the tunnel or proxy in front of this server.";
    INSTRUCTIONS_INVALID: "carrier.instructions_invalid", Us, Never,
        "The carrier did not understand the call's instructions; please report this.";
    LEG_ENDED: "carrier.leg_ended", Callee, Never,
        "The call is already over.";
    NOT_FOUND: "carrier.not_found", Config, AfterRepair,
        "The carrier does not know this account or call; check the account's id.";
    REQUEST_REFUSED: "carrier.request_refused", Unknown, Never,
        "The carrier refused the request for a reason that we do not know; see its code.";
    NETWORK_FAILURE: "carrier.network_failure", Carrier, Later,
        "A phone network on the way failed; the call may be tried again.";
    CALL_FAILED: "carrier.call_failed", Unknown, Later,
        "The call could not be put through, and the carrier gave no reason.";
    NOT_SUPPORTED: "carrier.not_supported", Config, AfterRepair,
        "An account that hosts voice agents talks only through them; choose another account for this campaign.";
    AGENT_MISSING: "carrier.agent_missing", Config, AfterRepair,
        "No voice agent is known to the carrier; publish the agent, or enter an assistant in the carrier settings.";
    AGENT_UNKNOWN: "carrier.agent_unknown", Config, AfterRepair,
        "The carrier does not know this voice agent; publish it again.";
    PHONE_NUMBER_UNKNOWN: "carrier.phone_number_unknown", Config, AfterRepair,
        "The carrier does not know the phone number to call from; check its id in the carrier settings.";
    CREDIT_EXHAUSTED: "carrier.credit_exhausted", Config, AfterRepair,
        "The account at the carrier has no credit left; top it up in the carrier's console.";
    HOST_FAILED: "carrier.host_failed", Carrier, Later,
        "The host of the voice agent failed; the call may be tried again.";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn causes_are_unique_and_dotted() {
        let mut seen: Vec<_> = causes().map(|cause| cause.cause).collect();
        assert!(seen.iter().all(|cause| cause.starts_with("carrier.")));
        let count = seen.len();
        seen.sort_unstable();
        seen.dedup();
        assert_eq!(seen.len(), count);
    }
}

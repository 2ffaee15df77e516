//! Twilio's error codes, classified: who is to blame, what is it called, does trying again help.

use outdial_domain::call::{Blame, CallFailure, Retry};

use super::sip;

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

/// Every cause that this carrier reports, for the pages in `docs/errors/`.
pub fn causes() -> impl Iterator<Item = &'static Cause> {
    ALL.iter().copied()
}

/// The failure for an answer that refuses a request.
pub(super) fn of_refusal(http_status: u16, code: Option<u32>) -> CallFailure {
    let known = code.and_then(of_code);
    let cause = known.unwrap_or(match http_status {
        401 => &AUTH_REJECTED,
        403 => &NOT_PERMITTED,
        404 => &NOT_FOUND,
        429 => &RATE_LIMITED,
        _ => &REQUEST_REFUSED,
    });
    let code = code.map_or_else(|| format!("http {http_status}"), |code| code.to_string());
    failure(cause, Some(code))
}

/// The failure for a leg that ended as failed.
pub(super) fn of_failed_leg(code: Option<u32>, sip_code: Option<u32>) -> CallFailure {
    if let Some((code, cause)) = code.and_then(|code| Some((code, of_code(code)?))) {
        return failure(cause, Some(code.to_string()));
    }
    let told = match (code, sip_code) {
        (_, Some(sip)) => Some(format!("sip {sip}")),
        (Some(code), None) => Some(code.to_string()),
        (None, None) => None,
    };
    failure(sip_code.map_or(&CALL_FAILED, sip::cause), told)
}

/// The failure for an order without any caller ID.
pub(super) fn caller_id_missing() -> CallFailure {
    failure(&CALLER_ID_MISSING, None)
}

fn failure(cause: &Cause, code: Option<String>) -> CallFailure {
    CallFailure {
        blame: cause.blame,
        cause: cause.cause.to_owned(),
        code,
        retry: cause.retry,
        message: cause.message.to_owned(),
    }
}

/// A command on a call that is over.
pub(super) const CALL_NOT_IN_PROGRESS: u32 = 21_220;
/// Any request with the keys that reach no network.
pub(super) const TEST_CREDENTIALS_CODE: u32 = 20_008;
/// Too many requests at once; none of them was processed.
pub(super) const TOO_MANY_REQUESTS: u32 = 20_429;

fn of_code(code: u32) -> Option<&'static Cause> {
    Some(match code {
        20_003 => &AUTH_REJECTED,
        20_005 | 10_001 => &ACCOUNT_INACTIVE,
        20_006 => &NOT_PERMITTED,
        TEST_CREDENTIALS_CODE => &TEST_CREDENTIALS,
        20_404 => &NOT_FOUND,
        TOO_MANY_REQUESTS => &RATE_LIMITED,
        10_002 | 21_219 => &TRIAL_RESTRICTED,
        10_004 => &CONCURRENCY_LIMIT,
        21_201 | 21_211 | 21_217 | 13_223 | 13_226 => &NUMBER_INVALID,
        21_214 | 13_224 => &NUMBER_UNREACHABLE,
        21_203 | 21_215 | 13_227 => &GEO_PERMISSION,
        21_202 | 21_216 | 13_225 => &DESTINATION_BLOCKED,
        21_210 => &CALLER_ID_NOT_OWNED,
        21_212 => &CALLER_ID_INVALID,
        21_213 => &CALLER_ID_MISSING,
        CALL_NOT_IN_PROGRESS => &LEG_ENDED,
        21_205 | 21_609 => &WEBHOOK_URL_INVALID,
        11_200 | 11_205 | 11_210 | 11_215 | 11_220 | 11_235 | 11_237 => &WEBHOOK_UNREACHABLE,
        12_100 | 12_200 | 12_300 => &INSTRUCTIONS_INVALID,
        _ => return None,
    })
}

macro_rules! causes {
    ($($name:ident: $cause:literal, $blame:ident, $retry:ident, $message:literal;)*) => {
        $(pub(super) static $name: Cause = Cause {
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
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_known_code_decides_whatever_the_status() {
        let refused = of_refusal(400, Some(21_211));
        assert_eq!(
            (refused.cause.as_str(), refused.blame, refused.retry),
            ("carrier.number_invalid", Blame::Callee, Retry::Never)
        );
        assert_eq!(refused.code.as_deref(), Some("21211"));
    }

    #[test]
    fn an_unknown_code_is_kept_and_blames_nobody() {
        let refused = of_refusal(400, Some(99_999));
        assert_eq!(
            (refused.cause.as_str(), refused.blame),
            ("carrier.request_refused", Blame::Unknown)
        );
        assert_eq!(refused.code.as_deref(), Some("99999"));
        assert_eq!(of_refusal(401, None).cause, "carrier.auth_rejected");
    }

    #[test]
    fn a_failed_leg_is_explained_by_its_sip_answer() {
        assert_eq!(of_failed_leg(None, Some(404)).cause, "carrier.number_unreachable");
        assert_eq!(of_failed_leg(None, Some(503)).retry, Retry::Later);
        assert_eq!(
            of_failed_leg(Some(13_227), Some(403)).cause,
            "carrier.geo_permission"
        );
        assert_eq!(of_failed_leg(None, None).code, None);
    }

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

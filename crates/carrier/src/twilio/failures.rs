//! Twilio's error codes, classified.

use outdial_domain::call::CallFailure;

use crate::causes::{
    ACCOUNT_INACTIVE, AUTH_REJECTED, CALL_FAILED, CALLER_ID_INVALID, CALLER_ID_MISSING, CALLER_ID_NOT_OWNED,
    CONCURRENCY_LIMIT, Cause, DESTINATION_BLOCKED, GEO_PERMISSION, INSTRUCTIONS_INVALID, LEG_ENDED,
    NOT_FOUND, NOT_PERMITTED, NUMBER_INVALID, NUMBER_UNREACHABLE, RATE_LIMITED, REQUEST_REFUSED,
    TEST_CREDENTIALS, TRIAL_RESTRICTED, WEBHOOK_UNREACHABLE, WEBHOOK_URL_INVALID,
};
use crate::sip;

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
    cause.failure(Some(code))
}

/// The failure for a leg that ended as failed.
pub(super) fn of_failed_leg(code: Option<u32>, sip_code: Option<u32>) -> CallFailure {
    if let Some((code, cause)) = code.and_then(|code| Some((code, of_code(code)?))) {
        return cause.failure(Some(code.to_string()));
    }
    let told = match (code, sip_code) {
        (_, Some(sip)) => Some(format!("sip {sip}")),
        (Some(code), None) => Some(code.to_string()),
        (None, None) => None,
    };
    sip_code.map_or(&CALL_FAILED, sip::cause).failure(told)
}

/// The failure for an order without any caller ID.
pub(super) fn caller_id_missing() -> CallFailure {
    CALLER_ID_MISSING.failure(None)
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

#[cfg(test)]
mod tests {
    use outdial_domain::call::{Blame, Retry};

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
}

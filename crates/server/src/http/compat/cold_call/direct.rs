//! `direct/*`: browsers that sign in at a carrier's SIP server by themselves. No carrier here lets them, and credentials
//! that are shared and live for ever are nothing to hand out; the audio passes through this server instead.

use axum::extract::State;

use super::asker::asker;
use super::failure::ColdCallFailure;
use crate::http::AppState;
use crate::http::auth::Actor;
use crate::http::problem::Problem;

macro_rules! refused {
    ($($(#[$doc:meta])* $name:ident, $method:ident, $path:literal, $id:literal;)*) => {
        $(
            $(#[$doc])*
            #[utoipa::path($method, path = $path, tag = "Compatibility", operation_id = $id,
                responses((status = 501, description = "`PROVIDER_NOT_IMPLEMENTED`: use `initiate` and `webrtc-join`")))]
            pub async fn $name(
                State(app): State<AppState>,
                actor: Result<Actor, Problem>,
            ) -> Result<(), ColdCallFailure> {
                asker(&app, actor, None)?;
                Err(ColdCallFailure::not_implemented(
                    "telnyx",
                    "Direct calls from the browser are not offered; use initiate and webrtc-join",
                ))
            }
        )*
    };
}

refused! {
    /// No SIP credentials are handed out.
    cold_call_credentials, get, "/aicallgo/api/v1/cold-call/direct/webrtc-credentials", "coldCallCredentials";
    /// There are no direct calls.
    cold_call_register, post, "/aicallgo/api/v1/cold-call/direct/register-call", "coldCallRegister";
    /// There are no direct calls.
    cold_call_hang_up, post, "/aicallgo/api/v1/cold-call/direct/hangup", "coldCallHangUp";
    /// There are no direct calls; rooms are recorded when the settings say so.
    cold_call_record, post, "/aicallgo/api/v1/cold-call/direct/start-recording", "coldCallRecord";
}

//! The registry of every error code that the API answers with.

use axum::http::StatusCode;

macro_rules! codes {
    ($($name:ident = $code:literal, $status:ident, $title:literal;)*) => {
        /// A stable error code; `docs/errors/` has a page for its family.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum ProblemCode {
            $(#[doc = $title] $name,)*
        }

        /// Every code, in the order of the registry.
        pub const CODES: &[ProblemCode] = &[$(ProblemCode::$name,)*];

        impl ProblemCode {
            /// The code as clients see it.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$name => $code,)* }
            }

            /// The HTTP status that goes with it.
            #[must_use]
            pub fn status(self) -> StatusCode {
                match self { $(Self::$name => StatusCode::$status,)* }
            }

            /// What it means, the same for every occurrence.
            #[must_use]
            pub fn title(self) -> &'static str {
                match self { $(Self::$name => $title,)* }
            }
        }
    };
}

codes! {
    InternalError = "internal.error", INTERNAL_SERVER_ERROR, "Something went wrong here; the log has the details under the request id.";
    StorageUnavailable = "storage.unavailable", SERVICE_UNAVAILABLE, "The database cannot be reached at the moment.";
    StorageFull = "storage.full", INSUFFICIENT_STORAGE, "The disk or the database is full.";
    ServerBusy = "server.busy", SERVICE_UNAVAILABLE, "The server has more work than it can take; try again shortly.";
    ServerStopping = "server.stopping", SERVICE_UNAVAILABLE, "The server is shutting down.";

    RequestMalformed = "request.malformed", BAD_REQUEST, "The request cannot be read.";
    RequestInvalid = "request.invalid", UNPROCESSABLE_ENTITY, "The request can be read but asks for something impossible.";
    RequestTooLarge = "request.too_large", PAYLOAD_TOO_LARGE, "The body is larger than this operation accepts.";
    RequestHeadersTooLarge = "request.headers_too_large", REQUEST_HEADER_FIELDS_TOO_LARGE, "The headers are larger than the server accepts.";
    RequestMediaType = "request.media_type", UNSUPPORTED_MEDIA_TYPE, "This operation does not read that content type.";
    RequestTimeout = "request.timeout", REQUEST_TIMEOUT, "The request took too long to arrive or to be answered.";
    RateLimited = "request.rate_limited", TOO_MANY_REQUESTS, "Too many requests; wait as long as Retry-After says.";
    NotFound = "request.not_found", NOT_FOUND, "There is nothing under this address.";
    MethodNotAllowed = "request.method_not_allowed", METHOD_NOT_ALLOWED, "This address does not know that method.";
    CursorInvalid = "request.cursor_invalid", BAD_REQUEST, "The cursor is not one that this list gave out.";

    AuthRequired = "auth.required", UNAUTHORIZED, "Sign in, or send an API key.";
    AuthSessionExpired = "auth.session_expired", UNAUTHORIZED, "The session is over; sign in again.";
    AuthKeyInvalid = "auth.key_invalid", UNAUTHORIZED, "The API key is unknown, revoked or expired.";
    AuthCredentials = "auth.credentials", UNAUTHORIZED, "E-mail address or password is wrong.";
    AuthThrottled = "auth.throttled", TOO_MANY_REQUESTS, "Too many failed attempts; wait as long as Retry-After says.";
    AuthCsrf = "auth.csrf", FORBIDDEN, "The request lacks the session's X-CSRF-Token.";
    AuthOrigin = "auth.origin", FORBIDDEN, "The request comes from another site.";
    AuthForbidden = "auth.forbidden", FORBIDDEN, "Your role or key does not allow this.";
    AuthPasswordWrong = "auth.password_wrong", UNPROCESSABLE_ENTITY, "The current password is wrong.";
    AuthPasswordWeak = "auth.password_weak", UNPROCESSABLE_ENTITY, "The password is too short or too common.";

    SetupDone = "setup.done", CONFLICT, "The first administrator exists already.";
    SetupToken = "setup.token", FORBIDDEN, "The set-up link is wrong or used up; start the server again for a new one.";

    IdempotencyKeyInvalid = "idempotency.key_invalid", BAD_REQUEST, "The Idempotency-Key is empty or too long.";
    IdempotencyMismatch = "idempotency.mismatch", CONFLICT, "This Idempotency-Key was used for a different request.";
    IdempotencyInProgress = "idempotency.in_progress", CONFLICT, "The first request with this Idempotency-Key is still being answered.";

    RevisionConflict = "revision.conflict", CONFLICT, "Somebody changed it in the meantime; load it again.";
    RevisionRequired = "revision.required", PRECONDITION_REQUIRED, "Send If-Match with the revision that you read.";

    UserNotFound = "user.not_found", NOT_FOUND, "There is no such user.";
    UserEmailTaken = "user.email_taken", CONFLICT, "Another user has this e-mail address.";
    UserLastAdmin = "user.last_admin", CONFLICT, "The last administrator cannot be removed, disabled or demoted.";
    ApiKeyNotFound = "api_key.not_found", NOT_FOUND, "There is no such API key.";
    DncNotFound = "dnc.not_found", NOT_FOUND, "There is no such entry on the do-not-call list.";
    DncNothing = "dnc.nothing", UNPROCESSABLE_ENTITY, "None of the lines is a phone number.";
    SettingsInvalid = "settings.invalid", UNPROCESSABLE_ENTITY, "Some settings cannot be used.";

    CarrierNotFound = "carrier.not_found", NOT_FOUND, "There is no such carrier account.";
    CarrierKindUnknown = "carrier.kind_unknown", UNPROCESSABLE_ENTITY, "This carrier is not supported.";
    CarrierConfigInvalid = "carrier.config_invalid", UNPROCESSABLE_ENTITY, "The carrier account's fields cannot be used.";
    CarrierReadOnly = "carrier.read_only", CONFLICT, "This account comes from the environment or is the sandbox; change it there.";
    CarrierInUse = "carrier.in_use", CONFLICT, "Calls of this account are still in progress.";
    CarrierMissing = "carrier.missing", CONFLICT, "No carrier account is configured.";

    IntegrationNotFound = "integration.not_found", NOT_FOUND, "There is no such service, or no account of it.";
    IntegrationInvalid = "integration.invalid", UNPROCESSABLE_ENTITY, "The fields of the account cannot be used.";
    BookingNotFound = "booking.not_found", NOT_FOUND, "There is no such appointment.";
    BookingNotOffered = "booking.not_offered", UNPROCESSABLE_ENTITY, "The time was not offered, or the offer is too old.";
    BookingConflict = "booking.conflict", CONFLICT, "The appointment cannot be made or changed like this.";
    BookingDoubtful = "booking.doubtful", CONFLICT, "The calendar has not confirmed the appointment yet.";
    CalendarFailed = "calendar.failed", BAD_GATEWAY, "The calendar cannot be reached or refuses.";
    MailTemplateNotFound = "mail.template_not_found", NOT_FOUND, "There is no such kind of mail.";
    MailInvalid = "mail.invalid", UNPROCESSABLE_ENTITY, "The words or the rule of a mail cannot be used.";
    MailNotFound = "mail.not_found", NOT_FOUND, "There is no such mail.";
    MailConflict = "mail.conflict", CONFLICT, "The mail does not stand so that this can be done.";
    MailFailed = "mail.failed", BAD_GATEWAY, "The mail was not taken.";
    HookNotFound = "hook.not_found", NOT_FOUND, "There is no such program or message.";
    HookInvalid = "hook.invalid", UNPROCESSABLE_ENTITY, "The address or an event cannot be used.";

    WebhookUnsigned = "webhook.unsigned", FORBIDDEN, "The webhook carries no signature.";
    WebhookSignature = "webhook.signature", FORBIDDEN, "The webhook's signature does not match; is BASE_URL the address that the carrier calls?";
    WebhookMalformed = "webhook.malformed", BAD_REQUEST, "The webhook cannot be read.";

    CallNotFound = "call.not_found", NOT_FOUND, "There is no such call.";
    CallEnded = "call.ended", CONFLICT, "The call is over already.";
    CallNotEnded = "call.not_ended", CONFLICT, "The call is still in progress.";
    CallRefused = "call.refused", UNPROCESSABLE_ENTITY, "The dial rules refuse this call.";
    RunNotFound = "run.not_found", NOT_FOUND, "There is no such run.";
    RunEmpty = "run.empty", UNPROCESSABLE_ENTITY, "The list has no line that can be called.";
    RunEnded = "run.ended", CONFLICT, "The run is over already.";
    ListUnreadable = "list.unreadable", UNPROCESSABLE_ENTITY, "The list of numbers cannot be read.";
    ListTooLarge = "list.too_large", PAYLOAD_TOO_LARGE, "The list has more lines than one run accepts.";
    ListEmpty = "list.empty", UNPROCESSABLE_ENTITY, "CSV file is empty";
    ListColumnMissing = "list.column_missing", UNPROCESSABLE_ENTITY, "A column that a list of leads cannot do without is missing.";
    ListNoLeads = "list.no_leads", UNPROCESSABLE_ENTITY, "No valid contacts found in CSV";
    ListNotFound = "list.not_found", NOT_FOUND, "There is no such list.";
    LeadNumberKnown = "lead.number_known", CONFLICT, "Another lead has this number already.";
    LeadsCountChanged = "leads.count_changed", CONFLICT, "Other leads match now than when this was confirmed.";
    LeadsTooMany = "leads.too_many", UNPROCESSABLE_ENTITY, "More leads match than are changed at once.";
    LeadBatchNotFound = "leads.batch_not_found", NOT_FOUND, "There is no such change of leads.";
    LeadBatchUndone = "leads.batch_undone", CONFLICT, "This change of leads was taken back before.";
    ImportNotFound = "import.not_found", NOT_FOUND, "There is no such import.";
    ImportEmpty = "import.empty", UNPROCESSABLE_ENTITY, "The file is empty.";
    ImportTooLarge = "import.too_large", PAYLOAD_TOO_LARGE, "The file is larger than an import may be.";
    ImportNotReady = "import.not_ready", CONFLICT, "The import does not stand where this can be done.";
    ImportColumnMissing = "import.column_missing", UNPROCESSABLE_ENTITY, "A column that leads cannot do without is missing.";
    ImportNothing = "import.nothing", UNPROCESSABLE_ENTITY, "No row of the file would change anything.";
    ViewNotFound = "view.not_found", NOT_FOUND, "There is no such saved view.";
    LeadNotFound = "lead.not_found", NOT_FOUND, "There is no such lead.";
    DispositionUnknown = "disposition.unknown", UNPROCESSABLE_ENTITY, "The workspace has no such disposition.";
    LeadHeld = "lead.held", CONFLICT, "Somebody else is calling this lead.";
    RoomNotFound = "room.not_found", NOT_FOUND, "There is no such room.";
    RoomAlreadyInOne = "room.already_in_one", CONFLICT, "You are in another call; end it first.";
    RoomSeatTaken = "room.seat_taken", CONFLICT, "Somebody else talks in this room.";
    RoomEnded = "room.ended", CONFLICT, "The room is over.";
    RoomNotReady = "room.not_ready", CONFLICT, "Whoever this is about is not in the room yet.";
    RoomOutsideWindow = "room.outside_window", UNPROCESSABLE_ENTITY, "It is outside calling hours there; a person may insist.";
    RoomNoAudio = "room.no_audio", CONFLICT, "No carrier account can carry audio, or talking from the browser is switched off.";
    RoomOffer = "room.offer", UNPROCESSABLE_ENTITY, "The browser's offer cannot be used.";
    RoomOfferMissing = "room.offer_missing", UNPROCESSABLE_ENTITY, "The audio of this room passes here: send the browser's offer.";
    RoomControlAbsent = "room.control_absent", CONFLICT, "A room at the carrier cannot do this; `controls` says what it can.";
    RoomCarrier = "room.carrier", BAD_GATEWAY, "The carrier that hosts the room refused, or did not answer in time.";
    SeatNotFound = "seat.not_found", NOT_FOUND, "There is no such seat.";
    SeatOffline = "seat.offline", CONFLICT, "The agent of this seat has signed out.";
    SeatNotYours = "seat.not_yours", CONFLICT, "Somebody else sits on this seat.";
    SeatAlreadySeated = "seat.already_seated", CONFLICT, "You are signed in already; sign out there first.";
    SeatCampaignClosed = "seat.campaign_closed", CONFLICT, "The campaign takes no agents now.";
    SeatTaken = "seat.taken", CONFLICT, "A callee is promised or here, or the agent takes none.";
    SeatBrowserAway = "seat.browser_away", CONFLICT, "The browser's audio is not in; join the seat first.";
    SeatNotYet = "seat.not_yet", CONFLICT, "The seat is not so far: the browser is awaited, or the call goes on.";
    SeatNoCall = "seat.no_call", CONFLICT, "Nobody is on the line of this seat, and no call is to be noted down.";
    SeatDispositionMissing = "seat.disposition_missing", UNPROCESSABLE_ENTITY, "The campaign wants to know what came of each call.";
    SeatNotPaused = "seat.not_paused", CONFLICT, "Callees are put through to your seat; pause it before you call somebody yourself.";
    SeatNoOffer = "seat.no_offer", CONFLICT, "No lead is shown to you, or not this one any more.";
    SeatLeadTaken = "seat.lead_taken", CONFLICT, "Somebody else is busy with this lead.";
    SeatNotByHand = "seat.not_by_hand", CONFLICT, "This campaign dials by itself; only callbacks that are due are dialled by hand.";
    SeatNoAudio = "seat.no_audio", CONFLICT, "Talking from the browser is switched off on this server.";
    SeatTransferring = "seat.transferring", CONFLICT, "The callee is being passed on; complete that or call it off first.";
    SeatNoTransfer = "seat.no_transfer", CONFLICT, "Nobody is being passed on from this seat.";
    SeatTransferEarly = "seat.transfer_early", CONFLICT, "Nobody is there yet to take the callee.";
    SeatNotAsked = "seat.not_asked", CONFLICT, "No colleague asks this agent about a callee.";
    SeatColleagueTaken = "seat.colleague_taken", CONFLICT, "The colleague cannot take anybody now.";
    SeatNoPhone = "seat.no_phone", CONFLICT, "No phone is known to ring; give its number at sign-in.";
    SeatAtCarrier = "seat.at_carrier", CONFLICT, "The audio of this account stays at the carrier, where calls are not transferred and agents' own phones are not rung.";
    CampaignNotFound = "campaign.not_found", NOT_FOUND, "There is no such campaign.";
    CampaignNotNow = "campaign.not_now", CONFLICT, "The campaign cannot do this where it stands.";
    CampaignNoConsent = "campaign.no_consent", CONFLICT, "Not one lead of the campaign has agreed to be called.";
    CampaignInvalid = "campaign.invalid", UNPROCESSABLE_ENTITY, "Some choices of the campaign cannot be used.";
    CampaignIncomplete = "campaign.incomplete", UNPROCESSABLE_ENTITY, "Something must be filled in before the campaign may dial.";
    VoiceAgentNotFound = "voice_agent.not_found", NOT_FOUND, "There is no such voice agent, or no such version of it.";
    VoiceAgentInvalid = "voice_agent.invalid", UNPROCESSABLE_ENTITY, "Some fields of the voice agent cannot be used.";
    VoiceAgentInUse = "voice_agent.in_use", CONFLICT, "A campaign that may still dial calls with this voice agent; choose another there first.";
    VoiceAgentNoHost = "voice_agent.no_host", CONFLICT, "No carrier account hosts voice agents, or not the one that was named.";
    VoiceAgentHost = "voice_agent.host", BAD_GATEWAY, "The host of the voice agent refused, or did not answer in time.";
    VoiceAgentNoTextModel = "voice_agent.no_text_model", CONFLICT, "No language model is set up that could speak for a voice agent in writing.";
    VoiceAgentNoSpeechModel = "voice_agent.no_speech_model", CONFLICT, "No speech model is set up with which a voice agent could be talked to from the browser.";
    VoiceAgentTalkNotFound = "voice_agent.talk_not_found", NOT_FOUND, "There is no such rehearsal by microphone, or it is forgotten.";
    VoiceAgentModelFailed = "voice_agent.model_failed", BAD_GATEWAY, "The language model did not answer, or its answer cannot be used.";
    VoiceAgentEvalNotFound = "voice_agent.eval_not_found", NOT_FOUND, "There is no such eval of this voice agent.";
    VoiceAgentEvalInvalid = "voice_agent.eval_invalid", UNPROCESSABLE_ENTITY, "Some fields of the eval cannot be used.";
    VoiceAgentEvalsNotPassed = "voice_agent.evals_not_passed", CONFLICT, "Not every eval has passed with this version of the voice agent.";
    ConversationNotFound = "conversation.not_found", NOT_FOUND, "No voice agent talked in this call.";
    AutomationOff = "automation.off", CONFLICT, "Automation is off; switch it on first.";
    AutomationNotReady = "automation.not_ready", UNPROCESSABLE_ENTITY, "Something must be chosen before automation is switched on.";
    ClipNotFound = "clip.not_found", NOT_FOUND, "There is no such clip.";
    ClipInUse = "clip.in_use", CONFLICT, "The clip is played while an agent's browser is lost; choose another in the settings first.";
    ClipUnreadable = "clip.unreadable", UNPROCESSABLE_ENTITY, "The sound cannot be read.";
    RecordingNotFound = "recording.not_found", NOT_FOUND, "There is no such recording.";
    RecordingDeleted = "recording.deleted", GONE, "The recording was deleted.";
    RecordingUnfinished = "recording.unfinished", CONFLICT, "The recording goes on; it can be deleted when the talk is over.";
    PromptNotUnderstood = "prompt.not_understood", UNPROCESSABLE_ENTITY, "The command was not understood, so nothing was done.";
    PromptEmpty = "prompt.empty", UNPROCESSABLE_ENTITY, "The command is empty.";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_unique_dotted_words() {
        let mut seen: Vec<_> = CODES.iter().map(|code| code.as_str()).collect();
        for code in &seen {
            let (family, rest) = code.split_once('.').unwrap();
            let plain = |word: &str| {
                !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_')
            };
            assert!(plain(family) && plain(rest), "{code}");
        }
        seen.sort_unstable();
        seen.dedup();
        assert_eq!(seen.len(), CODES.len());
    }
}

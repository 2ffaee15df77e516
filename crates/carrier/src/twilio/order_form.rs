//! The body of a request to create or redirect a call.

use std::borrow::Cow;

use outdial_domain::call::{CallFailure, OnMachine, Treatment};
use outdial_domain::ids::CallId;
use outdial_domain::instruction::Instruction;
use outdial_domain::phone::PhoneNumber;

use super::callbacks::Callbacks;
use super::{failures, twiml};
use crate::DialOrder;

/// Names and values of a form, in order; a name may be repeated.
pub(super) type Form<'a> = Vec<(&'static str, Cow<'a, str>)>;

/// The form that asks Twilio to ring somebody.
pub(super) fn create<'a>(
    order: &'a DialOrder,
    own_number: Option<&'a PhoneNumber>,
    callbacks: &Callbacks,
) -> Result<Form<'a>, CallFailure> {
    let caller_id = order
        .caller_id
        .as_ref()
        .or(own_number)
        .ok_or_else(failures::caller_id_missing)?;
    let policy = &order.policy;
    let mut form: Form<'a> = vec![("To", order.to.e164().into()), ("From", caller_id.e164().into())];
    push_instructions(&mut form, &order.call_id, &order.instructions, callbacks);
    form.push(("StatusCallback", callbacks.status(&order.call_id).into()));
    form.push(("StatusCallbackMethod", "POST".into()));
    form.extend(
        ["initiated", "ringing", "answered", "completed"].map(|event| ("StatusCallbackEvent", event.into())),
    );
    let ring = policy
        .ring_timeout_s
        .clamp(RING_TIMEOUT_MIN_S, RING_TIMEOUT_MAX_S);
    form.push(("Timeout", ring.to_string().into()));
    form.push((
        "TimeLimit",
        policy.time_limit_s.clamp(1, TIME_LIMIT_MAX_S).to_string().into(),
    ));
    if policy.detect_machines {
        let mode = match policy.on_machine {
            OnMachine::HangUp => "Enable",
            OnMachine::LeaveMessage => "DetectMessageEnd",
        };
        form.push(("MachineDetection", mode.into()));
        form.push(("AsyncAmd", "true".into()));
        form.push(("AsyncAmdStatusCallback", callbacks.amd(&order.call_id).into()));
        form.push(("AsyncAmdStatusCallbackMethod", "POST".into()));
    }
    if policy.record {
        form.push(("Record", "true".into()));
        if policy.treatment == Treatment::Agent {
            // Each side on its own, as in the rooms of this server.
            form.push(("RecordingChannels", "dual".into()));
        }
        form.push((
            "RecordingStatusCallback",
            callbacks.recording(&order.call_id).into(),
        ));
        form.push(("RecordingStatusCallbackMethod", "POST".into()));
        form.push(("RecordingStatusCallbackEvent", "completed".into()));
    }
    Ok(form)
}

/// The form that replaces what a call is doing.
pub(super) fn redirect<'a>(
    call_id: &CallId,
    instructions: &[Instruction],
    callbacks: &Callbacks,
) -> Form<'a> {
    let mut form = Form::new();
    push_instructions(&mut form, call_id, instructions, callbacks);
    form
}

/// The form that takes a call over which somebody else had placed: its end is reported to us and not to them any more.
pub(super) fn take_over<'a>(
    call_id: &CallId,
    instructions: &[Instruction],
    callbacks: &Callbacks,
) -> Form<'a> {
    let mut form = redirect(call_id, instructions, callbacks);
    // An update cannot choose events: its end is what is told when none were chosen.
    form.push(("StatusCallback", callbacks.status(call_id).into()));
    form.push(("StatusCallbackMethod", "POST".into()));
    form
}

/// Instructions travel with the order if they fit, so that no second exchange delays the first word.
fn push_instructions(
    form: &mut Form<'_>,
    call_id: &CallId,
    instructions: &[Instruction],
    callbacks: &Callbacks,
) {
    let document = twiml::render(instructions);
    if document.chars().count() <= INLINE_TWIML_MAX {
        form.push(("Twiml", document.into()));
    } else {
        form.push(("Url", callbacks.voice(call_id).into()));
        form.push(("Method", "POST".into()));
    }
}

/// Twilio's limit for instructions inside an order, in characters.
const INLINE_TWIML_MAX: usize = 4_000;
const RING_TIMEOUT_MIN_S: u32 = 5;
/// Twilio's limit.
pub(super) const RING_TIMEOUT_MAX_S: u32 = 600;
/// Twilio's limit: 24 hours.
const TIME_LIMIT_MAX_S: u32 = 86_400;

import type { Call, CarrierAccount, NumberVerdict, Run, Session, Settings, Stats } from "@/api/model";

export function aCall(part: Partial<Call> = {}): Call {
  return {
    id: "call_1",
    run_id: null,
    name: null,
    phone: "+14155552671",
    phone_display: "+1 415-555-2671",
    region: "US",
    state: "planned",
    outcome: null,
    rule: null,
    failure: null,
    verdict: null,
    message: "Hello",
    carrier: { id: "car_1", kind: "twilio", name: "Sandbox" },
    caller_id: "+15005550006",
    carrier_call_id: null,
    created_at: "2026-11-21T18:40:00Z",
    due_at: null,
    dialed_at: null,
    ringing_at: null,
    answered_at: null,
    ended_at: null,
    ring_ms: null,
    talk_ms: null,
    cost: null,
    created_by: { kind: "user", id: "usr_1", name: "Ada" },
    lead_id: null,
    room_id: null,
    treatment: "message",
    disposition: null,
    notes: null,
    recording: null,
    warning: null,
    live: false,
    revision: 1,
    ...part,
  };
}

export function aRun(part: Partial<Run> = {}): Run {
  return {
    id: "run_1",
    name: "Spring list",
    source: "text",
    state: "running",
    message: "Hello",
    created_at: "2026-11-21T18:40:00Z",
    created_by: { kind: "user", id: "usr_1", name: "Ada" },
    counts: { lines: 105, total: 100, planned: 40, live: 10, ended: 45, refused: 5 },
    outcomes: { completed: 30, no_answer: 10, failed: 5 },
    finished_at: null,
    rate_per_minute: 60,
    remaining_s: 40,
    ...part,
  };
}

export function someStats(part: Partial<Stats> = {}): Stats {
  return {
    total: 10,
    by_state: { ended: 10 },
    by_outcome: { completed: 6, no_answer: 3, failed: 1 },
    live: 0,
    answered: 6,
    answer_rate: 0.6,
    success_rate: 0.6,
    talk_ms_total: 60_000,
    talk_ms_average: 10_000,
    cost: { known: [{ amount: "0.0840", currency: "USD" }], unknown_calls: 4 },
    per_hour: [{ hour: "2026-11-21T18:00:00Z", placed: 10, answered: 6, failed: 1 }],
    ...part,
  };
}

export function aVerdict(part: Partial<NumberVerdict> = {}): NumberVerdict {
  return {
    raw: "+1 415 555 2671",
    line: null,
    name: null,
    phone: "+14155552671",
    display: "+1 415-555-2671",
    region: "US",
    kind: "fixed_line_or_mobile",
    local_time: "10:40",
    zones: ["America/Los_Angeles"],
    verdict: "allow",
    code: null,
    reason: null,
    until: null,
    overridable: false,
    ...part,
  };
}

export function aSession(part: Partial<Session> = {}): Session {
  return {
    user: { id: "usr_1", email: "ada@example.com", name: "Ada Lovelace", role: "admin" },
    workspace: { id: "wsp_1", name: "Outdial" },
    csrf_token: "token",
    sandbox: true,
    cold_call: false,
    version: "0.1.0",
    ...part,
  };
}

export function someSettings(part: Partial<Settings> = {}): Settings {
  return {
    workspace_name: "Outdial",
    default_region: "US",
    countries: { allow: "caller_id_region" },
    calling_window: { start_minute: 480, end_minute: 1260 },
    min_gap_minutes: 0,
    daily_call_cap: null,
    daily_spend_cap_micros: null,
    daily_spend_cap_currency: "USD",
    message: "Hello, this is an automated call from Outdial. Thank you for your time.",
    voice: "alice",
    language: "en-US",
    max_live_calls: 50,
    ring_timeout_s: 30,
    time_limit_s: 600,
    detect_machines: false,
    on_machine: "hang_up",
    record: false,
    dispositions: [{ code: "connected", label: "Connected", final: false, do_not_call: false, callback: false }],
    ...part,
  };
}

export function aCarrier(part: Partial<CarrierAccount> = {}): CarrierAccount {
  return {
    id: "car_1",
    kind: "twilio",
    name: "Main account",
    config: { account_sid: "AC00000000000000000000000000000001", auth_token: { set: true } },
    is_default: true,
    source: "settings",
    health: { ok: true, checked_at: "2026-11-21T18:40:00Z", message: "The account is active." },
    cps: 1,
    ...part,
  };
}

import type { Automation, AutomationRun, AutomationStats } from "@/features/automation/model";
import type { Booking } from "@/features/bookings/model";
import type { Conversation } from "@/features/conversation/model";
import type { TurnLatency } from "@/features/conversation/turns";
import type { Mail, MailTemplate } from "@/features/mail/model";
import type { Integration } from "@/features/settings/integrations/model";
import type { VoiceAgent } from "@/features/voice/model";
import type { EvalRun, VoiceAgentEval } from "@/features/voice/wire";

export function anAutomation(part: Partial<Automation> = {}): Automation {
  return {
    enabled: true,
    voice_agent_id: "agt_1",
    account_id: null,
    every_minutes: 5,
    cron: null,
    batch: 10,
    max_attempts: 3,
    retry_minutes: 15,
    budget_micros_per_day: 20_000_000,
    budget_currency: "USD",
    schedule: null,
    list_ids: ["lst_1"],
    campaign_id: "cmp_9",
    next_run_at: "2026-11-21T18:45:00Z",
    free_slots: 7,
    live: 3,
    spend_today: { micros: 4_350_000, currency: "USD" },
    spend_today_not_counted: [],
    limits: { failures_permille: 500, short_permille: 800, short_s: 5, cost_micros_per_hour: null, calls_min: 10, pause_minutes: 30 },
    breaker: { open: false, reason: "", until: "" },
    problems: [],
    consent_needed: true,
    without_consent: 0,
    revision: 4,
    ...part,
  };
}

export function aRunOfIt(part: Partial<AutomationRun> = {}): AutomationRun {
  return { id: "aur_1", at: "2026-11-21T18:40:00Z", by: "schedule", considered: 12, placed: 10, failed: 1, why: "", leads: 11, ...part };
}

export function someStatsOfIt(part: Partial<AutomationStats> = {}): AutomationStats {
  return {
    calls: 120,
    talked: 48,
    scheduled: 12,
    not_interested: 20,
    callbacks: 6,
    no_answers: 61,
    success_rate: 25,
    cost: { micros: 9_600_000, currency: "USD" },
    cost_per_call: { micros: 80_000, currency: "USD" },
    cost_per_booking: { micros: 800_000, currency: "USD" },
    attempts_to_success: 1.6,
    by_hour: [{ hour: 10, calls: 60, talked: 26, scheduled: 7 }],
    ...part,
  };
}

export function aVoiceAgent(part: Partial<VoiceAgent> = {}): VoiceAgent {
  return {
    id: "agt_1",
    name: "Mara",
    company: "Northwind",
    system: "You call {{lead_contact_name}} to arrange an appointment.",
    first_message: "Am I speaking with {{lead_contact_name}}?",
    end_call_message: "Thank you. Goodbye.",
    voicemail: "",
    voice: "11labs/sarah",
    language: "en-US",
    model: "openai/gpt-4o",
    temperature: 0.2,
    max_duration_s: 300,
    silence_s: 26,
    tools: ["check_availability", "book_appointment"],
    disclosure: { on: true, sentence: "This is an automated assistant." },
    version: 4,
    published_version: 3,
    published_at: "2026-11-20T09:00:00Z",
    changed_at: "2026-11-21T09:00:00Z",
    revision: 4,
    ...part,
  };
}

export function anEval(part: Partial<VoiceAgentEval> = {}): VoiceAgentEval {
  return { id: "eval_1", name: "Books when they say yes", callee: ["Yes, that is me.", "Thursday at ten."], expect: { result: "scheduled", tools: ["book_appointment"], never_tools: [], says: ["Northwind"], never_says: [] }, last: null, ...part };
}

export function anEvalRun(part: Partial<EvalRun> = {}): EvalRun {
  return { version: 4, passed: true, failures: [], lines: [{ speaker: "agent", text: "Am I speaking with Ada?", tools: [] }], model: "gpt-5-mini", ran_at: "2026-11-21T09:00:00Z", ...part };
}

export function aTurn(part: Partial<TurnLatency> = {}): TurnLatency {
  return { at_ms: 5_000, endpointing_ms: 300, model_ms: 220, tools_ms: 0, first_audio_ms: 120, transport_ms: 60, total_ms: 700, ...part };
}

export function aConversation(part: Partial<Conversation> = {}): Conversation {
  return {
    agent: { id: "agt_1", name: "Mara", version: 3 },
    state: "settled",
    result: "scheduled",
    callback_at: null,
    evidence: [{ quote: "Thursday at ten works for me.", at_ms: 21_000 }],
    summary: "Grace booked a first talk for Thursday.",
    utterances: [
      { speaker: "agent", text: "Am I speaking with Grace?", from_ms: 1_000, length_ms: 2_000 },
      { speaker: "callee", text: "Yes, that is me.", from_ms: 4_000, length_ms: 1_500 },
      { speaker: "callee", text: "Thursday at ten works for me.", from_ms: 21_000, length_ms: 2_000 },
    ],
    tools: [
      { id: "tool_1", name: "check_availability", arguments: '{"timezone":"America/Los_Angeles"}', result: "Three times are free.", error: null, asked_at: "2026-11-21T18:40:20Z", took_ms: 240 },
      { id: "tool_2", name: "book_appointment", arguments: '{"slot":"x"}', result: null, error: "This time was never offered.", asked_at: "2026-11-21T18:40:40Z", took_ms: 12 },
    ],
    cost: { micros: 84_000, currency: "USD" },
    cost_shares: [
      { part: "model", cost: { micros: 31_000, currency: "USD" } },
      { part: "transport", cost: { micros: 53_000, currency: "USD" } },
    ],
    recording: { url: "/api/v1/calls/call_1/recording", stereo: true },
    turns: [],
    ended_reason: "customer-ended-call",
    ...part,
  };
}

export function aBooking(part: Partial<Booking> = {}): Booking {
  return {
    id: "bkg_1",
    lead_id: "led_1",
    call_id: "call_1",
    name: "Grace Hopper",
    email: "grace@example.com",
    phone: "+14155552671",
    phone_display: "+1 415-555-2671",
    start: "2026-11-26T18:00:00Z",
    end: "2026-11-26T18:30:00Z",
    zone: "America/Los_Angeles",
    state: "confirmed",
    calendar: "built_in",
    uid: "uid-1",
    notes: null,
    last_error: null,
    created_at: "2026-11-21T18:40:00Z",
    revision: 2,
    ...part,
  };
}

export function aTemplate(part: Partial<MailTemplate> = {}): MailTemplate {
  return {
    kind: "missed_call",
    subject: "We tried to reach you",
    text: "Hello {{first_name}}, we called you.",
    html: "<p>Hello {{first_name}}</p>",
    changed_at: null,
    is_default: false,
    variables: [
      { name: "first_name", description: "The first word of their name" },
      { name: "company_name", description: "Their company" },
      { name: "unsubscribe_url", description: "Where further mails are stopped" },
    ],
    rule: { on: true, after_minutes: 5 },
    ...part,
  };
}

export function aMail(part: Partial<Mail> = {}): Mail {
  return { id: "mail_1", kind: "missed_call", to: "grace@example.com", subject: "We tried to reach you", lead_id: "led_1", call_id: null, state: "failed", tries: 5, next_at: null, last_error: "The mail server refused the address.", created_at: "2026-11-21T18:40:00Z", sent_at: null, ...part };
}

export function anIntegration(part: Partial<Integration> = {}): Integration {
  return {
    kind: "calcom",
    title: "Cal.com",
    fields: [
      { key: "api_key", label: "API key", secret: true, required: true, help: "Begins with cal_." },
      { key: "event_type_id", label: "Event type", secret: false, required: true, help: "A number." },
    ],
    values: { event_type_id: "42" },
    set: ["api_key"],
    from: "settings",
    ...part,
  };
}

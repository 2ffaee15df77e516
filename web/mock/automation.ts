import type { Booking } from "../src/features/bookings/model.ts";
import type { Conversation } from "../src/features/conversation/model.ts";
import type { Automation, AutomationRun, RunDetail, WhyNext } from "../src/features/automation/model.ts";
import type { Mail, MailTemplate, Suppression } from "../src/features/mail/model.ts";
import type { Delivery, Hook } from "../src/features/settings/hooks/model.ts";
import type { Integration } from "../src/features/settings/integrations/model.ts";
import type { EvalInput, RehearsalLine, VoiceAgentEval } from "../src/features/voice/wire.ts";
import { settingsOf, type DiffLine, type VoiceAgent, type VoiceAgentSettings } from "../src/features/voice/model.ts";
import { anAutomation, aBooking, aConversation, aMail, anIntegration, aTemplate, aTurn, aVoiceAgent, someStatsOfIt } from "../src/test/automation.ts";

import { rehearsed, someEvals, talkSoFar } from "./rehearsal.ts";
import type { World } from "./world.ts";

type Body = Record<string, unknown>;
type Send = (status: number, value?: unknown) => void;

const minutes = (n: number) => new Date(Date.now() + n * 60_000).toISOString();
const RESULTS = ["scheduled", "no_answer", "not_interested", "voicemail", "callback", "talked", "failed", "no_answer"] as const;

/** Automation, voice agents, bookings, mail and services of the made-up workspace. */
export class FollowUp {
  automation: Automation = anAutomation();
  agents: VoiceAgent[] = [];
  evals: VoiceAgentEval[] = [];
  templates: MailTemplate[] = [];
  bookings: Booking[] = [];
  mails: Mail[] = [];
  suppressed: Suppression[] = [];
  hooks: Hook[] = [];
  integrations: Integration[] = [];
  runs: AutomationRun[] = [];

  fill(rows: number): void {
    const some = rows > 0;
    this.automation = some
      ? anAutomation({ list_ids: ["lst_1", "lst_2"], without_consent: 14, next_run_at: minutes(3.4) })
      : anAutomation({ enabled: false, voice_agent_id: null, list_ids: [], next_run_at: null, live: 0, spend_today: { micros: 0, currency: "USD" }, breaker: null, problems: [{ code: "voice_agent_missing", message: "No voice agent is chosen. Write one, publish it and choose it below." }, { code: "lists_missing", message: "No list is chosen: there is nobody to call." }] });
    this.agents = some
      ? [
          aVoiceAgent({ system: SYSTEM, changed_at: minutes(-90), published_at: minutes(-2_000) }),
          aVoiceAgent({ id: "agt_2", name: "Rheinisch-Westfälische Terminvereinbarung für Donaudampfschifffahrt", company: "Rheinisch-Westfälische Elektrizitätswerke", language: "de-DE", version: 2, published_version: 2, changed_at: minutes(-9_000) }),
          aVoiceAgent({ id: "agt_3", name: "Win back", version: 1, published_version: null, published_at: null, changed_at: minutes(-30) }),
        ]
      : [];
    this.evals = some ? someEvals() : [];
    this.templates = ["appointment_confirmation", "missed_call", "not_interested", "reminder"].map((kind, n) => aTemplate({ kind, is_default: n !== 1, changed_at: n === 1 ? minutes(-3_000) : null, rule: { on: n !== 2, after_minutes: [0, 5, 30, 1_440][n] ?? 0 }, ...(n === 0 ? { subject: "Your appointment with {{company_name}}" } : {}) }));
    const zones = ["America/Los_Angeles", "Europe/Berlin", "Asia/Kolkata", "America/New_York"];
    const states = ["confirmed", "confirmed", "rescheduled", "doubtful", "cancelled"] as const;
    this.bookings = Array.from({ length: Math.min(rows, 24) }, (_, n) => {
      const start = new Date(Date.now() + (n - 6) * 5.5 * 3_600_000);
      start.setMinutes(n % 2 === 0 ? 0 : 30, 0, 0);
      return aBooking({ id: `bkg_${n}`, name: NAMES[n % NAMES.length], start: start.toISOString(), end: new Date(start.getTime() + 1_800_000).toISOString(), zone: zones[n % zones.length], state: states[n % states.length], notes: n % 3 === 0 ? "Wants to see the two year contract, and brings the partner along." : null });
    });
    const mailStates = ["delivered", "waiting", "failed", "sent", "bounced", "suppressed", "delivered", "complained", "sending", "cancelled"];
    this.mails = Array.from({ length: Math.min(rows, 40) }, (_, n) => {
      const state = mailStates[n % mailStates.length] ?? "sent";
      const bad = state === "failed" || state === "bounced";
      return aMail({ id: `mail_${n}`, to: `person${n}@example.com`, kind: this.templates[n % 4]?.kind, subject: ["Your appointment on Thursday", "We tried to reach you", "Thank you for your time", "Tomorrow at ten"][n % 4], state, tries: bad ? 5 : state === "waiting" ? 1 : 1, last_error: bad ? "The mail server says that there is no such mailbox." : null, next_at: state === "waiting" ? minutes(4) : null, created_at: minutes(-n * 17) });
    });
    this.suppressed = some ? [{ address: "no-more@example.com", reason: "unsubscribed", created_at: minutes(-4_000) }, { address: "gone@example.com", reason: "bounced", created_at: minutes(-9_000) }] : [];
    const [last, failed] = deliveries();
    this.hooks = some
      ? [
          { id: "hook_1", url: "https://crm.example.com/outdial", events: ["call.ended", "booking.created"], on: true, secret_hint: "k3Qw", created_at: minutes(-9_000), last_delivery: last ?? null },
          { id: "hook_2", url: "https://warehouse.example.com/a/very/long/path/that/goes/on", events: [...HOOK_EVENTS], on: false, secret_hint: "a1Bz", created_at: minutes(-900), last_delivery: failed ?? null },
        ]
      : [];
    this.integrations = [
      anIntegration(some ? {} : { from: "sandbox", set: [], values: {} }),
      { kind: "resend", title: "Resend", fields: [{ key: "api_key", label: "API key", secret: true, required: true, help: "Begins with re_." }, { key: "from", label: "Sender", secret: false, required: true, help: "As people see it: Name <address>." }], values: { from: "Northwind <hello@northwind.example>" }, set: ["api_key"], from: "environment" },
      { kind: "smtp", title: "SMTP", fields: [{ key: "url", label: "Server", secret: true, required: true, help: "smtps://user:password@host:465" }], values: {}, set: [], from: null },
      { kind: "openai", title: "OpenAI", fields: [{ key: "api_key", label: "API key", secret: true, required: true, help: "Begins with sk-." }], values: {}, set: [], from: "sandbox" },
    ];
    this.runs = Array.from({ length: Math.min(rows, 14) }, (_, n) => ({ id: `aur_${n}`, at: minutes(-n * 5 - 1.6), by: n === 3 ? "person" : n === 7 ? "cron" : "schedule", considered: n === 5 ? 0 : 12 - (n % 5), placed: n === 5 ? 0 : 10 - (n % 4), failed: n % 6 === 2 ? 2 : 0, why: n === 5 ? "Nobody was due: the hours of all leads are over." : n % 4 === 1 ? "Slots for 3 more were not free." : "", leads: 8 }));
  }
}

/** Answers one request about them; false when it is none. */
export function answerAutomation(world: World, method: string, url: URL, body: Body, send: Send): boolean {
  const [area = "", id = "", what = "", sub = ""] = url.pathname.replace("/api/v1/", "").split("/").map(decodeURIComponent);
  const own = world.followUp;
  const page = <Item,>(items: Item[]) => send(200, { items, next_cursor: null });
  if (area === "automation") answerOwn(world, method, id, what, body, send);
  else if (area === "voice-agents") answerAgents(own, method, id, what, sub, url, body, send);
  else if (area === "calls" && what === "conversation") send(200, conversation(world, id));
  else if (area === "calendar" && id === "slots") page(slots(url));
  else if (area === "calendar") send(200, { calendar: "built_in", settings: { title: "First talk", location: "We phone you", hours: { time_zone: "Europe/Berlin", days: [0, 1, 2, 3, 4, 5, 6].map((day) => (day < 5 ? { start_minute: 540, end_minute: 1_020 } : null)), holidays: [] }, duration_minutes: 30, step_minutes: 30, buffer_before_minutes: 0, buffer_after_minutes: 10, notice_minutes: 120, horizon_days: 14, per_day_max: null }, ...body, revision: 1 });
  else if (area === "bookings" && method === "GET") {
    const [from, to] = [url.searchParams.get("from") ?? "", url.searchParams.get("to") ?? "9"];
    page(own.bookings.filter(({ start }) => start >= from && start < to));
  } else if (area === "bookings" && !id) {
    const lead = world.leads.all().find((one) => one.id === body.lead_id);
    const start = new Date(Date.now() + 86_400_000).toISOString();
    const made = aBooking({ id: `bkg_${own.bookings.length}`, lead_id: lead?.id ?? null, name: String(body.name ?? lead?.contact_name ?? ""), email: (body.email as string) ?? lead?.email ?? null, start, end: new Date(Date.parse(start) + 1_800_000).toISOString(), notes: (body.notes as string) ?? null });
    own.bookings = [...own.bookings, made];
    send(201, made);
  } else if (area === "bookings") {
    own.bookings = own.bookings.map((one) => (one.id === id ? { ...one, state: what === "cancel" ? "cancelled" : "rescheduled" } : one));
    send(200, own.bookings.find((one) => one.id === id));
  } else if (area === "mail" && id === "suppressions" && method === "GET") page(own.suppressed);
  else if (area === "mail" && id === "suppressions") send(204);
  else if (area === "mail" && method === "GET") page(own.templates);
  else if (area === "mail" && sub === "preview") send(200, preview(body));
  else if (area === "mail" && sub === "send-test") send(204);
  else if (area === "mail") {
    own.templates = own.templates.map((one) => (one.kind === what ? { ...one, ...body, is_default: sub === "restore" } : one));
    send(200, own.templates.find((one) => one.kind === what));
  } else if (area === "mails" && method === "GET") {
    const state = url.searchParams.get("state");
    page(own.mails.filter((mail) => !state || mail.state === state));
  } else if (area === "mails") {
    own.mails = own.mails.map((mail) => (mail.id === id ? { ...mail, state: what === "retry" ? "waiting" : "cancelled", last_error: null } : mail));
    send(200, own.mails.find((mail) => mail.id === id));
  } else if (area === "hooks" && sub === "replay") send(200, deliveries()[0]);
  else if (area === "hooks" && what === "deliveries") page(deliveries());
  else if (area === "hooks" && method === "GET") send(200, { items: own.hooks, events: HOOK_EVENTS });
  else if (area === "hooks" && what === "test") send(200, deliveries()[0]);
  else if (area === "hooks" && method === "DELETE") {
    own.hooks = own.hooks.filter((hook) => hook.id !== id);
    send(204);
  } else if (area === "hooks") send(method === "POST" ? 201 : 200, { ...own.hooks[0], id: "hook_9", ...body, ...(method === "POST" || body.new_secret ? { secret: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw" } : {}) });
  else if (area === "integrations" && method === "GET") page(own.integrations);
  else if (area === "integrations" && what === "test") send(200, id === "openai" ? { ok: true, sentence: "The simulated model answers." } : { ok: false, sentence: "Cal.com refuses this key (401). Make a new one in its settings." });
  else if (area === "integrations") send(method === "DELETE" ? 204 : 200, own.integrations.find(({ kind }) => kind === id));
  else return false;
  return true;
}

function answerOwn(world: World, method: string, id: string, what: string, body: Body, send: Send): void {
  const own = world.followUp;
  if (id === "run") send(200, runDetail(world, ""));
  else if (id === "runs" && what) send(200, runDetail(world, what));
  else if (id === "runs") send(200, { items: own.runs, next_cursor: null });
  else if (id === "stats") send(200, own.runs.length === 0 ? someStatsOfIt({ calls: 0, talked: 0, scheduled: 0, not_interested: 0, callbacks: 0, no_answers: 0, success_rate: null, cost: null, cost_per_call: null, cost_per_booking: null, attempts_to_success: null, by_hour: [] }) : someStatsOfIt({ by_hour: [9, 10, 11, 12, 13, 14, 15, 16, 17].map((hour) => ({ hour, calls: 20 + ((hour * 37) % 41), talked: 8 + ((hour * 13) % 14), scheduled: (hour * 7) % 6 })) }));
  else if (id === "leads") send(200, why(world, what));
  else {
    if (method === "PUT") own.automation = { ...own.automation, ...body, revision: own.automation.revision + 1 };
    send(200, own.automation);
  }
}

function runDetail(world: World, id: string): RunDetail {
  const run = world.followUp.runs.find((one) => one.id === id) ?? world.followUp.runs[0] ?? ({} as AutomationRun);
  return { ...run, leads: world.leads.all().slice(0, 9).map((lead, n) => ({ lead_id: lead.id, name: lead.contact_name ?? lead.company_name, call_id: n === 6 ? null : (world.calls[n]?.id ?? null), outcome: n === 8 ? null : "completed", result: n === 6 || n === 8 ? null : (RESULTS[n % RESULTS.length] ?? null), error: n === 6 ? "The host of the agents did not answer within 10 s. It is tried again after 15 minutes." : null })) };
}

function why(world: World, leadId: string): WhyNext {
  const isNext = Number(leadId.replace(/\D/g, "")) % 2 === 1;
  return {
    next: isNext,
    at: isNext ? world.followUp.automation.next_run_at : minutes(600),
    sentence: isNext ? "It is third of those that are due." : "It was called 4 minutes ago; 15 have to pass.",
    checks: [
      { code: "list", ok: true, sentence: "Its list is one of those that are called." },
      { code: "status", ok: true, sentence: "Nobody was reached yet." },
      { code: "attempts", ok: true, sentence: "1 of 3 calls was made." },
      { code: "retry", ok: isNext, sentence: isNext ? "The last call was 3 hours ago." : "The last call was 4 minutes ago; 15 have to pass." },
      { code: "window", ok: true, sentence: "It is 10:40 there; the hours are 08:00 to 21:00." },
    ],
  };
}

function answerAgents(own: FollowUp, method: string, id: string, what: string, sub: string, url: URL, body: Body, send: Send): void {
  const agent = own.agents.find((one) => one.id === id);
  const put = (part: Partial<VoiceAgent>) => {
    own.agents = own.agents.map((one) => (one.id === id ? { ...one, ...part } : one));
    send(200, own.agents.find((one) => one.id === id));
  };
  if (id === "tools") send(200, { items: TOOLS, variables: VARIABLES });
  else if (id === "example") send(200, settingsOf(aVoiceAgent()));
  else if (!id && method === "GET") send(200, { items: own.agents, next: null });
  else if (!id) {
    const made = aVoiceAgent({ ...(body as Partial<VoiceAgentSettings>), id: `agt_${own.agents.length + 1}`, version: 1, published_version: null, published_at: null });
    own.agents = [...own.agents, made];
    send(201, made);
  } else if (!agent) send(404, { title: "gone", status: 404, code: "http.not_found", detail: "There is no such agent." });
  else if (what === "versions") send(200, { items: Array.from({ length: agent.version }, (_, n) => ({ version: agent.version - n, changed_at: minutes(-90 - n * 3_000), changed_by: n % 2 ? "Ben Okafor" : "Ada Lovelace", settings: agent })), next: null });
  else if (what === "diff") send(200, { lines: DIFF, no_hand_over: null });
  else if (what === "rehearse") send(200, rehearsed((body as { lines: RehearsalLine[] }).lines));
  else if (what === "talks" && method === "POST") send(201, { id: "rehearsal_1", sdp: "" });
  else if (what === "talks" && method === "DELETE") send(204);
  else if (what === "talks") send(200, talkSoFar());
  else if (what === "evals" && sub === "run") {
    own.evals = own.evals.map((one, n) => ({ ...one, last: { version: agent.version, passed: n !== 1, failures: n === 1 ? ["It never asked for do_not_call.", "It said “great price”, which it must never say."] : [], lines: rehearsed([]).lines, model: "gpt-5-mini", ran_at: new Date().toISOString() } }));
    setTimeout(() => send(200, { items: own.evals, next: null }), 1_500);
  } else if (what === "evals" && method === "GET") send(200, { items: id === "agt_1" ? own.evals : [], next: null });
  else if (what === "evals" && method === "POST") {
    own.evals = [...own.evals, { ...(body as unknown as EvalInput), id: `eval_${own.evals.length + 9}`, last: null }];
    send(201, own.evals.at(-1));
  } else if (what === "evals" && method === "PUT") {
    own.evals = own.evals.map((one) => (one.id === sub ? { ...one, ...(body as unknown as EvalInput) } : one));
    send(200, own.evals.find((one) => one.id === sub));
  } else if (what === "evals") {
    own.evals = own.evals.filter((one) => one.id !== sub);
    send(204);
  } else if (what === "publish" && id === "agt_1" && !url.searchParams.has("anyway") && own.evals.some(({ last }) => last?.version !== agent.version || !last.passed)) send(409, { title: "evals", status: 409, code: "voice_agent.evals_not_passed", detail: "2 evals have not passed for version 4: “Takes them off the list” and “Says that it is an AI”. Run them and mend what fails, or publish anyway." });
  else if (what === "publish") put({ published_version: agent.version, published_at: new Date().toISOString() });
  else if (method === "PUT") put({ ...(body as Partial<VoiceAgentSettings>), version: agent.version + 1, revision: agent.revision + 1, changed_at: new Date().toISOString() });
  else if (method === "DELETE") {
    own.agents = own.agents.filter((one) => one.id !== id);
    send(204);
  } else send(200, agent);
}

function conversation(world: World, callId: string): Conversation {
  const call = world.calls.find((one) => one.id === callId);
  const isLive = call?.live === true;
  return aConversation({ state: isLive ? "live" : "settled", result: isLive ? null : "scheduled", evidence: isLive ? [] : [{ quote: "Thursday at ten works for me.", at_ms: 21_000 }], recording: isLive ? null : { url: `/api/v1/calls/${callId}/conversation.wav`, stereo: true }, utterances: TALK.slice(0, isLive ? 4 : undefined), turns: TURNS.slice(0, isLive ? 1 : undefined), summary: isLive ? null : "Grace runs a small yard and was looking for this anyway. She booked a first talk for Thursday at ten." });
}

function slots(url: URL) {
  const from = Date.parse(url.searchParams.get("from") ?? "");
  return [9, 9.5, 10, 11, 13, 13.5, 14, 15.5, 16].map((hour, n) => ({ token: `tok_${n}`, start: new Date(from + hour * 3_600_000).toISOString(), end: new Date(from + (hour + 0.5) * 3_600_000).toISOString(), spoken: "" }));
}

function preview(body: Body) {
  const fill = (text: unknown) => String(text).replaceAll("{{first_name}}", body.lead_id ? "Grace" : "Ada").replaceAll("{{company_name}}", "Northwind");
  const html = fill(body.html);
  lookedAt.unshift(html);
  lookedAt.length = Math.min(lookedAt.length, 32);
  return { subject: fill(body.subject), text: fill(body.text), html, page: html.trim() ? `/api/v1/mail/previews/${lookedAt.length}-${encodeURIComponent(html).length}` : null, problems: [] };
}

/** The mails that were previewed last, the newest first. */
const lookedAt: string[] = [];

/** A previewed mail as a page, as the true server answers with it. */
export function mailPage(path: string): string | undefined {
  return lookedAt.find((html) => path.endsWith(`-${encodeURIComponent(html).length}`));
}

function deliveries(): Delivery[] {
  return Array.from({ length: 12 }, (_, n) => ({ id: `dlv_${n}`, event: ["call.ended", "lead.updated", "booking.created"][n % 3] ?? "", state: n === 0 ? "waiting" : n % 4 === 2 ? "failed" : "delivered", tries: n % 4 === 2 ? 6 : 1, status: n === 0 ? null : n % 4 === 2 ? 500 : 200, next_at: n === 0 ? minutes(2) : null, last_error: n % 4 === 2 ? "It answered 500 six times within 8 hours." : null, created_at: minutes(-n * 40 - 1) }));
}

/** A recording in two channels, each loud while its speaker talks. */
export function aStereoRecording(): Buffer {
  const [rate, seconds] = [4_000, 32];
  const bytes = Buffer.alloc(44 + rate * seconds * 4);
  bytes.write("RIFF", 0);
  bytes.writeUInt32LE(bytes.length - 8, 4);
  bytes.write("WAVEfmt ", 8);
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20);
  bytes.writeUInt16LE(2, 22);
  bytes.writeUInt32LE(rate, 24);
  bytes.writeUInt32LE(rate * 4, 28);
  bytes.writeUInt16LE(4, 32);
  bytes.writeUInt16LE(16, 34);
  bytes.write("data", 36);
  bytes.writeUInt32LE(rate * seconds * 4, 40);
  for (let n = 0; n < rate * seconds; n += 1) {
    const ms = (n / rate) * 1_000;
    const speaker = TALK.find(({ from_ms, length_ms }) => ms >= (from_ms ?? 0) && ms < (from_ms ?? 0) + (length_ms ?? 0))?.speaker;
    const loud = Math.round(Math.sin(n * 0.7) * 18_000 * (0.35 + 0.65 * Math.abs(Math.sin(n / 470) * Math.cos(n / 1_310))));
    bytes.writeInt16LE(speaker === "callee" ? loud : 60, 44 + n * 4);
    bytes.writeInt16LE(speaker === "agent" ? loud : 60, 46 + n * 4);
  }
  return bytes;
}

const HOOK_EVENTS = ["call.ended", "lead.updated", "booking.created", "booking.rescheduled", "booking.cancelled", "mail.failed"];
const NAMES = ["Grace Hopper", "Ben Okafor", "Maximiliane von Hohenzollern-Sigmaringen", "Jun Tanaka", "Kofi Mbeki"];
const TOOLS = [
  { name: "check_availability", description: "Finds free times for an appointment." },
  { name: "book_appointment", description: "Books one of the times that were offered." },
  { name: "reschedule_appointment", description: "Moves the appointment of this callee." },
  { name: "cancel_appointment", description: "Calls off the appointment of this callee." },
  { name: "mark_not_interested", description: "Notes that the callee said no for good." },
  { name: "schedule_callback", description: "Notes when the callee wants to be called again." },
  { name: "do_not_call", description: "Puts the number on the do-not-call list." },
  { name: "send_email", description: "Sends a mail about what was talked about." },
  { name: "transfer_to_human", description: "Puts the callee through to a colleague who is free." },
  { name: "end_call", description: "Hangs up." },
];
const VARIABLES = [
  { name: "lead_contact_name", description: "Whom it calls" },
  { name: "lead_company_name", description: "Their company" },
  { name: "lead_datetime", description: "Day and time by their clock" },
  { name: "agent_company", description: "Your company, as written here" },
];
const SYSTEM = `You call {{lead_contact_name}} of {{lead_company_name}} to arrange a first talk about freight insurance.

Be brief and friendly. One question at a time. Never promise a price.

1. Make sure that you speak with the right person.
2. Say in one sentence why you call.
3. If there is interest, offer two free times out of check_availability, then book the one they choose.
4. If they say no, thank them and end the call. If they ask not to be called again, use do_not_call at once.`;
const DIFF: DiffLine[] = [
  { kind: "same", text: 'name = "Mara"' },
  { kind: "same", text: 'voice = "11labs/sarah"' },
  { kind: "same", text: "" },
  { kind: "same", text: "Be brief and friendly. One question at a time." },
  { kind: "removed", text: "Name a price when asked." },
  { kind: "added", text: "Never promise a price." },
  { kind: "same", text: "1. Make sure that you speak with the right person." },
  { kind: "same", text: "2. Say in one sentence why you call." },
  { kind: "same", text: "3. Offer two free times." },
  { kind: "same", text: "4. Thank them." },
];
const TURNS = [aTurn({ at_ms: 7_800, model_ms: 210, total_ms: 690 }), aTurn({ at_ms: 16_400, model_ms: 380, tools_ms: 240, transport_ms: 45, total_ms: 1_085 }), aTurn({ at_ms: 22_900, endpointing_ms: 420, model_ms: 640, tools_ms: 310, first_audio_ms: 180, transport_ms: 72, total_ms: 1_622 })];
const TALK: Conversation["utterances"] = [
  { speaker: "agent", text: "Hello, this is an automated assistant calling for Northwind. Am I speaking with Grace?", from_ms: 500, length_ms: 4_500 },
  { speaker: "callee", text: "Yes, that is me. What is it about?", from_ms: 5_600, length_ms: 2_200 },
  { speaker: "agent", text: "We insure freight for small yards, and I would like to arrange a first talk with a colleague. Would that be of interest to you?", from_ms: 8_200, length_ms: 5_400 },
  { speaker: "callee", text: "Funny, I was looking for just that.", from_ms: 14_000, length_ms: 2_400 },
  { speaker: "agent", text: "Then I can offer you Thursday at ten, or Friday at half past two.", from_ms: 16_800, length_ms: 3_600 },
  { speaker: "callee", text: "Thursday at ten works for me.", from_ms: 21_000, length_ms: 1_900 },
  { speaker: "agent", text: "Done: Thursday at ten. A confirmation is on its way by mail. Thank you for your time. Goodbye.", from_ms: 24_000, length_ms: 5_200 },
];

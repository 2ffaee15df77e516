import type { ApiKey, AuditEntry, Call, CallDetail, CarrierAccount, DncEntry, Role, Run, Session, SettingsDocument, Stats, TimelineEntry, User } from "../src/api/model.ts";
import type { Seat } from "../src/features/desk/model.ts";
import type { Lead, Room } from "../src/features/dial/model.ts";
import type { LiveMessage } from "../src/live/message.ts";
import { someDispositions } from "../src/test/leads.ts";
import { someSettings } from "../src/test/samples.ts";

import { FollowUp } from "./automation.ts";
import { Floor } from "./desk.ts";
import { Dial } from "./dial.ts";
import { Leads } from "./leads.ts";
import { nameOf, phoneOf } from "./people.ts";

const ADA = { kind: "user", id: "usr_1", name: "Ada Lovelace" };
const ENDS = ["completed", "completed", "completed", "no_answer", "voicemail_left", "busy", "completed", "failed", "machine", "blocked"];

/** A small made-up workspace in memory whose calls move on by themselves. */
export class World {
  needsSetup = false;
  signedIn = true;
  role: Role = "admin";
  sandbox = true;
  calls: Call[] = [];
  runs: Run[] = [];
  dnc: DncEntry[] = [];
  settings: SettingsDocument = { ...someSettings({ workspace_name: "Northwind", dispositions: someDispositions() }), revision: 3 };
  carriers: CarrierAccount[] = [];
  users: User[] = [];
  keys: ApiKey[] = [];
  seq = 1;
  readonly dial = new Dial(this);
  readonly floor = new Floor(this);
  readonly leads = new Leads(this);
  readonly followUp = new FollowUp();
  frozen = false;
  private next = 0;
  private readonly watchers = new Set<(message: LiveMessage) => void>();

  constructor(rows: number) {
    this.fill(rows);
  }

  /** Replaces everything by `rows` rows of each kind. */
  fill(rows: number, desk: string | null = null): void {
    this.next = 0;
    this.calls = Array.from({ length: rows }, () => this.pastCall(rows)).reverse();
    this.runs = rows === 0 ? [] : [this.aRun("Spring list", "running", Math.max(rows, 10)), this.aRun("Dentists, Bavaria", "done", 240)];
    this.dnc = Array.from({ length: Math.min(rows, 400) }, (_, n) => this.dncEntry(n));
    this.carriers = this.someCarriers(rows === 0);
    this.users = this.someUsers(rows);
    this.dial.fill(rows);
    this.floor.fill(rows, desk);
    this.leads.fill(rows);
    this.followUp.fill(rows);
    this.keys = rows === 0 ? [] : [this.aKey("CRM export", 1), this.aKey("Nightly import", 2)];
    this.say({ type: "snapshot", seq: this.seq, stats: this.stats(), calls: this.calls.slice(0, 200), runs: this.runs });
  }

  session(): Session {
    return {
      user: { id: "usr_1", email: "ada@example.com", name: "Ada Lovelace", role: this.role },
      workspace: { id: "wsp_1", name: this.settings.workspace_name },
      csrf_token: "mock",
      sandbox: this.sandbox,
      version: "0.1.0",
      ...{ cold_call: true },
    };
  }

  watch(watcher: (message: LiveMessage) => void): () => void {
    this.watchers.add(watcher);
    watcher({ type: "snapshot", seq: this.seq, stats: this.stats(), calls: this.calls.slice(0, 200), runs: this.runs, rooms: this.dial.room ? [this.dial.room] : [], seats: this.floor.seats, campaigns: this.floor.summaries() });
    return () => this.watchers.delete(watcher);
  }

  /** Puts new calls into the log; they start to move at the next tick. */
  place(numbers: { phone: string; display: string; region: string; name: string | null }[], runId: string | null, message: string): Call[] {
    const calls = numbers.map((number) => ({
      ...this.blankCall(),
      ...{ phone: number.phone, phone_display: number.display, region: number.region, name: number.name },
      run_id: runId,
      message,
    }));
    this.calls = [...calls, ...this.calls];
    this.changed(calls);
    return calls;
  }

  update(call: Call, part: Partial<Call>): Call {
    const next = { ...call, ...part, revision: call.revision + 1 };
    this.calls = this.calls.map((old) => (old.id === call.id ? next : old));
    this.changed([next]);
    return next;
  }

  changed(calls: Call[], runs: Run[] = this.runs, removed: string[] = []): void {
    this.seq += 1;
    this.say({ type: "changes", seq: this.seq, calls, runs, stats: this.stats(), removed });
  }

  /** Tells of seats that changed. */
  seatNews(seats: Seat[]): void {
    this.seq += 1;
    this.say({ type: "changes", seq: this.seq, calls: [], runs: [], stats: null, removed: [], seats });
  }

  /** Tells of rooms and leads that changed. */
  news(rooms: Room[], leads: Lead[]): void {
    this.seq += 1;
    this.say({ type: "changes", seq: this.seq, calls: [], runs: [], stats: null, removed: [], rooms, leads });
  }

  /** Moves every live call one step on, and starts a few waiting ones. */
  tick(): void {
    if (this.frozen) return;
    const now = new Date().toISOString();
    const moved: Call[] = [];
    let started = 0;
    for (const call of this.calls.filter((one) => one.state !== "ended").reverse()) {
      const step = this.step(call, now, started < 4);
      if (!step) continue;
      if (call.state === "planned") started += 1;
      moved.push({ ...call, ...step, revision: call.revision + 1 });
    }
    if (moved.length === 0) return;
    const byId = new Map(moved.map((call) => [call.id, call]));
    this.calls = this.calls.map((call) => byId.get(call.id) ?? call);
    this.runs = this.runs.map((run) => this.recount(run));
    this.changed(moved);
  }

  stats(): Stats {
    const by_outcome: Record<string, number> = {};
    const by_state: Record<string, number> = {};
    let talk = 0;
    let known = 0;
    let unknown = 0;
    for (const call of this.calls) {
      by_state[call.state] = (by_state[call.state] ?? 0) + 1;
      if (call.outcome) by_outcome[call.outcome] = (by_outcome[call.outcome] ?? 0) + 1;
      talk += call.talk_ms ?? 0;
      if (call.cost) known += Number(call.cost.amount);
      else if (call.outcome && call.outcome !== "blocked") unknown += 1;
    }
    const answered = (by_outcome.completed ?? 0) + (by_outcome.voicemail_left ?? 0) + (by_outcome.machine ?? 0);
    const total = this.calls.length;
    return {
      total,
      by_state,
      by_outcome,
      live: this.calls.filter((call) => call.live).length,
      answered,
      answer_rate: total ? answered / total : null,
      success_rate: total ? (by_outcome.completed ?? 0) / total : null,
      talk_ms_total: talk,
      talk_ms_average: answered ? talk / answered : null,
      cost: { known: known ? [{ amount: known.toFixed(4), currency: "USD" }] : [], unknown_calls: unknown },
      per_hour: this.perHour(),
    };
  }

  detail(call: Call): CallDetail {
    const entries: [string | null, string, string, string][] = [
      [call.created_at, "planned", "user", "Planned by Ada Lovelace"],
      [call.dialed_at, "claimed", "engine", "Every rule allowed it; claimed for dialling"],
      [call.dialed_at, "placed", "carrier", "The carrier accepted the call"],
      [call.ringing_at, "ringing", "carrier", "The phone rings"],
      [call.answered_at, "answered", "carrier", "Picked up"],
      [call.ended_at, "ended", "carrier", `The call ended: ${call.outcome ?? ""}`],
    ];
    const timeline = entries.flatMap(([at, kind, source, summary], n): TimelineEntry[] =>
      at
        ? [{ id: `evt_${n}`, at, kind, source, summary, effect: "applied", why: null, raw: source === "carrier" ? { CallSid: call.carrier_call_id, CallStatus: kind, SequenceNumber: String(n) } : null }]
        : [],
    );
    if (call.answered_at) {
      timeline.splice(4, 0, { id: "evt_late", at: call.answered_at, kind: "ringing", source: "carrier", summary: "The phone rings", effect: "ignored", why: "repeated", raw: { CallStatus: "ringing" } });
    }
    return {
      call,
      timeline,
      recordings: call.recording ? [call.recording] : [],
      receipt: {
        decided_at: call.dialed_at ?? call.created_at,
        decision: call.outcome === "blocked" ? "refuse" : "allow",
        rules: [
          { rule: "number_invalid", verdict: "pass", message: "A valid number in the United States.", facts: { region: "US", kind: "fixed_line_or_mobile" } },
          { rule: "country_not_allowed", verdict: "pass", message: "The United States may be called.", facts: { allowed: ["US"] } },
          { rule: "do_not_call", verdict: call.outcome === "blocked" ? "refuse" : "pass", message: call.outcome === "blocked" ? "The number is on the do-not-call list." : "The number is not on the do-not-call list.", facts: {} },
          { rule: "outside_window", verdict: "pass", message: "10:40 there; the window is 08:00 to 21:00.", facts: { zones: ["America/Los_Angeles"], local_time: "10:40" } },
          { rule: "too_soon", verdict: "pass", message: "No earlier call within the gap.", facts: { min_gap_minutes: 0 } },
          { rule: "daily_call_cap", verdict: "pass", message: "No cap is set.", facts: { calls_24h: 12 } },
        ],
      },
    };
  }

  audit(): AuditEntry[] {
    const actions = ["session.signed_in", "run.created", "settings.changed", "carrier.tested", "dnc.added", "api_key.created", "calls.cleared"];
    return Array.from({ length: this.calls.length === 0 ? 1 : 60 }, (_, n) => ({
      id: `aud_${n}`,
      at: new Date(Date.now() - n * 1_740_000).toISOString(),
      actor: n % 9 === 4 ? { kind: "api_key", id: "key_1", name: "CRM export" } : ADA,
      action: actions[n % actions.length] ?? "session.signed_in",
      subject: n % 3 === 0 ? "run_01j9x" : null,
      detail: n % 7 === 2 ? { calling_window: { from: "08:00-21:00", to: "09:00-20:00" } } : null,
      ip: "203.0.113.7",
    }));
  }

  aRun(name: string, state: Run["state"], total: number): Run {
    this.next += 1;
    const done = state === "done";
    const ended = done ? total - 4 : Math.floor(total * 0.56);
    return {
      id: `run_${this.next}`,
      name,
      source: "text",
      state,
      message: "",
      created_at: new Date(Date.now() - 600_000).toISOString(),
      created_by: ADA,
      counts: { lines: total + 4, total, planned: done ? 0 : total - ended - 7, live: done ? 0 : 3, ended, refused: 4 },
      outcomes: { completed: Math.floor(ended * 0.6), no_answer: Math.floor(ended * 0.2), voicemail_left: Math.floor(ended * 0.1), failed: Math.floor(ended * 0.06) },
      finished_at: done ? new Date(Date.now() - 60_000).toISOString() : null,
      rate_per_minute: done ? null : 59.4,
      remaining_s: done ? null : Math.round((total - ended) / 0.99),
    };
  }

  aKey(name: string, n: number): ApiKey {
    return { id: `key_${n}`, name, prefix: `od_7f3${n}`, role: "manager", scopes: n === 1 ? ["calls:read"] : ["calls:read", "calls:write"], created_at: new Date(Date.now() - n * 86_400_000).toISOString(), last_used_at: n === 1 ? new Date().toISOString() : null, expires_at: null };
  }

  dncEntry(n: number): DncEntry {
    const { phone, display } = phoneOf(n * 3 + 1);
    return { id: `dnc_${n}`, phone, phone_display: display, reason: n % 3 === 0 ? "Asked on the phone not to be called again" : null, source: n % 4 === 0 ? "prompt" : "page", added_by: ADA, created_at: new Date(Date.now() - n * 3_600_000).toISOString() };
  }

  private step(call: Call, now: string, mayStart: boolean): Partial<Call> | null {
    const die = (Number(call.id.slice(5)) * 31 + this.seq * 17) % 10;
    const ending = ENDS[Number(call.id.slice(5)) % ENDS.length] ?? "completed";
    switch (call.state) {
      case "planned":
        if (!mayStart || (call.due_at && call.due_at > now)) return null;
        return { state: "dialing", dialed_at: now, live: true, carrier_call_id: `CA${call.id.slice(5).padStart(32, "0")}` };
      case "dialing":
        return ending === "failed" ? this.ending(call, "failed", now) : { state: "ringing", ringing_at: now };
      case "ringing":
        if (die < 6) return null;
        if (ending === "no_answer" || ending === "busy") return this.ending(call, ending, now);
        return { state: ending === "voicemail_left" ? "voicemail" : "connected", answered_at: now, ring_ms: 4_000 };
      default:
        return die < 7 ? null : this.ending(call, ending === "blocked" ? "completed" : ending, now);
    }
  }

  private ending(call: Call, outcome: string, now: string): Partial<Call> {
    const talk = call.answered_at ? Date.parse(now) - Date.parse(call.answered_at) : null;
    return {
      state: "ended",
      outcome,
      live: false,
      ended_at: now,
      talk_ms: talk,
      cost: talk === null ? null : { amount: "0.0140", currency: "USD" },
      failure: outcome === "failed" ? { blame: "callee", cause: "carrier.number_unreachable", code: "13224", retry: "never", message: "The carrier cannot reach this number. Check it with the person." } : null,
    };
  }

  private pastCall(rows: number): Call {
    const call = this.blankCall();
    const n = this.next;
    // With three rows there is one of each colour to look at; with many, the newest are live.
    const position = rows - n;
    const at = Date.now() - position * (rows > 100 ? 8_000 : 90_000) - 20_000;
    const iso = (ms: number) => new Date(at + ms).toISOString();
    const past = { ...call, created_at: iso(0), dialed_at: iso(900), carrier_call_id: `CA${String(n).padStart(32, "0")}` };
    if (position === 0) return { ...past, state: "ringing", live: true, ringing_at: iso(2_000) };
    if (position === 1) return { ...past, state: "connected", live: true, ringing_at: iso(2_000), answered_at: iso(9_000), ring_ms: 7_000 };
    if (position === 3) return { ...past, state: "dialing", live: true };
    if (position === 4) return { ...past, state: "planned", dialed_at: null, carrier_call_id: null, due_at: new Date(Date.now() + 3_600_000).toISOString(), rule: { code: "outside_window", message: "It is outside the calling window there. It opens at 08:00." } };
    const outcome = ENDS[n % ENDS.length] ?? "completed";
    if (outcome === "blocked") return { ...call, created_at: iso(0), state: "ended", outcome, ended_at: iso(10), rule: { code: "do_not_call", message: "This number is on the do-not-call list." } };
    const talked = ["completed", "machine", "voicemail_left"].includes(outcome);
    const talk = talked ? 5_000 + ((n * 7919) % 90_000) : null;
    return { ...past, ...this.ending(past, outcome, iso(9_000 + (talk ?? 0))), ringing_at: iso(2_000), answered_at: talked ? iso(9_000) : null, ring_ms: 7_000, talk_ms: talk, cost: talked && n % 4 !== 0 ? { amount: "0.0140", currency: "USD" } : null };
  }

  private blankCall(): Call {
    this.next += 1;
    const { phone, display, region } = phoneOf(this.next);
    return {
      id: `call_${this.next}`, run_id: this.next % 3 === 0 ? "run_1" : null, name: nameOf(this.next), phone, phone_display: display, region,
      state: "planned", outcome: null, rule: null, failure: null, verdict: null, message: this.next % 5 === 2 ? "" : "Hello, this is Northwind. Your order is ready.",
      carrier: { id: "car_1", kind: "twilio", name: "Sandbox" }, caller_id: "+15005550006", carrier_call_id: null,
      created_at: new Date().toISOString(), due_at: null, dialed_at: null, ringing_at: null, answered_at: null, ended_at: null,
      ring_ms: null, talk_ms: null, cost: null, created_by: ADA, warning: null, live: false, revision: 1,
      lead_id: null, room_id: null, treatment: this.next % 5 === 2 ? "voice_agent" : "message", disposition: null, notes: null, recording: null,
    };
  }

  private recount(run: Run): Run {
    const own = this.calls.filter((call) => call.run_id === run.id && Date.parse(call.created_at) >= Date.parse(run.created_at));
    if (run.state !== "running" || own.length === 0 || own.length < run.counts.total) return run;
    const outcomes: Record<string, number> = {};
    for (const call of own) if (call.outcome) outcomes[call.outcome] = (outcomes[call.outcome] ?? 0) + 1;
    const ended = own.filter((call) => call.state === "ended").length;
    const live = own.filter((call) => call.live).length;
    const state = ended === own.length ? "done" : "running";
    return { ...run, state, outcomes, counts: { ...run.counts, ended, live, planned: own.length - ended - live }, remaining_s: state === "done" ? null : own.length - ended, finished_at: state === "done" ? new Date().toISOString() : null };
  }

  private perHour(): Stats["per_hour"] {
    if (this.calls.length === 0) return [];
    const hour = new Date();
    hour.setMinutes(0, 0, 0);
    return Array.from({ length: 12 }, (_, n) => {
      const placed = this.calls.length < 10 ? (n === 11 ? this.calls.length : 0) : 30 + ((n * 47) % 80);
      return { hour: new Date(hour.getTime() - (11 - n) * 3_600_000).toISOString(), placed, answered: Math.floor(placed * 0.6), failed: Math.floor(placed * 0.12) };
    });
  }

  private someCarriers(onlySandbox: boolean): CarrierAccount[] {
    const sandbox: CarrierAccount = { id: "car_1", kind: "twilio", name: "Sandbox", config: { account_sid: "ACsandbox", auth_token: { set: true }, phone_number: "+15005550006" }, is_default: true, source: "sandbox", health: { ok: true, checked_at: new Date().toISOString(), message: "The account is active." }, cps: 10 };
    if (onlySandbox) return [sandbox];
    return [
      sandbox,
      { id: "car_2", kind: "twilio", name: "Northwind main", config: { account_sid: "AC0123456789", auth_token: { set: true }, phone_number: "+14155550100" }, is_default: false, source: "settings", health: { ok: false, checked_at: new Date().toISOString(), message: "Twilio does not accept this token." }, cps: 1 },
    ];
  }

  private someUsers(rows: number): User[] {
    const base = { created_at: new Date(Date.now() - 86_400_000 * 40).toISOString(), disabled: false };
    const ada: User = { ...base, id: "usr_1", email: "ada@example.com", name: "Ada Lovelace", role: "admin", last_seen_at: new Date().toISOString() };
    if (rows === 0) return [ada];
    return [
      ada,
      { ...base, id: "usr_2", email: "friedrich.wilhelm.von.hohenzollern-sigmaringen@donaudampfschifffahrt.example", name: "Friedrich Wilhelm von Hohenzollern-Sigmaringen", role: "manager", last_seen_at: new Date(Date.now() - 7_200_000).toISOString() },
      { ...base, id: "usr_3", email: "lin@example.com", name: "Lin", role: "agent", last_seen_at: null, disabled: true },
    ];
  }

  private say(message: LiveMessage): void {
    for (const watcher of this.watchers) watcher(message);
  }
}

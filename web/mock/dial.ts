import type { Call, Clip, Disposition, Lead, LeadDetail, LeadList, ListPreview, Room, RoomState, Verdict } from "../src/features/dial/model.ts";
import { aLead, aRoom, someDispositions } from "../src/test/leads.ts";

import { judge } from "./numbers.ts";
import { nameOf, phoneOf } from "./people.ts";
import type { World } from "./world.ts";

/** The made-up lists, leads and the room of the one agent. */
export class Dial {
  lists: LeadList[] = [];
  leads: Lead[] = [];
  calls: Call[] = [];
  dispositions: Disposition[] = someDispositions();
  clips: Clip[] = CLIPS;
  room: Room | null = null;
  rooms = new Map<string, Room>();
  /** A room goes no further than this, so that a picture can be taken. */
  stopAt: RoomState | null = null;
  /** Where the audio of the next rooms passes. */
  bridge: Room["bridge"] = "media";
  /** What every answer sounds like. */
  verdict: Verdict | null = null;
  private next = 0;
  private readonly world: World;

  constructor(world: World) {
    this.world = world;
  }

  /** Replaces everything by one list with `rows` leads. */
  fill(rows: number): void {
    this.room = null;
    this.clips = rows > 0 ? CLIPS : [];
    this.rooms.clear();
    this.next = 0;
    this.calls = [];
    this.leads = [];
    this.lists = [];
    if (rows > 0) this.addList("Spring list", Array.from({ length: rows }, (_, n) => pastLead(n)));
  }

  addList(name: string, leads: Lead[]): LeadList {
    const id = `lst_${(this.next += 1)}`;
    this.leads = [...this.leads, ...leads.map((lead, n) => ({ ...lead, id: `led_${this.next}_${n}`, list_id: id }))];
    const list: LeadList = { id, name, source: "csv", created_at: new Date().toISOString(), created_by: { kind: "user", id: "usr_1", name: "Ada Lovelace" }, counts: { leads: 0, called: 0, open: 0 }, archived: false };
    this.lists = [list, ...this.lists];
    this.recount();
    return this.lists.find((one) => one.id === id) ?? list;
  }

  recount(): void {
    this.lists = this.lists.map((list) => {
      const own = this.leads.filter((lead) => lead.list_id === list.id);
      const called = own.filter((lead) => lead.call_attempts > 0).length;
      return { ...list, counts: { leads: own.length, called, open: own.filter((lead) => lead.status === "new" || lead.status === "callback").length } };
    });
  }

  page(url: URL): { items: Lead[]; next_cursor: string | null; total: number } {
    const param = (name: string) => url.searchParams.get(name) ?? "";
    const q = param("q").toLowerCase();
    const digits = q.replace(/\D/g, "");
    const start = Number(param("cursor") || 0);
    const limit = Number(param("limit") || 100);
    const all = this.leads.filter(
      (lead) =>
        lead.list_id === param("list_id") &&
        (!param("status") || lead.status === param("status")) &&
        (!param("disposition") || lead.disposition === param("disposition")) &&
        (!q || `${lead.contact_name} ${lead.company_name}`.toLowerCase().includes(q) || (digits !== "" && lead.phone.includes(digits))),
    );
    const sort = param("sort") || "line";
    const key = sort.replace("-", "") as keyof Lead;
    const compare = (a: Lead, b: Lead) => (key === "line" ? a.line - b.line : String(a[key] ?? "").localeCompare(String(b[key] ?? "")));
    all.sort((a, b) => compare(a, b) * (sort.startsWith("-") ? -1 : 1));
    return { items: all.slice(start, start + limit), next_cursor: start + limit < all.length ? String(start + limit) : null, total: all.length };
  }

  detail(lead: Lead): LeadDetail {
    const past = lead.call_attempts > 0 && lead.last_outcome ? [this.pastCall(lead)] : [];
    return { lead, calls: [...this.calls.filter((call) => call.lead_id === lead.id), ...past], consent_log: [] };
  }

  /** A crude stand-in for the server's reading of files. */
  preview(text: string, url: URL): ListPreview & { leads: Lead[] } {
    const records = text.split(/\r?\n/).filter((line) => line.trim() !== "").map((line) => line.split(/[;,\t]/).map((cell) => cell.trim().replace(/^"|"$/g, "")));
    const header = records[0] ?? [];
    const guess = (words: RegExp) => header.findIndex((cell) => words.test(cell));
    const mapped = (field: string, words: RegExp) => {
      const asked = url.searchParams.get(`${field}_column`);
      const index = asked === null ? guess(words) : asked === "" ? -1 : Number(asked);
      return index < 0 ? null : index;
    };
    const mapping = { name: mapped("name", /^(full )?name|contact/i), company: mapped("company", /company|firma|organi/i), phone: mapped("phone", /phone|tel|mobile/i), title: mapped("title", /title|role/i), email: null, time_zone: null, family_name: null };
    const missing = (["name", "company", "phone"] as const).filter((field) => mapping[field] === null);
    const seen = new Set<string>();
    let duplicates = 0;
    const leads: Lead[] = [];
    const rows = records.slice(1).map((cells, n) => {
      const at = (field: "name" | "company" | "phone" | "title") => (mapping[field] === null ? "" : (cells[mapping[field]] ?? ""));
      const verdict = judge(at("phone"), n + 2);
      const twice = verdict.phone !== null && seen.has(verdict.phone);
      if (verdict.phone) seen.add(verdict.phone);
      if (twice) duplicates += 1;
      const code = twice ? "duplicate_line" : verdict.phone ? null : "number_invalid";
      const reason = twice ? "The same number stands on an earlier line." : verdict.phone ? null : "This is not a phone number.";
      if (!code && verdict.phone) leads.push(aLead({ line: n + 2, contact_name: at("name"), company_name: at("company"), title: at("title") || null, phone: verdict.phone, phone_display: verdict.display, zones: verdict.zones }));
      return { line: n + 2, contact_name: at("name"), company_name: at("company"), phone: verdict.phone, phone_display: verdict.phone ? verdict.display : at("phone"), title: at("title"), code, reason };
    });
    const errors = rows.filter((row) => row.code).map((row) => ({ line: row.line, raw: (records[row.line - 1] ?? []).join(","), code: row.code ?? "", message: row.reason ?? "" }));
    return {
      columns: header.map((cell, index) => ({ index, header: cell, sample: records.slice(1, 4).map((cells) => cells[index] ?? "") })),
      has_header: true,
      mapping,
      rows: rows.slice(0, 50),
      counts: { rows: rows.length, valid: missing.length > 0 ? 0 : leads.length, invalid: errors.length - duplicates, duplicates },
      errors,
      missing,
      leads: missing.length > 0 ? [] : leads,
    };
  }

  addClip(name: string, bytes: number): Clip {
    const clip = { id: `clp_${Date.now()}`, name, duration_ms: Math.round(bytes / 32) };
    this.clips = [...this.clips, clip].sort((a, b) => a.name.localeCompare(b.name));
    return clip;
  }

  openRoom(lead: Lead): Room {
    const call = { ...this.world.place([{ phone: lead.phone, display: lead.phone_display, region: "US", name: lead.contact_name }], null, "")[0], ...NO_DIAL, lead_id: lead.id, treatment: "agent" } as Call;
    const room = aRoom({ id: `rom_${(this.next += 1)}`, state: "opening", bridge: this.bridge, controls: this.bridge === "media" ? ALL_CONTROLS : ["mute", "hold", "digits"], lead, call, created_at: new Date().toISOString() });
    this.calls = [call, ...this.calls];
    return this.put(room);
  }

  /** The browser is in: the phone is dialled, rings, and is picked up after a while. */
  joined(): void {
    const room = this.room;
    if (!room) return;
    this.put({ ...room, browser: { connected: true, lost_since: null, ends_at: null } });
    if (room.state === "opening") this.move("dialing", 500);
  }

  end(): Room | null {
    const { room } = this;
    if (!room) return null;
    const now = new Date().toISOString();
    const talk = room.connected_at ? Date.parse(now) - Date.parse(room.connected_at) : null;
    const call = room.call && { ...room.call, state: "ended", outcome: room.connected_at ? "completed" : "canceled", live: false, ended_at: now, talk_ms: talk, recording: talk ? { id: "rec_1", url: "/api/v1/recordings/rec_1", duration_ms: 6_000, channels: 2 } : null };
    if (call) this.calls = this.calls.map((one) => (one.id === call.id ? call : one));
    const ended = this.put({ ...room, state: "ended", call, ended_at: now, end_reason: "asked" });
    this.room = null;
    return ended;
  }

  put(room: Room): Room {
    this.room = room;
    this.rooms.set(room.id, room);
    const lead = room.lead && this.putLead({ ...room.lead, status: room.state === "ended" ? "called" : "calling" });
    this.world.news([room], lead ? [lead] : []);
    return room;
  }

  putLead(lead: Lead): Lead {
    const next = { ...lead, revision: lead.revision + 1 };
    this.leads = this.leads.map((one) => (one.id === lead.id ? next : one));
    this.recount();
    return next;
  }

  note(callId: string, body: Record<string, unknown>): { call: Call | null; lead: Lead | null } {
    const code = (body.disposition ?? null) as string | null;
    const disposition = this.dispositions.find((one) => one.code === code);
    this.calls = this.calls.map((call) => (call.id === callId ? { ...call, disposition: code, notes: String(body.notes ?? "") } : call));
    const call = this.calls.find((one) => one.id === callId) ?? null;
    for (const room of this.rooms.values()) if (room.call?.id === callId) room.call = call;
    let lead = this.leads.find((one) => one.id === call?.lead_id) ?? null;
    if (lead && disposition) {
      lead = this.putLead({ ...lead, disposition: code, notes: String(body.notes ?? ""), callback_at: (body.callback_at ?? null) as string | null, status: disposition.callback ? "callback" : disposition.final ? "closed" : "called", call_attempts: lead.call_attempts + 1, last_called_at: new Date().toISOString(), last_outcome: call?.outcome ?? null });
      this.world.news([], [lead]);
    }
    return { call, lead };
  }

  private move(state: RoomState, ms: number): void {
    const id = this.room?.id;
    if (STATES.indexOf(state) > STATES.indexOf(this.stopAt ?? "ended")) return;
    setTimeout(() => {
      const { room } = this;
      if (!room || room.id !== id) return;
      const connected = state === "connected";
      this.put({
        ...room,
        state,
        connected_at: connected ? new Date(Date.now() - (this.stopAt ? 42_000 : 0)).toISOString() : null,
        phone: { connected },
        recording: connected ? "on" : "off",
        detection: connected && this.verdict ? { verdict: this.verdict, confidence: 0.93, reason: "It spoke for four seconds without a pause." } : null,
        quality: connected ? { mos: 4.3, loss_permille: 1, jitter_ms: 6, rtt_ms: 38 } : null,
      });
      if (state === "dialing") this.move("ringing", 900);
      if (state === "ringing") this.move("connected", this.stopAt ? 0 : 5_000);
    }, ms);
  }

  private pastCall(lead: Lead): Call {
    return {
      ...(this.world.calls[0] as Call),
      ...NO_DIAL,
      id: `call_past_${lead.id}`,
      created_at: lead.last_called_at ?? "",
      state: "ended",
      outcome: lead.last_outcome,
      talk_ms: 84_000,
      failure: null,
      rule: null,
      disposition: lead.disposition,
      notes: lead.notes,
      recording: { id: "rec_1", url: "/api/v1/recordings/rec_1", duration_ms: 6_000, channels: 2 },
    };
  }
}

/** A recording with a tone on either side: a second of each in turn. */
export function recording(): Buffer {
  const rate = 8_000;
  const frames = rate * 6;
  const data = Buffer.alloc(frames * 4);
  for (let n = 0; n < frames; n += 1) {
    const left = Math.floor(n / rate) % 2 === 0;
    const sample = Math.round(Math.sin((2 * Math.PI * (left ? 330 : 440) * n) / rate) * 6_000);
    data.writeInt16LE(sample, n * 4 + (left ? 0 : 2));
  }
  const head = Buffer.alloc(44);
  head.write("RIFF", 0);
  head.writeUInt32LE(36 + data.length, 4);
  head.write("WAVEfmt ", 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(2, 22);
  head.writeUInt32LE(rate, 24);
  head.writeUInt32LE(rate * 4, 28);
  head.writeUInt16LE(4, 32);
  head.writeUInt16LE(16, 34);
  head.write("data", 36);
  head.writeUInt32LE(data.length, 40);
  return Buffer.concat([head, data]);
}

function pastLead(n: number): Lead {
  const { phone, display, zone } = phoneOf(n);
  const first = FIRST[n % FIRST.length] ?? "Ada";
  const last = LAST[(n * 5) % LAST.length] ?? "Park";
  const base = aLead({ line: n + 2, contact_name: `${first} ${last}`, company_name: nameOf(n) ?? "Northwind Traders", title: n % 4 === 3 ? null : (TITLES[n % TITLES.length] ?? null), phone, phone_display: display, zones: n % 7 === 5 ? ["America/New_York", "America/Los_Angeles"] : [zone], revision: 1 });
  const at = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString();
  if (n % 9 === 1) return { ...base, status: "called", call_attempts: 1, last_called_at: at(-64), last_outcome: "no_answer", disposition: "no_answer" };
  if (n % 9 === 3) return { ...base, status: "callback", call_attempts: 2, last_called_at: at(-3_000), last_outcome: "completed", disposition: "callback_requested", callback_at: at(1_000), notes: "Asked to be called after the board meeting; decides with Mrs Okafor." };
  if (n % 9 === 5) return { ...base, status: "closed", call_attempts: 1, last_called_at: at(-500), last_outcome: "completed", disposition: "not_interested", notes: "Has a supplier until 2028." };
  if (n === 6) return { ...base, held_by: { user_id: "usr_2", name: "Ben", until: at(10) }, status: "calling", call_attempts: 1 };
  return base;
}

const NO_DIAL = { lead_id: null, room_id: null, treatment: "agent", disposition: null, notes: null, recording: null };
const STATES: RoomState[] = ["opening", "dialing", "ringing", "connected", "ended"];
const ALL_CONTROLS: Room["controls"] = ["mute", "hold", "digits", "clips", "stop_clip", "pause_recording"];
const FIRST = ["Grace", "Linus", "Amara", "Jun", "Sofia", "Mateo", "Ingrid", "Kofi"];
const LAST = ["Hopper", "Okafor", "Schmidt", "Tanaka", "Alvarez", "Nilsson", "Mbeki", "von Hohenzollern-Sigmaringen", "O’Neill"];
const TITLES = ["Office manager", "Head of purchasing", "Owner", "Geschäftsführerin"];
const CLIPS: Clip[] = [
  { id: "clp_1", name: "Opening line", duration_ms: 8_200 },
  { id: "clp_2", name: "Voicemail drop", duration_ms: 21_000 },
  { id: "clp_3", name: "Price list by e-mail", duration_ms: 12_400 },
  { id: "clp_4", name: "Goodbye", duration_ms: 3_900 },
];

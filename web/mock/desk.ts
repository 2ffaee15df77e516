import type { Campaign, CampaignInput, CampaignLive, CampaignSummary, CampaignVersion } from "../src/features/campaigns/model.ts";
import type { Seat, Standing } from "../src/features/desk/model.ts";
import { aCampaign, aCampaignLive, aSeat, aSeatCall, someCampaignSettings } from "../src/test/seats.ts";

import { LINES, seatState } from "./seatStates.ts";
import type { World } from "./world.ts";

type Body = Record<string, unknown>;
type Send = (status: number, value?: unknown) => void;

/** The made-up campaigns and the agents who sit in them. */
export class Floor {
  campaigns: Campaign[] = [];
  seats: Seat[] = [];
  live: CampaignLive = aCampaignLive();
  private readonly world: World;

  constructor(world: World) {
    this.world = world;
  }

  /** Replaces everything: `stands` says how the agent of this page stands. */
  fill(rows: number, stands: string | null): void {
    this.campaigns = rows === 0 ? [] : someCampaigns();
    this.live = aCampaignLive(LIVE);
    this.seats = rows === 0 ? [] : this.others(rows);
    if (stands) this.seats = [this.own(stands), ...this.seats];
  }

  /** What the live channel tells of the campaigns. */
  summaries(): CampaignSummary[] {
    return this.campaigns.map(({ id, revision, state, name, counts }) => ({ id, revision, state, name, counts, live: state === "running" ? this.live : null }));
  }

  get mine(): Seat | null {
    return this.seats.find((seat) => seat.user_id === "usr_1" && seat.state !== "offline") ?? null;
  }

  leadOf(id: string) {
    return this.world.leads.all().find((lead) => lead.id === id);
  }

  put(id: string, part: Partial<Seat>): Seat {
    const since = new Date().toISOString();
    this.seats = this.seats.map((seat) => (seat.id === id ? { ...seat, ...("state" in part ? { since } : {}), ...part } : seat));
    const seat = this.seats.find((one) => one.id === id) ?? aSeat();
    this.world.seatNews([seat]);
    return seat;
  }

  private own(stands: string): Seat {
    const lead = this.world.dial.leads[3];
    const call = aSeatCall({ lead: lead ? { ...lead, status: "calling" } : null, connected_at: ago(74), notes: null });
    const base = aSeat({ since: ago(74), today: { calls: 23, talk_ms: 4_920_000, dispositions: { connected: 9, not_interested: 7, callback_requested: 4, voicemail: 3 } }, quality: { mos: 4.3, loss_permille: 1, jitter_ms: 6, rtt_ms: 38 } });
    return { ...base, ...seatState(stands, call, this.world.dial.leads) };
  }

  private others(rows: number): Seat[] {
    const states: Standing[] = ["on_call", "ready", "wrap_up", "paused", "on_call", "on_call", "ready", "joining"];
    return Array.from({ length: Math.min(rows, 60) }, (_, n) => {
      const state = states[n % states.length] ?? "ready";
      const lead = this.world.dial.leads[n];
      const busy = state === "on_call" || state === "wrap_up";
      return aSeat({
        id: `seat_${n + 2}`,
        user_id: `usr_${n + 2}`,
        name: NAMES[n % NAMES.length] ?? "Ben",
        campaign_id: n % 5 === 4 ? "cmp_2" : "cmp_1",
        state,
        since: ago(17 + ((n * 97) % 900)),
        reason: state === "paused" ? "Lunch" : null,
        held: n === 4,
        call: busy && lead ? aSeatCall({ lead, connected_at: ago(60) }) : null,
        today: { calls: (n * 7) % 40, talk_ms: n * 401_000, dispositions: {} },
      });
    });
  }
}

/** Answers one request about campaigns and seats; false when it is none. */
export function answerFloor(world: World, method: string, url: URL, body: Body, send: Send): boolean {
  const { floor } = world;
  const [area, id = "", order] = url.pathname.replace("/api/v1/", "").split("/");
  const gone = () => send(404, { title: "gone", status: 404, code: "http.not_found", detail: "There is nothing at this address." });
  if (area === "campaigns") campaigns(floor, method, id, order, body, send, gone);
  else if (area === "seats") seats(floor, method, id, order, body, send, gone);
  else return false;
  return true;
}

function campaigns(floor: Floor, method: string, id: string, order: string | undefined, body: Body, send: Send, gone: () => void): void {
  if (method === "GET" && !id) return send(200, { items: floor.campaigns, next_cursor: null });
  if (method === "POST" && !id) {
    const made = aCampaign({ ...(body as unknown as CampaignInput), id: `cmp_${floor.campaigns.length + 1}`, state: "draft", started_at: null, created_at: new Date().toISOString(), counts: { leads: 500, done: 0, left_out: 0 }, revision: 1 });
    floor.campaigns = [made, ...floor.campaigns];
    return send(201, made);
  }
  const known = floor.campaigns.find((one) => one.id === id);
  if (!known) return gone();
  if (method === "GET" && order === "versions") return send(200, { items: versionsOf(known), next_cursor: null });
  if (method === "GET") return send(200, order === "live" ? floor.live : known);
  const state = { start: "running", pause: "paused", drain: "draining", stop: "stopped" }[order ?? ""] as Campaign["state"] | undefined;
  if (order === "clone") {
    const copy = { ...known, id: `cmp_${floor.campaigns.length + 1}`, name: `${known.name} (copy)`, state: "draft" as const, revision: 1 };
    floor.campaigns = [copy, ...floor.campaigns];
    return send(201, copy);
  }
  const next = { ...known, ...(order ? {} : (body as Partial<Campaign>)), ...(state ? { state } : {}), revision: known.revision + 1 };
  floor.campaigns = floor.campaigns.map((one) => (one.id === id ? next : one));
  send(200, next);
}

function seats(floor: Floor, method: string, id: string, order: string | undefined, body: Body, send: Send, gone: () => void): void {
  if (method === "GET" && id === "current") return send(200, { seat: floor.mine });
  if (method === "GET" && !id) return send(200, { items: floor.seats });
  if (method === "POST" && !id) {
    const phone = body.audio === "phone" ? { phone_display: String(body.phone ?? "+49 30 901820"), state: "ringing" as const, problem: null } : null;
    const seat = aSeat({ campaign_id: String(body.campaign_id), since: new Date().toISOString(), audio: phone ? "phone" : "browser", phone });
    floor.seats = [seat, ...floor.seats.filter((one) => one.id !== seat.id)];
    return send(201, seat);
  }
  const seat = floor.seats.find((one) => one.id === id);
  if (!seat) return gone();
  if (method === "GET" && order !== "colleagues") return send(200, seat);
  if (method === "DELETE") return send(200, floor.put(id, { state: "offline", reason: "signed_out" }));
  switch (order) {
    case "join":
      return send(200, { carrier: null, sdp_answer: "", ice_servers: [], participant_id: "agent" });
    case "state":
      if (seat.call) return send(200, floor.put(id, { pause_after: body.state === "paused" ? String(body.reason ?? "chosen") : null, since: seat.since }));
      return send(200, floor.put(id, body.state === "ready" ? { state: "ready", reason: null, lines: LINES } : { state: "paused", reason: String(body.reason ?? "chosen") }));
    case "end-call":
      return send(200, floor.put(id, { state: "wrap_up" }));
    case "wrap-up":
      return send(200, floor.put(id, { state: body.next === "ready" ? "ready" : "paused", reason: body.next === "ready" ? null : "chosen", call: null, lines: LINES, pause_after: null }));
    case "verdict":
      return send(200, body.verdict === "machine" ? floor.put(id, { state: "ready", call: null }) : seat);
    case "dial":
    case "offer": {
      const lead = order === "dial" ? floor.leadOf(String(body.lead_id)) : seat.offer?.lead;
      if (order === "dial" && lead?.zones[0] === "Pacific/Honolulu" && body.confirm_window !== true) return send(422, { title: "Refused", status: 422, code: "rule.outside_window", detail: "It is 05:12 in Honolulu, outside the calling window. It opens at 08:00 there." });
      return send(200, floor.put(id, { state: "dialing", offer: null, call: aSeatCall({ lead: lead ?? null, phone_display: lead?.phone_display ?? "", connected_at: null, answer_to_audio_ms: null }) }));
    }
    case "colleagues":
      return send(200, floor.seats.filter((one) => one.id !== id).slice(0, 5).map((one) => ({ seat_id: one.id, user_id: one.user_id, name: one.name, campaign_id: one.campaign_id, campaign_name: "Spring offer", state: one.state })));
    case "transfer":
      return send(200, floor.put(id, { since: seat.since, transfer: { kind: "warm", to: { seat_id: "seat_2", name: "Ben Okafor" }, phase: "ringing", talking_to: null, since: new Date().toISOString(), problem: null } }));
    case "mute":
    case "unmute":
      return send(200, floor.put(id, { muted: order === "mute", since: seat.since }));
    case "hold":
    case "unhold":
      return send(200, floor.put(id, { held: order === "hold", since: seat.since }));
    default:
      return send(200, seat);
  }
}

/** Two changes of what was chosen, and what was chosen first. */
function versionsOf({ settings, created_at, created_by, revision }: Campaign): CampaignVersion[] {
  const at = (day: number) => new Date(Date.parse(created_at) + day * 86_400_000).toISOString();
  const version = (n: number, part: Partial<CampaignVersion>): CampaignVersion => ({ revision: n, changed_at: at(n), changed_by: created_by, changes: [], settings, ...part });
  return [
    version(Math.max(3, revision), {
      changed_by: { kind: "api_key", id: "key_1", name: "CRM" },
      changes: [
        { choice: "lines_per_seat", before: 2, after: settings.lines_per_seat },
        { choice: "selection", before: { ...settings.selection, tags: [] }, after: { ...settings.selection, tags: ["vip", "trade fair"] } },
        { choice: "retry", before: { ...settings.retry, busy: { ...settings.retry.busy, delay_minutes: 60 } }, after: settings.retry },
      ],
    }),
    version(2, { changes: [{ choice: "script", before: "", after: SCRIPT }, { choice: "record", before: true, after: false }] }),
    version(1, {}),
  ];
}

function someCampaigns(): Campaign[] {
  return [
    aCampaign({ name: "Spring offer", settings: someCampaignSettings({ script: SCRIPT }), counts: { leads: 10_000, done: 3_412, left_out: 118 } }),
    aCampaign({ id: "cmp_2", name: "Renewals of the Rheinisch-Westfälische Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft", state: "paused", settings: someCampaignSettings({ mode: "progressive", audience: "consumer" }), counts: { leads: 860, done: 41, left_out: 0 } }),
    aCampaign({ id: "cmp_3", name: "Dentists, Bavaria", state: "draft", started_at: null, counts: { leads: 240, done: 0, left_out: 0 } }),
    aCampaign({ id: "cmp_5", name: "Key accounts", settings: someCampaignSettings({ mode: "manual", script: SCRIPT }), counts: { leads: 64, done: 12, left_out: 0 } }),
    aCampaign({ id: "cmp_6", name: "Trade fair visitors", settings: someCampaignSettings({ mode: "preview", script: SCRIPT, preview: { countdown_s: 30 } }), counts: { leads: 310, done: 95, left_out: 3 } }),
    aCampaign({ id: "cmp_4", name: "Winter survey", state: "finished", settings: someCampaignSettings({ mode: "agentless" }), counts: { leads: 1_200, done: 1_200, left_out: 0 } }),
  ];
}

function ago(seconds: number): string {
  return new Date(Date.now() - seconds * 1_000).toISOString();
}

const NAMES = ["Ben Okafor", "Ingrid Nilsson", "Mateo Alvarez", "Maximiliane von Hohenzollern-Sigmaringen", "Jun Tanaka", "Kofi Mbeki", "Sofia Schmidt"];
const SCRIPT = "Hi {first_name}, this is {agent} of Northwind. I’m calling because {company} may be paying too much for freight.\n\nDo you have two minutes?\n\nIf yes: who decides about carriers at {company}, besides you as {title}?\nIf no: when may I call again?\n\nYour contract ends {contract end}.";
const LIVE: Partial<CampaignLive> = {
  blocked: [
    { code: "outside_window", sentence: "It is too early or too late at theirs", leads: 2_140 },
    { code: "not_due", sentence: "Called before; due again later", leads: 318 },
    { code: "do_not_call", sentence: "On the do-not-call list", leads: 27 },
  ],
  next_opening: new Date(Date.now() + 5_400_000).toISOString(),
};

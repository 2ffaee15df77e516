import type { Call, Run, Stats } from "@/api/model";
import type { CampaignSummary } from "@/features/campaigns/model";
import type { Seat } from "@/features/desk/model";
import type { Lead, Room } from "@/features/dial/model";
import type { Import } from "@/features/leads/model";

import type { LiveMessage } from "./message";

/** What the live channel has told so far, as one value. */
export interface Projection {
  /** The last sequence number taken in; nothing before the first snapshot. */
  seq: number | null;
  /** Counts snapshots after the first: what was fetched before the latest one may be out of date. */
  snapshots: number;
  calls: ReadonlyMap<string, Call>;
  runs: ReadonlyMap<string, Run>;
  /** Rooms that are live, and those that ended since the last snapshot. */
  rooms: ReadonlyMap<string, Room>;
  /** Leads that changed since the page came. */
  leads: ReadonlyMap<string, Lead>;
  /** Seats on which somebody sits, and those that were given up since the last snapshot. */
  seats: ReadonlyMap<string, Seat>;
  /** Imports that changed since the last snapshot, without their rows. */
  imports: ReadonlyMap<string, Import>;
  /** Campaigns, each with how it does right now. */
  campaigns: ReadonlyMap<string, CampaignSummary>;
  /** Calls that left the log since the last snapshot. */
  removed: ReadonlySet<string>;
  stats: Stats | null;
}

/** What became of a message. */
export type Taken = "applied" | "repeated" | "gap";

export const EMPTY: Projection = {
  seq: null,
  snapshots: 0,
  calls: new Map(),
  runs: new Map(),
  rooms: new Map(),
  leads: new Map(),
  seats: new Map(),
  imports: new Map(),
  campaigns: new Map(),
  removed: new Set(),
  stats: null,
};

/** Takes in one message. A gap leaves the projection as it was: the caller resumes from its `seq`. */
export function take(projection: Projection, message: LiveMessage, resumed = false): [Projection, Taken] {
  if (message.type === "ping") return [projection, "applied"];
  if (message.type === "snapshot") return [fromSnapshot(projection, message), "applied"];
  if (projection.seq === null) return [projection, "gap"];
  if (message.seq <= projection.seq) return [projection, "repeated"];
  // The first changes after a resume cover everything since; later ones must follow without a hole.
  if (!resumed && message.seq !== projection.seq + 1) return [projection, "gap"];
  return [withChanges(projection, message), "applied"];
}

function fromSnapshot(before: Projection, message: Extract<LiveMessage, { type: "snapshot" }>): Projection {
  return {
    seq: message.seq,
    snapshots: before.snapshots + 1,
    calls: new Map(message.calls.map((call) => [call.id, call])),
    runs: new Map(message.runs.map((run) => [run.id, run])),
    rooms: new Map((message.rooms ?? []).map((room) => [room.id, room])),
    // What changed unheard is not known: views fetch leads again after a snapshot.
    leads: new Map(),
    seats: new Map((message.seats ?? []).map((seat) => [seat.id, seat])),
    imports: new Map((message.imports ?? []).map((made) => [made.id, made])),
    campaigns: new Map((message.campaigns ?? []).map((campaign) => [campaign.id, campaign])),
    removed: new Set(),
    stats: message.stats,
  };
}

function withChanges(before: Projection, message: Extract<LiveMessage, { type: "changes" }>): Projection {
  const calls = changed(before.calls, message.calls, message.removed);
  const runs = changed(before.runs, message.runs, message.removed);
  return {
    seq: message.seq,
    snapshots: before.snapshots,
    calls: forgetOldest(calls),
    runs,
    rooms: changed(before.rooms, message.rooms ?? [], []),
    leads: newest(changed(before.leads, message.leads ?? [], []), LEADS_KEPT_MAX),
    seats: changed(before.seats, message.seats ?? [], []),
    imports: changed(before.imports, message.imports ?? [], []),
    campaigns: changed(before.campaigns, message.campaigns ?? [], []),
    removed: message.removed.length > 0 ? new Set([...before.removed, ...message.removed]) : before.removed,
    stats: message.stats ?? before.stats,
  };
}

/** Changes are told by whoever made them, and not always in their order: what is older than what is known is no news. */
function changed<Item extends { id: string; revision?: number }>(
  before: ReadonlyMap<string, Item>,
  items: Item[],
  removed: string[],
): ReadonlyMap<string, Item> {
  if (items.length === 0 && !removed.some((id) => before.has(id))) return before;
  const after = new Map(before);
  for (const item of items) {
    if ((item.revision ?? 0) >= (before.get(item.id)?.revision ?? 0)) after.set(item.id, item);
  }
  for (const id of removed) after.delete(id);
  return after;
}

/** Keeps the page's memory bounded over a long day: ended calls go first, in the order they came. */
function forgetOldest(calls: ReadonlyMap<string, Call>): ReadonlyMap<string, Call> {
  if (calls.size <= CALLS_KEPT_MAX) return calls;
  const kept = new Map(calls);
  for (const [id, call] of calls) {
    if (kept.size <= CALLS_KEPT_AFTER_CLEARING) break;
    if (call.state === "ended") kept.delete(id);
  }
  return kept;
}

/** Keeps what changed last. */
function newest<Item>(items: ReadonlyMap<string, Item>, most: number): ReadonlyMap<string, Item> {
  return items.size <= most ? items : new Map([...items].slice(-Math.floor(most / 2)));
}

/** More than any run of a day that somebody watches; a call is about 1 kB. */
const CALLS_KEPT_MAX = 20_000;
/** Clearing in blocks keeps the copying rare. */
const CALLS_KEPT_AFTER_CLEARING = 15_000;
/** More than a table that somebody looks at holds; who scrolls further fetches. */
const LEADS_KEPT_MAX = 5_000;

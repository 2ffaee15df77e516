import type { Lead } from "./model";

/** What of a list is shown, and in which order; lives in the address. */
export interface LeadFilter {
  listId: string;
  status: string;
  disposition: string;
  q: string;
  sort: string;
}

export const USUAL_SORT = "line";

/** The filter that the address holds. */
export function readFilter(search: URLSearchParams): LeadFilter {
  const get = (name: string) => search.get(name) ?? "";
  return { listId: get("list"), status: get("status"), disposition: get("disposition"), q: get("q"), sort: search.get("sort") ?? USUAL_SORT };
}

/** Writes a changed part of the filter into the address; what is as usual is left out. */
export function writeFilter(search: URLSearchParams, part: Partial<LeadFilter>): URLSearchParams {
  const next = new URLSearchParams(search);
  const filter = { ...readFilter(search), ...part };
  const entries: [string, string, string][] = [
    ["list", filter.listId, ""],
    ["status", filter.status, ""],
    ["disposition", filter.disposition, ""],
    ["q", filter.q, ""],
    ["sort", filter.sort, USUAL_SORT],
  ];
  for (const [key, value, usual] of entries) {
    if (value === usual) next.delete(key);
    else next.set(key, value);
  }
  return next;
}

/** The filter as the interface's query. */
export function queryOf({ listId, status, disposition, q, sort }: LeadFilter): Record<string, string> {
  return {
    list_id: listId,
    ...(status ? { status } : {}),
    ...(disposition ? { disposition } : {}),
    ...(q.trim() ? { q: q.trim() } : {}),
    sort,
  };
}

export function isFiltered({ status, disposition, q }: LeadFilter): boolean {
  return status !== "" || disposition !== "" || q.trim() !== "";
}

/** Lays what the live channel knows over what was fetched, in the order that the server gave. */
export function mergeLeads<Known extends Lead>(fetched: readonly Known[], live: ReadonlyMap<string, Known>): Known[] {
  const seen = new Set<string>();
  const rows: Known[] = [];
  for (const old of fetched) {
    // Cursor pages may overlap when rows move between two requests.
    if (seen.has(old.id)) continue;
    seen.add(old.id);
    const heard = live.get(old.id);
    // A row that no longer matches stays until the next fetch: nothing vanishes under the hand.
    rows.push(heard && heard.revision >= old.revision ? heard : old);
  }
  return rows;
}

/** The next lead that waits for a first call or whose callback is due, after a given one, from the top again at the end. */
export function nextOpen(rows: readonly Lead[], after: string | null, me: string, now: number): Lead | null {
  const from = rows.findIndex((lead) => lead.id === after) + 1;
  const turn = [...rows.slice(from), ...rows.slice(0, from)];
  return turn.find((lead) => lead.id !== after && isOpen(lead, now) && !holder(lead, me, now)) ?? null;
}

/** Who else works on a lead right now. */
export function holder(lead: Pick<Lead, "held_by">, me: string, now: number): string | null {
  const held = lead.held_by;
  return held && held.user_id !== me && Date.parse(held.until) > now ? held.name : null;
}

function isOpen(lead: Lead, now: number): boolean {
  if (lead.status === "callback") return lead.callback_at !== null && Date.parse(lead.callback_at) <= now;
  return lead.status === "new";
}

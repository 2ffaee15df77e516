import type { Call } from "@/api/model";

/** What of the call log is shown, and in which order; lives in the address so that it can be kept and shared. */
export interface CallFilter {
  status: string;
  q: string;
  runId: string;
  sort: string;
}

export const NO_FILTER: CallFilter = { status: "", q: "", runId: "", sort: "-created_at" };

/** Live states, in the words of the interface. */
const LIVE_STATES = ["dialing", "unknown", "ringing", "waiting", "connected", "voicemail"];

/** The filter that the address holds. */
export function readFilter(search: URLSearchParams): CallFilter {
  return {
    status: search.get("status") ?? NO_FILTER.status,
    q: search.get("q") ?? NO_FILTER.q,
    runId: search.get("run") ?? NO_FILTER.runId,
    sort: search.get("sort") ?? NO_FILTER.sort,
  };
}

/** Writes a changed part of the filter into the address; what is as usual is left out. */
export function writeFilter(search: URLSearchParams, part: Partial<CallFilter>): URLSearchParams {
  const next = new URLSearchParams(search);
  const filter = { ...readFilter(search), ...part };
  const entries: [string, string, string][] = [
    ["status", filter.status, NO_FILTER.status],
    ["q", filter.q, NO_FILTER.q],
    ["run", filter.runId, NO_FILTER.runId],
    ["sort", filter.sort, NO_FILTER.sort],
  ];
  for (const [key, value, usual] of entries) {
    if (value === usual) next.delete(key);
    else next.set(key, value);
  }
  return next;
}

/** The filter as the interface's query. */
export function queryOf(filter: CallFilter): { state?: string; outcome?: string; q?: string; run_id?: string; sort: string } {
  return {
    ...statusQuery(filter.status),
    ...(filter.q.trim() ? { q: filter.q.trim() } : {}),
    ...(filter.runId ? { run_id: filter.runId } : {}),
    sort: filter.sort,
  };
}

/** Whether anything is left out. */
export function isFiltered(filter: CallFilter): boolean {
  return filter.status !== "" || filter.q.trim() !== "" || filter.runId !== "";
}

/** Whether a call that just changed belongs to what the filter shows. */
export function matches(call: Call, filter: CallFilter): boolean {
  if (filter.runId && call.run_id !== filter.runId) return false;
  const { state, outcome } = statusQuery(filter.status);
  if (state === "live" ? !LIVE_STATES.includes(call.state) : state && call.state !== state) return false;
  if (outcome && call.outcome !== outcome) return false;
  return matchesText(call, filter.q);
}

/** Whether a status names a state rather than an outcome, which only ended calls have. */
export function isStateFilter(status: string): status is StateFilter {
  return STATE_FILTERS.some((state) => state === status);
}

export const STATE_FILTERS = ["", "live", "planned", "ended"] as const;
export type StateFilter = (typeof STATE_FILTERS)[number];

function statusQuery(status: string): { state?: string; outcome?: string } {
  if (status === "") return {};
  if (isStateFilter(status)) return { state: status };
  return { outcome: status };
}

function matchesText(call: Call, q: string): boolean {
  const text = q.trim().toLowerCase();
  if (text === "") return true;
  const digits = text.replace(/\D/g, "");
  const looksLikeNumber = digits !== "" && /^[+()\d\s./-]+$/.test(text);
  if (looksLikeNumber) return call.phone.includes(digits);
  return (call.name ?? "").toLowerCase().includes(text);
}

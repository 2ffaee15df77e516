import type { Call } from "@/api/model";

import { matches, NO_FILTER, type CallFilter } from "./filter";

/** What was fetched of the log. */
export interface Fetched {
  /** The pages so far, in the server's order. */
  calls: readonly Call[];
  /** Whether the last page is among them. */
  complete: boolean;
  /** Calls in progress, wherever in the log they stand. */
  inProgress: readonly Call[];
}

/**
 * Lays what the live channel knows over what was fetched. In the usual order calls in progress come first, so that
 * nobody has to look for them; below, a call is shown only as far down as the log was fetched, so nothing is missing
 * between two rows.
 */
export function mergeRows(fetched: Fetched, live: ReadonlyMap<string, Call>, removed: ReadonlySet<string>, filter: CallFilter): Call[] {
  const rows = new Map<string, Call>();
  const add = (call: Call) => {
    if (!removed.has(call.id) && matches(call, filter)) rows.set(call.id, call);
  };
  // Cursor pages may overlap when rows arrive between two requests.
  for (const call of fetched.calls) add(newer(call, live.get(call.id)));
  if (filter.sort !== NO_FILTER.sort) return [...rows.values()];

  const last = fetched.calls.at(-1);
  const isFetchedThatFar = (call: Call) => fetched.complete || (last !== undefined && newestFirst(call, last) <= 0);
  for (const old of fetched.inProgress) {
    const call = newer(old, live.get(old.id));
    if (call.live || isFetchedThatFar(call)) add(call);
  }
  for (const call of live.values()) {
    if (!rows.has(call.id) && (call.live || isFetchedThatFar(call))) add(call);
  }
  const all = [...rows.values()].sort(newestFirst);
  const inProgress = all.filter((call) => call.live).sort(longestFirst);
  return inProgress.length > 0 ? [...inProgress, ...all.filter((call) => !call.live)] : all;
}

function newestFirst(a: Call, b: Call): number {
  if (a.created_at !== b.created_at) return a.created_at < b.created_at ? 1 : -1;
  if (a.id === b.id) return 0;
  return a.id < b.id ? 1 : -1;
}

/** What is dialled next joins below, so that a row does not move while somebody reaches for it. */
function longestFirst(a: Call, b: Call): number {
  const [dialedA, dialedB] = [a.dialed_at ?? a.created_at, b.dialed_at ?? b.created_at];
  if (dialedA !== dialedB) return dialedA < dialedB ? -1 : 1;
  return newestFirst(a, b);
}

function newer(fetched: Call, live: Call | undefined): Call {
  return live && live.revision >= fetched.revision ? live : fetched;
}

import type { Call } from "@/api/model";

import { matches, type CallFilter } from "./filter";

/** Lays what the live channel knows over what was fetched: newest truth, in the order of the log. */
export function mergeRows(
  fetched: readonly Call[],
  live: ReadonlyMap<string, Call>,
  removed: ReadonlySet<string>,
  filter: CallFilter,
): Call[] {
  const seen = new Set<string>();
  const rows: Call[] = [];
  for (const old of fetched) {
    const call = newer(old, live.get(old.id));
    // Cursor pages may overlap when rows arrive between two requests.
    if (seen.has(call.id) || removed.has(call.id)) continue;
    seen.add(call.id);
    if (matches(call, filter)) rows.push(call);
  }
  if (filter.sort !== "-created_at") return rows;
  const newest = fetched[0]?.created_at ?? "";
  const arrived: Call[] = [];
  for (const call of live.values()) {
    if (!seen.has(call.id) && call.created_at >= newest && matches(call, filter)) arrived.push(call);
  }
  return [...arrived.sort(newestFirst), ...rows];
}

function newestFirst(a: Call, b: Call): number {
  if (a.created_at !== b.created_at) return a.created_at < b.created_at ? 1 : -1;
  return a.id < b.id ? 1 : -1;
}

function newer(fetched: Call, live: Call | undefined): Call {
  return live && live.revision >= fetched.revision ? live : fetched;
}

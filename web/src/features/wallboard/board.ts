import type { Seat, Standing } from "@/features/desk/model";

/** The states of the board, in the order in which they are shown. */
export const STATES = ["on_call", "dialing", "ready", "wrap_up", "paused", "joining"] as const satisfies readonly Standing[];

/** Who talks first, then who waits; in each the longest first. */
export function sorted(seats: readonly Seat[]): Seat[] {
  const rank = (seat: Seat) => STATES.findIndex((state) => state === seat.state);
  return [...seats].sort((a, b) => rank(a) - rank(b) || Date.parse(a.since) - Date.parse(b.since) || a.id.localeCompare(b.id));
}

/** How many stand in each state. */
export function tally(seats: readonly Seat[]): Record<(typeof STATES)[number], number> {
  const counts = { on_call: 0, dialing: 0, ready: 0, wrap_up: 0, paused: 0, joining: 0 };
  for (const { state } of seats) if (state !== "offline") counts[state] += 1;
  return counts;
}

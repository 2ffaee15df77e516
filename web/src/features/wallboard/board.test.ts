import { describe, expect, it } from "vitest";

import { aSeat } from "@/test/seats";

import { sorted, tally } from "./board";
import { readThresholds, USUAL } from "./thresholds";

describe("the order of the board", () => {
  it("puts who talks before who waits, and the longest first in each", () => {
    const at = (minute: number) => `2026-11-21T18:${minute}:00Z`;
    const seats = [
      aSeat({ id: "a", state: "ready", since: at(10) }),
      aSeat({ id: "b", state: "on_call", since: at(30) }),
      aSeat({ id: "c", state: "on_call", since: at(20) }),
      aSeat({ id: "d", state: "dialing", since: at(20) }),
    ];
    expect(sorted(seats).map(({ id }) => id)).toEqual(["c", "b", "d", "a"]);
    expect(tally(seats)).toMatchObject({ on_call: 2, dialing: 1, ready: 1, paused: 0 });
  });
});

describe("thresholds", () => {
  it("are what was kept, and the usual ones where that makes no sense", () => {
    const kept = readThresholds(JSON.stringify({ ready: { warn: 1_000, bad: 2_000 }, paused: { warn: 9, bad: 3 } }));
    expect(kept.ready).toEqual({ warn: 1_000, bad: 2_000 });
    expect(kept.paused).toEqual(USUAL.paused);
    expect(readThresholds("not json")).toEqual(USUAL);
    expect(readThresholds(null)).toEqual(USUAL);
  });
});

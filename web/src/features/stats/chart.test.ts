import { describe, expect, it } from "vitest";

import { bars, ceilingOf } from "./chart";

const now = Date.parse("2026-11-21T18:40:00Z");

describe("the hourly chart", () => {
  it("shows the hours up to now, empty ones too", () => {
    const list = bars([{ hour: "2026-11-21T17:00:00Z", placed: 10, answered: 6, failed: 1 }], now, 3);
    expect(list.map((bar) => bar.placed)).toEqual([0, 10, 0]);
    expect(list[1]).toEqual({ hour: "2026-11-21T17:00:00.000Z", placed: 10, answered: 6, failed: 1, other: 3 });
    expect(list[2]?.hour).toBe("2026-11-21T18:00:00.000Z");
  });
  it("never draws a negative part", () => {
    expect(bars([{ hour: "2026-11-21T18:00:00Z", placed: 2, answered: 2, failed: 1 }], now, 1)[0]?.other).toBe(0);
  });
  it("scales to a round number", () => {
    const tall = (placed: number) => ceilingOf([{ hour: "", placed, answered: 0, failed: 0, other: 0 }]);
    expect([0, 3, 7, 41, 99, 1_200].map(tall)).toEqual([4, 4, 10, 50, 100, 2_000]);
  });
});

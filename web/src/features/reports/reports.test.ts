import { describe, expect, it } from "vitest";

import { aReportRow } from "@/test/reports";

import { costText, FIGURES, labelOf, sortRows } from "./columns";
import { barsOf, scaleOf } from "./measures";
import { presetOf, presetPeriod, rangeOf, readPeriod } from "./period";

const text = (key: string, row = aReportRow()) => FIGURES.find((figure) => figure.key === key)?.text(row);

describe("a figure of a report", () => {
  it("is a dash where there is nothing to divide by", () => {
    const nothing = aReportRow({ dialed: 0, answer_rate_permille: null, abandon_permille: null, average_talk_ms: null });
    expect([text("answer_rate", nothing), text("abandon_rate", nothing), text("average", nothing)]).toEqual(["–", "–", "–"]);
    expect(text("answer_rate", aReportRow({ answer_rate_permille: 0 }))).toBe("0 %");
  });
  it("says which cost is not known", () => {
    expect(costText(aReportRow({ cost: { known: [{ amount: "1.2370", currency: "USD" }], unknown: 0 } }))).toBe("$1.24");
    expect(costText(aReportRow({ cost: { known: [{ amount: "0.0042", currency: "USD" }], unknown: 3 } }))).toBe("$0.0042 + 3 unknown");
    expect(costText(aReportRow({ cost: { known: [], unknown: 3 } }))).toBe("Unknown");
    expect(costText(aReportRow({ dialed: 0, cost: { known: [], unknown: 0 } }))).toBe("–");
    expect(costText(aReportRow({ cost: { known: [{ amount: "1", currency: "USD" }, { amount: "2.5", currency: "EUR" }], unknown: 0 } }))).toBe("$1.00 + €2.50");
  });
  it("sorts, and what is not known comes last whichever way", () => {
    const rows = [aReportRow({ key: "a", answer_rate_permille: 100 }), aReportRow({ key: "b", answer_rate_permille: null }), aReportRow({ key: "c", answer_rate_permille: 300 })];
    expect(sortRows(rows, "answer_rate").map(({ key }) => key)).toEqual(["a", "c", "b"]);
    expect(sortRows(rows, "-answer_rate").map(({ key }) => key)).toEqual(["c", "a", "b"]);
    expect(sortRows(rows, "").map(({ key }) => key)).toEqual(["a", "b", "c"]);
  });
  it("belongs to a day as people call it, and to everything else as the report does", () => {
    expect(labelOf({ key: "2026-11-21", label: "2026-11-21" }, "day")).toBe("Sat 21 Nov 2026");
    expect(labelOf({ key: "lst_1", label: "Spring" }, "list")).toBe("Spring");
  });
});

describe("the chart", () => {
  it("puts each call into one part", () => {
    const [bar] = barsOf([aReportRow({ dialed: 100, answered: 40, live_answers: 20, machines: 15, talks: 17, abandoned: 2 })], "list", "calls");
    expect(bar?.parts).toEqual([
      { part: "talks", size: 17 },
      { part: "abandoned", size: 2 },
      { part: "people", size: 1 },
      { part: "machines", size: 15 },
      { part: "answered", size: 5 },
      { part: "silent", size: 60 },
    ]);
  });
  it("has a bar for every hour of the working day, and for others in which somebody was called", () => {
    const bars = barsOf([aReportRow({ key: "07" }), aReportRow({ key: "19" })], "hour", "calls");
    expect([bars[0]?.key, bars.at(-1)?.key, bars.length]).toEqual(["07", "19", 13]);
    expect(bars[1]?.sum).toBe(0);
  });
  it("has a round top", () => {
    expect(scaleOf(barsOf([aReportRow({ dialed: 237 })], "list", "calls"), "calls").top).toBe(400);
    expect(scaleOf(barsOf([aReportRow({ answer_rate_permille: 330 })], "list", "answer_rate"), "answer_rate").top).toBe(400);
    expect(scaleOf([], "calls").top).toBe(4);
  });
});

describe("the days of a report", () => {
  const now = new Date(2026, 10, 21, 15, 30);
  it("are the last seven until somebody chooses", () => {
    expect(readPeriod(new URLSearchParams(), now)).toEqual({ from: "2026-11-15", to: "2026-11-21" });
    expect(readPeriod(new URLSearchParams("from=2026-11-01&to=2026-11-03"), now)).toEqual({ from: "2026-11-01", to: "2026-11-03" });
    expect(readPeriod(new URLSearchParams("from=2026-11-09&to=2026-11-03"), now)).toEqual({ from: "2026-11-15", to: "2026-11-21" });
  });
  it("have a name where one of the usual stretches is meant", () => {
    expect(presetOf(presetPeriod("yesterday", now), now)).toBe("yesterday");
    expect(presetOf({ from: "2026-11-02", to: "2026-11-03" }, now)).toBeNull();
  });
  it("end before the next one begins, by the clock here", () => {
    expect(rangeOf({ from: "2026-11-20", to: "2026-11-21" })).toEqual({ from: new Date(2026, 10, 20).toISOString(), to: new Date(2026, 10, 22).toISOString() });
  });
});

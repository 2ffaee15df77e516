import { describe, expect, it } from "vitest";

import { barsOf } from "./Monitoring";
import { countdown, nextTimes, readCron } from "./pulse";

function times(expression: string, after: string, zone: string, most = 3): string[] {
  const cron = readCron(expression);
  if (typeof cron === "string") throw new Error(cron);
  return nextTimes(cron, new Date(after), zone, most).map((at) => at.toISOString().slice(0, 16));
}

describe("the times of a cron expression", () => {
  it.each([
    ["*/20 9-10 * * *", "UTC", ["2026-11-23T09:00", "2026-11-23T09:20", "2026-11-23T09:40"]],
    ["0 9 * * 1-5", "America/New_York", ["2026-11-23T14:00", "2026-11-24T14:00", "2026-11-25T14:00"]],
    ["30 8 1,15 * *", "Asia/Kolkata", ["2026-12-01T03:00", "2026-12-15T03:00", "2027-01-01T03:00"]],
    // With a day of the month and one of the week either will do; Sunday is 0 and 7.
    ["0 12 24 12 7", "UTC", ["2026-12-06T12:00", "2026-12-13T12:00", "2026-12-20T12:00"]],
  ])("%s in %s", (expression, zone, expected) => {
    expect(times(expression, "2026-11-22T12:00:00Z", zone)).toEqual(expected);
  });
  it("follow the clock of their zone when it is put forward", () => {
    expect(times("0 9 * * *", "2026-03-28T12:00:00Z", "Europe/Berlin", 2)).toEqual(["2026-03-29T07:00", "2026-03-30T07:00"]);
    expect(times("30 2 * * *", "2026-03-28T12:00:00Z", "Europe/Berlin", 1)).toEqual(["2026-03-30T00:30"]);
  });
  it("are none for a day that no year has", () => {
    expect(times("0 9 31 2 *", "2026-11-22T12:00:00Z", "UTC")).toEqual([]);
  });
  it.each([
    ["* * * *", /five parts/],
    ["60 * * * *", /“60” makes no sense as a minute/],
    ["* 9-8 * * *", /as an hour/],
    ["*/0 * * * *", /as a minute/],
    ["* * * jan *", /as a month/],
  ])("are refused in words: %s", (expression, sentence) => {
    expect(readCron(expression)).toMatch(sentence);
  });
});

describe("the time until the next run", () => {
  it("counts down to now", () => {
    const now = Date.parse("2026-11-22T12:00:00Z");
    expect(countdown("2026-11-22T12:02:05Z", now)).toBe("2:05");
    expect(countdown("2026-11-22T13:00:00Z", now)).toBe("1:00:00");
    expect(countdown("2026-11-22T11:59:59Z", now)).toBe("now");
  });
});

describe("calls by the hour", () => {
  it("have a bar for each hour of the day's work, in which an appointment is part of a talk", () => {
    const bars = barsOf([{ hour: 7, calls: 10, talked: 4, scheduled: 1 }]);
    expect(bars.map(({ key }) => key)).toEqual(["07", "08", "09", "10", "11", "12", "13", "14", "15", "16", "17", "18", "19"]);
    expect(bars[0]?.parts).toEqual([
      { part: "scheduled", size: 1 },
      { part: "talks", size: 3 },
      { part: "silent", size: 6 },
    ]);
    expect(bars[1]).toMatchObject({ parts: [], sum: 0 });
  });
});

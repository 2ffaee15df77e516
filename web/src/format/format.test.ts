import { describe, expect, it } from "vitest";

import { bytes, count, counted, money, percent } from "./amounts";
import { ago, bothClocks, clock, dateTime, duration, minuteOfDay, roughSpan } from "./time";
import { regionName, words } from "./words";

describe("durations", () => {
  it("shows minutes and seconds, and hours once there are some", () => {
    expect(duration(65_000)).toBe("1:05");
    expect(duration(999)).toBe("0:00");
    expect(duration(3_723_000)).toBe("1:02:03");
  });
  it("shows a dash for what is not known", () => {
    expect(duration(null)).toBe("–");
    expect(duration(undefined)).toBe("–");
    expect(duration(-5)).toBe("–");
  });
  it("speaks of rough spans in words", () => {
    expect(roughSpan(44.6)).toBe("45 s");
    expect(roughSpan(180)).toBe("3 min");
    expect(roughSpan(7_500)).toBe("2 h 5 min");
    expect(roughSpan(7_200)).toBe("2 h");
  });
});

describe("times", () => {
  const at = "2026-11-21T18:40:00Z";
  const now = new Date("2026-11-21T12:00:00Z");
  it("says whose clock a time is by", () => {
    expect(bothClocks(at, "America/Los_Angeles", "Europe/Berlin", now)).toBe("10:40 for them, 19:40 here");
  });
  it("names the day wherever it is not today", () => {
    expect(bothClocks(at, "Asia/Tokyo", "Europe/Berlin", now)).toBe("Sun 03:40 for them, 19:40 here");
    const yesterday = new Date("2026-11-20T12:00:00Z");
    expect(bothClocks(at, "Europe/Berlin", "Europe/Berlin", yesterday)).toBe("Sat 19:40 for them, Sat 19:40 here");
  });
  it("falls back to one clock when their zone is not known", () => {
    expect(bothClocks(at, undefined, "Europe/Berlin", now)).toBe("19:40 here");
  });
  it("never writes midnight as 24:00", () => {
    expect(clock("2026-11-21T00:00:00Z", "UTC")).toBe("00:00");
  });
  it("survives a broken time and a zone the browser does not know", () => {
    expect(clock("not a time")).toBe("–");
    expect(clock(at, "Mars/Olympus")).toMatch(/^\d\d:\d\d$/);
  });
  it("names the year only when it is another one", () => {
    const now = new Date("2026-11-22T12:00:00Z");
    expect(dateTime(at, now, "UTC")).toBe("Sat 21 Nov, 18:40");
    expect(dateTime("2025-11-21T18:40:00Z", now, "UTC")).toBe("Fri 21 Nov 2025, 18:40");
  });
  it("tells how long ago something was", () => {
    const now = Date.parse("2026-11-21T18:41:00Z");
    expect(ago(at, now)).toBe("60 s ago");
    expect(ago(null)).toBe("never");
  });
  it("writes minutes of the day, the end of the day as 24:00", () => {
    expect(minuteOfDay(480)).toBe("08:00");
    expect(minuteOfDay(1440)).toBe("24:00");
  });
});

describe("amounts", () => {
  it("keeps the decimals that a price has, at least two", () => {
    expect(money({ amount: "0.0140", currency: "USD" })).toBe("$0.014");
    expect(money({ amount: "12", currency: "EUR" })).toBe("€12.00");
  });
  it("never shows an unknown price as zero", () => {
    expect(money(null)).toBe("–");
  });
  it("shows what it cannot format as it came", () => {
    expect(money({ amount: "a lot", currency: "USD" })).toBe("a lot USD");
    expect(money({ amount: "1.5", currency: "??" })).toBe("1.5 ??");
  });
  it("groups thousands and agrees in number", () => {
    expect(count(12_345)).toBe("12,345");
    expect(counted(1, "number")).toBe("1 number");
    expect(counted(2_000, "number")).toBe("2,000 numbers");
  });
  it("shows shares as percentages and unknown ones as a dash", () => {
    expect(percent(0.6318)).toBe("63.2 %");
    expect(percent(1)).toBe("100 %");
    expect(percent(null)).toBe("–");
  });
});

describe("sizes of files", () => {
  it("are said in the unit that fits", () => {
    expect([bytes(0), bytes(1), bytes(600), bytes(812_400), bytes(4_240_000), bytes(84_000_000)]).toEqual(["0 bytes", "1 byte", "600 bytes", "812 kB", "4.2 MB", "84 MB"]);
  });
});

describe("words", () => {
  it("reads stable codes as words", () => {
    expect(words("no_answer")).toBe("No answer");
    expect(words("api_key.created")).toBe("API key created");
    expect(words("dnc.added")).toBe("Do-not-call added");
    expect(words("carrier.auth_rejected")).toBe("Carrier auth rejected");
  });
  it("names countries and passes on what is none", () => {
    expect(regionName("DE")).toBe("Germany");
    expect(regionName(null)).toBe("Unknown country");
    expect(regionName("!!")).toBe("!!");
  });
});

import { describe, expect, it } from "vitest";

import { cityOf, clocksOf, handyTimes, instantOf, wallOf } from "./zoned";

const at = Date.parse("2026-11-21T18:40:00Z");

describe("times by a lead's clock", () => {
  it("turn into instants, on either side of a change of clocks", () => {
    expect(instantOf("2026-11-21T10:40", "America/Los_Angeles")).toBe("2026-11-21T18:40:00.000Z");
    expect(instantOf("2026-07-01T10:00", "Europe/Berlin")).toBe("2026-07-01T08:00:00.000Z");
    expect(instantOf("2026-11-21T23:30", "Asia/Kathmandu")).toBe("2026-11-21T17:45:00.000Z");
    expect(instantOf("2026-03-29T04:00", "Europe/Berlin")).toBe("2026-03-29T02:00:00.000Z");
    expect(instantOf("2026-03-29T01:30", "Europe/Berlin")).toBe("2026-03-29T00:30:00.000Z");
  });
  it("move on by the skip when the clock skips them, and take the first of two", () => {
    expect(instantOf("2026-03-29T02:30", "Europe/Berlin")).toBe("2026-03-29T01:30:00.000Z");
    expect(instantOf("2026-10-25T02:30", "Europe/Berlin")).toBe("2026-10-25T00:30:00.000Z");
  });
  it("come back as they were", () => {
    for (const zone of ["America/Los_Angeles", "Europe/Berlin", "Australia/Lord_Howe", "Pacific/Apia"]) {
      for (const wall of ["2026-01-15T00:00", "2026-06-30T23:59", "2026-11-01T12:00"]) {
        expect(wallOf(instantOf(wall, zone) ?? "", zone)).toBe(wall);
      }
    }
  });
  it("are nothing where there is none", () => {
    expect(instantOf("soon", "Europe/Berlin")).toBeNull();
    expect(instantOf("2026-01-01T10:00", "Mars/Olympus")).toBeNull();
    expect(wallOf("soon", "Europe/Berlin")).toBe("");
  });
  it("are a range when the number does not tell the zone", () => {
    expect(clocksOf({ time_zone: null, zones: ["America/Los_Angeles"] }, at)).toEqual({ text: "10:40", late: false });
    expect(clocksOf({ time_zone: null, zones: ["America/New_York", "America/Los_Angeles"] }, at)).toEqual({ text: "10:40–13:40", late: false });
    expect(clocksOf({ time_zone: "Asia/Tokyo", zones: ["America/New_York"] }, at)).toEqual({ text: "03:40", late: true });
    expect(clocksOf({ time_zone: null, zones: [] }, at)).toBeNull();
  });
  it("offer handy ones that lie ahead", () => {
    expect(handyTimes("America/Los_Angeles", at).map((time) => time.wall)).toEqual(["2026-11-21T11:40", "2026-11-22T10:00", "2026-11-23T10:00"]);
    const sunday = Date.parse("2026-11-22T18:40:00Z");
    expect(handyTimes("America/Los_Angeles", sunday).map((time) => time.label)).toEqual(["In an hour", "Monday 10:00"]);
  });
  it("name the city of a zone", () => {
    expect(cityOf("America/Argentina/Buenos_Aires")).toBe("Buenos Aires");
  });
});

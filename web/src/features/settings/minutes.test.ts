import { describe, expect, it } from "vitest";

import { micros, minuteOf, wholeNumber } from "./minutes";

describe("what people type into the settings", () => {
  it("reads clock times, the end of the day included", () => {
    expect(minuteOf("08:00")).toBe(480);
    expect(minuteOf("8:05")).toBe(485);
    expect(minuteOf("24:00")).toBe(1440);
    expect(minuteOf("24:01")).toBeNull();
    expect(minuteOf("12:75")).toBeNull();
    expect(minuteOf("noon")).toBeNull();
  });
  it("keeps an empty limit apart from zero", () => {
    expect(wholeNumber("")).toBeNull();
    expect(wholeNumber("0")).toBe(0);
    expect(wholeNumber("-1")).toBeNull();
    expect(wholeNumber("1e3")).toBeNull();
  });
  it("reads money without losing a cent", () => {
    expect(micros("12.34")).toBe(12_340_000);
    expect(micros("0,1")).toBe(100_000);
    expect(micros("")).toBeNull();
    expect(micros("ten")).toBeNull();
  });
});

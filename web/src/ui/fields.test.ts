import { describe, expect, it } from "vitest";

import { complete, halfNameAt, unknownIn } from "./fields";

const FIELDS = [{ name: "first_name", description: "" }];

describe("values put into a text by name", () => {
  it("are being written from two open braces to the caret", () => {
    expect(halfNameAt("Hello {{fir", 11)).toEqual({ from: 6, text: "fir" });
    expect(halfNameAt("Hello {{ ", 9)).toEqual({ from: 6, text: "" });
    expect(halfNameAt("Hello {{first_name}}", 20)).toBeNull();
    expect(halfNameAt("Hello {fir", 10)).toBeNull();
  });
  it("are completed with their braces closed once, and the caret behind them", () => {
    const half = { from: 6, text: "fir" };
    expect(complete("Hello {{fir, how", half, 11, "first_name")).toEqual({ text: "Hello {{first_name}}, how", caret: 20 });
    expect(complete("Hello {{first}}!", half, 11, "first_name")).toEqual({ text: "Hello {{first_name}}!", caret: 20 });
  });
  it("are pointed out when there is no such value", () => {
    expect(unknownIn("{{first_name}} {{nick}} {{ nick }} {{first_name | upcase}}", FIELDS)).toEqual(["nick"]);
  });
});

import { describe, expect, it } from "vitest";

import { aVerdict } from "@/test/samples";

import { alignment, checkedText, lineMark, problems, splitLines } from "./lines";

const invalid = aVerdict({ phone: null, verdict: "refuse", code: "number_invalid", reason: "Too short." });

describe("the marks of a list", () => {
  it("never judge a line before the server has", () => {
    expect(lineMark("+1 415 555 2671", undefined, false)).toEqual({ state: "checking", note: "" });
    expect(lineMark("not a number at all", undefined, false).state).toBe("checking");
  });
  it("leave blank lines and headers alone", () => {
    expect(lineMark("   ", undefined, true).state).toBe("blank");
    expect(lineMark("name;phone", undefined, true).state).toBe("unread");
  });
  it("show the time there for a good line and the reason for any other", () => {
    expect(lineMark("x", [aVerdict({ local_time: "10:40" })], true)).toEqual({ state: "allow", note: "10:40 for them" });
    expect(lineMark("x", [invalid], true)).toEqual({ state: "invalid", note: "Too short." });
    expect(lineMark("x", [aVerdict({ verdict: "postpone", reason: "Opens at 08:00." })], true).state).toBe("postpone");
  });
  it("tell a duplicate from a refusal", () => {
    const twice = aVerdict({ phone: null, verdict: "refuse", code: "duplicate_line", reason: "On line 1." });
    expect(lineMark("x", [twice], true).state).toBe("duplicate");
  });
  it("show the worst of several numbers on one line", () => {
    expect(lineMark("a, b", [aVerdict(), invalid], true)).toEqual({ state: "invalid", note: "Too short." });
  });
});

describe("editing a checked list", () => {
  const checked = ["a", "b", "c", "d"];
  const at = (current: string[]) => current.map((_, index) => alignment(checked, current)(index));

  it("keeps every mark while nothing changed", () => {
    expect(at(checked)).toEqual([0, 1, 2, 3]);
  });
  it("loses only the mark of the line that is being typed", () => {
    expect(at(["a", "bx", "c", "d"])).toEqual([0, null, 2, 3]);
  });
  it("moves marks along when lines are inserted or removed", () => {
    expect(at(["a", "new", "b", "c", "d"])).toEqual([0, null, 1, 2, 3]);
    expect(at(["a", "d"])).toEqual([0, 3]);
    expect(at(["new", "a", "b", "c", "d"])).toEqual([null, 0, 1, 2, 3]);
  });
  it("does not use one checked line twice", () => {
    expect(alignment(["a"], ["a", "a"])(0)).toBe(0);
    expect(alignment(["a"], ["a", "a"])(1)).toBeNull();
  });
  it("finds its place again among ten thousand lines", () => {
    const many = Array.from({ length: 10_000 }, (_, i) => `+1415555${String(i).padStart(4, "0")}`);
    const edited = [...many.slice(0, 5_000), "x", ...many.slice(5_000)];
    const where = alignment(many, edited);
    expect(where(9_999)).toBe(9_998);
  });
});

describe("a checked text", () => {
  it("sorts verdicts by line and counts lines as the server does", () => {
    const text = checkedText("a\r\nb\n\nc", [aVerdict({ line: 4 }), aVerdict({ line: 1 }), aVerdict({ line: 4 })]);
    expect(text.lines).toEqual(["a", "b", "", "c"]);
    expect(text.verdicts.get(3)).toHaveLength(2);
    expect(text.verdicts.get(0)).toHaveLength(1);
    expect(splitLines("a\rb")).toHaveLength(2);
  });
  it("lists what somebody should look at", () => {
    const list = problems([aVerdict({ line: 1 }), { ...invalid, line: 2, raw: "12" }]);
    expect(list).toEqual([{ line: 2, raw: "12", state: "invalid", reason: "Too short." }]);
  });
});

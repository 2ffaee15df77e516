import { describe, expect, it } from "vitest";

import { aCall } from "@/test/samples";

import { matches, NO_FILTER, queryOf, readFilter, writeFilter } from "./filter";
import { mergeRows } from "./rows";
import { reasonOf, statusOf } from "./status";

const none = new Set<string>();

describe("the filter of the call log", () => {
  it("lives in the address and leaves out what is as usual", () => {
    const search = writeFilter(new URLSearchParams("call=call_1"), { status: "failed", q: "415" });
    expect(search.toString()).toBe("call=call_1&status=failed&q=415");
    expect(readFilter(search)).toEqual({ ...NO_FILTER, status: "failed", q: "415" });
    expect(writeFilter(search, { status: "", q: "" }).toString()).toBe("call=call_1");
  });
  it("asks for states of live and waiting calls, and for outcomes of ended ones", () => {
    expect(queryOf({ ...NO_FILTER, status: "live" })).toEqual({ state: "live", sort: "-created_at" });
    expect(queryOf({ ...NO_FILTER, status: "planned" }).state).toBe("planned");
    expect(queryOf({ ...NO_FILTER, status: "no_answer", q: " 12 " })).toEqual({ outcome: "no_answer", q: "12", sort: "-created_at" });
  });
  it("drops a call from the live view once it has ended", () => {
    const live = { ...NO_FILTER, status: "live" };
    expect(matches(aCall({ state: "ringing" }), live)).toBe(true);
    expect(matches(aCall({ state: "ended", outcome: "busy" }), live)).toBe(false);
  });
  it("finds numbers in any notation and names in any case", () => {
    expect(matches(aCall(), { ...NO_FILTER, q: "(415) 555-26" })).toBe(true);
    expect(matches(aCall({ name: "Blue Finch Dental" }), { ...NO_FILTER, q: "finch" })).toBe(true);
    expect(matches(aCall({ name: "Route 66" }), { ...NO_FILTER, q: "route 66" })).toBe(true);
    expect(matches(aCall({ name: null }), { ...NO_FILTER, q: "finch" })).toBe(false);
  });
});

describe("the rows of the call log", () => {
  const older = aCall({ id: "a", created_at: "2026-11-21T10:00:00Z" });
  const newer = aCall({ id: "b", created_at: "2026-11-21T11:00:00Z" });

  it("show the live version of what was fetched", () => {
    const ringing = { ...older, state: "ringing" };
    expect(mergeRows([older], new Map([["a", ringing]]), none, NO_FILTER)[0]?.state).toBe("ringing");
  });
  it("put what arrived since on top, newest first", () => {
    const newest = aCall({ id: "c", created_at: "2026-11-21T12:00:00Z" });
    const live = new Map([["b", newer], ["c", newest]]);
    expect(mergeRows([older], live, none, NO_FILTER).map((call) => call.id)).toEqual(["c", "b", "a"]);
  });
  it("leave older live calls to the pages that they belong to", () => {
    const live = new Map([["a", older]]);
    expect(mergeRows([newer], live, none, NO_FILTER).map((call) => call.id)).toEqual(["b"]);
  });
  it("show no call twice when pages overlap", () => {
    expect(mergeRows([newer, older, older], new Map(), none, NO_FILTER)).toHaveLength(2);
  });
  it("lose what was cleared", () => {
    expect(mergeRows([newer, older], new Map(), new Set(["a"]), NO_FILTER)).toHaveLength(1);
  });
  it("keep the server's order when it is another one", () => {
    const live = new Map([["c", aCall({ id: "c", created_at: "2027-01-01T00:00:00Z" })]]);
    const rows = mergeRows([older, newer], live, none, { ...NO_FILTER, sort: "phone" });
    expect(rows.map((call) => call.id)).toEqual(["a", "b"]);
  });
});

describe("the status of a call", () => {
  it("has a word and an icon for every state", () => {
    for (const state of ["planned", "dialing", "unknown", "ringing", "waiting", "connected", "voicemail"]) {
      expect(statusOf(aCall({ state })).word).toMatch(/^[A-Z]/);
      expect(statusOf(aCall({ state })).icon).toBeDefined();
    }
  });
  it("tells a postponed call from one whose turn is near", () => {
    const rule = { code: "outside_window", message: "Opens at 08:00." };
    expect(statusOf(aCall({ rule })).word).toBe("Scheduled");
    expect(statusOf(aCall()).word).toBe("Waiting");
  });
  it("is red only for failed, blocked and abandoned calls", () => {
    const tone = (outcome: string) => statusOf(aCall({ state: "ended", outcome })).tone;
    expect(["failed", "blocked", "abandoned"].map(tone)).toEqual(["failed", "failed", "failed"]);
    expect(["no_answer", "busy", "canceled", "machine"].map(tone)).toEqual(["ended", "ended", "ended", "ended"]);
  });
  it("survives words that this page does not know", () => {
    expect(statusOf(aCall({ state: "on_hold" })).word).toBe("On hold");
    expect(statusOf(aCall({ state: "ended", outcome: "new_thing" })).word).toBe("New thing");
  });
  it("gives the rule's reason before the carrier's", () => {
    const failure = { blame: "callee", cause: "x", code: null, retry: "never", message: "Unreachable." };
    expect(reasonOf(aCall({ failure }))).toBe("Unreachable.");
    expect(reasonOf(aCall({ failure, rule: { code: "do_not_call", message: "On the list." } }))).toBe("On the list.");
  });
});

import { describe, expect, it } from "vitest";

import type { Call } from "@/api/model";
import { aCall } from "@/test/samples";

import { matches, NO_FILTER, queryOf, readFilter, writeFilter } from "./filter";
import { mergeRows, type Fetched } from "./rows";
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
  const newest = aCall({ id: "c", created_at: "2026-11-21T12:00:00Z" });
  const pages = (calls: Call[], part: Partial<Fetched> = {}): Fetched => ({ calls, complete: false, inProgress: [], ...part });
  const ids = (calls: Call[]) => calls.map((call) => call.id).join("");

  it("show the live version of what was fetched", () => {
    const ringing = { ...older, state: "ringing" };
    expect(mergeRows(pages([older]), new Map([["a", ringing]]), none, NO_FILTER)[0]?.state).toBe("ringing");
  });
  it("put what arrived since on top, newest first", () => {
    const live = new Map([["b", newer], ["c", newest]]);
    expect(ids(mergeRows(pages([older]), live, none, NO_FILTER))).toBe("cba");
  });
  it("put a call that has come to match between its neighbours", () => {
    const busy = (call: Call): Call => ({ ...call, state: "ended", outcome: "busy" });
    const live = new Map([["b", busy(newer)]]);
    expect(ids(mergeRows(pages([busy(newest), busy(older)]), live, none, { ...NO_FILTER, status: "busy" }))).toBe("cba");
  });
  it("leave older calls to the pages that they belong to, until the last page is there", () => {
    const live = new Map([["a", older]]);
    expect(ids(mergeRows(pages([newer]), live, none, NO_FILTER))).toBe("b");
    expect(ids(mergeRows(pages([newer], { complete: true }), live, none, NO_FILTER))).toBe("ba");
  });
  it("show calls in progress first, the longest on top, also those far down in the log", () => {
    const ringing = (call: Call, dialed_at: string): Call => ({ ...call, state: "ringing", live: true, dialed_at });
    const live = new Map([["b", ringing(newer, "2026-11-21T12:00:02Z")]]);
    const inProgress = [ringing(older, "2026-11-21T12:00:01Z")];
    expect(ids(mergeRows(pages([newest], { inProgress }), live, none, NO_FILTER))).toBe("abc");
    expect(ids(mergeRows(pages([newest], { inProgress }), live, none, { ...NO_FILTER, sort: "phone" }))).toBe("c");
  });
  it("let a call that has ended go back to its place", () => {
    const inProgress = [{ ...older, state: "ringing", live: true }];
    const live = new Map([["a", { ...older, state: "ended", outcome: "busy", revision: 2 }]]);
    expect(ids(mergeRows(pages([newest, older], { inProgress }), live, none, NO_FILTER))).toBe("ca");
    expect(ids(mergeRows(pages([newest], { inProgress }), live, none, NO_FILTER))).toBe("c");
  });
  it("show no call twice when pages overlap", () => {
    expect(mergeRows(pages([newer, older, older]), new Map(), none, NO_FILTER)).toHaveLength(2);
  });
  it("lose what was cleared", () => {
    expect(mergeRows(pages([newer, older]), new Map(), new Set(["a"]), NO_FILTER)).toHaveLength(1);
  });
  it("keep the server's order when it is another one", () => {
    const live = new Map([["c", aCall({ id: "c", created_at: "2027-01-01T00:00:00Z" })]]);
    expect(ids(mergeRows(pages([older, newer]), live, none, { ...NO_FILTER, sort: "phone" }))).toBe("ab");
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

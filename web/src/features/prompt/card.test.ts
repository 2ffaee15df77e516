import { describe, expect, it } from "vitest";

import type { NumberVerdict, PromptReply } from "@/api/model";
import { aVerdict } from "@/test/samples";

import { callLabel, cardAction, cardTitle, interpreterNote } from "./card";

const later = aVerdict({ verdict: "postpone", code: "outside_window", until: "2026-11-22T16:00:00Z", overridable: true });
const never = aVerdict({ verdict: "refuse", code: "do_not_call", reason: "On the list." });
const broken = aVerdict({ phone: null, verdict: "refuse", code: "number_invalid" });

function reply(intent: Record<string, unknown> | null, numbers: NumberVerdict[] = [], at: string | null = null): PromptReply {
  const count = (verdict: string) => numbers.filter((number) => number.verdict === verdict).length;
  return {
    interpreter: "grammar",
    fallback_reason: null,
    understood: intent !== null,
    intent,
    refusal: intent ? null : "Not understood.",
    spans: [],
    card: { numbers, allowed: count("allow"), refused: count("refuse"), postponed: count("postpone"), message: null, at, cost_estimate: null, text: "" },
  };
}

const call = { intent: "call", numbers: [], message: null, at: null };

describe("the confirmation card", () => {
  it("calls what is allowed and says how many", () => {
    expect(cardAction(reply(call, [aVerdict(), aVerdict()]), false).label).toBe("Call 2 numbers");
    expect(cardAction(reply(call, [aVerdict()]), false).label).toBe("Call 1 number");
  });
  it("schedules what must wait", () => {
    expect(cardAction(reply(call, [aVerdict(), later]), false).label).toBe("Call 1, schedule 1");
    expect(cardAction(reply(call, [later]), false).label).toBe("Schedule 1 call");
  });
  it("calls what must wait only once the window is lifted", () => {
    expect(cardAction(reply(call, [aVerdict(), later]), true).label).toBe("Call 2 numbers");
    expect(cardAction(reply(call, [later]), true).label).toBe("Call 1 number");
  });
  it("offers no confirmation when every number is refused, lifted or not", () => {
    expect(cardAction(reply(call, [never, broken]), false).label).toBeNull();
    expect(cardAction(reply(call, [never, broken]), true).label).toBeNull();
  });
  it("counts only what a person may lift", () => {
    expect(cardAction(reply(call, [aVerdict(), later, never]), false).liftable).toBe(1);
    expect(cardAction(reply(call, [aVerdict({ overridable: true })]), false).liftable).toBe(0);
  });
  it("lifts a rule that otherwise never opens", () => {
    const closed = aVerdict({ verdict: "refuse", code: "window_never_opens", overridable: true });
    expect(cardAction(reply(call, [closed]), false).label).toBeNull();
    expect(cardAction(reply(call, [closed]), true).label).toBe("Call 1 number");
  });
  it("never turns a wish not to be called into a call", () => {
    expect(cardAction(reply({ intent: "do_not_call", numbers: [] }, [aVerdict()]), true).label).toBe("Add 1 number to do not call");
    expect(cardAction(reply({ intent: "do_not_call", numbers: [] }, [broken]), true).label).toBeNull();
  });
  it("marks what ends calls as dangerous", () => {
    expect(cardAction(reply({ intent: "hang_up_all" }), false)).toEqual({ label: "Hang up all calls", danger: true, liftable: 0 });
    expect(cardAction(reply({ intent: "cancel", numbers: [] }), false).danger).toBe(true);
  });
  it("has nothing to confirm for a question or for what was not understood", () => {
    expect(cardAction(reply({ intent: "status" }), false).label).toBeNull();
    expect(cardAction(reply(null), false).label).toBeNull();
    expect(cardTitle(reply(null))).toBe("Not understood");
  });
  it("says schedule when a time was asked for", () => {
    expect(cardAction(reply(call, [aVerdict(), aVerdict()], "2026-11-22T16:00:00Z"), false).label).toBe("Schedule 2 calls");
    expect(callLabel(0, 0, true)).toBeNull();
  });
});

describe("who read the text", () => {
  it("is told, with a warning when it was a model", () => {
    expect(interpreterNote({ interpreter: "grammar", fallback_reason: null })).toBe("Read by the built-in grammar");
    expect(interpreterNote({ interpreter: "model:gpt-5-mini", fallback_reason: null })).toBe("Read by gpt-5-mini; check it");
    expect(interpreterNote({ interpreter: "grammar", fallback_reason: "The model did not answer." })).toContain("did not answer");
  });
});

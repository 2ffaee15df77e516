import { describe, expect, it } from "vitest";

import { anOffer, aSeat, aSeatCall } from "@/test/seats";

import { AWAY, isHeld, isMuted, maySignIn, rejoinDelay, step, type Effect, type Link, type Seated, type ShiftEvent, type ShiftState } from "./machine";

const entry = { campaignId: "cmp_1", key: "k", audio: "browser", phone: null } as const;
const seat = aSeat();
const ready = aSeat({ state: "ready", reason: null });
const promised = aSeat({ state: "on_call", reason: null, call: aSeatCall({ connected_at: null, answer_to_audio_ms: null }) });
const talking = aSeat({ state: "on_call", reason: null, call: aSeatCall() });
const noting = aSeat({ state: "wrap_up", reason: null, call: aSeatCall() });
const offline = aSeat({ state: "offline", reason: "signed_out" });

function at(here = seat, link: Link = "up", part: Partial<Seated> = {}): Seated {
  return { phase: "seated", seat: here, link, back: false, tries: 0, wish: { muted: null, held: null, state: null }, ending: false, leaving: false, blocked: false, trouble: null, missed: null, ...part };
}

/** Given a state, an event leads to another state (as far as it is named) and to effects. */
function check(given: ShiftState, event: ShiftEvent, expected: Record<string, unknown>, effects: Effect["do"][]): void {
  const after = step(given, event);
  expect(after.state).toMatchObject(expected);
  expect(after.effects.map((effect) => effect.do)).toEqual(effects);
}

/** Many events through the machine, for what depends on the order. */
function after(given: ShiftState, ...events: ShiftEvent[]): ShiftState {
  return events.reduce((state, event) => step(state, event).state, given);
}

describe("signing in", () => {
  it("asks for the microphone before it asks for a seat", () => {
    check(AWAY, { type: "sign-in", entry }, { phase: "microphone" }, ["get-microphone"]);
    check({ phase: "microphone", entry }, { type: "microphone-ready" }, { phase: "signing-in" }, ["take-seat"]);
    check({ phase: "microphone", entry }, { type: "microphone-refused", trouble: "denied" }, { phase: "no-microphone", trouble: "denied" }, []);
  });
  it("takes the seat's audio in this tab, closed while the seat is muted", () => {
    check({ phase: "signing-in", entry }, { type: "signed-in", seat }, { phase: "seated", link: "joining" }, ["take-lock", "open-microphone", "join"]);
    expect(step({ phase: "signing-in", entry }, { type: "signed-in", seat: aSeat({ muted: true }) }).effects[1]).toEqual({ do: "open-microphone", open: false });
  });
  it("shows what the server says against it, and looks for the seat that one has already", () => {
    check({ phase: "signing-in", entry }, { type: "refused", refusal: { code: "seat.campaign_closed", sentence: "No." } }, { phase: "refused" }, []);
    check({ phase: "signing-in", entry }, { type: "refused", refusal: { code: "seat.already_seated", sentence: "No." } }, { phase: "refused" }, ["find-seat"]);
  });
  it("gives up a seat that was taken after the agent changed their mind", () => {
    check({ phase: "signing-in", entry }, { type: "cancel" }, { phase: "away" }, ["release-microphone"]);
    check(AWAY, { type: "signed-in", seat }, { phase: "away" }, ["sign-out"]);
  });
  it("begins no second shift", () => {
    expect(maySignIn(at())).toBe(false);
    check(at(), { type: "sign-in", entry }, { phase: "seated" }, []);
  });
});

describe("after a reload", () => {
  it("finds the seat, asks whether another tab has it, and joins again", () => {
    check(AWAY, { type: "found", seat: talking }, { phase: "seated", link: "claiming", back: true }, ["try-lock"]);
    check(at(talking, "claiming"), { type: "lock-mine" }, { link: "microphone" }, ["get-microphone"]);
    check(at(talking, "microphone"), { type: "microphone-ready" }, { link: "joining" }, ["open-microphone", "join"]);
  });
  it("keeps away from a seat that another tab has, until it is asked to take it", () => {
    check(at(talking, "claiming"), { type: "lock-taken" }, { phase: "elsewhere" }, ["leave", "sound", "release-microphone"]);
    check({ phase: "elsewhere", seat: talking }, { type: "take-here" }, { phase: "seated", link: "microphone", back: true }, ["take-lock", "get-microphone"]);
    check({ phase: "elsewhere", seat: talking }, { type: "lock-mine" }, { phase: "seated" }, ["get-microphone"]);
    check({ phase: "elsewhere", seat }, { type: "news", seat: offline }, { phase: "away" }, ["leave-lock"]);
  });
  it("does not come back to a seat that was given up", () => {
    check(AWAY, { type: "found", seat: offline }, { phase: "away" }, []);
  });
});

describe("a phone in place of the headset", () => {
  const phone = { phone_display: "+49 30 901820", state: "here", problem: null } as const;
  const onPhone = aSeat({ audio: "phone", phone });
  it("takes a seat without a microphone or a line of this browser", () => {
    check(AWAY, { type: "sign-in", entry: { ...entry, audio: "phone" } }, { phase: "signing-in" }, ["release-microphone", "take-seat"]);
    check({ phase: "signing-in", entry }, { type: "signed-in", seat: onPhone }, { phase: "seated", link: "phone" }, ["take-lock"]);
    check(at(onPhone, "claiming"), { type: "lock-mine" }, { link: "phone" }, []);
    check(at(onPhone, "phone"), { type: "microphone-lost" }, { link: "phone" }, []);
  });
  it("is heard while the phone is on the line", () => {
    check(at(onPhone, "phone"), { type: "ask", asked: { state: "ready", reason: null } }, { wish: { state: "ready" } }, ["set-state"]);
    check(at({ ...onPhone, phone: { ...phone, state: "gone" } }, "phone"), { type: "ask", asked: { state: "ready", reason: null } }, { wish: { state: null } }, []);
  });
});

describe("preview and questions", () => {
  const dialing = aSeat({ state: "dialing", reason: null, call: aSeatCall({ connected_at: null }) });
  it("lets an offer be heard once", () => {
    check(at(ready), { type: "news", seat: { ...ready, offer: anOffer() } }, { seat: { state: "ready" } }, ["sound"]);
    check(at({ ...ready, offer: anOffer() }), { type: "news", seat: { ...ready, offer: anOffer() } }, {}, []);
  });
  it("rings while a colleague asks, and hushes after", () => {
    const asked = { ...ready, consult: { from_seat_id: "seat_2", from_name: "Ben", lead: null, since: "2026-11-21T18:40:00Z" } };
    expect(step(at(ready), { type: "news", seat: asked }).effects).toEqual([{ do: "sound", sound: "ring" }]);
    expect(step(at(asked), { type: "news", seat: ready }).effects).toEqual([{ do: "sound", sound: "hush" }]);
  });
  it("keeps the call that rang in vain until the next one", () => {
    check(at(dialing), { type: "news", seat: ready }, { missed: { id: "call_1" } }, []);
    check(at(ready, "up", { missed: aSeatCall() }), { type: "news", seat: dialing }, { missed: null }, []);
    check(at(dialing), { type: "end" }, { ending: true }, ["end-call"]);
  });
});

describe("ready and paused", () => {
  it("asks for callees only while the audio is there", () => {
    check(at(), { type: "ask", asked: { state: "ready", reason: null } }, { wish: { state: "ready" } }, ["set-state"]);
    check(at(seat, "lost"), { type: "ask", asked: { state: "ready", reason: null } }, { wish: { state: null } }, []);
    check(at(ready, "lost"), { type: "ask", asked: { state: "paused", reason: "Lunch" } }, { wish: { state: "paused" } }, ["set-state"]);
  });
  it("takes a wish for granted when the seat stands so, or will after the call", () => {
    const asked = after(at(talking), { type: "ask", asked: { state: "paused", reason: null } });
    expect(after(asked, { type: "news", seat: talking })).toMatchObject({ wish: { state: "paused" } });
    expect(after(asked, { type: "news", seat: { ...talking, pause_after: "chosen" } })).toMatchObject({ wish: { state: null } });
    expect(after(at(), { type: "ask", asked: { state: "ready", reason: null } }, { type: "news", seat: ready })).toMatchObject({ wish: { state: null }, seat: { state: "ready" } });
  });
  it("takes a wish back that was refused", () => {
    expect(after(at(), { type: "ask", asked: { state: "ready", reason: null } }, { type: "ask-answered" })).toMatchObject({ wish: { state: null } });
  });
});

describe("a call", () => {
  it("stays as an answer left it when the live channel tells of the time before", () => {
    const known = at({ ...noting, revision: 5 });
    expect(step(known, { type: "news", seat: { ...talking, revision: 4 } })).toEqual({ state: known, effects: [] });
    expect(after(known, { type: "news", seat: { ...ready, revision: 6 } })).toMatchObject({ seat: { state: "ready" } });
  });

  it("comes and goes with the news, and a farewell is heard when somebody was there", () => {
    check(at(ready), { type: "news", seat: promised }, { seat: { state: "on_call" } }, []);
    check(at(promised), { type: "news", seat: talking }, { seat: { state: "on_call" } }, []);
    check(at(talking), { type: "news", seat: noting }, { seat: { state: "wrap_up" }, ending: false }, ["sound"]);
    check(at(promised), { type: "news", seat: ready }, { seat: { state: "ready" } }, []);
  });
  it("mutes here at once and keeps that promise when the server did not hear of it", () => {
    const muted = after(at(talking), { type: "toggle", what: "mute" }) as Seated;
    expect(isMuted(muted)).toBe(true);
    expect(step(at(talking), { type: "toggle", what: "mute" }).effects).toEqual([
      { do: "open-microphone", open: false },
      { do: "switch", id: "seat_1", what: "mute", on: true },
    ]);
    expect(isMuted(after(muted, { type: "toggle-failed", what: "mute" }) as Seated)).toBe(true);
  });
  it("does not let what was asked in one call decide the next", () => {
    const held = after(at(talking), { type: "toggle", what: "hold" }) as Seated;
    expect(isHeld(held)).toBe(true);
    expect(isHeld(after(held, { type: "news", seat: noting }) as Seated)).toBe(false);
  });
  it("holds only somebody who is there", () => {
    check(at(promised), { type: "toggle", what: "hold" }, { wish: { held: null } }, []);
    check(at(ready), { type: "end" }, { ending: false }, []);
  });
  it("ends once, however often it is asked", () => {
    check(at(talking), { type: "end" }, { ending: true }, ["end-call"]);
    check(at(talking, "up", { ending: true }), { type: "end" }, { ending: true }, []);
    check(at(talking, "up", { ending: true }), { type: "end-failed" }, { ending: false }, []);
  });
});

describe("lost audio", () => {
  it("is sought again, sooner at first, and given up after many tries", () => {
    check(at(talking), { type: "link-lost" }, { link: "lost", tries: 1, back: true }, ["leave", "ask-seat", "rejoin-after"]);
    check(at(talking, "lost", { tries: 1 }), { type: "rejoin" }, { link: "joining" }, ["join"]);
    check(at(talking, "joining", { tries: 12 }), { type: "link-lost" }, { link: "given-up" }, ["leave", "ask-seat"]);
    expect([1, 2, 3, 4, 20].map(rejoinDelay)).toEqual([0, 250, 500, 1_000, 4_000]);
  });
  it("is forgotten once it has held for a while", () => {
    check(at(talking, "joining", { tries: 3, back: true }), { type: "link-up" }, { link: "up", back: false }, []);
    check(at(talking, "up", { tries: 3 }), { type: "link-steady" }, { tries: 0 }, []);
  });
});

describe("the end of a shift", () => {
  it("is asked for once and comes with the news", () => {
    check(at(), { type: "sign-out" }, { leaving: true }, ["sign-out"]);
    check(at(seat, "up", { leaving: true }), { type: "sign-out" }, { leaving: true }, []);
    check(at(), { type: "news", seat: offline }, { phase: "over" }, ["leave", "leave-lock", "sound", "release-microphone"]);
  });
  it("is believed when the server does not know the seat any more", () => {
    check(at(), { type: "gone" }, { phase: "over", seat: { state: "offline" } }, ["leave", "leave-lock", "sound", "release-microphone"]);
    check(AWAY, { type: "gone" }, { phase: "away" }, []);
  });
  it("makes way for the next", () => {
    expect(maySignIn({ phase: "over", seat: offline })).toBe(true);
  });
});

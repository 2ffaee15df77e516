import { describe, expect, it } from "vitest";

import { aLead, aRoom } from "@/test/leads";
import { aCall } from "@/test/samples";

import { canDial, IDLE, isMuted, merged, neverCame, rejoinDelay, step, type DeskEvent, type DeskState, type Effect, type InRoom, type Order } from "./machine";
import type { RoomState } from "./model";
import { announcement, stageOf } from "./stage";

const order: Order = { lead: aLead(), key: "k1", override: false };
const inState = (state: RoomState, part = {}) => aRoom({ state, ...part });

function after(...events: DeskEvent[]): { state: DeskState; did: Effect[] } {
  let state: DeskState = IDLE;
  let did: Effect[] = [];
  for (const event of events) ({ state, effects: did } = step(state, event));
  return { state, did };
}

const dial: DeskEvent = { type: "dial", order };
const opened: DeskEvent[] = [dial, { type: "microphone-ready" }, { type: "opened", room: inState("opening") }];
const up: DeskEvent[] = [...opened, { type: "link-up" }];
const ringing: DeskEvent[] = [...up, { type: "news", room: inState("dialing") }, { type: "news", room: inState("ringing") }];
const connected: DeskEvent[] = [...ringing, { type: "news", room: inState("connected", { connected_at: "2026-11-21T18:41:00Z" }) }];
const done: DeskEvent[] = [...connected, { type: "news", room: inState("ended") }];
const reloaded: DeskEvent[] = [{ type: "found", room: inState("connected") }];
const says = (effects: Effect[]) => effects.map((effect) => (effect.do === "sound" ? effect.sound : effect.do));

describe("a call from the first click to its end", () => {
  const table: [string, DeskEvent[], string, string[]][] = [
    ["asks for the microphone before anything else", [dial], "microphone", ["get-microphone"]],
    ["opens the room once there is a microphone", [dial, { type: "microphone-ready" }], "joining", ["open-room"]],
    ["joins the room that was opened", opened, "joining", ["take-seat", "remember", "open-microphone", "join"]],
    ["dials once the audio is up", [...up, { type: "news", room: inState("dialing") }], "dialling", ["hush"]],
    ["rings", ringing, "ringing", ["hush", "ring"]],
    ["chimes when somebody answers", connected, "connected", ["hush", "chime"]],
    ["ends with the outcome still to be noted", done, "wrap-up", ["leave", "leave-seat", "hush", "farewell"]],
    ["keeps the microphone for the next lead", [...done, { type: "wrapped", next: aLead({ id: "led_2" }) }], "ready", ["forget"]],
    ["lets go of the microphone when nothing follows", [...done, { type: "wrapped", next: null }], "none", ["forget", "release-microphone"]],
    ["rings also when the ringing began before the audio was up", [...opened, { type: "news", room: inState("ringing") }, { type: "link-up" }], "ringing", ["ring"]],
  ];
  it.each(table)("%s", (_, events, stage, effects) => {
    const { state, did } = after(...events);
    expect(stageOf(state)).toBe(stage);
    expect(says(did)).toEqual(effects);
  });
});

describe("what must never happen", () => {
  it("a second call beside a call, or before the outcome of the last is noted", () => {
    for (const events of [opened, ringing, connected, done]) {
      const { state } = after(...events);
      expect(canDial(state)).toBe(false);
      expect(step(state, dial)).toEqual({ state, effects: [] });
    }
  });
  it("a dial without a microphone", () => {
    const { state, did } = after(dial, { type: "microphone-refused", trouble: "denied" });
    expect(state.phase).toBe("no-microphone");
    expect(did).toEqual([]);
  });
  it("a room that nobody sits in: one that opens after Cancel is ended", () => {
    const { state, did } = after(dial, { type: "microphone-ready" }, { type: "cancel" }, { type: "opened", room: inState("opening") });
    expect(state).toEqual(IDLE);
    expect(did).toEqual([{ do: "end-room", id: "rom_1" }]);
  });
  it("an end to the own call because two answers tell of its room", () => {
    const { state, did } = after(dial, { type: "microphone-ready" }, { type: "found", room: inState("opening") }, { type: "opened", room: inState("opening") });
    expect(state.phase).toBe("room");
    expect(did).toEqual([]);
  });
  it("a microphone that stays open after Cancel", () => {
    expect(says(after(dial, { type: "cancel" }, { type: "microphone-ready" }).did)).toEqual(["release-microphone"]);
  });
  it("a late answer that takes a room back to an earlier state", () => {
    const { state } = after(...connected, { type: "news", room: inState("ringing") });
    expect(stageOf(state)).toBe("connected");
    expect(merged(inState("ended"), inState("connected")).state).toBe("ended");
  });
  it("news of another room that changes this one", () => {
    const { state } = after(...connected);
    expect(step(state, { type: "news", room: aRoom({ id: "rom_2", state: "ended" }) }).state).toBe(state);
  });
  it("two requests to end one call", () => {
    const { state, did } = after(...connected, { type: "end" });
    expect(says(did)).toEqual(["hush", "end-room"]);
    expect(step(state, { type: "end" }).effects).toEqual([]);
  });
});

describe("mute", () => {
  it("closes the microphone at once and tells the server", () => {
    const { state, did } = after(...connected, { type: "toggle", what: "mute" });
    expect(did).toEqual([
      { do: "open-microphone", open: false },
      { do: "switch", id: "rom_1", what: "mute", on: true },
    ]);
    expect(isMuted(state as InRoom)).toBe(true);
  });
  it("holds although the server did not hear of it", () => {
    const { state, did } = after(...connected, { type: "toggle", what: "mute" }, { type: "toggle-failed", what: "mute" });
    expect(isMuted(state as InRoom)).toBe(true);
    expect(did).toEqual([{ do: "open-microphone", open: false }]);
  });
  it("stays when only unmuting failed", () => {
    const muted: DeskEvent[] = [...connected, { type: "toggle", what: "mute" }, { type: "news", room: inState("connected", { muted: true }) }];
    const { state, did } = after(...muted, { type: "toggle", what: "mute" }, { type: "toggle-failed", what: "mute" });
    expect(isMuted(state as InRoom)).toBe(true);
    expect(did).toEqual([{ do: "open-microphone", open: false }]);
  });
  it("is not undone by news that left the server before the request came", () => {
    const { state } = after(...connected, { type: "toggle", what: "mute" }, { type: "news", room: inState("connected", { muted: false }) });
    expect(isMuted(state as InRoom)).toBe(true);
  });
  it("follows the server when somebody else mutes", () => {
    const { did } = after(...connected, { type: "news", room: inState("connected", { muted: true }) });
    expect(did).toEqual([{ do: "open-microphone", open: false }]);
  });
  it("survives a reload: the microphone comes back closed", () => {
    const { did } = after({ type: "found", room: inState("connected", { muted: true }) }, { type: "seat-mine" }, { type: "microphone-ready" });
    expect(did).toEqual([
      { do: "open-microphone", open: false },
      { do: "join", id: "rom_1" },
    ]);
  });
});

describe("hold", () => {
  it("is asked for, and taken back when it failed", () => {
    const { state, did } = after(...connected, { type: "toggle", what: "hold" });
    expect(did).toEqual([{ do: "switch", id: "rom_1", what: "hold", on: true }]);
    expect((step(state, { type: "toggle-failed", what: "hold" }).state as InRoom).wish.held).toBeNull();
  });
});

describe("audio that is lost", () => {
  it("is sought at once, then with growing patience", () => {
    const { state, did } = after(...connected, { type: "link-lost" });
    expect(stageOf(state)).toBe("reconnecting");
    expect(did.find((effect) => effect.do === "rejoin-after")).toEqual({ do: "rejoin-after", ms: 0 });
    expect([1, 2, 3, 4, 5, 6, 7].map(rejoinDelay)).toEqual([0, 250, 500, 1000, 2000, 4000, 4000]);
  });
  it("asks the server whether the call still is", () => {
    expect(after(...connected, { type: "link-lost" }).did).toContainEqual({ do: "ask-room", id: "rom_1" });
  });
  it("is not sought at once when the other end hung up: the news that the call is over is under way", () => {
    const { state, did } = after(...connected, { type: "link-ended" });
    expect(stageOf(state)).toBe("ending");
    expect(did).toEqual([{ do: "leave" }, { do: "sound", sound: "hush" }, { do: "ask-room", id: "rom_1" }, { do: "rejoin-after", ms: 1_000 }]);
    const over = step(state, { type: "news", room: inState("ended") });
    expect(over.state.phase).toBe("wrap-up");
    expect(step(over.state, { type: "rejoin" }).effects).toEqual([]);
  });
  it("is sought after all when the call goes on without the line that was hung up", () => {
    const { state } = after(...connected, { type: "link-ended" }, { type: "news", room: inState("connected") });
    const again = step(state, { type: "rejoin" });
    expect(says(again.effects)).toEqual(["join"]);
    expect(stageOf(again.state)).toBe("reconnecting");
  });
  it("is given up after a while, with a button to try again", () => {
    let { state } = after(...connected);
    for (let tries = 0; tries < 12; tries += 1) state = step(step(state, { type: "link-lost" }).state, { type: "rejoin" }).state;
    state = step(state, { type: "link-lost" }).state;
    expect((state as InRoom).link).toBe("given-up");
    expect(says(step(state, { type: "rejoin" }).effects)).toEqual(["join"]);
  });
  it("that never came is told from audio that went, once an attempt has failed", () => {
    const never = (...events: DeskEvent[]) => neverCame(after(...events).state as InRoom);
    expect(never(...opened)).toBe(false);
    expect(never(...opened, { type: "link-lost" })).toBe(true);
    expect(never(...opened, { type: "link-lost" }, { type: "rejoin" })).toBe(true);
    expect(never(...opened, { type: "link-lost" }, { type: "rejoin" }, { type: "link-up" })).toBe(false);
    expect(never(...up, { type: "link-lost" })).toBe(false);
  });

  it("counts anew once it has held", () => {
    const { state } = after(...connected, { type: "link-lost" }, { type: "rejoin" }, { type: "link-up" }, { type: "link-steady" });
    expect((state as InRoom).tries).toBe(0);
  });
});

describe("a reload in the middle of a call", () => {
  it("claims the call, gets the microphone and joins, with the words that it goes on", () => {
    expect(says(after(...reloaded).did)).toEqual(["try-seat"]);
    const { state, did } = after(...reloaded, { type: "seat-mine" });
    expect(stageOf(state)).toBe("reconnecting");
    expect(announcement(state)).toContain("Grace Hopper is still in the call");
    expect(says(did)).toEqual(["remember", "get-microphone"]);
    expect(says(after(...reloaded, { type: "seat-mine" }, { type: "microphone-ready" }).did)).toEqual(["open-microphone", "join"]);
  });
  it("leaves the call where it is when another tab has it, and takes it over on request", () => {
    const { state } = after(...reloaded, { type: "seat-taken" });
    expect(stageOf(state)).toBe("elsewhere");
    expect(says(step(state, { type: "take-here" }).effects)).toEqual(["take-seat", "remember", "get-microphone"]);
    expect(says(step(state, { type: "seat-mine" }).effects)).toEqual(["remember", "get-microphone"]);
  });
  it("lets go when another tab takes the call", () => {
    const { state, did } = after(...connected, { type: "seat-taken" });
    expect(state.phase).toBe("elsewhere");
    expect(says(did)).toEqual(["leave", "forget", "hush", "release-microphone"]);
  });
  it("asks for the outcome of a call that ended meanwhile", () => {
    const { state } = after({ type: "found", room: inState("ended") });
    expect(stageOf(state)).toBe("wrap-up");
  });
  it("does not ask again for an outcome that was noted", () => {
    const call = { ...aCall(), disposition: "connected" };
    const { state, did } = after({ type: "found", room: inState("ended", { call }) });
    expect(state).toEqual(IDLE);
    expect(says(did)).toEqual(["forget"]);
  });
  it("explains a microphone that is refused now, and goes on once it is given", () => {
    const { state } = after(...reloaded, { type: "seat-mine" }, { type: "microphone-refused", trouble: "denied" });
    expect(stageOf(state)).toBe("blocked");
    expect(says(step(step(state, { type: "microphone-lost" }).state, { type: "microphone-ready" }).effects)).toEqual(["open-microphone", "join"]);
  });
});

describe("a refusal", () => {
  const refusal = { code: "rule.outside_window", sentence: "It is 05:12 there.", liftable: true };
  it("is shown with its reason and may be insisted on", () => {
    const { state } = after(dial, { type: "microphone-ready" }, { type: "refused", refusal });
    expect(state).toEqual({ phase: "refused", order, refusal });
    expect(canDial(state)).toBe(true);
  });
  it("that says this person is in a call already leads to that call", () => {
    const { state, did } = after(dial, { type: "microphone-ready" }, { type: "refused", refusal: { ...refusal, code: "room.already_in_one" } });
    expect(says(did)).toEqual(["find-room"]);
    expect(step(state, { type: "found", room: inState("connected") }).state.phase).toBe("room");
  });
});

import type { Lead, Room, RoomState } from "./model";

// What the page does about one call, as a function: a state and what happened give the next state and what to do.
//
//   idle -> microphone -> opening -> room -> wrap-up -> ready -> ...
//             |              |        ^ \
//        no-microphone    refused     |  elsewhere (another tab has the call)
//                                  found (after a reload)

/** A person's wish to call a lead; the key makes repeating the request harmless. */
export interface Order {
  lead: Lead;
  key: string;
  override: boolean;
}

/** Why the microphone cannot be had. */
export type Trouble = "denied" | "dismissed" | "none" | "in-use" | "insecure";

/** Why the server did not do what was asked. */
export interface Refusal {
  code: string;
  sentence: string;
  /** Whether the person may insist. */
  liftable: boolean;
}

/** How this page stands with the room's audio. */
export type Link = "claiming" | "microphone" | "no-microphone" | "joining" | "up" | "hung-up" | "lost" | "given-up";

export interface InRoom {
  phase: "room";
  room: Room;
  link: Link;
  /** The audio was there before, here or before a reload: the customer may be on the line meanwhile. */
  back: boolean;
  /** Attempts to join since the audio last held. */
  tries: number;
  /** What was asked for and is not yet confirmed. */
  wish: { muted: boolean | null; held: boolean | null };
  ending: boolean;
  /** The browser wants a click before it plays sound. */
  blocked: boolean;
  trouble: Trouble | null;
}

export type DeskState =
  | { phase: "idle" }
  | { phase: "ready"; lead: Lead }
  | { phase: "microphone"; order: Order }
  | { phase: "no-microphone"; order: Order; trouble: Trouble }
  | { phase: "opening"; order: Order }
  | { phase: "refused"; order: Order; refusal: Refusal }
  | InRoom
  | { phase: "elsewhere"; room: Room }
  | { phase: "wrap-up"; room: Room };

export type Switch = "mute" | "hold";

export type DeskEvent =
  | { type: "dial"; order: Order }
  | { type: "open-lead"; lead: Lead }
  | { type: "cancel" }
  | { type: "found"; room: Room }
  | { type: "seat-mine" }
  | { type: "seat-taken" }
  | { type: "take-here" }
  | { type: "microphone-ready" }
  | { type: "microphone-refused"; trouble: Trouble }
  | { type: "microphone-lost" }
  | { type: "opened"; room: Room }
  | { type: "refused"; refusal: Refusal }
  | { type: "link-up" }
  | { type: "link-steady" }
  | { type: "link-lost" }
  | { type: "link-ended" }
  | { type: "rejoin" }
  | { type: "playback"; blocked: boolean }
  | { type: "news"; room: Room }
  | { type: "toggle"; what: Switch }
  | { type: "toggle-failed"; what: Switch }
  | { type: "end" }
  | { type: "end-failed" }
  | { type: "wrapped"; next: Lead | null };

export type Sound = "ring" | "hush" | "chime" | "farewell";

export type Effect =
  | { do: "get-microphone" }
  | { do: "release-microphone" }
  | { do: "open-microphone"; open: boolean }
  | { do: "open-room"; order: Order }
  | { do: "find-room" }
  | { do: "ask-room"; id: string }
  | { do: "try-seat" }
  | { do: "take-seat" }
  | { do: "leave-seat" }
  | { do: "join"; id: string }
  | { do: "leave" }
  | { do: "rejoin-after"; ms: number }
  | { do: "switch"; id: string; what: Switch; on: boolean }
  | { do: "end-room"; id: string }
  | { do: "remember"; id: string }
  | { do: "forget" }
  | { do: "sound"; sound: Sound };

export interface Step {
  state: DeskState;
  effects: Effect[];
}

export const IDLE: DeskState = { phase: "idle" };

/** What comes of an event; one that means nothing in a state leaves it as it is. */
export function step(state: DeskState, event: DeskEvent): Step {
  switch (event.type) {
    case "dial":
      return canDial(state) ? to({ phase: "microphone", order: event.order }, { do: "get-microphone" }) : stay(state);
    case "open-lead":
      return canDial(state) ? to({ phase: "ready", lead: event.lead }) : stay(state);
    case "cancel":
      return cancel(state);
    case "found":
      return found(state, event.room);
    case "opened":
      return opened(state, event.room);
    case "refused":
      return refused(state, event.refusal);
    case "microphone-ready":
      return microphoneReady(state);
    case "microphone-refused":
      if (state.phase === "microphone") return to({ phase: "no-microphone", order: state.order, trouble: event.trouble });
      return state.phase === "room" ? to({ ...state, link: "no-microphone", trouble: event.trouble }, { do: "leave" }) : stay(state);
    case "microphone-lost":
      return state.phase === "room" || state.phase === "opening" ? to(state, { do: "get-microphone" }) : stay(state);
    case "seat-mine":
    case "take-here":
    case "seat-taken":
      return seat(state, event.type);
    case "link-up":
    case "link-steady":
    case "link-lost":
    case "link-ended":
    case "rejoin":
      return link(state, event.type);
    case "playback":
      return state.phase === "room" ? to({ ...state, blocked: event.blocked }) : stay(state);
    case "news":
      return news(state, event.room);
    case "toggle":
      return toggle(state, event.what);
    case "toggle-failed":
      return toggleFailed(state, event.what);
    case "end":
      return end(state);
    case "end-failed":
      return state.phase === "room" ? to({ ...state, ending: false }) : stay(state);
    case "wrapped":
      return wrapped(state, event.next);
  }
}

/** Whether a new call may begin: none is under way and none waits for its outcome. */
export function canDial(state: DeskState): boolean {
  return ["idle", "ready", "refused", "no-microphone"].includes(state.phase);
}

/** Whether the agent is not heard, by what was last asked for. */
export function isMuted(state: InRoom): boolean {
  return state.wish.muted ?? state.room.muted;
}

export function isHeld(state: InRoom): boolean {
  return state.wish.held ?? state.room.held;
}

/** Whether an attempt to join has failed and none has succeeded. */
export function neverCame(state: { link: string; back: boolean; tries: number }): boolean {
  return state.tries > 0 && !state.back && state.link !== "up";
}

/** How long to wait before the nth attempt to get the audio back. */
export function rejoinDelay(tries: number): number {
  return tries <= 1 ? 0 : Math.min(REJOIN_MAX_MS, REJOIN_FIRST_MS * 2 ** (tries - 2));
}

function cancel(state: DeskState): Step {
  // A room that is being opened is ended as soon as it is known.
  if (state.phase === "opening") return to(IDLE, { do: "release-microphone" });
  if (canDial(state) || state.phase === "microphone") return to(IDLE, { do: "release-microphone" });
  return stay(state);
}

function found(state: DeskState, room: Room): Step {
  if (state.phase === "room" || state.phase === "wrap-up" || state.phase === "elsewhere") return news(state, room);
  // What came of an ended call may have been noted already, here or on another device.
  if (room.state === "ended" && room.call?.disposition) return to(state, { do: "forget" });
  if (room.state === "ended") return to({ phase: "wrap-up", room }, { do: "remember", id: room.id });
  return to(inRoom(room, "claiming", room.state !== "opening"), { do: "try-seat" });
}

function opened(state: DeskState, room: Room): Step {
  // It was found in the meantime: this is only the slower answer about the same room.
  if ("room" in state && state.room.id === room.id) return news(state, room);
  if (state.phase !== "opening") return to(state, { do: "end-room", id: room.id });
  if (room.state === "ended") return to({ phase: "wrap-up", room }, { do: "remember", id: room.id });
  return to(inRoom(room, "joining", false), { do: "take-seat" }, { do: "remember", id: room.id }, { do: "open-microphone", open: !room.muted }, { do: "join", id: room.id });
}

function refused(state: DeskState, refusal: Refusal): Step {
  if (state.phase !== "opening") return stay(state);
  // The server knows better: this person is in a call already.
  const effects: Effect[] = refusal.code === "room.already_in_one" ? [{ do: "find-room" }] : [];
  return to({ phase: "refused", order: state.order, refusal }, ...effects);
}

function microphoneReady(state: DeskState): Step {
  if (state.phase === "microphone") return to({ phase: "opening", order: state.order }, { do: "open-room", order: state.order });
  if (state.phase !== "room") return to(state, { do: "release-microphone" });
  const open: Effect = { do: "open-microphone", open: !isMuted(state) };
  if (state.link === "microphone" || state.link === "no-microphone") {
    return to({ ...state, link: "joining", trouble: null }, open, { do: "join", id: state.room.id });
  }
  return to({ ...state, trouble: null }, open);
}

function seat(state: DeskState, event: "seat-mine" | "seat-taken" | "take-here"): Step {
  if (event === "seat-taken") {
    return state.phase === "room"
      ? to({ phase: "elsewhere", room: state.room }, { do: "leave" }, { do: "forget" }, { do: "sound", sound: "hush" }, { do: "release-microphone" })
      : stay(state);
  }
  if (state.phase === "elsewhere") {
    const claim: Effect[] = event === "take-here" ? [{ do: "take-seat" }] : [];
    return to(inRoom(state.room, "microphone", true), ...claim, { do: "remember", id: state.room.id }, { do: "get-microphone" });
  }
  if (state.phase === "room" && state.link === "claiming") {
    return to({ ...state, link: "microphone" }, { do: "remember", id: state.room.id }, { do: "get-microphone" });
  }
  return stay(state);
}

function link(state: DeskState, event: "link-up" | "link-steady" | "link-lost" | "link-ended" | "rejoin"): Step {
  if (state.phase !== "room") return stay(state);
  switch (event) {
    case "link-up":
      return state.link === "joining" ? to({ ...state, link: "up", back: false }, ...soundOf(state.room.state)) : stay(state);
    case "link-steady":
      return to({ ...state, tries: 0 });
    case "link-lost":
    case "link-ended": {
      if (state.link !== "up" && state.link !== "joining") return stay(state);
      const left: Effect[] = [{ do: "leave" }, { do: "sound", sound: "hush" }, { do: "ask-room", id: state.room.id }];
      const tries = state.tries + 1;
      if (event === "link-ended" && tries <= TRIES_MAX) {
        // Most likely the call is over and the news of it is under way; a room that goes on nevertheless is joined anew.
        const ended: InRoom = { ...state, link: "hung-up", tries, back: state.back || state.link === "up" };
        return to(ended, ...left, { do: "rejoin-after", ms: Math.max(NEWS_LIMIT_MS, rejoinDelay(tries)) });
      }
      const lost: InRoom = { ...state, link: tries > TRIES_MAX ? "given-up" : "lost", tries, back: state.back || state.link === "up" };
      const again: Effect[] = lost.link === "lost" ? [{ do: "rejoin-after", ms: rejoinDelay(tries) }] : [];
      return to(lost, ...left, ...again);
    }
    case "rejoin": {
      if (state.link !== "hung-up" && state.link !== "lost" && state.link !== "given-up") return stay(state);
      const tries = state.link === "given-up" ? 1 : state.tries;
      return to({ ...state, link: "joining", tries }, { do: "join", id: state.room.id });
    }
  }
}

function news(state: DeskState, room: Room): Step {
  if (state.phase === "wrap-up") return state.room.id === room.id ? to({ ...state, room: merged(state.room, room) }) : stay(state);
  if (state.phase === "elsewhere") {
    if (state.room.id !== room.id) return stay(state);
    // The outcome is noted where the call was.
    return room.state === "ended" ? to(IDLE, { do: "leave-seat" }) : to({ ...state, room: merged(state.room, room) });
  }
  if (state.phase !== "room" || state.room.id !== room.id) return stay(state);
  const next = merged(state.room, room);
  if (next.state === "ended") {
    return to({ phase: "wrap-up", room: next }, { do: "leave" }, { do: "leave-seat" }, { do: "sound", sound: "hush" }, { do: "sound", sound: "farewell" });
  }
  const wish = {
    muted: state.wish.muted === next.muted ? null : state.wish.muted,
    held: state.wish.held === next.held ? null : state.wish.held,
  };
  const after: InRoom = { ...state, room: next, wish };
  const effects: Effect[] = next.state === state.room.state || state.link !== "up" ? [] : [{ do: "sound", sound: "hush" }, ...soundOf(next.state)];
  if (isMuted(after) !== isMuted(state)) effects.push({ do: "open-microphone", open: !isMuted(after) });
  return to(after, ...effects);
}

function toggle(state: DeskState, what: Switch): Step {
  if (state.phase !== "room" || state.ending) return stay(state);
  const { id } = state.room;
  if (what === "hold") {
    const held = !isHeld(state);
    return to({ ...state, wish: { ...state.wish, held } }, { do: "switch", id, what, on: held });
  }
  const muted = !isMuted(state);
  // The microphone itself is closed at once, whatever the server says: muted is a promise.
  return to({ ...state, wish: { ...state.wish, muted } }, { do: "open-microphone", open: !muted }, { do: "switch", id, what, on: muted });
}

function toggleFailed(state: DeskState, what: Switch): Step {
  if (state.phase !== "room") return stay(state);
  if (what === "hold") return to({ ...state, wish: { ...state.wish, held: null } });
  // A mute that the server did not hear of still holds here; only the wish to be heard is taken back.
  const muted = state.wish.muted === true ? true : null;
  const after: InRoom = { ...state, wish: { ...state.wish, muted } };
  return to(after, { do: "open-microphone", open: !isMuted(after) });
}

function end(state: DeskState): Step {
  if (state.phase === "opening" || state.phase === "microphone") return cancel(state);
  if (state.phase !== "room" || state.ending) return stay(state);
  return to({ ...state, ending: true }, { do: "sound", sound: "hush" }, { do: "end-room", id: state.room.id });
}

function wrapped(state: DeskState, next: Lead | null): Step {
  if (state.phase !== "wrap-up") return stay(state);
  if (next) return to({ phase: "ready", lead: next }, { do: "forget" });
  return to(IDLE, { do: "forget" }, { do: "release-microphone" });
}

/** The later truth of two: a room never goes back to an earlier state, whichever answer came last. */
export function merged(known: Room, heard: Room): Room {
  return RANK[heard.state] < RANK[known.state] ? known : heard;
}

function inRoom(room: Room, link: Link, back: boolean): InRoom {
  return { phase: "room", room, link, back, tries: 0, wish: { muted: null, held: null }, ending: false, blocked: false, trouble: null };
}

function soundOf(state: RoomState): Effect[] {
  if (state === "ringing") return [{ do: "sound", sound: "ring" }];
  return state === "connected" ? [{ do: "sound", sound: "chime" }] : [];
}

function to(state: DeskState, ...effects: Effect[]): Step {
  return { state, effects };
}

function stay(state: DeskState): Step {
  return { state, effects: [] };
}

const RANK: Record<RoomState, number> = { opening: 0, dialing: 1, ringing: 2, connected: 3, ended: 4 };
const REJOIN_FIRST_MS = 250;
const REJOIN_MAX_MS = 4_000;
/** How long the news that a call is over may take after its line has ended. */
const NEWS_LIMIT_MS = 1_000;
/** About forty seconds of trying: longer than the server keeps a customer waiting by default. */
const TRIES_MAX = 12;

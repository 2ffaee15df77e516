import type { Trouble } from "@/features/dial/machine";

import type { Seat, SeatCall, Standing, Wish } from "./model";
import type { SeatAudioChoice } from "./requests";

// What the page does about one shift, as a function: a state and what happened give the next state and what to do.
//
// Whoever listens on a phone of their own needs no microphone here, and the browser takes no line.
//
//   away -> microphone -> signing-in -> seated -> over -> away
//               |             |          ^  \
//         no-microphone    refused       |   elsewhere (another tab has the shift)
//                                     found (after a reload)

/** A person's wish to take a seat; the key makes repeating the request harmless. */
export interface Entry extends SeatAudioChoice {
  campaignId: string;
  key: string;
}

/** Why the server did not do what was asked. */
export interface Refusal {
  code: string;
  sentence: string;
}

/** How this page stands with the audio of the shift. */
export type Link = "claiming" | "microphone" | "no-microphone" | "joining" | "up" | "lost" | "given-up" | "phone";

/** A state that was asked for. */
export interface Asked {
  state: Wish;
  reason: string | null;
}

export interface Seated {
  phase: "seated";
  seat: Seat;
  link: Link;
  /** The audio was there before, here or before a reload. */
  back: boolean;
  /** Attempts to join since the audio last held. */
  tries: number;
  /** What was asked for and is not yet confirmed. */
  wish: { muted: boolean | null; held: boolean | null; state: Wish | null };
  ending: boolean;
  leaving: boolean;
  /** The browser wants a click before it plays sound. */
  blocked: boolean;
  trouble: Trouble | null;
  /** The last call of this seat that rang and came to no talk, until the next one. */
  missed: SeatCall | null;
}

export type ShiftState =
  | { phase: "away" }
  | { phase: "microphone"; entry: Entry }
  | { phase: "no-microphone"; entry: Entry; trouble: Trouble }
  | { phase: "signing-in"; entry: Entry }
  | { phase: "refused"; entry: Entry; refusal: Refusal }
  | Seated
  | { phase: "elsewhere"; seat: Seat }
  | { phase: "over"; seat: Seat };

export type Switch = "mute" | "hold";

export type ShiftEvent =
  | { type: "sign-in"; entry: Entry }
  | { type: "cancel" }
  | { type: "found"; seat: Seat }
  | { type: "lock-mine" }
  | { type: "lock-taken" }
  | { type: "take-here" }
  | { type: "microphone-ready" }
  | { type: "microphone-refused"; trouble: Trouble }
  | { type: "microphone-lost" }
  | { type: "signed-in"; seat: Seat }
  | { type: "refused"; refusal: Refusal }
  | { type: "link-up" }
  | { type: "link-steady" }
  | { type: "link-lost" }
  | { type: "rejoin" }
  | { type: "playback"; blocked: boolean }
  | { type: "news"; seat: Seat }
  | { type: "gone" }
  | { type: "toggle"; what: Switch }
  | { type: "toggle-failed"; what: Switch }
  | { type: "ask"; asked: Asked }
  | { type: "ask-answered" }
  | { type: "end" }
  | { type: "end-failed" }
  | { type: "sign-out" }
  | { type: "sign-out-failed" };

export type Sound = "hush" | "farewell" | "ring" | "chime";

export type Effect =
  | { do: "get-microphone" }
  | { do: "release-microphone" }
  | { do: "open-microphone"; open: boolean }
  | { do: "take-seat"; entry: Entry }
  | { do: "find-seat" }
  | { do: "ask-seat"; id: string }
  | { do: "try-lock" }
  | { do: "take-lock" }
  | { do: "leave-lock" }
  | { do: "join"; id: string }
  | { do: "leave" }
  | { do: "rejoin-after"; ms: number }
  | { do: "switch"; id: string; what: Switch; on: boolean }
  | { do: "set-state"; id: string; asked: Asked }
  | { do: "end-call"; id: string }
  | { do: "sign-out"; id: string }
  | { do: "sound"; sound: Sound };

export interface Step {
  state: ShiftState;
  effects: Effect[];
}

export const AWAY: ShiftState = { phase: "away" };

/** What comes of an event; one that means nothing in a state leaves it as it is. */
export function step(state: ShiftState, event: ShiftEvent): Step {
  switch (event.type) {
    case "sign-in":
      return signIn(state, event.entry);
    case "cancel":
      return cancel(state);
    case "found":
      return found(state, event.seat);
    case "signed-in":
      return signedIn(state, event.seat);
    case "refused":
      return refused(state, event.refusal);
    case "microphone-ready":
      return microphoneReady(state);
    case "microphone-refused":
      if (state.phase === "microphone") return to({ phase: "no-microphone", entry: state.entry, trouble: event.trouble });
      return state.phase === "seated" ? to({ ...state, link: "no-microphone", trouble: event.trouble }, { do: "leave" }) : stay(state);
    case "microphone-lost":
      return usesMicrophone(state) ? to(state, { do: "get-microphone" }) : stay(state);
    case "lock-mine":
    case "lock-taken":
    case "take-here":
      return lock(state, event.type);
    case "link-up":
    case "link-steady":
    case "link-lost":
    case "rejoin":
      return link(state, event.type);
    case "playback":
      return state.phase === "seated" ? to({ ...state, blocked: event.blocked }) : stay(state);
    case "news":
      return news(state, event.seat);
    case "gone":
      return "seat" in state && state.phase !== "over" ? over({ ...state.seat, state: "offline", reason: state.seat.reason }) : stay(state);
    case "toggle":
      return toggle(state, event.what);
    case "toggle-failed":
      return toggleFailed(state, event.what);
    case "ask":
      return asks(state, event.asked);
    case "ask-answered":
      return state.phase === "seated" ? to({ ...state, wish: { ...state.wish, state: null } }) : stay(state);
    case "end":
      return end(state);
    case "end-failed":
      return state.phase === "seated" ? to({ ...state, ending: false }) : stay(state);
    case "sign-out":
      return state.phase === "seated" && !state.leaving ? to({ ...state, leaving: true }, { do: "sign-out", id: state.seat.id }) : stay(state);
    case "sign-out-failed":
      return state.phase === "seated" ? to({ ...state, leaving: false }) : stay(state);
  }
}

/** Whether a shift may begin: none is under way here. */
export function maySignIn(state: ShiftState): boolean {
  return ["away", "refused", "no-microphone", "over"].includes(state.phase);
}

/** Whether the agent is not heard, by what was last asked for. */
export function isMuted(state: Seated): boolean {
  return state.wish.muted ?? state.seat.muted;
}

export function isHeld(state: Seated): boolean {
  return state.wish.held ?? state.seat.held;
}

/** Whether somebody is on the line and heard. */
export function isTalking(seat: Seat): boolean {
  return seat.state === "on_call" && seat.call !== null && seat.call.connected_at !== null;
}

/** Whether the agent can hear and be heard now, here or on a phone. */
export function isAudible({ link, seat }: Pick<Seated, "link" | "seat">): boolean {
  return link === "up" || (link === "phone" && (!seat.phone || seat.phone.state === "here"));
}

/** Whether the seat has a call: promised, ringing, or with somebody on the line. */
export function isCalling({ state }: Pick<Seat, "state">): boolean {
  return state === "on_call" || state === "dialing";
}

/** How long to wait before the nth attempt to get the audio back. */
export function rejoinDelay(tries: number): number {
  return tries <= 1 ? 0 : Math.min(REJOIN_MAX_MS, REJOIN_FIRST_MS * 2 ** (tries - 2));
}

function signIn(state: ShiftState, entry: Entry): Step {
  if (!maySignIn(state)) return stay(state);
  if (entry.audio === "phone") return to({ phase: "signing-in", entry }, { do: "release-microphone" }, { do: "take-seat", entry });
  return to({ phase: "microphone", entry }, { do: "get-microphone" });
}

function usesMicrophone(state: ShiftState): boolean {
  return (state.phase === "seated" && state.link !== "phone") || (state.phase === "signing-in" && state.entry.audio === "browser");
}

function cancel(state: ShiftState): Step {
  // A seat that is being taken is given up as soon as it is known.
  if (maySignIn(state) || state.phase === "microphone" || state.phase === "signing-in") return to(AWAY, { do: "release-microphone" });
  return stay(state);
}

function found(state: ShiftState, seat: Seat): Step {
  if (state.phase === "seated" || state.phase === "elsewhere") return news(state, seat);
  if (seat.state === "offline") return stay(state);
  return to(seated(seat, "claiming", seat.state !== "joining"), { do: "try-lock" });
}

function signedIn(state: ShiftState, seat: Seat): Step {
  // It was found in the meantime: this is only the slower answer about the same seat.
  if ("seat" in state && state.seat.id === seat.id) return news(state, seat);
  if (state.phase !== "signing-in") return to(state, { do: "sign-out", id: seat.id });
  if (seat.audio === "phone") return to(seated(seat, "phone", false), { do: "take-lock" });
  return to(seated(seat, "joining", false), { do: "take-lock" }, { do: "open-microphone", open: !seat.muted }, { do: "join", id: seat.id });
}

function refused(state: ShiftState, refusal: Refusal): Step {
  if (state.phase !== "signing-in") return stay(state);
  // The server knows better: this person has a seat already.
  const effects: Effect[] = refusal.code === "seat.already_seated" ? [{ do: "find-seat" }] : [];
  return to({ phase: "refused", entry: state.entry, refusal }, ...effects);
}

function microphoneReady(state: ShiftState): Step {
  if (state.phase === "microphone") return to({ phase: "signing-in", entry: state.entry }, { do: "take-seat", entry: state.entry });
  // The check before a shift keeps the microphone until the page is left.
  if (state.phase !== "seated") return stay(state);
  const open: Effect = { do: "open-microphone", open: !isMuted(state) };
  if (state.link === "microphone" || state.link === "no-microphone") {
    return to({ ...state, link: "joining", trouble: null }, open, { do: "join", id: state.seat.id });
  }
  return to({ ...state, trouble: null }, open);
}

function lock(state: ShiftState, event: "lock-mine" | "lock-taken" | "take-here"): Step {
  if (event === "lock-taken") {
    return state.phase === "seated" ? to({ phase: "elsewhere", seat: state.seat }, { do: "leave" }, { do: "sound", sound: "hush" }, { do: "release-microphone" }) : stay(state);
  }
  if (state.phase === "elsewhere") {
    const claim: Effect[] = event === "take-here" ? [{ do: "take-lock" }] : [];
    if (state.seat.audio === "phone") return to(seated(state.seat, "phone", false), ...claim);
    return to(seated(state.seat, "microphone", true), ...claim, { do: "get-microphone" });
  }
  if (state.phase === "seated" && state.link === "claiming") {
    if (state.seat.audio === "phone") return to({ ...state, link: "phone", back: false });
    return to({ ...state, link: "microphone" }, { do: "get-microphone" });
  }
  return stay(state);
}

function link(state: ShiftState, event: "link-up" | "link-steady" | "link-lost" | "rejoin"): Step {
  if (state.phase !== "seated") return stay(state);
  switch (event) {
    case "link-up":
      return state.link === "joining" ? to({ ...state, link: "up", back: false }) : stay(state);
    case "link-steady":
      return to({ ...state, tries: 0 });
    case "link-lost": {
      if (state.link !== "up" && state.link !== "joining") return stay(state);
      const tries = state.tries + 1;
      const lost: Seated = { ...state, link: tries > TRIES_MAX ? "given-up" : "lost", tries, back: state.back || state.link === "up" };
      const again: Effect[] = lost.link === "lost" ? [{ do: "rejoin-after", ms: rejoinDelay(tries) }] : [];
      return to(lost, { do: "leave" }, { do: "ask-seat", id: state.seat.id }, ...again);
    }
    case "rejoin": {
      if (state.link !== "lost" && state.link !== "given-up") return stay(state);
      const tries = state.link === "given-up" ? 1 : state.tries;
      return to({ ...state, link: "joining", tries }, { do: "join", id: state.seat.id });
    }
  }
}

function news(state: ShiftState, seat: Seat): Step {
  // The answer to a request overtakes what the live channel tells of the time before it.
  if ("seat" in state && state.seat.id === seat.id && seat.revision < state.seat.revision) return stay(state);
  if (state.phase === "elsewhere") {
    if (state.seat.id !== seat.id) return stay(state);
    return seat.state === "offline" ? to(AWAY, { do: "leave-lock" }) : to({ ...state, seat });
  }
  if (state.phase !== "seated" || state.seat.id !== seat.id) return stay(state);
  if (seat.state === "offline") return over(seat);
  const wish = {
    muted: state.wish.muted === seat.muted ? null : state.wish.muted,
    held: state.wish.held === seat.held ? null : state.wish.held,
    state: isGranted(state.wish.state, seat) ? null : state.wish.state,
  };
  const isOver = isCalling(state.seat) && !isCalling(seat);
  const after: Seated = { ...state, seat, wish: isOver ? { ...wish, muted: null, held: null } : wish, ending: state.ending && !isOver, missed: missedAfter(state, seat) };
  const effects = soundsOf(state.seat, seat);
  if (isMuted(after) !== isMuted(state)) effects.push({ do: "open-microphone", open: !isMuted(after) });
  return to(after, ...effects);
}

/** The call that rang in vain is kept in sight until the next one, so that its agent learns what became of it. */
function missedAfter({ seat: before, missed }: Seated, seat: Seat): SeatCall | null {
  if (isCalling(seat) || seat.state === "wrap_up") return null;
  return before.state === "dialing" ? before.call : missed;
}

/** What is heard when something begins or ends: an agent who is told nothing goes on talking to nobody. */
function soundsOf(before: Seat, after: Seat): Effect[] {
  const effects: Effect[] = [];
  if (isTalking(before) && !isCalling(after)) effects.push({ do: "sound", sound: "farewell" });
  if (after.offer && after.offer.lead.id !== before.offer?.lead.id) effects.push({ do: "sound", sound: "chime" });
  if (after.consult && !before.consult) effects.push({ do: "sound", sound: "ring" });
  if (!after.consult && before.consult) effects.push({ do: "sound", sound: "hush" });
  return effects;
}

function over(seat: Seat): Step {
  return to({ phase: "over", seat }, { do: "leave" }, { do: "leave-lock" }, { do: "sound", sound: "hush" }, { do: "release-microphone" });
}

function toggle(state: ShiftState, what: Switch): Step {
  if (state.phase !== "seated" || state.ending) return stay(state);
  const { id } = state.seat;
  if (what === "hold") {
    if (!isTalking(state.seat)) return stay(state);
    const held = !isHeld(state);
    return to({ ...state, wish: { ...state.wish, held } }, { do: "switch", id, what, on: held });
  }
  const muted = !isMuted(state);
  // The microphone itself is closed at once, whatever the server says: muted is a promise.
  return to({ ...state, wish: { ...state.wish, muted } }, { do: "open-microphone", open: !muted }, { do: "switch", id, what, on: muted });
}

function toggleFailed(state: ShiftState, what: Switch): Step {
  if (state.phase !== "seated") return stay(state);
  if (what === "hold") return to({ ...state, wish: { ...state.wish, held: null } });
  // A mute that the server did not hear of still holds here; only the wish to be heard is taken back.
  const muted = state.wish.muted === true ? true : null;
  const after: Seated = { ...state, wish: { ...state.wish, muted } };
  return to(after, { do: "open-microphone", open: !isMuted(after) });
}

function asks(state: ShiftState, asked: Asked): Step {
  if (state.phase !== "seated" || state.leaving || !MAY_ASK.has(state.seat.state)) return stay(state);
  // Nobody is to be put through to a browser that is away.
  if (asked.state === "ready" && !isAudible(state)) return stay(state);
  return to({ ...state, wish: { ...state.wish, state: asked.state } }, { do: "set-state", id: state.seat.id, asked });
}

function end(state: ShiftState): Step {
  if (state.phase !== "seated" || state.ending || !isCalling(state.seat)) return stay(state);
  return to({ ...state, ending: true }, { do: "end-call", id: state.seat.id });
}

/** Whether a wish for a state came true: at once, or for the end of the call. */
function isGranted(wish: Wish | null, seat: Seat): boolean {
  if (wish === null || wish === seat.state) return true;
  const isBusy = isCalling(seat) || seat.state === "wrap_up";
  return isBusy && (wish === "paused") === (seat.pause_after !== null);
}

function seated(seat: Seat, link: Link, back: boolean): Seated {
  return { phase: "seated", seat, link, back, tries: 0, wish: { muted: null, held: null, state: null }, ending: false, leaving: false, blocked: false, trouble: null, missed: null };
}

function to(state: ShiftState, ...effects: Effect[]): Step {
  return { state, effects };
}

function stay(state: ShiftState): Step {
  return { state, effects: [] };
}

/** Where a seat can be asked for callees, or for none. */
const MAY_ASK: ReadonlySet<Standing> = new Set(["ready", "paused", "dialing", "on_call", "wrap_up"]);
const REJOIN_FIRST_MS = 250;
const REJOIN_MAX_MS = 4_000;
/** About forty seconds of trying: longer than the server keeps a callee waiting by default. */
const TRIES_MAX = 12;

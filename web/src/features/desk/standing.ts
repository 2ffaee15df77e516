import { Coffee, Headset, LoaderCircle, LogOut, MicOff, Pause, PenLine, PhoneCall, PhoneForwarded, PhoneIncoming, PhoneOff, RefreshCw, type LucideIcon } from "lucide-react";

import { nameOfLead } from "@/features/dial/whom";
import { words } from "@/format/words";

import { isAudible, isHeld, isMuted, isTalking, type ShiftState } from "./machine";
import type { AgentPhone, Seat, Standing } from "./model";

export type Tone = "waiting" | "ringing" | "talking" | "wrap-up" | "failed" | "plain" | "ready";

/** How something stands: a colour, an icon and a word. */
export interface Look {
  word: string;
  tone: Tone;
  icon: LucideIcon;
  moves?: "spin" | "pulse";
}

const STANDINGS: Record<Standing, Look> = {
  joining: { word: "Joining", tone: "waiting", icon: LoaderCircle, moves: "spin" },
  ready: { word: "Ready", tone: "ready", icon: Headset },
  dialing: { word: "Dialling", tone: "waiting", icon: PhoneForwarded },
  on_call: { word: "In a call", tone: "talking", icon: PhoneCall },
  wrap_up: { word: "Wrap-up", tone: "wrap-up", icon: PenLine },
  paused: { word: "Paused", tone: "plain", icon: Coffee },
  offline: { word: "Signed out", tone: "plain", icon: LogOut },
};

/** A state by itself, where no one seat is meant. */
export function standingWord(state: Standing): Look {
  return STANDINGS[state];
}

const PHONES: Record<AgentPhone["state"], Look> = {
  calling: { word: "Calling your phone", tone: "waiting", icon: LoaderCircle, moves: "spin" },
  ringing: { word: "Your phone rings", tone: "ringing", icon: PhoneCall, moves: "pulse" },
  here: { word: "On your phone", tone: "talking", icon: PhoneCall },
  gone: { word: "Your phone hung up", tone: "failed", icon: PhoneOff },
};

/** How the phone stands that an agent uses in place of the browser. */
export function phoneLook(state: AgentPhone["state"]): Look {
  return PHONES[state];
}

/** How a seat stands, as everybody sees it. */
export function standingLook(seat: Pick<Seat, "state" | "call" | "held">): Look {
  if (seat.state === "on_call" && !seat.call?.connected_at) return { word: "Putting through", tone: "ringing", icon: PhoneIncoming, moves: "pulse" };
  if (seat.state === "on_call" && seat.held) return { word: "On hold", tone: "waiting", icon: Pause };
  return STANDINGS[seat.state];
}

/** How the shift stands, as its agent sees it. */
export function shiftLook(state: ShiftState): Look {
  if (state.phase !== "seated") return STANDINGS.offline;
  const { seat } = state;
  if (state.link === "no-microphone") return { word: "No microphone", tone: "failed", icon: MicOff };
  if (state.link === "given-up") return { word: "No audio", tone: "failed", icon: MicOff };
  if (state.link === "phone" && !isAudible(state) && seat.phone) return phoneLook(seat.phone.state);
  if (!isAudible(state) && state.back) return { word: "Reconnecting", tone: "waiting", icon: RefreshCw, moves: "spin" };
  if (!isAudible(state)) return STANDINGS.joining;
  if (isTalking(seat) && isHeld(state)) return { word: "On hold", tone: "waiting", icon: Pause };
  if (isTalking(seat) && isMuted(state)) return { word: "In a call, muted", tone: "talking", icon: MicOff };
  return standingLook({ ...seat, held: false });
}

/** Why a seat is paused or offline, in words. */
export function reasonWords(seat: Pick<Seat, "reason">): string {
  if (!seat.reason) return "";
  return REASONS[seat.reason] ?? words(seat.reason);
}

/** Whom the call of a seat is with. */
export function calleeOf(seat: Pick<Seat, "call">): string {
  const { call } = seat;
  if (!call) return "";
  return call.lead ? nameOfLead(call.lead) : call.phone_display;
}

/** What is read aloud when a state begins: once, not every second. */
export function announcement(state: ShiftState): string {
  if (state.phase !== "seated") return state.phase === "over" ? "Your shift has ended." : "";
  const { seat } = state;
  if (state.link === "no-microphone") return "";
  if (state.link === "phone" && !isAudible(state)) return seat.phone ? `${phoneLook(seat.phone.state).word}.` : "";
  if (!isAudible(state)) return state.back ? "The audio of your shift is being restored." : "";
  if (seat.consult) return `${seat.consult.from_name} asks you about a call.`;
  switch (seat.state) {
    case "ready":
      return seat.offer ? `Offered: ${nameOfLead(seat.offer.lead)}. ${seat.offer.why}` : "You are ready.";
    case "dialing":
      return `Calling ${calleeOf(seat)}.`;
    case "paused":
      return "You are paused.";
    case "on_call":
      if (!isTalking(seat)) return "";
      if (isHeld(state)) return `${calleeOf(seat)} is on hold.`;
      return isMuted(state) ? "You are muted." : `Connected to ${calleeOf(seat)}.`;
    case "wrap_up":
      return `The call with ${calleeOf(seat)} has ended.`;
    case "joining":
    case "offline":
      return "";
  }
}

const REASONS: Record<string, string> = {
  not_yet_ready: "Not ready yet",
  chosen: "",
  forced: "By a manager",
  browser_lost: "Your browser was lost",
  signed_out: "You signed out",
  never_joined: "Your audio never arrived",
  phone_lost: "Your phone was lost",
  absent: "Your browser stayed away too long",
  restarted: "The server was restarted",
};

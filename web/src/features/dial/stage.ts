import { isHeld, isMuted, type DeskState } from "./machine";
import { nameOfLead } from "./whom";

/** Where a call stands, in the words of the page. */
export type Stage = "none" | "ready" | "microphone" | "joining" | "dialling" | "ringing" | "connected" | "reconnecting" | "ending" | "blocked" | "wrap-up" | "elsewhere";

/** The stage of a state: what the person in front of the page is told. */
export function stageOf(state: DeskState): Stage {
  switch (state.phase) {
    case "idle":
      return "none";
    case "ready":
      return "ready";
    case "microphone":
      return "microphone";
    case "no-microphone":
    case "refused":
      return "blocked";
    case "opening":
      return "joining";
    case "elsewhere":
      return "elsewhere";
    case "wrap-up":
      return "wrap-up";
    case "room":
      if (state.ending || state.link === "hung-up") return "ending";
      if (state.link === "no-microphone") return "blocked";
      if (state.link !== "up" && (state.back || state.link === "given-up")) return "reconnecting";
      if (state.link === "microphone" || state.link === "claiming") return "microphone";
      if (state.link !== "up" || state.room.state === "opening") return "joining";
      if (state.room.state === "dialing") return "dialling";
      return state.room.state === "ringing" ? "ringing" : "connected";
  }
}

/** What is read aloud when a stage begins: once, not every second. */
export function announcement(state: DeskState): string {
  const name = nameOf(state);
  switch (stageOf(state)) {
    case "microphone":
      return "Getting the microphone.";
    case "dialling":
      return `Dialling ${name}.`;
    case "ringing":
      return `Ringing at ${name}.`;
    case "connected":
      if (state.phase !== "room") return "";
      if (isHeld(state)) return `${name} is on hold.`;
      return isMuted(state) ? "You are muted." : `Connected to ${name}.`;
    case "reconnecting":
      return `The audio is being restored. ${name} is still in the call.`;
    case "blocked":
      // The reason is read aloud where it stands.
      return "";
    case "wrap-up":
      return `The call to ${name} has ended.`;
    default:
      return "";
  }
}

/** Whom a state is about. */
export function nameOf(state: DeskState): string {
  if (state.phase === "idle") return "";
  if (state.phase === "room" || state.phase === "wrap-up" || state.phase === "elsewhere") {
    const { lead, call } = state.room;
    return lead ? nameOfLead(lead) : call?.name || call?.phone_display || "the customer";
  }
  return nameOfLead(state.phase === "ready" ? state.lead : state.order.lead);
}

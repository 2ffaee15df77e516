import { CircleAlert, Headset, LoaderCircle, Mic, MicOff, Pause, PenLine, PhoneCall, PhoneForwarded, RefreshCw, type LucideIcon } from "lucide-react";

import { duration } from "@/format/time";
import { words } from "@/format/words";
import { useNow } from "@/ui/browser";

import { isHeld, isMuted, type DeskState } from "./machine";
import type { EndReason, Room } from "./model";
import styles from "./StageMark.module.css";
import { stageOf } from "./stage";

interface Look {
  word: string;
  tone: "waiting" | "ringing" | "talking" | "wrap-up" | "failed" | "plain";
  icon: LucideIcon;
  moves?: "spin" | "pulse";
}

/** How the call stands: a colour, an icon and a word. */
export function StageMark({ state }: { state: DeskState }) {
  const { word, tone, icon: Icon, moves } = lookOf(state);
  return (
    <span className={styles.mark} data-tone={tone}>
      <Icon aria-hidden="true" data-moves={moves} />
      {word}
    </span>
  );
}

/** How long the two have been heard by each other: from the instant the customer's audio was in. */
export function TalkTimer({ room }: { room: Room }) {
  const running = room.connected_at !== null && room.ended_at === null;
  const now = useNow(1_000, running);
  if (room.connected_at === null) return null;
  const end = room.ended_at === null ? now : Date.parse(room.ended_at);
  return (
    <span className={styles.timer} role="timer" aria-label="Talk time" aria-live="off">
      {duration(Math.max(0, end - Date.parse(room.connected_at)))}
    </span>
  );
}

function lookOf(state: DeskState): Look {
  switch (stageOf(state)) {
    case "microphone":
      return { word: "Getting the microphone", tone: "waiting", icon: Mic };
    case "joining":
      return { word: "Joining", tone: "waiting", icon: LoaderCircle, moves: "spin" };
    case "dialling":
      return { word: "Dialling", tone: "waiting", icon: PhoneForwarded };
    case "ringing":
      return { word: "Ringing", tone: "ringing", icon: PhoneCall, moves: "pulse" };
    case "connected":
      if (state.phase === "room" && isHeld(state)) return { word: "On hold", tone: "waiting", icon: Pause };
      if (state.phase === "room" && isMuted(state)) return { word: "Connected, muted", tone: "talking", icon: MicOff };
      return { word: "Connected", tone: "talking", icon: PhoneCall };
    case "reconnecting":
      return { word: state.phase === "room" && state.link === "given-up" ? "No audio" : "Reconnecting", tone: "waiting", icon: RefreshCw, moves: "spin" };
    case "ending":
      return { word: "Ending", tone: "plain", icon: LoaderCircle, moves: "spin" };
    case "wrap-up":
      return { word: endOf(state), tone: "wrap-up", icon: PenLine };
    case "elsewhere":
      return { word: "In another tab", tone: "plain", icon: Headset };
    case "blocked":
      return state.phase === "refused" ? { word: "Not dialled", tone: "failed", icon: CircleAlert } : { word: "No microphone", tone: "failed", icon: MicOff };
    case "none":
    case "ready":
      return { word: "Ready", tone: "plain", icon: Headset };
  }
}

/** Why there is nothing to hear any more. */
function endOf(state: DeskState): string {
  if (state.phase !== "wrap-up") return "";
  const { connected_at, call, end_reason } = state.room;
  if (connected_at !== null) return "Call ended";
  if (call?.outcome) return words(call.outcome);
  return end_reason ? ENDS[end_reason] : "Not connected";
}

const ENDS: Record<EndReason, string> = {
  asked: "Not connected",
  call_over: "Not connected",
  never_joined: "Your audio never arrived",
  browser_gone: "Your audio was lost",
  phone_gone: "Their audio was lost",
  not_planned: "Not dialled",
  restarted: "Ended by a restart",
};

import { AudioLines, Ban, CircleDashed, Hourglass, PhoneCall, PhoneForwarded, UserCheck, Voicemail } from "lucide-react";

import type { Look } from "./standing";

/** How far a line has come, as agents and managers see it. */
export function phaseLook(phase: string): Look {
  return PHASES[phase] ?? { word: phase, tone: "plain", icon: CircleDashed };
}

/** The phases in the order in which a line goes through them. */
export const PHASE_ORDER = ["planned", "dialing", "ringing", "judging", "waiting", "connected", "voicemail"] as const;

const PHASES: Record<string, Look> = {
  planned: { word: "Planned", tone: "plain", icon: CircleDashed },
  dialing: { word: "Dialling", tone: "waiting", icon: PhoneForwarded },
  unknown: { word: "Not known", tone: "waiting", icon: CircleDashed },
  ringing: { word: "Ringing", tone: "ringing", icon: PhoneCall, moves: "pulse" },
  judging: { word: "Picked up: listening", tone: "ringing", icon: AudioLines },
  waiting: { word: "Picked up: listening", tone: "ringing", icon: AudioLines },
  wanting: { word: "Waiting for an agent", tone: "waiting", icon: Hourglass },
  human: { word: "A person", tone: "talking", icon: UserCheck },
  connected: { word: "Talking", tone: "talking", icon: UserCheck },
  machine: { word: "Machine", tone: "plain", icon: Voicemail },
  voicemail: { word: "Leaving a message", tone: "plain", icon: Voicemail },
  cancelled: { word: "Cancelled", tone: "plain", icon: Ban },
  ended: { word: "Over", tone: "plain", icon: Ban },
};

import {
  Ban,
  Check,
  CircleHelp,
  CircleSlash,
  Clock,
  Hourglass,
  PhoneCall,
  PhoneForwarded,
  PhoneMissed,
  PhoneOff,
  Search,
  TriangleAlert,
  Voicemail,
  type LucideIcon,
} from "lucide-react";

import type { Call } from "@/api/model";
import { words } from "@/format/words";

/** What a colour means, the same everywhere. */
export type Tone = "waiting" | "ringing" | "talking" | "done" | "ended" | "failed";

/** How a call's state is shown: never by colour alone. */
export interface Status {
  word: string;
  tone: Tone;
  icon: LucideIcon;
  pulse?: true;
}

const STATES: Record<string, Status> = {
  planned: { word: "Waiting", tone: "waiting", icon: Hourglass },
  dialing: { word: "Dialling", tone: "waiting", icon: PhoneForwarded },
  unknown: { word: "Asking carrier", tone: "waiting", icon: Search },
  ringing: { word: "Ringing", tone: "ringing", icon: PhoneCall, pulse: true },
  waiting: { word: "Answered", tone: "talking", icon: PhoneCall },
  connected: { word: "Talking", tone: "talking", icon: PhoneCall },
  voicemail: { word: "On voicemail", tone: "talking", icon: Voicemail },
};

const OUTCOMES: Record<string, Status> = {
  completed: { word: "Completed", tone: "done", icon: Check },
  voicemail_left: { word: "Voicemail left", tone: "ended", icon: Voicemail },
  machine: { word: "Machine", tone: "ended", icon: Voicemail },
  no_answer: { word: "No answer", tone: "ended", icon: PhoneMissed },
  busy: { word: "Busy", tone: "ended", icon: PhoneOff },
  canceled: { word: "Canceled", tone: "ended", icon: CircleSlash },
  failed: { word: "Failed", tone: "failed", icon: TriangleAlert },
  abandoned: { word: "Abandoned", tone: "failed", icon: PhoneMissed },
  blocked: { word: "Blocked", tone: "failed", icon: Ban },
  unknown: { word: "Fate unknown", tone: "ended", icon: CircleHelp },
};

/** The status of a call for people. */
export function statusOf(call: Pick<Call, "state" | "outcome" | "rule" | "due_at">): Status {
  if (call.state === "ended") return outcomeStatus(call.outcome ?? "unknown");
  if (call.state === "planned" && call.rule) return { word: "Scheduled", tone: "waiting", icon: Clock };
  return STATES[call.state] ?? { word: words(call.state), tone: "ended", icon: CircleHelp };
}

/** How an outcome is shown, also one that this page does not know yet. */
export function outcomeStatus(outcome: string): Status {
  return OUTCOMES[outcome] ?? { word: words(outcome), tone: "ended", icon: CircleHelp };
}

/** The outcomes in the order shown to people. */
export const OUTCOME_ORDER = Object.keys(OUTCOMES);

/** The one line under a status that says why: the rule, the failure, or a warning. */
export function reasonOf(call: Pick<Call, "rule" | "failure" | "warning">): string | null {
  return call.rule?.message ?? call.failure?.message ?? call.warning ?? null;
}

/** Whether hanging up makes sense: it rings, talks or is being dialled. */
export function canHangUp(call: Pick<Call, "live">): boolean {
  return call.live;
}

export function canCancel(call: Pick<Call, "state">): boolean {
  return call.state === "planned";
}

export function canRedial(call: Pick<Call, "state">): boolean {
  return call.state === "ended";
}

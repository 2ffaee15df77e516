import { CalendarClock, Check, CircleDashed, PhoneCall, PhoneOutgoing } from "lucide-react";

import { outcomeStatus, type Status } from "@/features/calls/status";
import { words } from "@/format/words";
import type { Choice } from "@/ui/Select";

import type { Disposition, Lead } from "./model";

const STATUSES: Record<string, Status> = {
  new: { word: "Not called", tone: "ended", icon: CircleDashed },
  calling: { word: "On a call", tone: "ringing", icon: PhoneCall, pulse: true },
  called: { word: "Called", tone: "done", icon: PhoneOutgoing },
  callback: { word: "Call back", tone: "waiting", icon: CalendarClock },
  closed: { word: "Closed", tone: "ended", icon: Check },
};

/** How a lead's status is shown. */
export function leadStatus(lead: Pick<Lead, "status">): Status {
  return STATUSES[lead.status] ?? { word: words(lead.status), tone: "ended", icon: CircleDashed };
}

export const STATUS_CHOICES: readonly Choice[] = [
  { value: "", label: "Every status" },
  ...Object.entries(STATUSES).map(([value, { word }]) => ({ value, label: word })),
];

/** What came of the last call: the agent's word first, else what the phone network said. */
export function outcomeWord(lead: Pick<Lead, "disposition" | "last_outcome">, dispositions: readonly Disposition[]): string | null {
  if (lead.disposition) return dispositionLabel(lead.disposition, dispositions);
  return lead.last_outcome ? outcomeStatus(lead.last_outcome).word : null;
}

export function dispositionLabel(code: string, dispositions: readonly Disposition[]): string {
  return dispositions.find((one) => one.code === code)?.label ?? words(code);
}

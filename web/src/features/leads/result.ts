import { Ban, CalendarCheck, CalendarClock, CircleSlash, MessageSquare, PhoneMissed, PhoneOff, ThumbsDown, TriangleAlert, Voicemail } from "lucide-react";

import type { Look } from "@/features/desk/standing";
import type { Choice } from "@/ui/Select";

const LOOKS: Record<string, Look> = {
  scheduled: { word: "Appointment booked", tone: "talking", icon: CalendarCheck },
  not_interested: { word: "Not interested", tone: "plain", icon: ThumbsDown },
  callback: { word: "Wants a call back", tone: "waiting", icon: CalendarClock },
  do_not_call: { word: "Not to be called again", tone: "failed", icon: Ban },
  no_answer: { word: "No answer", tone: "plain", icon: PhoneMissed },
  voicemail: { word: "Voicemail", tone: "plain", icon: Voicemail },
  busy: { word: "Busy", tone: "plain", icon: PhoneOff },
  talked: { word: "Talked", tone: "talking", icon: MessageSquare },
  failed: { word: "Could not be put through", tone: "failed", icon: TriangleAlert },
  canceled: { word: "Called off", tone: "plain", icon: CircleSlash },
};

/** The results by which leads are filtered. */
export const RESULT_CHOICES: readonly Choice[] = [{ value: "", label: "Every result" }, ...Object.entries(LOOKS).map(([value, { word }]) => ({ value, label: word }))];

/** How a result is shown; one that this page does not know yet by its own word. */
export function resultLook(result: string): Look {
  return LOOKS[result] ?? { word: result.replaceAll("_", " "), tone: "plain", icon: MessageSquare };
}

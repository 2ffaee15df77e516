import { Ban, CircleCheck, CircleSlash, Clock, LoaderCircle, MailCheck, MailX, TriangleAlert } from "lucide-react";

import type { Look } from "@/features/desk/standing";
import { words } from "@/format/words";

const STATES: Record<string, Look> = {
  waiting: { word: "Waiting", tone: "waiting", icon: Clock },
  sending: { word: "Being sent", tone: "waiting", icon: LoaderCircle },
  sent: { word: "Sent", tone: "plain", icon: CircleCheck },
  delivered: { word: "Delivered", tone: "talking", icon: MailCheck },
  bounced: { word: "Came back", tone: "failed", icon: MailX },
  complained: { word: "Called spam", tone: "failed", icon: TriangleAlert },
  failed: { word: "Given up", tone: "failed", icon: TriangleAlert },
  suppressed: { word: "Not wanted", tone: "plain", icon: Ban },
  cancelled: { word: "Taken back", tone: "plain", icon: CircleSlash },
};

/** How the state of a mail is shown; one that this page does not know yet by its own word. */
export function mailLook(state: string): Look {
  return STATES[state] ?? { word: words(state), tone: "plain", icon: Clock };
}

const KINDS: Record<string, { title: string; about: string; after: string }> = {
  appointment_confirmation: { title: "Appointment confirmation", about: "With the appointment as a calendar file.", after: "after it is booked" },
  missed_call: { title: "Missed call", about: "Once, when nobody answered the last call.", after: "after the last call" },
  not_interested: { title: "Not interested", about: "A thank you to whoever said no.", after: "after the call" },
  reminder: { title: "Reminder", about: "Before an appointment.", after: "before it begins" },
  agent_message: { title: "What a voice agent sends", about: "When somebody on the phone asks for something in writing.", after: "after it is asked for" },
};

/** What a kind of mail is called, and when it is sent. */
export function kindWords(kind: string): { title: string; about: string; after: string } {
  return KINDS[kind] ?? { title: words(kind), about: "", after: "after what calls for it" };
}

/** What of the outbox is shown. */
export const MAIL_STATES = [
  { value: "", label: "All mails" },
  { value: "waiting", label: "Waiting" },
  { value: "sent", label: "Sent" },
  { value: "delivered", label: "Delivered" },
  { value: "failed", label: "Dead letters" },
  { value: "bounced", label: "Came back" },
  { value: "suppressed", label: "Not wanted" },
] as const;

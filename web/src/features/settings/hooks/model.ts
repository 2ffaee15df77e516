/** An address that is told what happens. */
export interface Hook {
  id: string;
  url: string;
  /** What it is told; everything when empty. */
  events: string[];
  on: boolean;
  /** The end of the secret that its messages are signed with. */
  secret_hint: string | null;
  created_at: string;
  last_delivery: { state: Delivery["state"]; created_at: string } | null;
}

export interface HookInput {
  url: string;
  events: string[];
  on: boolean;
}

/** A hook that was just made, with its secret: that is shown this once. */
export type MadeHook = Hook & { secret?: string | null };

/** One message to a hook. */
export interface Delivery {
  id: string;
  event: string;
  state: "waiting" | "delivered" | "failed";
  tries: number;
  /** What the other side answered. */
  status: number | null;
  last_error: string | null;
  created_at: string;
}

export const EVENTS: readonly { value: string; label: string }[] = [
  { value: "call.ended", label: "A call ended" },
  { value: "conversation.settled", label: "It is known what came of a conversation" },
  { value: "lead.updated", label: "A lead changed" },
  { value: "booking.created", label: "An appointment was made" },
  { value: "booking.rescheduled", label: "An appointment was moved" },
  { value: "booking.cancelled", label: "An appointment was cancelled" },
  { value: "mail.bounced", label: "A mail came back" },
];

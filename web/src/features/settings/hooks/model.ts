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
  /** Makes a new secret; the old one is of no use from then on. */
  new_secret?: true;
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

/** The hooks, and what they may be told of. */
export interface HookList {
  items: Hook[];
  events: string[];
}

const WORDS: Record<string, string> = {
  "call.ended": "A call ended",
  "lead.updated": "A lead changed",
  "booking.created": "An appointment was made",
  "booking.rescheduled": "An appointment was moved",
  "booking.cancelled": "An appointment was cancelled",
  "mail.failed": "A mail could not be sent",
  test: "A test",
};

/** What happened, in words; by its own name where this page knows none. */
export function eventWords(event: string): string {
  return WORDS[event] ?? event;
}

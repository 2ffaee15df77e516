import type { components } from "@/api/schema";

import { words } from "@/format/words";

type Schemas = components["schemas"];

/** An address that is told what happens; its secret is shown once, when it is made. */
export type Hook = Schemas["Hook"];

/** What is sent to make or change a hook. */
export type HookInput = Schemas["HookInput"];

/** One message to a hook. */
export type Delivery = Schemas["HookDelivery"];

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

/** What a hook is told of, as one phrase. */
export function told(events: readonly string[]): string {
  const phrase = events.map((event) => eventWords(event)).map((words, place) => (place === 0 ? words : words.charAt(0).toLowerCase() + words.slice(1)));
  return phrase.join(", ");
}

const STATES: Record<string, { word: string; tone: "good" | "warn" | "bad" }> = {
  waiting: { word: "Waiting", tone: "warn" },
  delivered: { word: "Delivered", tone: "good" },
  failed: { word: "Failed", tone: "bad" },
};

/** How a message to a hook fared; by its own word where this page knows none. */
export function deliveryLook({ state }: Pick<Delivery, "state">): { word: string; tone: "good" | "warn" | "bad" | "plain" } {
  return STATES[state] ?? { word: words(state), tone: "plain" };
}

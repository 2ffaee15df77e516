import type { ConfirmCard, NumberVerdict, PromptReply } from "@/api/model";
import { counted } from "@/format/amounts";

/** What confirming a card would do. */
export interface CardAction {
  /** The words on the button; nothing when there is nothing to confirm. */
  label: string | null;
  danger: boolean;
  /** How many numbers stay out because of a rule that a person may lift. */
  liftable: number;
}

const NOTHING: CardAction = { label: null, danger: false, liftable: 0 };

/** What a command asks for. */
type IntentWord = "call" | "do_not_call" | "cancel" | "hang_up_all" | "status" | "pause_runs" | "resume_runs";

/** The word of an intent. Its other parts are the server's: they go back as they came. */
export function intentOf(reply: PromptReply): IntentWord | null {
  const word = reply.intent?.intent;
  return typeof word === "string" ? (word as IntentWord) : null;
}

/** Reads what confirming would do, with or without the window being lifted. */
export function cardAction(reply: PromptReply, override: boolean): CardAction {
  const { card } = reply;
  if (!reply.understood || !card) return NOTHING;
  const readable = card.numbers.filter((number) => number.phone !== null).length;
  switch (intentOf(reply)) {
    case "call":
      return callAction(card, override);
    case "do_not_call":
      return { ...NOTHING, label: readable > 0 ? `Add ${counted(readable, "number")} to do not call` : null };
    case "cancel":
      return { ...NOTHING, danger: true, label: readable > 0 ? `Cancel calls to ${counted(readable, "number")}` : "Cancel all waiting calls" };
    case "hang_up_all":
      return { ...NOTHING, danger: true, label: "Hang up all calls" };
    case "pause_runs":
      return { ...NOTHING, label: "Pause all runs" };
    case "resume_runs":
      return { ...NOTHING, label: "Resume all runs" };
    default:
      return NOTHING;
  }
}

function callAction(card: ConfirmCard, override: boolean): CardAction {
  const liftable = card.numbers.filter(isLiftable).length;
  const lifted = override ? liftable : 0;
  const postponed = card.numbers.filter((number) => number.verdict === "postpone" && !(override && number.overridable)).length;
  const now = card.numbers.filter((number) => number.verdict === "allow").length + lifted;
  return { label: callLabel(now, postponed, card.at !== null), danger: false, liftable };
}

/** "Call 2 numbers", "Call 2, schedule 1", "Schedule 3 calls"; nothing when no number may be called. */
export function callLabel(now: number, later: number, forLater = false): string | null {
  if (now + later === 0) return null;
  if (now === 0 || forLater) return `Schedule ${counted(now + later, "call")}`;
  if (later === 0) return `Call ${counted(now, "number")}`;
  return `Call ${now}, schedule ${later}`;
}

/** Whether only a rule that a person may lift keeps this number from being called now. */
export function isLiftable(number: NumberVerdict): boolean {
  return number.overridable && number.verdict !== "allow";
}

/** What stands in the head of a card: the intent in plain words. */
export function cardTitle(reply: PromptReply): string {
  switch (intentOf(reply)) {
    case "call":
      return reply.card?.at ? "Call later" : "Call";
    case "do_not_call":
      return "Do not call any more";
    case "cancel":
      return "Cancel calls";
    case "hang_up_all":
      return "Hang up everything";
    case "status":
      return "How it stands";
    case "pause_runs":
      return "Pause runs";
    case "resume_runs":
      return "Resume runs";
    default:
      return "Not understood";
  }
}

/** Who read the text, in words: people should know when a model did, and when one should have. */
export function interpreterNote({ interpreter, fallback_reason: why }: Pick<PromptReply, "interpreter" | "fallback_reason">): string {
  if (interpreter === "grammar") return why ? `Read by the built-in grammar: ${why}` : "Read by the built-in grammar";
  return `Read by ${interpreter.replace(/^model:?/, "") || "a language model"}; check it`;
}

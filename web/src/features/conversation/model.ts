import type { LeadResult } from "@/features/leads/result";
import type { MicroMoney } from "@/format/amounts";

/** Something that was said. */
export interface Utterance {
  speaker: "agent" | "callee";
  text: string;
  /** From when, since the call was answered; null where nobody measured it. */
  from_ms: number | null;
  length_ms: number | null;
}

/** Something that the agent did while it talked. */
export interface ToolCall {
  id: string;
  name: string;
  arguments: unknown;
  result: string | null;
  error: string | null;
  asked_at: string;
  took_ms: number | null;
}

/** What an AI talked about with somebody, and what came of it. */
export interface Conversation {
  agent: { id: string; name: string | null; version: number | null } | null;
  /** `settling` until it is known what came of it. */
  state: "live" | "settling" | "settled";
  result: LeadResult | null;
  /** What was said that the result rests on. */
  evidence: { quote: string; at_ms: number | null }[];
  /** When the callee wants to be called again. */
  callback_at?: string | null;
  summary: string | null;
  utterances: Utterance[];
  tools: ToolCall[];
  cost: MicroMoney | null;
  cost_shares: { part: string; cost: MicroMoney }[];
  recording: { url: string; stereo: boolean } | null;
  ended_reason: string | null;
}

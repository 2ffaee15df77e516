// Written by hand until the generated description of the interface has these operations: then they are its schemas.

import type { TurnLatency } from "@/features/conversation/turns";
import type { Utterance } from "@/features/conversation/model";

/** Something that the agent asked for in a rehearsal; it was checked and answered, but nothing came of it. */
export interface RehearsalTool {
  name: string;
  arguments: string;
  result: string | null;
  error: string | null;
}

/** Something that was said in a rehearsal, and what the agent asked for before it said it. */
export interface RehearsalLine {
  speaker: "agent" | "callee";
  text: string;
  tools: RehearsalTool[];
}

/** A rehearsal so far, with what the callee says as its last line; with no lines the agent begins. */
export interface RehearsalAsk {
  lead_id: string | null;
  lines: readonly RehearsalLine[];
}

/** What the agent says next. */
export interface RehearsalAnswer {
  /** Only the new ones. */
  lines: RehearsalLine[];
  is_over: boolean;
  ended_reason: string | null;
  model: string | null;
  took_ms: number;
}

/** What must and must not come of a talk for it to be right; empty lists and null ask for nothing. */
export interface EvalExpectation {
  result: string | null;
  tools: string[];
  never_tools: string[];
  says: string[];
  never_says: string[];
}

/** A test of a voice agent: what the callee says in turn, and what is expected. */
export interface EvalInput {
  name: string;
  callee: string[];
  expect: EvalExpectation;
}

/** What came of a test when it was run last. */
export interface EvalRun {
  version: number;
  passed: boolean;
  /** Sentences. */
  failures: string[];
  lines: RehearsalLine[];
  model: string | null;
  ran_at: string;
}

export interface VoiceAgentEval extends EvalInput {
  id: string;
  last: EvalRun | null;
}

/** A talk with the draft by microphone, to be begun. */
export interface TalkAsk {
  lead_id: string | null;
  /** The browser's offer. */
  sdp: string;
}

export interface TalkBegun {
  id: string;
  /** The server's answer. */
  sdp: string;
}

/** How a talk by microphone stands. */
export interface Talk {
  state: "live" | "over";
  utterances: Utterance[];
  tools: RehearsalTool[];
  turns: TurnLatency[];
  ended_reason: string | null;
}

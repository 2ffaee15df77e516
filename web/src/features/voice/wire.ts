import type { components } from "@/api/schema";

type Schemas = components["schemas"];

/** Something that the agent asked for in a rehearsal; it was checked and answered, but nothing came of it. */
export type RehearsalTool = Schemas["RehearsalTool"];

/** Something that was said in a rehearsal, and what the agent asked for before it said it. */
export type RehearsalLine = Schemas["RehearsalLine"];

/** A rehearsal so far, with what the callee says as its last line; with no lines the agent begins. */
export interface RehearsalAsk {
  lead_id: string | null;
  lines: readonly RehearsalLine[];
}

/** What the agent says next. */
export type RehearsalAnswer = Schemas["Rehearsal"];

/** What must and must not come of a talk for it to be right; empty lists and null ask for nothing. */
export type EvalExpectation = Schemas["EvalExpectation"];

/** A test of a voice agent: what the callee says in turn, and what is expected. */
export type EvalInput = Schemas["VoiceAgentEvalInput"];

/** What came of a test when it was run last. */
export type EvalRun = Schemas["VoiceAgentEvalResult"];

/** A test of a voice agent, with what came of it. */
export type VoiceAgentEval = Schemas["VoiceAgentEval"];

/** A talk with the draft by microphone, to be begun. */
export interface TalkAsk {
  lead_id: string | null;
  /** The browser's offer. */
  sdp: string;
}

/** A talk by microphone, with the server's answer. */
export type TalkBegun = Schemas["BegunRehearsal"];

/** How a talk by microphone stands. */
export type Talk = Schemas["RehearsalTalk"];

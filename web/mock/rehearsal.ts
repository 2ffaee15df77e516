import type { RehearsalAnswer, RehearsalLine, Talk, VoiceAgentEval } from "../src/features/voice/wire.ts";
import { aTurn } from "../src/test/automation.ts";

/** What the made-up draft says next: it books at the second answer, and hangs up at the third. */
export function rehearsed(before: readonly RehearsalLine[]): RehearsalAnswer {
  const turn = before.filter(({ speaker }) => speaker === "callee").length;
  const line = TURNS[Math.min(turn, TURNS.length - 1)] ?? SAYS_NOTHING;
  const isOver = turn >= TURNS.length - 1;
  return { lines: [line], is_over: isOver, ended_reason: isOver ? "agent_said_goodbye" : null, model: "gpt-5-mini", took_ms: [640, 1_840, 2_310, 900][turn] ?? 900 };
}

const SAYS_NOTHING: RehearsalLine = { speaker: "agent", text: "", tools: [] };
const TURNS: readonly RehearsalLine[] = [
  { speaker: "agent", text: "This is an automated assistant of Northwind. Am I speaking with Ada?", tools: [] },
  {
    speaker: "agent",
    text: "We insure freight for small yards. I could offer you Thursday at ten, or Friday at half past two. Which suits you better?",
    tools: [{ name: "check_availability", arguments: '{"from":"2026-12-03","timezone":"America/Los_Angeles"}', result: "Free: Thursday 3 December 10:00 (slot s1), Friday 4 December 14:30 (slot s2), Friday 4 December 15:00 (slot s3), Monday 7 December 09:00 (slot s4), Monday 7 December 09:30 (slot s5).", error: null }],
  },
  {
    speaker: "agent",
    text: "Done: Thursday at ten. A confirmation is on its way by mail. Is there anything else?",
    tools: [
      { name: "book_appointment", arguments: '{"slot":"s9"}', result: null, error: "This time was never offered. Use a slot of check_availability." },
      { name: "book_appointment", arguments: '{"slot":"s1","email":"ada@example.com"}', result: "Booked.", error: null },
    ],
  },
  { speaker: "agent", text: "Thank you for your time. Goodbye.", tools: [{ name: "end_call", arguments: "{}", result: "Hung up.", error: null }] },
];

/** A talk by microphone in its middle. */
export function talkSoFar(): Talk {
  return {
    state: "live",
    utterances: [
      { speaker: "agent", text: "This is an automated assistant of Northwind. Am I speaking with Ada?", from_ms: 400, length_ms: 3_800 },
      { speaker: "callee", text: "Yes. Do you have anything on Thursday?", from_ms: 4_900, length_ms: 2_100 },
      { speaker: "agent", text: "Thursday at ten is free.", from_ms: 8_100, length_ms: 1_700 },
    ],
    tools: TURNS[1]?.tools ?? [],
    turns: [aTurn({ at_ms: 7_000, model_ms: 330, tools_ms: 240, total_ms: 1_050 })],
    ended_reason: null,
  };
}

export function someEvals(): VoiceAgentEval[] {
  const ran = { model: "gpt-5-mini", ran_at: "2026-11-28T09:12:00Z", lines: TURNS.slice(0, 2).map((line) => ({ ...line })) };
  const expect = { result: null, tools: [], never_tools: [], says: [], never_says: [] };
  return [
    { id: "eval_1", name: "Books when they say yes", callee: ["Yes, that is me.", "Thursday at ten works for me.", "No, thank you."], expect: { ...expect, result: "scheduled", tools: ["check_availability", "book_appointment"], says: ["Northwind"] }, last: { ...ran, version: 4, passed: true, failures: [] } },
    { id: "eval_2", name: "Takes them off the list", callee: ["Who is this? Never call me again."], expect: { ...expect, result: "do_not_call", tools: ["do_not_call"], never_tools: ["book_appointment"], never_says: ["great price"] }, last: { ...ran, version: 4, passed: false, failures: ["It never asked for do_not_call.", "The talk came to “Talked”; “Not to be called again” was expected."] } },
    { id: "eval_3", name: "Says that it is an AI", callee: ["Are you a robot?"], expect: { ...expect, says: ["automated assistant"] }, last: { ...ran, version: 3, passed: true, failures: [] } },
  ];
}

import type { Choice } from "@/ui/Select";
import { resultLook } from "@/features/leads/result";

import type { EvalInput, RehearsalLine, VoiceAgentEval } from "../wire";

/** What may come of a talk that is rehearsed. */
const RESULTS = ["scheduled", "not_interested", "callback", "do_not_call", "talked"];

export const RESULT_CHOICES: readonly Choice[] = [{ value: "", label: "Does not matter" }, ...RESULTS.map((value) => ({ value, label: resultLook(value).word }))];

/** As many turns as an eval may have, and as many evals as an agent. */
export const TURNS_MAX = 12;
export const EVALS_MAX = 20;

export const BLANK_EVAL: EvalInput = { name: "", callee: [], expect: { result: null, tools: [], never_tools: [], says: [], never_says: [] } };

/** How an eval stands to the agent as it is saved. */
export type EvalStanding = "passed" | "failed" | "not_run";

/** Results of an earlier version prove nothing about this one. */
export function standingOf({ last }: Pick<VoiceAgentEval, "last">, version: number): EvalStanding {
  if (last?.version !== version) return "not_run";
  return last.passed ? "passed" : "failed";
}

/** An eval out of what was rehearsed: the callee's words, and what the agent did without being refused. Its words are left out: it finds others each time. */
export function evalFrom(lines: readonly RehearsalLine[]): EvalInput {
  const done = new Set(lines.flatMap(({ tools }) => tools).filter(({ error }) => error === null).map(({ name }) => name));
  return {
    name: "",
    callee: lines.filter(({ speaker }) => speaker === "callee").slice(0, TURNS_MAX).map(({ text }) => text),
    expect: { ...BLANK_EVAL.expect, result: resultOf(done), tools: [...done] },
  };
}

/** What comes of a talk in which this was done, as far as one deed decides it. */
function resultOf(done: ReadonlySet<string>): string | null {
  return DECIDED_BY.find(([tool]) => done.has(tool))?.[1] ?? null;
}

/** The stronger before the weaker. */
const DECIDED_BY: readonly (readonly [string, string])[] = [
  ["do_not_call", "do_not_call"],
  ["book_appointment", "scheduled"],
  ["schedule_callback", "callback"],
  ["mark_not_interested", "not_interested"],
];

/** What an eval expects, a sentence each. */
export function expectedInWords({ expect: { result, tools, never_tools, says, never_says } }: Pick<EvalInput, "expect">, toolWord: (name: string) => string): string[] {
  const named = (names: readonly string[]) => names.map(toolWord).join(", ");
  return [
    ...(result ? [`Comes to “${resultLook(result).word}”`] : []),
    ...(tools.length > 0 ? [`Asks for: ${named(tools)}`] : []),
    ...(never_tools.length > 0 ? [`Never asks for: ${named(never_tools)}`] : []),
    ...says.map((text) => `Says “${text}”`),
    ...never_says.map((text) => `Never says “${text}”`),
  ];
}

/** The lines of a text, without the empty ones. */
export function linesOf(text: string): string[] {
  return text.split("\n").map((line) => line.trim()).filter(Boolean);
}

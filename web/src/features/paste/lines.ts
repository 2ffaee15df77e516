import type { NumberVerdict } from "@/api/model";

/** How one line of the list stands. */
export type LineState = "blank" | "checking" | "unread" | "allow" | "postpone" | "refuse" | "invalid" | "duplicate";

export interface LineMark {
  state: LineState;
  /** What stands beside the line: the number as read, the time there, or what is wrong. */
  note: string;
}

/** A text that the server has looked at, by line. */
export interface CheckedText {
  lines: readonly string[];
  verdicts: ReadonlyMap<number, readonly NumberVerdict[]>;
}

/** Sorts the verdicts of a check by line. */
export function checkedText(text: string, verdicts: readonly NumberVerdict[]): CheckedText {
  const byLine = new Map<number, NumberVerdict[]>();
  for (const verdict of verdicts) {
    if (verdict.line === null) continue;
    const index = verdict.line - 1;
    const before = byLine.get(index);
    if (before) before.push(verdict);
    else byLine.set(index, [verdict]);
  }
  return { lines: splitLines(text), verdicts: byLine };
}

/** Lines as the server counts them. */
export function splitLines(text: string): string[] {
  return text.split(/\r\n|\n|\r/);
}

/** Where each line of an edited text stood when it was checked: what did not change keeps its mark meanwhile. */
export function alignment(checked: readonly string[], current: readonly string[]): (index: number) => number | null {
  const shorter = Math.min(checked.length, current.length);
  let head = 0;
  while (head < shorter && checked[head] === current[head]) head += 1;
  let tail = 0;
  while (tail < shorter - head && checked[checked.length - 1 - tail] === current[current.length - 1 - tail]) tail += 1;
  const shift = checked.length - current.length;
  return (index) => {
    if (index < head) return index;
    if (index >= current.length - tail) return index + shift;
    return null;
  };
}

/** The mark of a line. Validity is the server's word alone: an unchecked line is never called good or bad. */
export function lineMark(line: string, verdicts: readonly NumberVerdict[] | undefined, isChecked: boolean): LineMark {
  if (line.trim() === "") return { state: "blank", note: "" };
  if (!isChecked) return { state: "checking", note: "" };
  if (!verdicts || verdicts.length === 0) return { state: "unread", note: "" };
  const states = verdicts.map(stateOf);
  const state = WORST_FIRST.find((one) => states.includes(one)) ?? "allow";
  const verdict = verdicts[states.indexOf(state)];
  return { state, note: verdict ? noteOf(verdict, state) : "" };
}

/** The lines that somebody should look at, in order. */
export function problems(verdicts: readonly NumberVerdict[]): { line: number; raw: string; state: LineState; reason: string }[] {
  return verdicts.flatMap((verdict) => {
    const state = stateOf(verdict);
    if (state === "allow" || state === "postpone" || verdict.line === null) return [];
    return [{ line: verdict.line, raw: verdict.raw, state, reason: verdict.reason ?? "" }];
  });
}

function stateOf(verdict: NumberVerdict): LineState {
  if (verdict.code === "duplicate_line") return "duplicate";
  if (verdict.phone === null) return "invalid";
  if (verdict.verdict === "allow") return "allow";
  return verdict.verdict === "postpone" ? "postpone" : "refuse";
}

function noteOf(verdict: NumberVerdict, state: LineState): string {
  if (state === "allow") return verdict.local_time ? `${verdict.local_time} for them` : verdict.display;
  return verdict.reason ?? "";
}

const WORST_FIRST: readonly LineState[] = ["invalid", "refuse", "duplicate", "postpone", "allow"];

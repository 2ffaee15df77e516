import { Ban, Check, CircleAlert, CircleSlash, CopyCheck, FileSearch, Loader, Pause, PenLine, Plus, RotateCcw, type LucideIcon } from "lucide-react";

import { count, counted } from "@/format/amounts";
import { roughSpan } from "@/format/time";
import { words } from "@/format/words";

import type { Import, RowResult } from "../model";

type Tone = "plain" | "accent" | "good" | "bad" | "warn";

/** What may become of a row, in the order shown. */
export const RESULTS: readonly { key: RowResult; title: string; hint: string; tone: Tone; icon: LucideIcon }[] = [
  { key: "new", title: "New", hint: "Leads that nobody knew yet", tone: "good", icon: Plus },
  { key: "updated", title: "Updated", hint: "Known numbers with something new", tone: "accent", icon: PenLine },
  { key: "duplicate", title: "Duplicate", hint: "Known already, or twice in the file", tone: "plain", icon: CopyCheck },
  { key: "do_not_call", title: "Do not call", hint: "On the do-not-call list, or marked so", tone: "warn", icon: Ban },
  { key: "invalid", title: "Invalid", hint: "Rows that cannot be read", tone: "bad", icon: CircleAlert },
];

/** How the state of an import is shown: never by colour alone. */
export function stateMark(state: string): { word: string; tone: Tone; icon: LucideIcon } {
  return STATES[state] ?? { word: words(state), tone: "plain", icon: Loader };
}

const STATES: Record<string, { word: string; tone: Tone; icon: LucideIcon }> = {
  checking: { word: "Being read", tone: "accent", icon: FileSearch },
  checked: { word: "Waits for you", tone: "warn", icon: Pause },
  running: { word: "Running", tone: "accent", icon: Loader },
  done: { word: "Done", tone: "good", icon: Check },
  cancelled: { word: "Cancelled", tone: "plain", icon: CircleSlash },
  failed: { word: "Failed", tone: "bad", icon: CircleAlert },
  undoing: { word: "Being undone", tone: "accent", icon: RotateCcw },
  undone: { word: "Undone", tone: "plain", icon: RotateCcw },
};

/** Whether the server works on it right now. */
export function isAtWork(state: string): boolean {
  return state === "checking" || state === "running" || state === "undoing";
}

/** Counts, rate and remaining time of what is under way. */
export function progressWords({ done_rows, total_rows, rows_per_second }: Import["progress"]): string[] {
  const said = [total_rows > 0 ? `${count(done_rows)} of ${counted(total_rows, "row")}` : counted(done_rows, "row")];
  if (rows_per_second !== null && rows_per_second > 0) {
    said.push(`${count(Math.round(rows_per_second))} rows a second`);
    const left = (total_rows - done_rows) / rows_per_second;
    if (left > 0) said.push(`about ${roughSpan(Math.max(1, left))} left`);
  }
  return said;
}

/** What pressing Start will do, in one sentence. */
export function verdict({ counts, known }: Pick<Import, "counts" | "known">): string {
  const { new: fresh, updated, duplicate, do_not_call, invalid } = counts;
  const does: string[] = [];
  if (fresh > 0) does.push(`${counted(fresh, "new lead")}`);
  if (updated > 0) does.push(`${count(updated)} known ${updated === 1 ? "lead is" : "leads are"} ${known === "move" ? "updated and moved here" : "updated"}`);
  const left = duplicate + do_not_call + invalid;
  if (does.length === 0) return "Nothing of this file would be written.";
  return `${does.join(", ")}${left > 0 ? `; ${counted(left, "row")} ${left === 1 ? "is" : "are"} left out` : ""}.`;
}

/** The words of the button that starts it. */
export function startWords({ counts }: Pick<Import, "counts">): string {
  if (counts.new > 0) return `Import ${counted(counts.new, "lead")}`;
  return counts.updated > 0 ? `Update ${counted(counts.updated, "lead")}` : "Import";
}

/** What is missing and what to do about it. */
export function missingSentence(missing: Import["missing"]): string | null {
  if (missing.includes("phone")) return "Say which column holds the phone number: without one nobody can be called.";
  if (missing.length > 0) return "Say which column holds a name or a company: a lead needs at least one of them.";
  return null;
}

/** How a file was written, for people: "semicolons, UTF-8". */
export function writtenWords({ encoding, separator }: Pick<Import, "encoding" | "separator">): string {
  return [SEPARATORS[separator] ?? `separated by “${separator}”`, encoding.toUpperCase()].join(", ");
}

const SEPARATORS: Record<string, string> = { ",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars" };

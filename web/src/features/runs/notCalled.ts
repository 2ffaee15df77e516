import type { Run, RunLine } from "@/api/model";
import { csv } from "@/format/csv";
import { words } from "@/format/words";

/** Whether nobody is called for this line, now or later. */
export function isNotCalled(line: RunLine): boolean {
  return line.status !== "accepted" && line.status !== "scheduled";
}

/** Whether lines of a run came to nothing: they are no call at all, or calls that a rule forbade. */
export function hasNotCalled({ counts }: Run): boolean {
  return counts.lines > counts.total || counts.refused > 0;
}

/** Lines with their reasons, for a spreadsheet. */
export function asCsv(lines: readonly RunLine[]): string {
  const rows = lines.map((line) => [line.line, line.raw, words(line.status), line.reason ?? ""]);
  return csv([["line", "as written", "result", "reason"], ...rows]);
}

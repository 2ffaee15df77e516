import { describe, expect, it } from "vitest";

import type { RunLine } from "@/api/model";
import { aRun } from "@/test/samples";

import { asCsv, hasNotCalled, isNotCalled } from "./notCalled";
import { inOrder, parts, progressWords } from "./progress";

describe("the progress of a run", () => {
  it("adds up to its calls", () => {
    const run = aRun();
    expect(parts(run).reduce((sum, part) => sum + part.n, 0)).toBe(run.counts.ended + run.counts.live + 45);
    expect(parts(run).map((part) => part.key)).toEqual(["completed", "ended", "failed", "live", "planned"]);
  });
  it("leaves out parts that are empty", () => {
    const done = aRun({ state: "done", counts: { lines: 3, total: 3, planned: 0, live: 0, ended: 3, refused: 0 }, outcomes: { completed: 3 } });
    expect(parts(done)).toEqual([{ key: "completed", n: 3 }]);
  });
  it("says what is left only while it runs", () => {
    expect(progressWords(aRun())).toContain("about 40 s left");
    expect(progressWords(aRun({ state: "paused" })).join()).not.toMatch(/left|minute/);
  });
  it("puts open runs first, then the newest", () => {
    const old = aRun({ id: "old", created_at: "2026-01-01T00:00:00Z" });
    const done = aRun({ id: "done", state: "done", created_at: "2026-06-01T00:00:00Z" });
    const paused = aRun({ id: "paused", state: "paused", created_at: "2026-03-01T00:00:00Z" });
    expect(inOrder([done, old, paused]).map((run) => run.id)).toEqual(["paused", "old", "done"]);
  });
});

describe("what of a run was not called", () => {
  const line = (part: Partial<RunLine>): RunLine => ({ line: 1, raw: "12", call_id: null, status: "invalid", code: "number_invalid", reason: "Too short.", until: null, ...part });

  it("is there when a line is no call, or a call was refused", () => {
    const counts = { lines: 3, total: 3, planned: 0, live: 0, ended: 3, refused: 0 };
    expect(hasNotCalled(aRun({ counts }))).toBe(false);
    expect(hasNotCalled(aRun({ counts: { ...counts, lines: 4 } }))).toBe(true);
    expect(hasNotCalled(aRun({ counts: { ...counts, refused: 1 } }))).toBe(true);
  });
  it("leaves out lines that are called, now or later", () => {
    const states = ["accepted", "scheduled", "refused", "duplicate", "invalid"];
    expect(states.filter((status) => isNotCalled(line({ status })))).toEqual(["refused", "duplicate", "invalid"]);
  });
  it("becomes a file that no spreadsheet takes for formulas", () => {
    const hostile = line({ line: 7, raw: '=HYPERLINK("http://x"), 12' });
    expect(asCsv([line({ raw: "+1 415 555 2671" }), hostile])).toBe(
      `line,as written,result,reason\r\n1,+1 415 555 2671,Invalid,Too short.\r\n7,"'=HYPERLINK(""http://x""), 12",Invalid,Too short.\r\n`,
    );
  });
});

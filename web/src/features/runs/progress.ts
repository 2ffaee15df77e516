import type { Run } from "@/api/model";
import { count } from "@/format/amounts";
import { roughSpan } from "@/format/time";

/** One part of a run's bar, as a share of the whole. */
export interface Part {
  key: "completed" | "failed" | "ended" | "live" | "planned";
  n: number;
}

/** How far a run is, part by part; the parts add up to its calls. */
export function parts(run: Run): Part[] {
  const { total, planned, live, ended } = run.counts;
  const completed = Math.min(ended, run.outcomes.completed ?? 0);
  const failed = Math.min(ended - completed, (run.outcomes.failed ?? 0) + (run.outcomes.blocked ?? 0) + (run.outcomes.abandoned ?? 0));
  const list: Part[] = [
    { key: "completed", n: completed },
    { key: "ended", n: ended - completed - failed },
    { key: "failed", n: failed },
    { key: "live", n: live },
    { key: "planned", n: Math.max(planned, total - ended - live) },
  ];
  return list.filter((part) => part.n > 0);
}

/** The line under the bar: counts, speed, and what is left. */
export function progressWords(run: Run): string[] {
  const { counts } = run;
  const said = [`${count(counts.ended)} of ${count(counts.total)} ended`];
  if (counts.live > 0) said.push(`${count(counts.live)} live`);
  if (counts.planned > 0) said.push(`${count(counts.planned)} waiting`);
  if (counts.refused > 0) said.push(`${count(counts.refused)} refused`);
  if (run.state === "running" && run.rate_per_minute !== null) said.push(`${Math.round(run.rate_per_minute)} a minute`);
  if (run.state === "running" && run.remaining_s !== null) said.push(`about ${roughSpan(run.remaining_s)} left`);
  return said;
}

/** Whether calls may still come of it. */
export function isOpen(run: Run): boolean {
  return run.state === "running" || run.state === "paused";
}

/** Newest first, open ones before those that are over. */
export function inOrder(runs: Iterable<Run>): Run[] {
  return [...runs].sort((a, b) => Number(isOpen(b)) - Number(isOpen(a)) || (a.created_at < b.created_at ? 1 : -1));
}

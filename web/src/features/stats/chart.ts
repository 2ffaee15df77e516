import type { Stats } from "@/api/model";

/** One bar of the chart: an hour's calls in three parts. */
export interface Bar {
  hour: string;
  placed: number;
  answered: number;
  failed: number;
  other: number;
}

/** The last hours up to now as bars, hours without calls included: a gap in work is a gap in the chart. */
export function bars(hours: Stats["per_hour"], now: number, shown = 12): Bar[] {
  const byHour = new Map(hours.map((hour) => [Math.floor(Date.parse(hour.hour) / HOUR_MS), hour]));
  const last = Math.floor(now / HOUR_MS);
  return Array.from({ length: shown }, (_, index) => {
    const at = last - (shown - 1 - index);
    const { placed, answered, failed } = byHour.get(at) ?? { placed: 0, answered: 0, failed: 0 };
    return { hour: new Date(at * HOUR_MS).toISOString(), placed, answered, failed, other: Math.max(0, placed - answered - failed) };
  });
}

/** A round number at or above the tallest bar, so that the scale reads well. */
export function ceilingOf(list: readonly Bar[]): number {
  const most = Math.max(1, ...list.map((bar) => bar.placed));
  const magnitude = 10 ** Math.floor(Math.log10(most));
  const step = [1, 2, 4, 5, 10].find((candidate) => candidate * magnitude >= most) ?? 10;
  return Math.max(4, step * magnitude);
}

const HOUR_MS = 3_600_000;

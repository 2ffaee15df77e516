import { count, percent } from "@/format/amounts";
import { duration } from "@/format/time";

import { labelOf } from "./columns";
import type { ReportBy, ReportRow } from "./model";

/** What a chart shows of each row. */
export type MeasureKey = "calls" | "answer_rate" | "talks" | "talk" | "abandon_rate";

export const MEASURES: readonly { value: MeasureKey; label: string }[] = [
  { value: "calls", label: "Calls" },
  { value: "talks", label: "Talks" },
  { value: "answer_rate", label: "Answer rate" },
  { value: "talk", label: "Talk time" },
  { value: "abandon_rate", label: "Abandon rate" },
];

export type PartKey = "scheduled" | "talks" | "abandoned" | "people" | "machines" | "answered" | "silent" | "value";

/** One part of a bar. */
export interface BarPart {
  part: PartKey;
  size: number;
}

/** A bar of the chart: what it is called, how high it is, and of what it is made. */
export interface Bar {
  key: string;
  label: string;
  /** As it is written under or beside the bar. */
  short: string;
  parts: BarPart[];
  /** How high it is; null where there is nothing to tell. */
  sum: number | null;
  words: string;
}

/** What the parts of a bar of calls are called. */
export const PARTS: readonly { part: PartKey; label: string }[] = [
  { part: "talks", label: "Talks" },
  { part: "abandoned", label: "Abandoned" },
  { part: "people", label: "Other people" },
  { part: "machines", label: "Machines" },
  { part: "answered", label: "Answered, not known by whom" },
  { part: "silent", label: "Not answered" },
];

/** The bars of a report; every hour of the day has one, whether anybody was called in it or not. */
export function barsOf(rows: readonly ReportRow[], by: ReportBy, measure: MeasureKey): Bar[] {
  const all = by === "hour" ? hours(rows) : rows.map((row) => ({ key: row.key, label: labelOf(row, by), row }));
  return all.map(({ key, label, row }) => ({ key, label, short: shortOf(by, key, label), ...heightOf(row, measure, label) }));
}

function hours(rows: readonly ReportRow[]): { key: string; label: string; row: ReportRow | null }[] {
  const known = new Map(rows.map((row) => [Number(row.key), row]));
  const worked = [...known.keys()].filter((hour) => !Number.isNaN(hour));
  const first = Math.min(8, ...worked);
  const last = Math.max(17, ...worked);
  return Array.from({ length: last - first + 1 }, (_, n) => {
    const hour = String(first + n).padStart(2, "0");
    return { key: hour, label: `${hour}:00`, row: known.get(first + n) ?? null };
  });
}

function shortOf(by: ReportBy, key: string, label: string): string {
  if (by === "hour") return key;
  if (by !== "day") return label;
  const at = new Date(`${key}T00:00`);
  return Number.isNaN(at.getTime()) ? label : new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short" }).format(at);
}

function heightOf(row: ReportRow | null, measure: MeasureKey, label: string): Pick<Bar, "parts" | "sum" | "words"> {
  if (!row) return { parts: [], sum: measure === "answer_rate" || measure === "abandon_rate" ? null : 0, words: `${label}: no calls` };
  switch (measure) {
    case "calls": {
      const parts = partsOf(row);
      return { parts, sum: row.dialed, words: `${label}: ${count(row.dialed)} dialled, ${count(row.answered)} answered, ${count(row.talks)} talks, ${count(row.abandoned)} abandoned` };
    }
    case "talks":
      return single(row.talks, `${label}: ${count(row.talks)} talks`);
    case "talk":
      return single(row.talk_ms, `${label}: ${duration(row.talk_ms)} of talks`);
    case "answer_rate":
      return single(row.answer_rate_permille, `${label}: ${percent(row.answer_rate_permille === null ? null : row.answer_rate_permille / 1_000)} answered`);
    case "abandon_rate":
      return single(row.abandon_permille, `${label}: ${percent(row.abandon_permille === null ? null : row.abandon_permille / 1_000)} abandoned`);
  }
}

function single(value: number | null, words: string): Pick<Bar, "parts" | "sum" | "words"> {
  return { parts: value ? [{ part: "value", size: value }] : [], sum: value, words };
}

/** The calls of a row, each in one part. */
function partsOf({ dialed, answered, live_answers, machines, talks, abandoned }: ReportRow): BarPart[] {
  const sizes: Record<Exclude<PartKey, "value" | "scheduled">, number> = {
    talks,
    abandoned,
    people: Math.max(0, live_answers - talks - abandoned),
    machines,
    answered: Math.max(0, answered - live_answers - machines),
    silent: Math.max(0, dialed - answered),
  };
  return PARTS.flatMap(({ part }) => (part !== "value" && part !== "scheduled" && sizes[part] > 0 ? [{ part, size: sizes[part] }] : []));
}

/** The top of the scale, round enough to read, and how it is written. */
export function scaleOf(bars: readonly Bar[], measure: MeasureKey): { top: number; words: (value: number) => string } {
  const most = Math.max(0, ...bars.map(({ sum }) => sum ?? 0));
  switch (measure) {
    case "answer_rate":
    case "abandon_rate":
      return { top: Math.min(1_000, roundUp(Math.max(most, 10))), words: (value) => percent(value / 1_000) };
    case "talk":
      return { top: Math.max(60_000, Math.ceil(most / 600_000) * 600_000), words: (value) => duration(value) };
    case "calls":
    case "talks":
      return { top: roundUp(Math.max(most, 4)), words: count };
  }
}

/** The next of 1, 2, 4, 5 and 10 of its size. */
export function roundUp(value: number): number {
  const magnitude = 10 ** Math.floor(Math.log10(value));
  return ([1, 2, 4, 5, 10].find((step) => step * magnitude >= value) ?? 10) * magnitude;
}

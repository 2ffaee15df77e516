import type { ReportRange } from "./model";

/** A stretch of whole days by the clock of the person in front of the page, both ends included ("2026-11-21"). */
export interface Period {
  from: string;
  to: string;
}

export type PresetKey = "today" | "yesterday" | "7" | "30" | "90";

export const PRESETS: readonly { value: PresetKey; label: string }[] = [
  { value: "today", label: "Today" },
  { value: "yesterday", label: "Yesterday" },
  { value: "7", label: "Last 7 days" },
  { value: "30", label: "Last 30 days" },
  { value: "90", label: "Last 90 days" },
];

/** The days that a preset means today. */
export function presetPeriod(preset: PresetKey, now: Date): Period {
  if (preset === "today") return { from: dayOf(now), to: dayOf(now) };
  if (preset === "yesterday") return { from: dayOf(now, -1), to: dayOf(now, -1) };
  return { from: dayOf(now, 1 - Number(preset)), to: dayOf(now) };
}

/** The preset that means these days, if one does. */
export function presetOf({ from, to }: Period, now: Date): PresetKey | null {
  return PRESETS.find(({ value }) => {
    const meant = presetPeriod(value, now);
    return meant.from === from && meant.to === to;
  })?.value ?? null;
}

/** The days of the address; the last seven when it names none, or none that make sense. */
export function readPeriod(search: URLSearchParams, now: Date): Period {
  const [from = "", to = ""] = [search.get("from") ?? "", search.get("to") ?? ""];
  return isDay(from) && isDay(to) && from <= to ? { from, to } : presetPeriod("7", now);
}

/** From the first instant of the first day to the first instant after the last. */
export function rangeOf({ from, to }: Period): ReportRange {
  const after = new Date(`${to}T00:00`);
  after.setDate(after.getDate() + 1);
  return { from: new Date(`${from}T00:00`).toISOString(), to: after.toISOString() };
}

/** How many days it is. */
export function daysOf({ from, to }: Period): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000) + 1;
}

/** The zone by whose clock this page tells hours and days. */
export function ownZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

function dayOf(now: Date, plus = 0): string {
  const day = new Date(now.getFullYear(), now.getMonth(), now.getDate() + plus);
  return `${day.getFullYear()}-${String(day.getMonth() + 1).padStart(2, "0")}-${String(day.getDate()).padStart(2, "0")}`;
}

function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text));
}

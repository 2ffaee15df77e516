import { clock } from "@/format/time";

import type { Lead } from "./model";

/** The zones in which a lead may be: the stated one, or those of its number. */
export function zonesOf(lead: Pick<Lead, "time_zone" | "zones">): string[] {
  return lead.time_zone ? [lead.time_zone] : lead.zones;
}

/** What the clocks of a lead show now, earliest first; several when its number does not tell the zone. */
export function clocksOf(lead: Pick<Lead, "time_zone" | "zones">, now: number): { text: string; late: boolean } | null {
  const offsets = [...new Set(zonesOf(lead).map((zone) => offsetOf(zone, now)))].filter((offset) => offset !== null).sort((a, b) => a - b);
  const [first] = offsets;
  const last = offsets.at(-1);
  if (first === undefined || last === undefined) return null;
  const at = (offset: number) => clock(now + offset, "UTC");
  const hours = [first, last].map((offset) => new Date(now + offset).getUTCHours());
  return { text: first === last ? at(first) : `${at(first)}–${at(last)}`, late: hours.some((hour) => hour < DAY_BEGINS || hour >= DAY_ENDS) };
}

/** The instant of a wall-clock time ("2026-11-21T10:30") in a zone; a time that the clock skips moves on by the skip. */
export function instantOf(wall: string, zone: string): string | null {
  const asUtc = Date.parse(`${wall}Z`);
  if (Number.isNaN(asUtc)) return null;
  // The offset before a change of clocks fits a skipped hour, and the first of a repeated one.
  const early = offsetOf(zone, asUtc - DAY_MS / 2);
  if (early === null) return null;
  const guess = asUtc - early;
  const there = offsetOf(zone, guess);
  if (there === null || there === early) return new Date(guess).toISOString();
  const other = asUtc - there;
  return new Date(offsetOf(zone, other) === there ? other : guess).toISOString();
}

/** The wall-clock time of an instant in a zone, as a date field holds it. */
export function wallOf(at: string | number, zone: string): string {
  const ms = typeof at === "number" ? at : Date.parse(at);
  const offset = offsetOf(zone, ms);
  return Number.isNaN(ms) || offset === null ? "" : new Date(ms + offset).toISOString().slice(0, 16);
}

/** Handy times to call back, by the lead's own clock. */
export function handyTimes(zone: string, now: number): { label: string; wall: string }[] {
  const wall = wallOf(now, zone);
  if (!wall) return [];
  const today = Date.parse(`${wall.slice(0, 10)}T00:00Z`);
  const day = (n: number, time: string) => `${new Date(today + n * DAY_MS).toISOString().slice(0, 10)}T${time}`;
  const weekday = new Date(today).getUTCDay();
  const toMonday = (8 - weekday) % 7 || 7;
  const hour = wallOf(now + 3_600_000, zone);
  const times = [{ label: "In an hour", wall: hour }];
  // On a Sunday the next Monday is tomorrow, which need not be said twice.
  if (weekday !== 0) times.push({ label: "Tomorrow 10:00", wall: day(1, "10:00") });
  times.push({ label: "Monday 10:00", wall: day(toMonday, "10:00") });
  return times;
}

/** "New York" for "America/New_York". */
export function cityOf(zone: string): string {
  return (zone.split("/").at(-1) ?? zone).replaceAll("_", " ");
}

function offsetOf(zone: string, at: number): number | null {
  try {
    const parts = formatOf(zone).formatToParts(at);
    const part = (type: string) => Number(parts.find((one) => one.type === type)?.value);
    const wall = Date.UTC(part("year"), part("month") - 1, part("day"), part("hour"), part("minute"), part("second"));
    return Number.isNaN(wall) ? null : wall - Math.floor(at / 1000) * 1000;
  } catch {
    return null;
  }
}

function formatOf(zone: string): Intl.DateTimeFormat {
  const kept = formats.get(zone);
  if (kept) return kept;
  const fresh = new Intl.DateTimeFormat("en-US", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });
  formats.set(zone, fresh);
  return fresh;
}

// Building a format costs more than using it a thousand times, and a table asks for every row.
const formats = new Map<string, Intl.DateTimeFormat>();

const DAY_MS = 86_400_000;
/** When people are commonly up; the dial rules have the last word. */
const DAY_BEGINS = 8;
const DAY_ENDS = 21;

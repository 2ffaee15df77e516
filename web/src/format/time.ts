import { DASH } from "./words";

/** "1:05" or "1:02:03"; a dash when there is nothing to show. */
export function duration(ms: number | null | undefined): string {
  if (ms === null || ms === undefined || ms < 0) return DASH;
  const all = Math.floor(ms / 1000);
  const hours = Math.floor(all / 3600);
  const minutes = Math.floor((all % 3600) / 60);
  const seconds = String(all % 60).padStart(2, "0");
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, "0")}:${seconds}` : `${minutes}:${seconds}`;
}

/** "45 s", "3 min", "2 h 5 min": a rough time span in words. */
export function roughSpan(seconds: number): string {
  if (seconds < 90) return `${Math.max(0, Math.round(seconds))} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 90) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  return rest === 0 ? `${hours} h` : `${hours} h ${rest} min`;
}

/** "19:40" by the clock of a zone; the viewer's own when none is given. */
export function clock(at: string | number | Date | null | undefined, zone?: string, seconds = false): string {
  if (at === null || at === undefined) return DASH;
  return render(at, zone, {
    hour: "2-digit",
    minute: "2-digit",
    ...(seconds ? { second: "2-digit" as const } : {}),
    hourCycle: "h23",
  });
}

/** "Sat 21 Nov, 19:40" in the viewer's zone; the year when it is not this one. */
export function dateTime(at: string | null | undefined, now: Date = new Date(), zone?: string): string {
  if (!at) return DASH;
  const date = new Date(at);
  const year = date.getFullYear() === now.getFullYear() ? {} : { year: "numeric" as const };
  const day = render(date, zone, { weekday: "short", day: "numeric", month: "short", ...year }).replaceAll(",", "");
  return `${day}, ${clock(date, zone)}`;
}

/** The time alone today, the day as well otherwise. */
export function moment(at: string | null | undefined, now: Date = new Date()): string {
  if (!at) return DASH;
  const date = new Date(at);
  return date.toDateString() === now.toDateString() ? clock(date, undefined, true) : dateTime(at, now);
}

/** "10:40 for them, 19:40 here": one instant by both clocks, with the day wherever that is not today. */
export function bothClocks(at: string, theirZone: string | undefined, myZone?: string, now: Date = new Date()): string {
  const today = dateOf(now, myZone);
  // A weekday alone says which day only within the week around now.
  const isNear = Math.abs(Date.parse(at) - now.getTime()) < 6 * DAY_MS;
  const withDay = (zone: string | undefined) => {
    if (dateOf(at, zone) === today) return clock(at, zone);
    const day = render(at, zone, { weekday: "short", ...(isNear ? {} : { day: "numeric", month: "short" }) }).replaceAll(",", "");
    return `${day} ${clock(at, zone)}`;
  };
  const here = `${withDay(myZone)} here`;
  return theirZone ? `${withDay(theirZone)} for them, ${here}` : here;
}

/** "5 s ago", "3 min ago", and the date beyond a day. */
export function ago(at: string | null | undefined, now: number = Date.now()): string {
  if (!at) return "never";
  const seconds = (now - Date.parse(at)) / 1000;
  if (seconds < 5) return "just now";
  if (seconds < 86_400) return `${roughSpan(seconds)} ago`;
  return dateTime(at, new Date(now));
}

/** "08:00" of minutes after midnight; 1440 is "24:00". */
export function minuteOfDay(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;
}

function dateOf(at: string | number | Date, zone?: string): string {
  return render(at, zone, { year: "numeric", month: "numeric", day: "numeric" });
}

function render(at: string | number | Date, zone: string | undefined, options: Intl.DateTimeFormatOptions): string {
  const date = at instanceof Date ? at : new Date(at);
  if (Number.isNaN(date.getTime())) return DASH;
  try {
    return new Intl.DateTimeFormat("en-GB", { ...options, timeZone: zone }).format(date);
  } catch {
    return new Intl.DateTimeFormat("en-GB", options).format(date);
  }
}

const DAY_MS = 86_400_000;

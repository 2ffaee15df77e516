/** The five parts of a cron expression, each as the values that it lets through. */
interface Cron {
  minutes: ReadonlySet<number>;
  hours: ReadonlySet<number>;
  days: ReadonlySet<number>;
  months: ReadonlySet<number>;
  weekdays: ReadonlySet<number>;
  /** Whether a day of the month is asked for, and a day of the week: with both, either will do. */
  asksDay: boolean;
  asksWeekday: boolean;
}

/** What a cron expression says, or what is wrong with it. */
export function readCron(text: string): Cron | string {
  const parts = text.trim().split(/\s+/);
  if (parts.length !== 5) return "Write five parts: minute, hour, day of the month, month, day of the week.";
  const sets: ReadonlySet<number>[] = [];
  for (const [place, { name, least, most }] of PARTS.entries()) {
    const values = valuesOf(parts[place] ?? "", least, most);
    if (values === null) return `“${parts[place]}” makes no sense as ${name} (${least} to ${most}).`;
    sets.push(place === 4 ? new Set([...values].map((day) => day % 7)) : values);
  }
  const [minutes, hours, days, months, weekdays] = sets as [ReadonlySet<number>, ReadonlySet<number>, ReadonlySet<number>, ReadonlySet<number>, ReadonlySet<number>];
  return { minutes, hours, days, months, weekdays, asksDay: !parts[2]?.startsWith("*"), asksWeekday: !parts[4]?.startsWith("*") };
}

/** The next instants of a cron expression by the clock of a zone; fewer where a year has no more. */
export function nextTimes(cron: Cron, after: Date, zone: string, most: number): Date[] {
  const times: Date[] = [];
  const clock = new Intl.DateTimeFormat("en-US", { timeZone: zone, hourCycle: "h23", weekday: "short", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric" });
  let at = Math.floor(after.getTime() / MINUTE_MS) * MINUTE_MS + MINUTE_MS;
  const end = at + YEAR_MS;
  while (times.length < most && at < end) {
    const { month, day, weekday, hour, minute } = partsOf(clock, at);
    const isDay = cron.months.has(month) && (cron.asksDay && cron.asksWeekday ? cron.days.has(day) || cron.weekdays.has(weekday) : cron.days.has(day) && cron.weekdays.has(weekday));
    if (!isDay || !cron.hours.has(hour)) {
      at += (60 - minute) * MINUTE_MS;
      continue;
    }
    if (cron.minutes.has(minute)) times.push(new Date(at));
    at += MINUTE_MS;
  }
  return times;
}

/** "2:05" until an instant, "now" once it is there. */
export function countdown(at: string, now: number): string {
  const left = Math.ceil((Date.parse(at) - now) / 1_000);
  if (left <= 0) return "now";
  const [hours, minutes, seconds] = [Math.floor(left / 3_600), Math.floor((left % 3_600) / 60), left % 60];
  const two = (value: number) => String(value).padStart(2, "0");
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds)}` : `${minutes}:${two(seconds)}`;
}

function partsOf(clock: Intl.DateTimeFormat, at: number) {
  const found: Partial<Record<Intl.DateTimeFormatPartTypes, string>> = {};
  for (const { type, value } of clock.formatToParts(at)) found[type] = value;
  return { month: Number(found.month), day: Number(found.day), weekday: WEEKDAYS.indexOf(found.weekday ?? ""), hour: Number(found.hour), minute: Number(found.minute) };
}

/** The values of "*", "5", "1-5", "0,30" and "*\/15" and of all of them joined; nothing where it makes no sense. */
function valuesOf(text: string, least: number, most: number): ReadonlySet<number> | null {
  const values = new Set<number>();
  for (const part of text.split(",")) {
    const match = /^(?:(\*)|(\d{1,2})(?:-(\d{1,2}))?)(?:\/(\d{1,2}))?$/.exec(part);
    if (!match) return null;
    const [, all, first, last, every] = match;
    const from = all ? least : Number(first);
    const to = all ? most : last !== undefined ? Number(last) : every !== undefined ? most : from;
    const step = every === undefined ? 1 : Number(every);
    if (from < least || to > most || from > to || step < 1) return null;
    for (let value = from; value <= to; value += step) values.add(value);
  }
  return values;
}

const PARTS = [
  { name: "a minute", least: 0, most: 59 },
  { name: "an hour", least: 0, most: 23 },
  { name: "a day of the month", least: 1, most: 31 },
  { name: "a month", least: 1, most: 12 },
  // Sunday is 0 and 7.
  { name: "a day of the week", least: 0, most: 7 },
] as const;
const WEEKDAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const MINUTE_MS = 60_000;
const YEAR_MS = 366 * 86_400_000;

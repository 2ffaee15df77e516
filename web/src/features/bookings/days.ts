import { clock, dateTime } from "@/format/time";

import type { Booking } from "./model";

/** Bookings of one day by the clock of whoever looks at the page. */
export interface BookingDay {
  key: string;
  title: string;
  items: Booking[];
}

/** The bookings under the headings of their days, in the order in which they came. */
export function byDay(bookings: readonly Booking[], now: Date): BookingDay[] {
  const days: BookingDay[] = [];
  for (const booking of bookings) {
    const start = new Date(booking.start);
    const key = start.toDateString();
    const last = days.at(-1);
    if (last?.key === key) last.items.push(booking);
    else days.push({ key, title: titleOf(start, now), items: [booking] });
  }
  return days;
}

function titleOf(day: Date, now: Date): string {
  const apart = Math.round((midnight(day) - midnight(now)) / 86_400_000);
  const name = new Intl.DateTimeFormat("en-GB", { weekday: "long", day: "numeric", month: "long", ...(day.getFullYear() === now.getFullYear() ? {} : { year: "numeric" }) }).format(day);
  if (apart === 0) return `Today, ${name}`;
  if (apart === 1) return `Tomorrow, ${name}`;
  return apart === -1 ? `Yesterday, ${name}` : name;
}

function midnight(day: Date): number {
  return new Date(day.getFullYear(), day.getMonth(), day.getDate()).getTime();
}

/** "Mon 30 Nov, 10:00 here, Mon 30 Nov, 01:00 for them": when it is, with the day, as it may be weeks ahead. */
export function whenOf({ start, zone }: Pick<Booking, "start" | "zone">): string {
  const here = `${dateTime(start)} here`;
  return clock(start, zone) === clock(start) ? here : `${here}, ${dateTime(start, new Date(), zone)} for them`;
}

import type { Lead } from "@/features/dial/model";

import type { Callback } from "./model";

/** Up to when callbacks are shown. */
export type DueKey = "" | "now" | "today" | "week";

export const DUES: readonly { value: DueKey; label: string }[] = [
  { value: "", label: "Any time" },
  { value: "now", label: "Due now" },
  { value: "today", label: "Up to today" },
  { value: "week", label: "Within 7 days" },
];

/** The instant before which callbacks are shown; none for all of them. */
export function dueBefore(due: DueKey, now: Date): string | null {
  if (due === "") return null;
  if (due === "now") return now.toISOString();
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() + (due === "today" ? 1 : 8)).toISOString();
}

/** Callbacks that belong together by when they are due. */
export interface DueGroup {
  title: string;
  isLate: boolean;
  items: Callback[];
}

/** The callbacks under headings of the day, overdue ones first. */
export function groupByDue(items: readonly Callback[], now: number): DueGroup[] {
  const groups: DueGroup[] = [];
  for (const item of items) {
    const at = Date.parse(item.callback_at);
    const title = at <= now ? "Due now" : dayTitle(new Date(at), new Date(now));
    const last = groups.at(-1);
    if (last?.title === title) last.items.push(item);
    else groups.push({ title, isLate: at <= now, items: [item] });
  }
  return groups;
}

/** Lays what the live channel knows of the leads over the callbacks: done ones go, moved ones move. */
export function withNews(items: readonly Callback[], heard: ReadonlyMap<string, Lead>): Callback[] {
  const rows = items.flatMap((item) => {
    const lead = heard.get(item.lead.id);
    if (!lead || lead.revision < item.lead.revision) return [item];
    return lead.callback_at === null ? [] : [{ ...item, lead, callback_at: lead.callback_at }];
  });
  return rows.sort((a, b) => Date.parse(a.callback_at) - Date.parse(b.callback_at));
}

function dayTitle(at: Date, now: Date): string {
  const days = Math.round((new Date(at.getFullYear(), at.getMonth(), at.getDate()).getTime() - new Date(now.getFullYear(), now.getMonth(), now.getDate()).getTime()) / 86_400_000);
  if (days === 0) return "Later today";
  if (days === 1) return "Tomorrow";
  return new Intl.DateTimeFormat("en-GB", { weekday: "long", day: "numeric", month: "long" }).format(at);
}

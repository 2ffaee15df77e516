import { useInfiniteQuery } from "@tanstack/react-query";

import { withNews } from "@/features/callbacks/due";
import type { Callback } from "@/features/callbacks/model";
import { callbacksQuery } from "@/features/callbacks/queries";
import { roughSpan } from "@/format/time";
import { useLiveLeads } from "@/live/hooks";

/** The callbacks of the agent, or those that anybody may make, soonest first, as fresh as the live channel makes them. */
export function useCallbacks(whose: "me" | "any", enabled = true) {
  const pages = useInfiniteQuery({ ...callbacksQuery({ whose }), enabled });
  const heard = useLiveLeads();
  return { ...pages, items: withNews(pages.data?.pages.flatMap((page) => page.items) ?? [], heard) };
}

/** Callbacks whose time has come, or nearly. */
export function dueOf(items: readonly Callback[], now: number): Callback[] {
  return items.filter(({ callback_at }) => Date.parse(callback_at) <= now + AHEAD_MS);
}

/** "due now", "due in 50 s", "12 min late". */
export function dueWords(at: string, now: number): string {
  const seconds = Math.round((Date.parse(at) - now) / 1_000);
  if (Math.abs(seconds) < 15) return "due now";
  return seconds > 0 ? `due in ${roughSpan(seconds)}` : `${roughSpan(-seconds)} late`;
}

/** Enough to finish a sentence and look at who it is. */
const AHEAD_MS = 60_000;

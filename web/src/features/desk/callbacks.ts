import { useInfiniteQuery } from "@tanstack/react-query";

import { withNews } from "@/features/callbacks/due";
import type { Callback } from "@/features/callbacks/model";
import { callbacksQuery } from "@/features/callbacks/queries";
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

/** "due now", "in 2 min", "12 min late". */
export function dueWords(at: string, now: number): string {
  const minutes = Math.round((Date.parse(at) - now) / 60_000);
  if (minutes === 0) return "due now";
  return minutes > 0 ? `in ${minutes} min` : `${-minutes} min late`;
}

/** Enough to finish a sentence and look at who it is. */
const AHEAD_MS = 60_000;

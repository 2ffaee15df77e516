import { useQueries } from "@tanstack/react-query";

import { ask } from "@/api/ask";
import { useSettled } from "@/ui/browser";

import type { CampaignInput } from "../model";

/** How many leads a campaign would call. */
export interface LeadCount {
  leads: number;
  isAtLeast: boolean;
  isPending: boolean;
  /** More combinations than are worth asking for. */
  isUnknown: boolean;
}

interface Part {
  list_id: string;
  status: string;
  region: string | null;
  attempts_max: number | null;
}

/** Counts the leads that the lists and the filters let through, a moment after the last change. */
export function useLeadCount({ list_ids, settings }: Pick<CampaignInput, "list_ids" | "settings">): LeadCount {
  const { statuses, regions, attempts_max } = settings.selection;
  // Closed leads are never called.
  const open = statuses.length > 0 ? statuses.filter((status) => status !== "closed") : OPEN;
  const parts: Part[] = list_ids.flatMap((list_id) => open.flatMap((status) => (regions.length > 0 ? regions : [null]).map((region) => ({ list_id, status, region, attempts_max }))));
  const settled = useSettled(JSON.stringify(parts), 250);
  const asked = JSON.parse(settled) as Part[];
  const isUnknown = asked.length > PARTS_MAX;
  const answers = useQueries({
    queries: (isUnknown ? [] : asked).map((part) => ({
      queryKey: ["campaign-leads", part],
      staleTime: 30_000,
      queryFn: ({ signal }: { signal: AbortSignal }) => count(part, signal),
    })),
  });
  return {
    leads: answers.reduce((sum, answer) => sum + (answer.data?.total ?? 0), 0),
    isAtLeast: answers.some((answer) => answer.data?.total_is_at_least === true),
    isPending: settled !== JSON.stringify(parts) || answers.some((answer) => answer.isPending),
    isUnknown,
  };
}

async function count(part: Part, signal: AbortSignal): Promise<{ total: number; total_is_at_least?: boolean }> {
  const query = Object.fromEntries(Object.entries({ ...part, limit: 1 }).filter((entry): entry is [string, string | number] => entry[1] !== null));
  return ask("get", "/api/v1/leads", { query, signal });
}

const OPEN = ["new", "called", "callback"];
/** A campaign of many lists and regions is counted when it runs. */
const PARTS_MAX = 30;

import { useQueries } from "@tanstack/react-query";

import { api, body } from "@/api/client";
import { useSettled } from "@/ui/browser";

import type { CampaignInput } from "../model";
import { needsConsent, scopeOf } from "./consent";

/** How many leads a campaign would call, and how they fall on its lists and on where they stand. */
export interface LeadCount {
  leads: number;
  byList: ReadonlyMap<string, number>;
  /** Of the chosen lists and countries, whatever statuses are chosen. */
  byStatus: ReadonlyMap<string, number>;
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
  /** Only those who agreed to something, or those who did not. */
  consent: string | null;
}

/** Whose consent counts: those who are called, or those who are left out for want of it. */
type Whose = "called" | "left_out";

/** Counts the leads that the lists and the filters let through, a moment after the last change. */
export function useLeadCount({ list_ids, settings }: Pick<CampaignInput, "list_ids" | "settings">, whose: Whose = "called"): LeadCount {
  const { statuses, regions, attempts_max } = settings.selection;
  const needed = needsConsent(settings) ? scopeOf(settings) : null;
  const consent = whose === "called" ? needed : needed && `none:${needed}`;
  // Where no consent is needed, nobody is left out for want of it.
  const parts: Part[] = (whose === "left_out" && !needed ? [] : list_ids).flatMap((list_id) => OPEN.flatMap((status) => (regions.length > 0 ? regions : [null]).map((region) => ({ list_id, status, region, attempts_max, consent }))));
  const settled = useSettled(JSON.stringify(parts), 250);
  const asked = JSON.parse(settled) as Part[];
  const isUnknown = asked.length > PARTS_MAX;
  const answers = useQueries({
    queries: (isUnknown ? [] : asked).map((part) => ({
      queryKey: ["campaign-leads", part],
      staleTime: 30_000,
      queryFn: ({ signal }: { signal: AbortSignal }) => countOf(part, signal),
    })),
  });
  const isChosen = (status: string) => statuses.length === 0 || statuses.includes(status);
  const byList = new Map<string, number>();
  const byStatus = new Map<string, number>();
  let leads = 0;
  answers.forEach(({ data }, place) => {
    const part = asked[place];
    if (!part || !data) return;
    byStatus.set(part.status, (byStatus.get(part.status) ?? 0) + data.total);
    if (!isChosen(part.status)) return;
    byList.set(part.list_id, (byList.get(part.list_id) ?? 0) + data.total);
    leads += data.total;
  });
  return {
    leads,
    byList,
    byStatus,
    isAtLeast: answers.some((answer, place) => answer.data?.total_is_at_least === true && isChosen(asked[place]?.status ?? "")),
    isPending: settled !== JSON.stringify(parts) || answers.some((answer) => answer.isPending),
    isUnknown,
  };
}

/** "1,204", "more than 10,000", "many": how many a count says. */
export function countWords({ leads, isAtLeast, isUnknown }: Pick<LeadCount, "leads" | "isAtLeast" | "isUnknown">, show: (n: number) => string): string {
  if (isUnknown) return "Many";
  return isAtLeast ? `More than ${show(leads)}` : show(leads);
}

async function countOf({ list_id, status, region, attempts_max, consent }: Part, signal: AbortSignal) {
  const filter = { ...(region === null ? {} : { region }), ...(attempts_max === null ? {} : { attempts_max }), ...(consent === null ? {} : { consent }) };
  return body(api.GET("/api/v1/leads", { params: { query: { list_id, status, limit: 1, ...filter } }, signal }));
}

/** Closed leads are never called. */
const OPEN = ["new", "called", "callback"];
/** A campaign of many lists and regions is counted when it runs. */
const PARTS_MAX = 36;

import { useQueries, useQuery } from "@tanstack/react-query";

import { api, body } from "@/api/client";
import { facetsQuery } from "@/features/leads/queries";
import { useSettled } from "@/ui/browser";

import type { CampaignInput } from "../model";
import { needsConsent, scopeOf } from "./consent";

/** How many leads a campaign would call, and how they fall on its lists and on where they stand. */
export interface LeadCount {
  leads: number;
  byList: ReadonlyMap<string, number>;
  /** Of the chosen lists, countries and tags, whatever statuses are chosen. */
  byStatus: ReadonlyMap<string, number>;
  isAtLeast: boolean;
  /** Leads are asked for tag by tag: those that have two of the chosen ones may be counted twice. */
  isAtMost: boolean;
  isPending: boolean;
  /** More combinations than are worth asking for. */
  isUnknown: boolean;
}

interface Part {
  list_id: string;
  status: string;
  region: string | null;
  tag: string | null;
  attempts_max: number | null;
  /** Only those who agreed to something, or those who did not. */
  consent: string | null;
}

/** Whose consent counts: those who are called, or those who are left out for want of it. */
type Whose = "called" | "left_out";

/** Counts the leads that the lists and the filters let through, a moment after the last change. */
export function useLeadCount({ list_ids, settings }: Pick<CampaignInput, "list_ids" | "settings">, whose: Whose = "called"): LeadCount {
  const { statuses, regions, attempts_max } = settings.selection;
  const { spellings, isPending: areTagsPending } = useSpellings(settings.selection.tags);
  const needed = needsConsent(settings) ? scopeOf(settings) : null;
  const consent = whose === "called" ? needed : needed && `none:${needed}`;
  // Where no consent is needed, nobody is left out for want of it.
  const lists = whose === "left_out" && !needed ? [] : list_ids;
  const parts: Part[] = lists.flatMap((list_id) => OPEN.flatMap((status) => anyOr(regions).flatMap((region) => anyOr(spellings).map((tag) => ({ list_id, status, region, tag, attempts_max, consent })))));
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
  /** Where leads with one of the tags were found, to see where two of them meet. */
  const found = new Set<string>();
  let isAtMost = false;
  let leads = 0;
  answers.forEach(({ data }, place) => {
    const part = asked[place];
    if (!part || !data) return;
    if (data.total > 0) {
      const where = JSON.stringify([part.list_id, part.status, part.region]);
      isAtMost ||= found.has(where);
      found.add(where);
    }
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
    isAtMost,
    isPending: areTagsPending || settled !== JSON.stringify(parts) || answers.some((answer) => answer.isPending),
    isUnknown,
  };
}

/** "1,204", "more than 10,000", "at most 60", "many": how many a count says. */
export function countWords({ leads, isAtLeast, isAtMost, isUnknown }: Pick<LeadCount, "leads" | "isAtLeast" | "isAtMost" | "isUnknown">, show: (n: number) => string): string {
  if (isUnknown || (isAtLeast && isAtMost)) return "Many";
  if (isAtMost) return `At most ${show(leads)}`;
  return isAtLeast ? `More than ${show(leads)}` : show(leads);
}

/** The tags as leads have them: the list of leads tells upper and lower case apart, a campaign does not. */
function useSpellings(tags: readonly string[]): { spellings: string[]; isPending: boolean } {
  const facets = useQuery({ ...facetsQuery, enabled: tags.length > 0 });
  const chosen = new Set(tags.map((tag) => tag.toLowerCase()));
  const known = (facets.data?.tags ?? []).filter((tag) => chosen.has(tag.toLowerCase()));
  return { spellings: [...new Set([...tags, ...known])], isPending: tags.length > 0 && facets.isPending };
}

/** Each of what is chosen; where nothing is, whatever there is. */
function anyOr(chosen: readonly string[]): readonly (string | null)[] {
  return chosen.length > 0 ? chosen : [null];
}

async function countOf({ list_id, status, region, tag, attempts_max, consent }: Part, signal: AbortSignal) {
  const filter = { ...(region === null ? {} : { region }), ...(tag === null ? {} : { tag }), ...(attempts_max === null ? {} : { attempts_max }), ...(consent === null ? {} : { consent }) };
  return body(api.GET("/api/v1/leads", { params: { query: { list_id, status, limit: 1, ...filter } }, signal }));
}

/** Closed leads are never called. */
const OPEN = ["new", "called", "callback"];
/** A campaign of many lists, regions and tags is counted when it runs. */
const PARTS_MAX = 36;

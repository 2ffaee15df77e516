import { infiniteQueryOptions, keepPreviousData, queryOptions, useMutation, useQueryClient, type InfiniteData } from "@tanstack/react-query";

import { ApiProblem, sentenceFor } from "@/api/problem";
import { listsQuery } from "@/features/dial/queries";
import { counted } from "@/format/amounts";
import { complain, tell } from "@/ui/toasts";

import { queryOf, type LeadsFilter } from "./filter";
import type { BatchAction, BatchSelect, Lead, LeadChange, LeadPage } from "./model";
import { changeLead, readDiallable, readFacets, readLeads, readTimeline, readViews, runBatch, undoBatch } from "./requests";

/** Leads in pages, as the server orders them. */
export function leadsQuery(filter: LeadsFilter) {
  return infiniteQueryOptions({
    queryKey: ["leads", queryOf(filter)],
    initialPageParam: "",
    placeholderData: keepPreviousData,
    queryFn: ({ pageParam, signal }) => readLeads({ ...queryOf(filter), limit: PAGE_ROWS, ...(pageParam ? { cursor: pageParam } : {}) }, signal),
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
}

/** The tags, countries and custom fields that leads of this workspace have. */
export const facetsQuery = queryOptions({ queryKey: ["lead-facets"], queryFn: ({ signal }) => readFacets(signal) });

export const viewsQuery = queryOptions({ queryKey: ["views", "leads"], queryFn: ({ signal }) => readViews(signal) });

/** What happened to a lead, the newest first. */
export function timelineQuery(id: string) {
  return infiniteQueryOptions({
    queryKey: ["lead-timeline", id],
    initialPageParam: "",
    queryFn: ({ pageParam, signal }) => readTimeline(id, pageParam, signal),
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
}

/** Whether a lead may be called; the answer ages by itself, as clocks go on. */
export function diallableQuery(id: string) {
  return queryOptions({ queryKey: ["lead-diallable", id], refetchInterval: 60_000, queryFn: ({ signal }) => readDiallable(id, signal) });
}

/** Puts a lead that just changed wherever it is shown, without asking again. */
export function usePutLead(): (lead: Lead) => void {
  const client = useQueryClient();
  return (lead) => {
    client.setQueriesData<InfiniteData<LeadPage>>({ queryKey: ["leads"] }, (data) =>
      data && { ...data, pages: data.pages.map((page) => ({ ...page, items: page.items.map((one) => (one.id === lead.id ? lead : one)) })) },
    );
    client.setQueryData<{ lead: Lead }>(["lead", lead.id], (detail) => detail && { ...detail, lead });
    void client.invalidateQueries({ queryKey: ["lead-timeline", lead.id] });
    void client.invalidateQueries({ queryKey: ["lead-diallable", lead.id] });
  };
}

/** Changes fields of one lead. */
export function useChangeLead() {
  const put = usePutLead();
  return useMutation({
    mutationFn: ({ id, change }: { id: string; change: LeadChange }) => changeLead(id, change),
    onSuccess: put,
  });
}

export interface Batch {
  select: BatchSelect;
  action: BatchAction;
  /** How many leads the person was told; null where the count is not exact. */
  expected: number | null;
  /** What was done, in words: "tagged “vip”". */
  done: string;
}

/** Changes many leads at once; the message that says so can take it back. */
export function useBatch() {
  const client = useQueryClient();
  const refresh = () => {
    for (const queryKey of [["leads"], ["lead"], ["lead-timeline"], ["lead-diallable"], facetsQuery.queryKey, listsQuery.queryKey]) void client.invalidateQueries({ queryKey });
  };
  const undo = useMutation({
    mutationFn: undoBatch,
    onSuccess: ({ restored }) => tell({ title: `${counted(restored, "lead")} put back` }),
    onError: (error) => complain("Nothing was put back", sentenceFor(error)),
    onSettled: refresh,
  });
  return useMutation({
    mutationFn: ({ select, action, expected }: Batch) => runBatch(select, action, expected),
    onSuccess: ({ id, changed }, { done }) => {
      if (changed === 0) tell({ title: "Nothing to change", detail: "The leads were like that already." });
      else tell({ title: `${counted(changed, "lead")} ${done}`, undo: () => undo.mutate(id), lastsMs: UNDO_MS });
    },
    onError: (error) => {
      const moved = error instanceof ApiProblem && error.code === "leads.count_changed";
      complain(moved ? "Other leads match by now" : "No lead was changed", moved ? "Nothing was changed. Look at the new count and try again." : sentenceFor(error));
    },
    onSettled: refresh,
  });
}

const PAGE_ROWS = 200;
/** Who changed thousands of rows wants time to see whether it was right. */
const UNDO_MS = 20_000;

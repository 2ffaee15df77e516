import { infiniteQueryOptions, keepPreviousData, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";

import { sentenceFor } from "@/api/problem";
import { complain, tell } from "@/ui/toasts";

import { queryOf, type LeadFilter } from "./filter";
import type { LeadDetail } from "./model";
import { archiveList, readDispositions, readLead, readLeads, readLists } from "./requests";

export const listsQuery = queryOptions({ queryKey: ["lists"], queryFn: ({ signal }) => readLists(signal) });

export const dispositionsQuery = queryOptions({ queryKey: ["dispositions"], staleTime: 300_000, queryFn: ({ signal }) => readDispositions(signal) });

/** The leads of a list in pages, as the server orders them. */
export function leadsQuery(filter: LeadFilter) {
  return infiniteQueryOptions({
    queryKey: ["leads", queryOf(filter)],
    enabled: filter.listId !== "",
    initialPageParam: "",
    placeholderData: keepPreviousData,
    queryFn: ({ pageParam, signal }) => readLeads({ ...queryOf(filter), limit: PAGE_ROWS, ...(pageParam ? { cursor: pageParam } : {}) }, signal),
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
}

/** A lead with every call made to it. */
export function leadQuery(id: string) {
  return queryOptions({ queryKey: ["lead", id], queryFn: ({ signal }): Promise<LeadDetail> => readLead(id, signal) });
}

/** Brings a lead up to date wherever it is shown, after its call was noted. */
export function useRefreshLead(): (id: string | null) => void {
  const client = useQueryClient();
  return (id) => {
    if (id) void client.invalidateQueries({ queryKey: ["lead", id] });
    void client.invalidateQueries({ queryKey: ["leads"] });
    void client.invalidateQueries({ queryKey: listsQuery.queryKey });
  };
}

/** Puts a list away; its leads and their calls are kept. */
export function useArchiveList() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => archiveList(id),
    onSuccess: () => {
      tell({ title: "The list was put away" });
      void client.invalidateQueries({ queryKey: listsQuery.queryKey });
    },
    onError: (error) => complain("The list was not put away", sentenceFor(error)),
  });
}

const PAGE_ROWS = 200;

import { infiniteQueryOptions, keepPreviousData, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";

import { api, body, freshKey, once } from "@/api/client";
import type { Call } from "@/api/model";
import { sentenceFor } from "@/api/problem";
import { counted } from "@/format/amounts";
import { complain, tell } from "@/ui/toasts";

import { queryOf, type CallFilter } from "./filter";

/** The call log in pages, as the server orders it. */
export function callsQuery(filter: CallFilter) {
  return infiniteQueryOptions({
    queryKey: ["calls", queryOf(filter)],
    initialPageParam: "",
    placeholderData: keepPreviousData,
    queryFn: ({ pageParam, signal }) =>
      body(
        api.GET("/api/v1/calls", {
          signal,
          params: { query: { ...queryOf(filter), limit: PAGE_ROWS, ...(pageParam ? { cursor: pageParam } : {}) } },
        }),
      ),
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
}

/** Everything about one call; asked again whenever the live channel shows a change of it. */
export function callQuery(id: string) {
  return queryOptions({
    queryKey: ["call", id],
    queryFn: ({ signal }) => body(api.GET("/api/v1/calls/{id}", { signal, params: { path: { id } } })),
  });
}

export type CallOrder = "hang-up" | "cancel" | "redial";

/** Gives one order to several calls. The log shows what comes of it when the server says so, not before. */
export function useCallOrder() {
  return useMutation({
    mutationFn: async ({ order, calls }: { order: CallOrder; calls: readonly Call[] }) => {
      const failures: unknown[] = [];
      for (let i = 0; i < calls.length; i += AT_ONCE) {
        const part = calls.slice(i, i + AT_ONCE).map(({ id }) => giveOrder(order, id).catch((error: unknown) => failures.push(error)));
        await Promise.all(part);
      }
      return { order, done: calls.length - failures.length, failures };
    },
    onSuccess: ({ order, done, failures }) => {
      if (done > 0 && (done > 1 || order === "redial")) tell({ title: DONE[order](done) });
      if (failures.length > 0) complain(`${counted(failures.length, "call")} not changed`, sentenceFor(failures[0]));
    },
  });
}

/** Empties the log of ended calls. */
export function useClearLog() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => body(api.DELETE("/api/v1/calls")),
    onSuccess: async ({ cleared }) => {
      tell({ title: `${counted(cleared, "call")} cleared from the log` });
      await client.invalidateQueries({ queryKey: ["calls"] });
    },
    onError: (error) => complain("The log was not cleared", sentenceFor(error)),
  });
}

/** Where the log, as filtered, can be had as a CSV file. */
export function exportAddress(filter: CallFilter): string {
  const search = new URLSearchParams(queryOf(filter));
  return `/api/v1/calls.csv?${search}`;
}

function giveOrder(order: CallOrder, id: string): Promise<Call> {
  const params = { params: { path: { id } } };
  if (order === "hang-up") return body(api.POST("/api/v1/calls/{id}/hang-up", params));
  if (order === "cancel") return body(api.POST("/api/v1/calls/{id}/cancel", params));
  return body(api.POST("/api/v1/calls/{id}/redial", { ...params, ...once(freshKey()) }));
}

const DONE: Record<CallOrder, (n: number) => string> = {
  "hang-up": (n) => `Hanging up ${counted(n, "call")}`,
  cancel: (n) => `${counted(n, "call")} canceled`,
  redial: (n) => `${counted(n, "call")} planned again`,
};

const PAGE_ROWS = 200;
/** Few enough that a bulk order does not starve the rest of the page. */
const AT_ONCE = 6;

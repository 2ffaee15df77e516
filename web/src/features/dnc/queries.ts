import { infiniteQueryOptions, keepPreviousData, useMutation, useQueryClient } from "@tanstack/react-query";

import { api, body, freshKey, once } from "@/api/client";
import type { DncEntry } from "@/api/model";
import { sentenceFor } from "@/api/problem";
import { counted } from "@/format/amounts";
import { complain, tell } from "@/ui/toasts";

export function dncQuery(q: string) {
  return infiniteQueryOptions({
    queryKey: ["dnc", q],
    initialPageParam: "",
    placeholderData: keepPreviousData,
    queryFn: ({ pageParam, signal }) =>
      body(
        api.GET("/api/v1/dnc", {
          signal,
          params: { query: { limit: 200, ...(q.trim() ? { q: q.trim() } : {}), ...(pageParam ? { cursor: pageParam } : {}) } },
        }),
      ),
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
}

interface Addition {
  numbers?: string[];
  text?: string;
  reason?: string;
}

/** Puts numbers on the do-not-call list. */
export function useAddToDnc() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (addition: Addition) => body(api.POST("/api/v1/dnc", { body: addition, ...once(freshKey()) })),
    onSuccess: async (added) => {
      tell({
        title: `${counted(added.items.length, "number")} will not be called any more`,
        detail: added.errors.length > 0 ? `${counted(added.errors.length, "line")} could not be read as a number.` : undefined,
      });
      await client.invalidateQueries({ queryKey: ["dnc"] });
    },
    onError: (error) => complain("Nothing was added to the do-not-call list", sentenceFor(error)),
  });
}

/** Takes a number off the list; a mistake can be undone from the message that says so. */
export function useRemoveFromDnc() {
  const client = useQueryClient();
  const putBack = useAddToDnc();
  return useMutation({
    mutationFn: async (entry: DncEntry) => {
      await api.DELETE("/api/v1/dnc/{id}", { params: { path: { id: entry.id } } });
      return entry;
    },
    onSuccess: async (entry) => {
      tell({
        title: `${entry.phone_display} may be called again`,
        undo: () => putBack.mutate({ numbers: [entry.phone], ...(entry.reason ? { reason: entry.reason } : {}) }),
      });
      await client.invalidateQueries({ queryKey: ["dnc"] });
    },
    onError: (error) => complain("The number stays on the do-not-call list", sentenceFor(error)),
  });
}

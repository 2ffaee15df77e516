import { infiniteQueryOptions, queryOptions, useInfiniteQuery, useMutation } from "@tanstack/react-query";
import { useMemo } from "react";

import { api, body } from "@/api/client";
import type { Run } from "@/api/model";
import { sentenceFor } from "@/api/problem";
import { useLiveRuns } from "@/live/hooks";
import { complain } from "@/ui/toasts";

import { inOrder } from "./progress";

const runsQuery = infiniteQueryOptions({
  queryKey: ["runs"],
  initialPageParam: "",
  queryFn: ({ pageParam, signal }) =>
    body(api.GET("/api/v1/runs", { signal, params: { query: { limit: 50, ...(pageParam ? { cursor: pageParam } : {}) } } })),
  getNextPageParam: (page) => page.next_cursor ?? undefined,
});

/** The runs of the workspace, each in its newest version. */
export function useRuns() {
  const pages = useInfiniteQuery(runsQuery);
  const live = useLiveRuns();
  const runs = useMemo(() => {
    const all = new Map<string, Run>();
    for (const page of pages.data?.pages ?? []) for (const run of page.items) all.set(run.id, run);
    for (const run of live.values()) all.set(run.id, run);
    return inOrder(all.values());
  }, [pages.data, live]);
  return { runs, pages };
}

/** What became of each line that a run was started with; that does not change any more. */
export function runLinesQuery(id: string) {
  return queryOptions({
    queryKey: ["run-lines", id],
    staleTime: Infinity,
    queryFn: ({ signal }) => body(api.GET("/api/v1/runs/{id}/lines", { signal, params: { path: { id } } })),
  });
}

export type RunOrder = "pause" | "resume" | "cancel";

/** Pauses, resumes or cancels a run. */
export function useRunOrder() {
  return useMutation({
    mutationFn: ({ order, id }: { order: RunOrder; id: string }) => {
      const params = { params: { path: { id } } };
      if (order === "pause") return body(api.POST("/api/v1/runs/{id}/pause", params));
      if (order === "resume") return body(api.POST("/api/v1/runs/{id}/resume", params));
      return body(api.POST("/api/v1/runs/{id}/cancel", params));
    },
    onError: (error) => complain("The run was not changed", sentenceFor(error)),
  });
}

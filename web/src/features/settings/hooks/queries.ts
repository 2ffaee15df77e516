import { infiniteQueryOptions, keepPreviousData, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";

import { api, body, freshKey, once } from "@/api/client";
import { sentenceFor } from "@/api/problem";
import { complain, tell } from "@/ui/toasts";

import type { HookInput } from "./model";

const of = (id: string) => ({ params: { path: { id } } });

export const hooksQuery = queryOptions({ queryKey: ["hooks"], queryFn: ({ signal }) => body(api.GET("/api/v1/hooks", { signal })) });

/** What was sent to a hook, the newest first. */
export function deliveriesQuery(id: string) {
  return infiniteQueryOptions({
    queryKey: ["hook-deliveries", id],
    initialPageParam: "",
    placeholderData: keepPreviousData,
    refetchInterval: AGAIN_MS,
    queryFn: ({ pageParam, signal }) => body(api.GET("/api/v1/hooks/{id}/deliveries", { params: { path: { id }, query: { limit: 50, ...(pageParam ? { cursor: pageParam } : {}) } }, signal })),
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
}

function useReload() {
  const client = useQueryClient();
  return () => {
    for (const queryKey of [["hooks"], ["hook-deliveries"]]) void client.invalidateQueries({ queryKey });
  };
}

export function useSaveHook(id: string | null) {
  const reload = useReload();
  return useMutation({
    mutationFn: (input: HookInput) => body(id === null ? api.POST("/api/v1/hooks", { body: input, ...once(freshKey()) }) : api.PUT("/api/v1/hooks/{id}", { ...of(id), body: input })),
    onSuccess: () => tell({ title: id === null ? "The webhook was made" : "The webhook was changed" }),
    onSettled: reload,
  });
}

export function useRemoveHook() {
  const reload = useReload();
  return useMutation({ mutationFn: (id: string) => api.DELETE("/api/v1/hooks/{id}", of(id)), onSuccess: () => tell({ title: "The webhook was removed" }), onSettled: reload });
}

export function useTestHook() {
  const reload = useReload();
  return useMutation({
    mutationFn: (id: string) => body(api.POST("/api/v1/hooks/{id}/test", of(id))),
    onSuccess: () => tell({ title: "A test is on its way", detail: "What the other side says to it stands in the log." }),
    onError: (error) => complain("No test was sent", sentenceFor(error)),
    onSettled: reload,
  });
}

/** Sends a message once more, under its old id: whoever got it already can tell. */
export function useReplay() {
  const reload = useReload();
  return useMutation({
    mutationFn: (id: string) => body(api.POST("/api/v1/hooks/deliveries/{id}/replay", of(id))),
    onSuccess: () => tell({ title: "It is sent once more" }),
    onError: (error) => complain("It was not sent again", sentenceFor(error)),
    onSettled: reload,
  });
}

/** Messages are tried again by themselves, and the live channel does not tell of them. */
const AGAIN_MS = 5_000;

import { infiniteQueryOptions, keepPreviousData, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";

import { ask, order } from "@/api/ask";
import { freshKey, once } from "@/api/client";
import { sentenceFor } from "@/api/problem";
import { complain, tell } from "@/ui/toasts";

import type { Delivery, HookInput, HookList, MadeHook } from "./model";

const of = (id: string): `/api/v1/${string}` => `/api/v1/hooks/${encodeURIComponent(id)}`;

export const hooksQuery = queryOptions({ queryKey: ["hooks"], queryFn: ({ signal }) => ask<HookList>("get", "/api/v1/hooks", { signal }) });

/** What was sent to a hook, the newest first. */
export function deliveriesQuery(id: string) {
  return infiniteQueryOptions({
    queryKey: ["hook-deliveries", id],
    initialPageParam: "",
    placeholderData: keepPreviousData,
    refetchInterval: AGAIN_MS,
    queryFn: ({ pageParam, signal }) => ask<{ items: Delivery[]; next_cursor: string | null }>("get", `${of(id)}/deliveries`, { query: { limit: 50, ...(pageParam ? { cursor: pageParam } : {}) }, signal }),
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
    mutationFn: (input: HookInput) => (id === null ? ask<MadeHook>("post", "/api/v1/hooks", { body: input, ...once(freshKey()) }) : ask<MadeHook>("put", of(id), { body: input })),
    onSuccess: () => tell({ title: id === null ? "The webhook was made" : "The webhook was changed" }),
    onSettled: reload,
  });
}

export function useRemoveHook() {
  const reload = useReload();
  return useMutation({ mutationFn: (id: string) => order("delete", of(id)), onSuccess: () => tell({ title: "The webhook was removed" }), onSettled: reload });
}

export function useTestHook() {
  const reload = useReload();
  return useMutation({
    mutationFn: (id: string) => order("post", `${of(id)}/test`),
    onSuccess: () => tell({ title: "A test is on its way", detail: "What the other side says to it stands in the log." }),
    onError: (error) => complain("No test was sent", sentenceFor(error)),
    onSettled: reload,
  });
}

/** Sends a message once more, under its old id: whoever got it already can tell. */
export function useReplay() {
  const reload = useReload();
  return useMutation({
    mutationFn: (id: string) => order("post", `/api/v1/hooks/deliveries/${encodeURIComponent(id)}/replay`),
    onSuccess: () => tell({ title: "It is sent once more" }),
    onError: (error) => complain("It was not sent again", sentenceFor(error)),
    onSettled: reload,
  });
}

/** Messages are tried again by themselves, and the live channel does not tell of them. */
const AGAIN_MS = 5_000;

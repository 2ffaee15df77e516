import { infiniteQueryOptions, keepPreviousData, useMutation, useQueryClient } from "@tanstack/react-query";

import { sentenceFor } from "@/api/problem";
import { nameOfLead } from "@/features/dial/whom";
import { complain, tell } from "@/ui/toasts";

import type { Callback, CallbackChange, CallbackQuestion } from "./model";
import { changeCallback, readCallbacks } from "./requests";

/** Callbacks in pages, the soonest first. */
export function callbacksQuery(question: CallbackQuestion) {
  return infiniteQueryOptions({
    queryKey: ["callbacks", question],
    initialPageParam: "",
    placeholderData: keepPreviousData,
    refetchInterval: AGAIN_MS,
    queryFn: ({ pageParam, signal }) => readCallbacks(question, pageParam, signal),
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
}

/** Moves a callback to another time, hands it over or cancels it, and says so. */
export function useChangeCallback() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ callback, change }: { callback: Callback; change: CallbackChange }) => changeCallback(callback.lead.id, change),
    onSuccess: (_, { callback, change }) => tell({ title: doneWords(change), detail: nameOfLead(callback.lead) }),
    onError: (error) => complain("The callback is as it was", sentenceFor(error)),
    onSettled: (_data, _error, { callback }) => {
      for (const queryKey of [["callbacks"], ["leads"], ["lead", callback.lead.id]]) void client.invalidateQueries({ queryKey });
    },
  });
}

function doneWords({ cancel, for: whose, callback_at }: CallbackChange): string {
  if (cancel) return "The callback was cancelled";
  if (callback_at) return "The callback was moved";
  return whose === "me" ? "The callback is yours now" : "Anybody may make the callback now";
}

/** Others agree on callbacks meanwhile; what changes of a lead in sight is told by the live channel. */
const AGAIN_MS = 30_000;

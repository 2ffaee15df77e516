import { queryOptions } from "@tanstack/react-query";

import { api, body } from "@/api/client";
import type { Call } from "@/api/model";
import { ApiProblem } from "@/api/problem";

import type { Conversation } from "./model";

/** The conversation of a call; asked for again while it goes on. In a call that ended without one there will be none. */
export function conversationQuery({ id: callId, state: callState }: Pick<Call, "id" | "state">) {
  return queryOptions({
    queryKey: ["conversation", callId],
    queryFn: async ({ signal }): Promise<Conversation | null> => {
      try {
        return await body(api.GET("/api/v1/calls/{id}/conversation", { params: { path: { id: callId } }, signal }));
      } catch (error) {
        // Before anybody answers there is none, which is no fault.
        if (error instanceof ApiProblem && error.status === 404) return null;
        throw error;
      }
    },
    refetchInterval: ({ state: { data } }) => (data?.state === "settled" || (data === null && callState === "ended") ? false : AGAIN_MS),
  });
}

/** As fast as people talk in turns. */
const AGAIN_MS = 1_500;

import { queryOptions, useQuery, useQueryClient } from "@tanstack/react-query";
import { createContext, use } from "react";

import { api, body, rememberCsrfToken } from "@/api/client";
import type { Session } from "@/api/model";
import { ApiProblem } from "@/api/problem";
import { live } from "@/live/browser";

import { may, type Operation } from "./permissions";

/** Who is signed in: nobody is `null`, which is an answer and not an error. */
export const sessionQuery = queryOptions({
  queryKey: ["session"],
  staleTime: Infinity,
  retry: (failures, error) => !(error instanceof ApiProblem) && failures < 3,
  queryFn: async (): Promise<Session | null> => {
    try {
      const session = await body(api.GET("/api/v1/session"));
      rememberCsrfToken(session.csrf_token);
      return session;
    } catch (error) {
      if (error instanceof ApiProblem && error.status === 401) return null;
      throw error;
    }
  },
});

export const SessionContext = createContext<Session | null>(null);

/** The session of the person in front of the page; only inside the shell. */
export function useSession(): Session {
  const session = use(SessionContext);
  if (!session) throw new Error("This view is only for people who are signed in");
  return session;
}

/** Whether the person in front of the page may do something. */
export function useMay(operation: Operation): boolean {
  return may(useSession().user.role, operation);
}

/** Whether this workspace still waits for its first administrator. */
export function useSetupNeeded(): boolean | undefined {
  return useQuery({
    queryKey: ["setup"],
    queryFn: async () => (await body(api.GET("/api/v1/setup"))).needed,
    staleTime: Infinity,
  }).data;
}

/** Takes in a session that just began. */
export function useEnter(): (session: Session) => void {
  const client = useQueryClient();
  return (session) => {
    rememberCsrfToken(session.csrf_token);
    client.setQueryData(["setup"], false);
    client.setQueryData(sessionQuery.queryKey, session);
  };
}

/** Forgets everything about the session that ended. */
export function useLeave(): () => void {
  const client = useQueryClient();
  return () => {
    live.stop();
    rememberCsrfToken(null);
    client.removeQueries({ predicate: (query) => query.queryKey[0] !== "session" });
    client.setQueryData(sessionQuery.queryKey, null);
  };
}

import { useQuery } from "@tanstack/react-query";
import { useEffect, useState, useSyncExternalStore } from "react";

import { ApiProblem } from "@/api/problem";

import { BrowserTalk } from "./browserTalk";
import { readTalk } from "./requests";

/** A talk by microphone: how this browser stands to it, and what the server heard of it so far. */
export function useTalk(agentId: string, leadId: string | null) {
  const [talk] = useState(() => new BrowserTalk());
  const state = useSyncExternalStore(talk.subscribe, talk.current);
  const id = state.phase === "live" || state.phase === "over" ? state.id : null;
  const isLive = state.phase === "live";
  const heard = useQuery({
    queryKey: ["voice-agent-talk", agentId, id],
    enabled: id !== null,
    // What was said stays in sight after the server forgot it.
    retry: (times, error) => !(error instanceof ApiProblem) && times < 3,
    staleTime: Infinity,
    refetchInterval: isLive ? LOOK_MS : false,
    queryFn: ({ signal }) => readTalk(agentId, id ?? "", signal),
  });
  const { refetch } = heard;
  const isGone = heard.error instanceof ApiProblem && heard.error.status === 404;
  const isDone = heard.data?.state === "over" || isGone;
  useEffect(() => {
    if (isDone) talk.isOver(true);
  }, [isDone, talk]);
  const isCut = state.phase === "over" && state.isCut;
  useEffect(() => {
    // Why it ended is known to the server only.
    if (isCut && !isDone) void refetch();
  }, [isCut, isDone, refetch]);
  // Whoever leaves the page has hung up.
  useEffect(() => talk.end, [talk]);
  return { state, heard: heard.data ?? null, begin: () => void talk.begin(agentId, leadId), end: talk.end, listen: talk.listen, microphone: talk.microphone };
}

export type TalkInHand = ReturnType<typeof useTalk>;

/** As fast as people talk in turns. */
const LOOK_MS = 700;

import { infiniteQueryOptions, keepPreviousData, queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";

import { sentenceFor } from "@/api/problem";
import { counted } from "@/format/amounts";
import { useLiveCampaign } from "@/live/hooks";
import { complain, tell } from "@/ui/toasts";

import type { Automation, AutomationSettings } from "./model";
import { changeAutomation, readAutomation, readRun, readRuns, readStats, readWhyNext, runNow } from "./requests";

/** What the live channel does not tell is asked for this often. */
const AGAIN_MS = 5_000;

export const automationQuery = queryOptions({ queryKey: ["automation"], queryFn: ({ signal }) => readAutomation(signal), refetchInterval: AGAIN_MS });

export const runsQuery = infiniteQueryOptions({
  queryKey: ["automation-runs"],
  initialPageParam: "",
  placeholderData: keepPreviousData,
  queryFn: ({ pageParam, signal }) => readRuns(pageParam, signal),
  getNextPageParam: (page) => page.next_cursor ?? undefined,
});

/** What a run did; asked again while its calls may still go on. */
export function runQuery(id: string) {
  return queryOptions({ queryKey: ["automation-run", id], queryFn: ({ signal }) => readRun(id, signal), refetchInterval: AGAIN_MS });
}

export function statsQuery(range: { from: string; to: string }) {
  return queryOptions({ queryKey: ["automation-stats", range], placeholderData: keepPreviousData, queryFn: ({ signal }) => readStats(range, signal) });
}

/** Whether a lead is called next; the answer ages by itself, as clocks go on. */
export function whyNextQuery(leadId: string) {
  return queryOptions({ queryKey: ["automation-why", leadId], refetchInterval: 60_000, queryFn: ({ signal }) => readWhyNext(leadId, signal) });
}

/** The automation: asked again when its campaign moves, and every few seconds, as its clock goes on. */
export function useAutomation() {
  const client = useQueryClient();
  const query = useQuery(automationQuery);
  const heard = useLiveCampaign(query.data?.campaign_id ?? "");
  const news = heard && `${heard.revision} ${heard.counts.done}`;
  useEffect(() => {
    if (news === undefined) return;
    for (const queryKey of [automationQuery.queryKey, runsQuery.queryKey, ["automation-stats"]]) void client.invalidateQueries({ queryKey });
  }, [client, news]);
  const lastRun = query.data?.next_run_at;
  useEffect(() => {
    // Another next run means that one was just made.
    void client.invalidateQueries({ queryKey: runsQuery.queryKey });
  }, [client, lastRun]);
  return query;
}

/** Saves settings over what was read. */
export function useSaveAutomation() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ revision, settings }: { revision: number; settings: AutomationSettings }) => changeAutomation(revision, settings),
    onSuccess: (saved: Automation) => client.setQueryData(automationQuery.queryKey, saved),
  });
}

export function useRunNow() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: runNow,
    onSuccess: ({ placed, failed, why }) => tell({ title: placed + failed === 0 ? "Nobody was called" : `${counted(placed, "call")} placed`, detail: why || (failed > 0 ? `${counted(failed, "call")} could not be placed.` : undefined) }),
    onError: (error) => complain("Nobody was called", sentenceFor(error)),
    onSettled: () => {
      for (const queryKey of [automationQuery.queryKey, runsQuery.queryKey, ["automation-stats"]]) void client.invalidateQueries({ queryKey });
    },
  });
}

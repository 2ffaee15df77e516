import { queryOptions, useIsMutating, useMutation, useQueryClient } from "@tanstack/react-query";

import { sentenceFor } from "@/api/problem";
import { counted } from "@/format/amounts";
import { complain, tell } from "@/ui/toasts";

import type { VoiceAgent } from "../model";
import type { EvalInput, VoiceAgentEval } from "../wire";
import { standingOf } from "./model";
import { changeEval, createEval, readEvals, removeEval, runEvals } from "./requests";

export function evalsQuery(agentId: string) {
  return queryOptions({ queryKey: ["voice-agent-evals", agentId], queryFn: ({ signal }) => readEvals(agentId, signal) });
}

/** Writes an eval anew, or over one that is known. */
export function useSaveEval(agentId: string, known: VoiceAgentEval | null) {
  const client = useQueryClient();
  const { queryKey } = evalsQuery(agentId);
  return useMutation({
    mutationFn: (input: EvalInput) => (known ? changeEval(agentId, known.id, input) : createEval(agentId, input)),
    onSuccess: ({ name }) => tell({ title: known ? "The eval was changed" : "The eval was saved", detail: name }),
    onSettled: () => client.invalidateQueries({ queryKey }),
  });
}

/** Removes an eval; what takes it back writes it anew, without what came of it. */
export function useRemoveEval(agentId: string) {
  const client = useQueryClient();
  const { queryKey } = evalsQuery(agentId);
  const back = useMutation({
    mutationFn: ({ name, callee, expect }: VoiceAgentEval) => createEval(agentId, { name, callee, expect }),
    onError: (error) => complain("The eval is still gone", sentenceFor(error)),
    onSettled: () => client.invalidateQueries({ queryKey }),
  });
  return useMutation({
    mutationFn: async (gone: VoiceAgentEval) => {
      await removeEval(agentId, gone.id);
      return gone;
    },
    onSuccess: (gone) => tell({ title: "The eval was removed", detail: gone.name, undo: () => back.mutate(gone) }),
    onError: (error) => complain("The eval was not removed", sentenceFor(error)),
    onSettled: () => client.invalidateQueries({ queryKey }),
  });
}

const runKey = (agentId: string) => ["voice-agent-evals-run", agentId];

/** Runs every eval of an agent; that takes as long as the model takes to talk them through. */
export function useRunEvals(agent: VoiceAgent) {
  const client = useQueryClient();
  const { queryKey } = evalsQuery(agent.id);
  return useMutation({
    mutationKey: runKey(agent.id),
    mutationFn: () => runEvals(agent.id),
    onSuccess: (items) => {
      client.setQueryData(queryKey, items);
      const failed = items.filter((one) => standingOf(one, agent.version) === "failed").length;
      tell({ title: failed === 0 ? `${counted(items.length, "eval")} passed` : `${failed} of ${counted(items.length, "eval")} failed`, detail: `Version ${agent.version}.` });
    },
    onSettled: () => client.invalidateQueries({ queryKey }),
  });
}

/** Whether they are being run right now, wherever that was asked for. */
export function useIsRunning(agentId: string): boolean {
  return useIsMutating({ mutationKey: runKey(agentId) }) > 0;
}

import { queryOptions, useMutation, useQueryClient, type QueryClient } from "@tanstack/react-query";

import { sentenceFor } from "@/api/problem";
import { complain, tell } from "@/ui/toasts";

import type { VoiceAgent, VoiceAgentSettings } from "./model";
import { changeVoiceAgent, createVoiceAgent, publishVoiceAgent, readDiff, readExample, readTools, readVersions, readVoiceAgent, readVoiceAgents, removeVoiceAgent } from "./requests";

export const voiceAgentsQuery = queryOptions({ queryKey: ["voice-agents"], queryFn: ({ signal }) => readVoiceAgents(signal) });

export const toolsQuery = queryOptions({ queryKey: ["voice-tools"], staleTime: 300_000, queryFn: ({ signal }) => readTools(signal) });

export const exampleQuery = queryOptions({ queryKey: ["voice-agent-example"], staleTime: Infinity, queryFn: ({ signal }) => readExample(signal) });

export function voiceAgentQuery(id: string) {
  return queryOptions({ queryKey: ["voice-agent", id], queryFn: ({ signal }) => readVoiceAgent(id, signal) });
}

export function versionsQuery(id: string) {
  return queryOptions({ queryKey: ["voice-agent-versions", id], queryFn: ({ signal }) => readVersions(id, signal) });
}

/** What would change for calls if it were published as it was saved last. */
export function diffQuery(id: string, version: number) {
  return queryOptions({ queryKey: ["voice-agent-diff", id, version], queryFn: ({ signal }) => readDiff(id, signal) });
}

/** Puts what the server answered wherever the agent is shown. */
function keep(client: QueryClient, agent: VoiceAgent): void {
  client.setQueryData(voiceAgentQuery(agent.id).queryKey, agent);
  for (const queryKey of [voiceAgentsQuery.queryKey, ["voice-agent-versions", agent.id], ["voice-agent-diff", agent.id]]) void client.invalidateQueries({ queryKey });
}

export function useSaveVoiceAgent(known: VoiceAgent | null) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (settings: VoiceAgentSettings) => (known ? changeVoiceAgent(known.id, known.revision, settings) : createVoiceAgent(settings)),
    onSuccess: (agent) => {
      keep(client, agent);
      tell({ title: known ? `Saved as version ${agent.version}` : `${agent.name} was made`, detail: "Calls use it once it is published." });
    },
  });
}

export function usePublish() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, anyway }: { id: string; anyway: boolean }) => publishVoiceAgent(id, anyway),
    onSuccess: (agent) => {
      keep(client, agent);
      tell({ title: `Version ${agent.published_version ?? agent.version} is published`, detail: "Calls that begin from now on use it." });
    },
  });
}

export function useRemoveVoiceAgent() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (agent: VoiceAgent) => {
      await removeVoiceAgent(agent.id);
      return agent;
    },
    onSuccess: (agent) => tell({ title: `${agent.name} was removed` }),
    onError: (error) => complain("The agent was not removed", sentenceFor(error)),
    onSettled: () => void client.invalidateQueries({ queryKey: voiceAgentsQuery.queryKey }),
  });
}

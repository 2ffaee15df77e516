import { ask, order } from "@/api/ask";
import { freshKey, once } from "@/api/client";

import type { EvalInput, VoiceAgentEval } from "../wire";

const of = (agentId: string) => `/api/v1/voice-agents/${encodeURIComponent(agentId)}/evals` as const;

interface Page {
  items: VoiceAgentEval[];
}

export const readEvals = async (agentId: string, signal?: AbortSignal) => (await ask<Page>("get", of(agentId), { signal })).items;

export const createEval = (agentId: string, body: EvalInput) => ask<VoiceAgentEval>("post", of(agentId), { body, ...once(freshKey()) });

export const changeEval = (agentId: string, evalId: string, body: EvalInput) => ask<VoiceAgentEval>("put", `${of(agentId)}/${encodeURIComponent(evalId)}`, { body });

export const removeEval = (agentId: string, evalId: string) => order("delete", `${of(agentId)}/${encodeURIComponent(evalId)}`);

/** Runs all of them against the draft as it is saved. */
export const runEvals = async (agentId: string) => (await ask<Page>("post", `${of(agentId)}/run`)).items;

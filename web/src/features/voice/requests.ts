import { ask } from "@/api/ask";
import { api, body, freshKey, once } from "@/api/client";

import type { VoiceAgent, VoiceAgentSettings } from "./model";

const of = (id: string) => ({ params: { path: { id } } });

export const readVoiceAgents = async (signal?: AbortSignal) => (await body(api.GET("/api/v1/voice-agents", { signal }))).items;

/** The agent that comes with the program, to begin a new one with. */
export const readExample = (signal?: AbortSignal) => body(api.GET("/api/v1/voice-agents/example", { signal }));

export const readVoiceAgent = (id: string, signal?: AbortSignal) => body(api.GET("/api/v1/voice-agents/{id}", { ...of(id), signal }));

export const createVoiceAgent = (settings: VoiceAgentSettings) => body(api.POST("/api/v1/voice-agents", { body: { ...settings, revision: null }, ...once(freshKey()) }));

/** Changes what was read as `revision`; somebody else's change in between is not overwritten. */
export const changeVoiceAgent = (id: string, revision: number, settings: VoiceAgentSettings) => body(api.PUT("/api/v1/voice-agents/{id}", { ...of(id), body: { ...settings, revision } }));

export const removeVoiceAgent = (id: string) => api.DELETE("/api/v1/voice-agents/{id}", of(id));

/** Publishes what was saved last; `anyway` although evals have not passed for it. The generated description does not know `anyway` yet. */
export const publishVoiceAgent = (id: string, anyway: boolean) => ask<VoiceAgent>("post", `/api/v1/voice-agents/${encodeURIComponent(id)}/publish`, anyway ? { query: { anyway } } : {});

export const readVersions = async (id: string, signal?: AbortSignal) => (await body(api.GET("/api/v1/voice-agents/{id}/versions", { ...of(id), signal }))).items;

export const readDiff = (id: string, signal?: AbortSignal) => body(api.GET("/api/v1/voice-agents/{id}/diff", { ...of(id), signal }));

/** What agents may be allowed to do, and what of a lead their texts may name. */
export const readTools = (signal?: AbortSignal) => body(api.GET("/api/v1/voice-agents/tools", { signal }));

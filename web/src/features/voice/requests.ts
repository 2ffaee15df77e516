import { ask, order } from "@/api/ask";
import { freshKey, once } from "@/api/client";

import type { DiffLine, VoiceAgent, VoiceAgentSettings, VoiceAgentVersion, VoiceTool } from "./model";

const of = (id: string): `/api/v1/${string}` => `/api/v1/voice-agents/${encodeURIComponent(id)}`;

export const readVoiceAgents = async (signal?: AbortSignal) => (await ask<{ items: VoiceAgent[] }>("get", "/api/v1/voice-agents", { query: { limit: 200 }, signal })).items;

export const readVoiceAgent = (id: string, signal?: AbortSignal) => ask<VoiceAgent>("get", of(id), { signal });

export const createVoiceAgent = (settings: VoiceAgentSettings) => ask<VoiceAgent>("post", "/api/v1/voice-agents", { body: settings, ...once(freshKey()) });

/** Changes what was read as `revision`; somebody else's change in between is not overwritten. */
export const changeVoiceAgent = (id: string, revision: number, settings: VoiceAgentSettings) => ask<VoiceAgent>("put", of(id), { body: settings, headers: { "If-Match": `"${revision}"` } });

export const removeVoiceAgent = (id: string) => order("delete", of(id));

export const publishVoiceAgent = (id: string) => ask<VoiceAgent>("post", `${of(id)}/publish`);

export const readVersions = async (id: string, signal?: AbortSignal) => (await ask<{ items: VoiceAgentVersion[] }>("get", `${of(id)}/versions`, { query: { limit: 100 }, signal })).items;

export const readDiff = async (id: string, signal?: AbortSignal) => (await ask<{ lines: DiffLine[] }>("get", `${of(id)}/diff`, { signal })).lines;

export const readTools = async (signal?: AbortSignal) => (await ask<{ items: VoiceTool[] }>("get", "/api/v1/voice-agents/tools", { signal })).items;

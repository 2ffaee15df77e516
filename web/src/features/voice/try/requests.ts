import { ask, order } from "@/api/ask";

import type { RehearsalAnswer, RehearsalAsk, Talk, TalkAsk, TalkBegun } from "../wire";

const of = (agentId: string) => `/api/v1/voice-agents/${encodeURIComponent(agentId)}` as const;

/** What the draft says next; nobody is called. */
export const rehearse = (agentId: string, body: RehearsalAsk, signal?: AbortSignal) => ask<RehearsalAnswer>("post", `${of(agentId)}/rehearse`, { body, signal });

export const beginTalk = (agentId: string, body: TalkAsk, signal?: AbortSignal) => ask<TalkBegun>("post", `${of(agentId)}/talks`, { body, signal });

export const readTalk = (agentId: string, talkId: string, signal?: AbortSignal) => ask<Talk>("get", `${of(agentId)}/talks/${encodeURIComponent(talkId)}`, { signal });

export const endTalk = (agentId: string, talkId: string) => order("delete", `${of(agentId)}/talks/${encodeURIComponent(talkId)}`);

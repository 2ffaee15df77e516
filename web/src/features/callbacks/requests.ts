import { ask } from "@/api/ask";

import type { Callback, CallbackChange, CallbackQuestion } from "./model";

export const readCallbacks = (question: CallbackQuestion, cursor: string, signal?: AbortSignal) =>
  ask<{ items: Callback[]; next_cursor: string | null }>("get", "/api/v1/callbacks", { query: { ...question, ...(cursor ? { cursor } : {}) }, signal });

export const changeCallback = (leadId: string, change: CallbackChange) => ask<unknown>("patch", `/api/v1/callbacks/${encodeURIComponent(leadId)}`, { body: change });

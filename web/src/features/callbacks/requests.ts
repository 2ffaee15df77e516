import { api, body } from "@/api/client";
import type { components } from "@/api/schema";

import type { CallbackChange, CallbackQuestion } from "./model";

export const readCallbacks = (question: CallbackQuestion, cursor: string, signal?: AbortSignal) =>
  body(api.GET("/api/v1/callbacks", { params: { query: { ...question, ...(cursor ? { cursor } : {}) } }, signal }));

/** What is absent in a change stays, which the description of the interface cannot say. */
export const changeCallback = (leadId: string, change: CallbackChange) =>
  body(api.PATCH("/api/v1/callbacks/{id}", { params: { path: { id: leadId } }, body: change as components["schemas"]["CallbackChange"] }));

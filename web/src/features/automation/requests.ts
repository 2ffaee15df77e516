import { api, body, freshKey, once } from "@/api/client";

import type { AutomationSettings } from "./model";

const of = (id: string) => ({ params: { path: { id } } });

export const readAutomation = (signal?: AbortSignal) => body(api.GET("/api/v1/automation", { signal }));

/** Changes what was read as `revision`; somebody else's change in between is not overwritten. */
export const changeAutomation = (revision: number, settings: AutomationSettings) => body(api.PUT("/api/v1/automation", { body: { ...settings, revision } }));

export const runNow = () => body(api.POST("/api/v1/automation/run", once(freshKey())));

export const readRuns = (cursor: string, signal?: AbortSignal) => body(api.GET("/api/v1/automation/runs", { params: { query: { limit: 20, ...(cursor ? { cursor } : {}) } }, signal }));

export const readRun = (id: string, signal?: AbortSignal) => body(api.GET("/api/v1/automation/runs/{id}", { ...of(id), signal }));

export const readWhyNext = (leadId: string, signal?: AbortSignal) => body(api.GET("/api/v1/automation/leads/{id}/why", { ...of(leadId), signal }));

export const readStats = (range: { from: string; to: string }, signal?: AbortSignal) => body(api.GET("/api/v1/automation/stats", { params: { query: range }, signal }));

import { ask } from "@/api/ask";
import { freshKey, once } from "@/api/client";

import type { Automation, AutomationRun, AutomationSettings, AutomationStats, RunDetail, WhyNext } from "./model";

export const readAutomation = (signal?: AbortSignal) => ask<Automation>("get", "/api/v1/automation", { signal });

/** Changes what was read as `revision`; somebody else's change in between is not overwritten. */
export const changeAutomation = (revision: number, settings: AutomationSettings) => ask<Automation>("put", "/api/v1/automation", { body: settings, headers: { "If-Match": `"${revision}"` } });

export const runNow = () => ask<AutomationRun>("post", "/api/v1/automation/run", once(freshKey()));

export const readRuns = (cursor: string, signal?: AbortSignal) =>
  ask<{ items: AutomationRun[]; next_cursor: string | null }>("get", "/api/v1/automation/runs", { query: { limit: 20, ...(cursor ? { cursor } : {}) }, signal });

export const readRun = (id: string, signal?: AbortSignal) => ask<RunDetail>("get", `/api/v1/automation/runs/${encodeURIComponent(id)}`, { signal });

export const readWhyNext = (leadId: string, signal?: AbortSignal) => ask<WhyNext>("get", `/api/v1/automation/leads/${encodeURIComponent(leadId)}/why`, { signal });

export const readStats = (range: { from: string; to: string }, signal?: AbortSignal) => ask<AutomationStats>("get", "/api/v1/automation/stats", { query: range, signal });

import { ApiProblem } from "@/api/problem";
import type { components } from "@/api/schema";

type Schemas = components["schemas"];

/** The automation of a workspace: what it is set to, and how it does. */
export type Automation = Schemas["Automation"];

/** What people choose for the calls that go out by themselves. */
export type AutomationSettings = Pick<Automation, Exclude<keyof Schemas["AutomationChange"], "revision">>;

/** One look for leads that are due. */
export type AutomationRun = Schemas["AutomationRun"];

/** What a run did with one lead. */
export type RunLead = Schemas["AutomationRunLead"];

/** A run with its leads. */
export type RunDetail = Schemas["AutomationRunDetail"];

/** Whether a lead is called next, rule by rule. */
export type WhyNext = Schemas["WhyNextView"];

/** What the calls of a time came to; shares and means are null where there is nothing to divide by. */
export type AutomationStats = Schemas["AutomationStats"];

/** The settings of an automation, without how it does. */
export function settingsOf(automation: Automation): AutomationSettings {
  const { enabled, voice_agent_id, account_id, every_minutes, cron, batch, max_attempts, retry_minutes, budget_micros_per_day, budget_currency, schedule, limits, list_ids, consent_needed } = automation;
  return { enabled, voice_agent_id, account_id, every_minutes, cron, batch, max_attempts, retry_minutes, budget_micros_per_day, budget_currency, schedule, limits, list_ids, consent_needed };
}

/** Automation is kept as a campaign, and the server names fields as they are called there. */
const IN_CAMPAIGN: Record<string, string> = { batch: "pulse.batch", every_minutes: "pulse.every", cron: "pulse.every", budget_micros_per_day: "pulse.budget_micros_per_day", budget_currency: "pulse.budget_currency", max_attempts: "retry.no_answer", retry_minutes: "retry.no_answer" };

/** What the server says against a field of the settings. */
export function objectionTo(field: string, error: Error | null): string | undefined {
  if (!(error instanceof ApiProblem)) return undefined;
  return error.field(field) ?? error.field(IN_CAMPAIGN[field] ?? field.replace(/^limits\./, "pulse.breaker."));
}

/** Runs that called nobody for the same reason, one after the other: they are one line, not a page of them. */
export interface RunGroup {
  /** The latest of them. */
  run: AutomationRun;
  times: number;
  /** When the first of them was. */
  since: string;
}

/** Runs, the newest first, with those that repeat themselves put together. */
export function groupsOf(runs: readonly AutomationRun[]): RunGroup[] {
  const groups: RunGroup[] = [];
  for (const run of runs) {
    const last = groups.at(-1);
    const repeats = last !== undefined && isIdle(last.run) && isIdle(run) && last.run.why === run.why && last.run.by === run.by;
    if (repeats) groups[groups.length - 1] = { ...last, times: last.times + 1, since: run.at };
    else groups.push({ run, times: 1, since: run.at });
  }
  return groups;
}

function isIdle({ considered, placed, why }: AutomationRun): boolean {
  return considered === 0 && placed === 0 && why !== "";
}

const ASKED_BY: Record<string, string> = { schedule: "Its schedule", cron: "The cron endpoint", person: "Somebody here" };

/** Who had it look for leads. */
export function askedBy({ by }: Pick<AutomationRun, "by">): string {
  return ASKED_BY[by] ?? by;
}

import type { Schedule } from "@/features/campaigns/model";
import type { LeadResult } from "@/features/leads/result";
import type { MicroMoney } from "@/format/amounts";

/** What people choose for the calls that go out by themselves. */
export interface AutomationSettings {
  enabled: boolean;
  voice_agent_id: string | null;
  account_id: string | null;
  /** How often it looks for leads; null where `cron` says when. */
  every_minutes: number | null;
  cron: string | null;
  /** How many leads it calls at once. */
  batch: number;
  max_attempts: number;
  /** How long a lead is left alone after a call that did not reach anybody. */
  retry_minutes: number;
  budget_micros_per_day: number | null;
  schedule: Schedule | null;
  list_ids: string[];
}

/** Why it cannot call as it stands. */
export interface AutomationProblem {
  code: string;
  message: string;
}

/** The automation of a workspace: what it is set to, and how it does. */
export interface Automation extends AutomationSettings {
  campaign_id: string | null;
  next_run_at: string | null;
  free_slots: number;
  live: number;
  spend_today: MicroMoney | null;
  /** Open while it has stopped itself, because calls go wrong. */
  breaker: { open: boolean; reason: string; until: string } | null;
  problems: AutomationProblem[];
  revision: number;
}

/** One look for leads that are due. */
export interface AutomationRun {
  id: string;
  at: string;
  by: "schedule" | "cron" | "person";
  considered: number;
  placed: number;
  failed: number;
  /** Why it called nobody, or fewer than it could. */
  why: string | null;
  leads: number;
}

/** What a run did with one lead. */
export interface RunLead {
  lead_id: string;
  name: string | null;
  call_id: string | null;
  outcome: string | null;
  result: LeadResult | null;
  error: string | null;
}

export interface RunDetail extends Omit<AutomationRun, "leads"> {
  leads: RunLead[];
}

/** Whether a lead is called next, rule by rule. */
export interface WhyNext {
  next: boolean;
  at: string | null;
  sentence: string;
  checks: { code: string; ok: boolean; sentence: string }[];
}

/** What the calls of a time came to; shares and means are null where there is nothing to divide by. */
export interface AutomationStats {
  calls: number;
  talked: number;
  scheduled: number;
  not_interested: number;
  callbacks: number;
  no_answers: number;
  /** Appointments of a hundred calls in which somebody talked. */
  success_rate: number | null;
  cost: MicroMoney | null;
  cost_per_call: MicroMoney | null;
  cost_per_booking: MicroMoney | null;
  attempts_to_success: number | null;
  /** By the hour of the day. */
  by_hour: { hour: number; calls: number; talked: number; scheduled: number }[];
}

/** The settings of an automation, without how it does. */
export function settingsOf(automation: Automation): AutomationSettings {
  const { enabled, voice_agent_id, account_id, every_minutes, cron, batch, max_attempts, retry_minutes, budget_micros_per_day, schedule, list_ids } = automation;
  return { enabled, voice_agent_id, account_id, every_minutes, cron, batch, max_attempts, retry_minutes, budget_micros_per_day, schedule, list_ids };
}

import type { Disposition } from "@/features/dial/model";
import type { Call } from "@/api/model";

export type Actor = Call["created_by"];

/** Where a campaign stands. */
export type CampaignState = "draft" | "running" | "paused" | "draining" | "stopped" | "finished";

/** What people may ask of a campaign. */
export type CampaignOrder = "start" | "pause" | "drain" | "stop" | "clone";

export type Mode = "manual" | "preview" | "progressive" | "parallel" | "agentless";
export type Audience = "consumer" | "business";
export type OnMachine = "off" | "hang_up" | "voicemail_drop";
export type LeadOrder = "list_order" | "newest_first" | "fewest_attempts" | "longest_ago";

/** The open hours of one weekday, in minutes after midnight. */
export interface DayHours {
  start_minute: number;
  end_minute: number;
}

/** When a campaign works: Monday to Sunday in its own zone, and the days on which nobody works. */
export interface Schedule {
  time_zone: string;
  days: (DayHours | null)[];
  holidays: string[];
}

/** When a lead is called again after an outcome. */
export interface RetryRule {
  attempts_max: number;
  delay_minutes: number;
  next_number: boolean;
  other_hour: boolean;
}

export type RetryOutcome = "no_answer" | "busy" | "failed" | "machine" | "voicemail_left" | "abandoned" | "disposition";

/** What people choose for a campaign. */
export interface CampaignSettings {
  mode: Mode;
  audience: Audience;
  lines_per_seat: number;
  calls_at_once: number;
  selection: { statuses: string[]; regions: string[]; attempts_max: number | null };
  order: LeadOrder;
  account_id: string | null;
  caller_id: string | null;
  ring_timeout_s: number;
  time_limit_s: number;
  amd: { policy: OnMachine; unknown: "human" | "machine"; verdict_limit_ms: number };
  voicemail: string;
  waiting_sound: "silence" | "music";
  wait_limit_ms: number;
  safe_harbour: { company: string; phone: string; opt_out_key: string | null; words: string | null };
  message: string;
  schedule: Schedule | null;
  script: string;
  dispositions: Disposition[] | null;
  disposition_required: boolean;
  wrap_up_s: number | null;
  retry: Record<RetryOutcome, RetryRule>;
  caps: { per_day: number | null; in_all: number | null };
  abandon_budget_permille: number;
  record: boolean;
}

/** What a campaign has come to. */
export interface CampaignCounts {
  leads: number;
  done: number;
  left_out: number;
}

/** An undertaking to call the leads of some lists. */
export interface Campaign {
  id: string;
  name: string;
  state: CampaignState;
  list_ids: string[];
  settings: CampaignSettings;
  counts: CampaignCounts;
  created_at: string;
  created_by: Actor;
  started_at: string | null;
  ended_at: string | null;
  revision: number;
}

/** What is sent to make or change a campaign. */
export interface CampaignInput {
  name: string;
  list_ids: string[];
  settings: CampaignSettings;
}

/** How a campaign does right now. */
export interface CampaignLive {
  /** Lines that have not come to an agent, and talks, by how far they have come. */
  lines: Record<string, number>;
  seats: Record<string, number>;
  funnel: { dialed: number; answered: number; live_answers: number; talks: number; abandoned: number; machines: number; voicemails: number };
  abandon: { live_answers: number; abandoned: number; share_permille: number | null; budget_permille: number };
  /** What the pacer does and why, in a sentence. */
  pacer: string | null;
  /** Leads that cannot be dialled now, by reason. */
  blocked: { code: string; sentence: string; leads: number }[];
  next_opening: string | null;
}

/** What the live channel tells of a campaign; `live` is null while nobody looks after it. */
export interface CampaignSummary extends Pick<Campaign, "id" | "revision" | "state" | "name" | "counts"> {
  live: CampaignLive | null;
}

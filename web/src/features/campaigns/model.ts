import type { components } from "@/api/schema";

type Schemas = components["schemas"];

/** Where a campaign stands. */
export type CampaignState = "draft" | "running" | "paused" | "draining" | "stopped" | "finished";

/** What people may ask of a campaign. */
export type CampaignOrder = "start" | "pause" | "drain" | "stop" | "clone";

export type Mode = "manual" | "preview" | "progressive" | "parallel" | "agentless";
export type Audience = "consumer" | "business";
export type OnMachine = "off" | "hang_up" | "voicemail_drop";
export type LeadOrder = "list_order" | "newest_first" | "fewest_attempts" | "longest_ago";
export type RetryOutcome = "no_answer" | "busy" | "failed" | "machine" | "voicemail_left" | "abandoned" | "disposition";

/** The open hours of one weekday, in minutes after midnight. */
export type DayHours = Schemas["CampaignDayHours"];
/** When a campaign works: Monday to Sunday in its own zone, and the days on which nobody works. */
export type Schedule = Schemas["CampaignSchedule"];
/** When a lead is called again after an outcome. */
export type RetryRule = Schemas["CampaignRetry"];

/** Which leads of its lists a campaign calls. */
export type LeadSelection = Required<Schemas["CampaignSelection"]>;

/** What may be said to have come of a talk; `retry` has the lead called again by the rule for it. */
export type CampaignDisposition = Schemas["Disposition"] & { retry?: boolean };

/** What people choose for a campaign, with the words that the interface knows for it. */
export type CampaignSettings = Omit<Schemas["CampaignSettings"], "mode" | "audience" | "order" | "amd" | "waiting_sound" | "retry" | "dispositions" | "preview" | "at_once" | "selection"> & {
  mode: Mode;
  audience: Audience;
  order: LeadOrder;
  selection: LeadSelection;
  amd: { policy: OnMachine; unknown: "human" | "machine"; verdict_limit_ms: number };
  waiting_sound: "silence" | "music";
  retry: Record<RetryOutcome, RetryRule>;
  dispositions: CampaignDisposition[] | null;
  /** How long an agent looks at a lead before it is dialled by itself; as long as they want when null. */
  preview: { countdown_s: number | null };
  /** Whether the agent hears from the first frame, and a machine's verdict takes the line away again. */
  at_once: boolean;
};

/** What a campaign has come to. */
export type CampaignCounts = Schemas["CampaignProgress"];

/** An undertaking to call the leads of some lists. */
export type Campaign = Omit<Schemas["Campaign"], "state" | "settings"> & { state: CampaignState; settings: CampaignSettings };

/** What is sent to make or change a campaign. */
export interface CampaignInput {
  name: string;
  list_ids: string[];
  settings: CampaignSettings;
}

/** What was chosen for a campaign once, and what that changed. */
export type CampaignVersion = Schemas["CampaignVersion"];

/** A choice that became another. */
export type ChoiceChange = Schemas["CampaignChoiceChange"];

/** How a campaign does right now. */
export type CampaignLive = Schemas["CampaignWatch"];

/** What the live channel tells of a campaign; `live` is null while nobody looks after it. */
export type CampaignSummary = Omit<Schemas["CampaignSummary"], "state"> & { state: CampaignState };

/** Where a lead stands in a campaign: may be called now, is called or will be, is done with, or is left out by the filters. */
export type LeadPlace = Schemas["CampaignPlace"];

/** A lead as its campaign sees it. */
export type CampaignLead = Schemas["CampaignLead"];

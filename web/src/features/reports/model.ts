import type { components } from "@/api/schema";

type Schemas = components["schemas"];

/** By what the calls of a report are told apart. */
export type ReportBy = "hour" | "day" | "list" | "caller_id" | "agent";

/** Which calls a report is about: from an instant up to another, with the hours and days of a zone. */
export interface ReportRange {
  from: string;
  to: string;
}

export interface ReportQuestion extends ReportRange {
  by: ReportBy;
  zone: string;
}

/** What some calls came to. Rates are null where there is nothing to divide by. */
export type ReportRow = Schemas["ReportRow"];

export type Report = Omit<Schemas["CampaignReport"], "by"> & { by: ReportBy };

/** How often a verdict was right, by what agents said. */
export type Hits = Schemas["CheckedVerdicts"];

/** What one detector said, and how often it was right. */
export type DetectorReport = Schemas["DetectorPrecision"];

export type PrecisionReport = Pick<Schemas["CampaignPrecision"], "own" | "carrier">;

/** One shift of an agent. */
export type Shift = Schemas["Shift"];

/** The newest shifts; there are more where a cursor is given. */
export type ShiftPage = Schemas["ShiftPage"];

export interface ShiftQuestion extends ReportRange {
  user_id?: string;
  campaign_id?: string;
}

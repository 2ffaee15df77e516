import type { Money } from "@/api/model";

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
export interface ReportRow {
  key: string;
  label: string;
  dialed: number;
  answered: number;
  live_answers: number;
  machines: number;
  voicemails: number;
  talks: number;
  abandoned: number;
  abandon_permille: number | null;
  talk_ms: number;
  average_talk_ms: number | null;
  answer_rate_permille: number | null;
  outcomes: Record<string, number>;
  dispositions: Record<string, number>;
  cost: { known: Money[]; unknown: number };
}

export interface Report extends ReportQuestion {
  campaign_id: string;
  rows: ReportRow[];
  total: ReportRow;
}

/** How often a verdict was right, by what agents said. */
export interface Hits {
  right: number;
  wrong: number;
  /** Calls of which no agent said anything. */
  unchecked: number;
}

/** What one detector said, and how often it was right. */
export interface DetectorReport {
  human: Hits;
  machine: Hits;
  /** Answers that it could not tell. */
  unknown: number;
}

export interface PrecisionReport {
  own: DetectorReport;
  carrier: DetectorReport;
}

/** One shift of an agent. */
export interface Shift {
  seat_id: string;
  user_id: string;
  name: string;
  campaign_id: string;
  campaign_name: string;
  signed_in_at: string;
  signed_out_at: string | null;
  ready_ms: number;
  on_call_ms: number;
  wrap_up_ms: number;
  paused_ms: number;
  /** Coming on the line, or dialling by hand. */
  other_ms: number;
  pauses: Record<string, number>;
  calls: number;
  talk_ms: number;
}

/** The newest shifts; there are more where a cursor is given. */
export interface ShiftPage {
  rows: Shift[];
  next_cursor: string | null;
}

export interface ShiftQuestion extends ReportRange {
  user_id?: string;
  campaign_id?: string;
}

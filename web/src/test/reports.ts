import type { Callback } from "@/features/callbacks/model";
import type { PrecisionReport, ReportRow, Shift } from "@/features/reports/model";

import { aLead } from "./leads";

export function aReportRow(part: Partial<ReportRow> = {}): ReportRow {
  return {
    key: "2026-11-21",
    label: "2026-11-21",
    dialed: 100,
    answered: 40,
    live_answers: 25,
    machines: 12,
    voicemails: 3,
    talks: 24,
    abandoned: 1,
    abandon_permille: 40,
    talk_ms: 2_880_000,
    average_talk_ms: 120_000,
    answer_rate_permille: 400,
    outcomes: { completed: 24, no_answer: 50 },
    dispositions: { connected: 20 },
    cost: { known: [{ amount: "0.5600", currency: "USD" }], unknown: 0 },
    ...part,
  };
}

export function aPrecisionReport(): PrecisionReport {
  const none = { right: 0, wrong: 0, unchecked: 0 };
  return { own: { human: { right: 19, wrong: 1, unchecked: 80 }, machine: none, unknown: 4 }, carrier: { human: none, machine: none, unknown: 0 } };
}

export function aShift(part: Partial<Shift> = {}): Shift {
  return {
    seat_id: "seat_1",
    user_id: "usr_1",
    name: "Ada Lovelace",
    campaign_id: "cmp_1",
    campaign_name: "Spring offer",
    signed_in_at: "2026-11-21T08:00:00Z",
    signed_out_at: "2026-11-21T12:00:00Z",
    ready_ms: 3_600_000,
    on_call_ms: 7_200_000,
    wrap_up_ms: 1_800_000,
    paused_ms: 1_800_000,
    other_ms: 0,
    pauses: { Lunch: 1_800_000 },
    calls: 41,
    talk_ms: 7_000_000,
    ...part,
  };
}

export function aCallback(part: Partial<Callback> = {}): Callback {
  const callback_at = part.callback_at ?? "2026-11-21T18:00:00Z";
  return { lead: aLead({ status: "callback", callback_at }), campaign_id: "cmp_1", callback_at, for_user: null, note: null, ...part };
}

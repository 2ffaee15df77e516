import { outcomeStatus } from "@/features/calls/status";
import { dispositionLabel } from "@/features/dial/status";
import { bothClocks, ago } from "@/format/time";
import { zonesOf } from "@/features/dial/zoned";

import type { Disposition, Lead } from "./model";

/** Why a lead is called now, in a sentence for the agent who has it on the line. */
export function whyNow(lead: Lead, dispositions: readonly Disposition[], now: number): string {
  if (lead.callback_at && Date.parse(lead.callback_at) <= now + EARLY_MS) return `Call back, agreed for ${bothClocks(lead.callback_at, zonesOf(lead)[0], undefined, new Date(now))}`;
  // The call that goes on is counted already.
  const before = lead.status === "calling" ? lead.call_attempts - 1 : lead.call_attempts;
  if (before <= 0 || !lead.last_called_at) return "First call to this lead";
  const last = lead.disposition ? dispositionLabel(lead.disposition, dispositions) : lead.last_outcome ? outcomeStatus(lead.last_outcome).word : null;
  // The lead was last dialled by the call that goes on, which says nothing about the one before.
  const when = now - Date.parse(lead.last_called_at) > THIS_CALL_MS ? `, ${ago(lead.last_called_at, now)}` : "";
  return `Try ${before + 1}${last ? `; last time: ${last.toLowerCase()}` : ""}${when}`;
}

/** A callback is dialled a little ahead, so that somebody is there in time. */
const EARLY_MS = 5 * 60_000;
const THIS_CALL_MS = 10 * 60_000;

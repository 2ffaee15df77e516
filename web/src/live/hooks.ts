import { useSyncExternalStore } from "react";

import type { Call, Run, Stats } from "@/api/model";
import type { CampaignSummary } from "@/features/campaigns/model";
import type { Seat } from "@/features/desk/model";
import type { Lead } from "@/features/dial/model";

import { live } from "./browser";
import type { LiveState } from "./connection";

/** One part of the live state; the view renders again only when that part changes. */
export function useLive<Part>(part: (state: LiveState) => Part): Part {
  return useSyncExternalStore(live.subscribe, () => part(live.current()));
}

export function useLiveCalls(): ReadonlyMap<string, Call> {
  return useLive((state) => state.projection.calls);
}

export function useLiveCall(id: string): Call | undefined {
  return useLive((state) => state.projection.calls.get(id));
}

export function useLiveRuns(): ReadonlyMap<string, Run> {
  return useLive((state) => state.projection.runs);
}

export function useLiveStats(): Stats | null {
  return useLive((state) => state.projection.stats);
}

export function useLiveSeats(): ReadonlyMap<string, Seat> {
  return useLive((state) => state.projection.seats);
}

export function useLiveLeads(): ReadonlyMap<string, Lead> {
  return useLive((state) => state.projection.leads);
}

export function useLiveCampaigns(): ReadonlyMap<string, CampaignSummary> {
  return useLive((state) => state.projection.campaigns);
}

export function useLiveCampaign(id: string): CampaignSummary | undefined {
  return useLive((state) => state.projection.campaigns.get(id));
}

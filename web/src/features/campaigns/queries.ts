import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";

import { sentenceFor } from "@/api/problem";
import { complain, tell } from "@/ui/toasts";

import type { Campaign, CampaignOrder } from "./model";
import { orderCampaign, readCampaign, readCampaignLive, readCampaigns } from "./requests";

export const campaignsQuery = queryOptions({ queryKey: ["campaigns"], queryFn: ({ signal }) => readCampaigns(signal), refetchInterval: 5_000 });

export function campaignQuery(id: string) {
  return queryOptions({ queryKey: ["campaign", id], queryFn: ({ signal }) => readCampaign(id, signal) });
}

/** How a campaign does, asked as often as somebody can read it. */
export function campaignLiveQuery(id: string, isOn: boolean) {
  return queryOptions({ queryKey: ["campaign-live", id], queryFn: ({ signal }) => readCampaignLive(id, signal), enabled: isOn, refetchInterval: LIVE_EVERY_MS });
}

/** Starts, pauses, drains, stops or copies a campaign, and says so. */
export function useOrderCampaign() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, order }: { id: string; order: CampaignOrder }) => orderCampaign(id, order),
    onSuccess: (campaign, { order }) => {
      keepCampaign(client, campaign);
      tell({ title: DONE[order], detail: campaign.name });
    },
    onError: (error, { order }) => complain(NOT_DONE[order], sentenceFor(error)),
  });
}

/** Takes in a campaign as the server answered with it, wherever it is shown. */
export function keepCampaign(client: ReturnType<typeof useQueryClient>, campaign: Campaign): void {
  client.setQueryData(campaignQuery(campaign.id).queryKey, campaign);
  void client.invalidateQueries({ queryKey: campaignsQuery.queryKey });
  void client.invalidateQueries({ queryKey: ["campaign-live", campaign.id] });
}

const LIVE_EVERY_MS = 1_000;
const DONE: Record<CampaignOrder, string> = {
  start: "The campaign dials",
  pause: "The campaign is paused; calls under way go on",
  drain: "The campaign dials nothing more and ends with its last call",
  stop: "The campaign has ended",
  clone: "A copy was made",
};
const NOT_DONE: Record<CampaignOrder, string> = {
  start: "The campaign was not started",
  pause: "The campaign was not paused",
  drain: "The campaign goes on dialling",
  stop: "The campaign was not ended",
  clone: "No copy was made",
};

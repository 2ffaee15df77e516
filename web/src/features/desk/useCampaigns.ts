import { useQuery, type UseQueryResult } from "@tanstack/react-query";

import type { Campaign, CampaignSummary } from "@/features/campaigns/model";
import { campaignQuery, campaignsQuery } from "@/features/campaigns/queries";
import { useLive, useLiveCampaign, useLiveCampaigns } from "@/live/hooks";

/** The campaigns of the workspace: asked for once, then kept by the live channel; asked for again only while that is silent. */
export function useCampaigns(enabled = true): UseQueryResult<Campaign[]> {
  const heard = useLiveCampaigns();
  const isLive = useIsTold();
  // One that the list does not know yet is worth one more question.
  const unknown = (known: Campaign[] | undefined) => known !== undefined && [...heard.keys()].some((id) => !known.some((one) => one.id === id));
  const asked = useQuery({ ...campaignsQuery, enabled, refetchInterval: ({ state }) => (!isLive ? SLOWLY_MS : unknown(state.data) ? SOON_MS : false) });
  const data = asked.data?.map((campaign) => withNews(campaign, heard.get(campaign.id)));
  return { ...asked, data } as UseQueryResult<Campaign[]>;
}

/** One campaign, kept as the list of them is. */
export function useCampaign(id: string): UseQueryResult<Campaign> {
  const heard = useLiveCampaign(id);
  const isLive = useIsTold();
  const changed = (known: Campaign | undefined) => known !== undefined && heard !== undefined && heard.revision > known.revision;
  const asked = useQuery({ ...campaignQuery(id), refetchInterval: ({ state }) => (!isLive ? SLOWLY_MS : changed(state.data) ? SOON_MS : false) });
  return { ...asked, data: asked.data && withNews(asked.data, heard) } as UseQueryResult<Campaign>;
}

/** Whether the channel tells of campaigns now: who asks for them by hand may stop. */
function useIsTold(): boolean {
  return useLive((state) => state.link === "live" && state.projection.campaigns.size > 0);
}

function withNews(campaign: Campaign, heard: CampaignSummary | undefined): Campaign {
  if (!heard || heard.revision < campaign.revision) return campaign;
  const { name, state, counts } = heard;
  return { ...campaign, name, state, counts };
}

const SLOWLY_MS = 15_000;
const SOON_MS = 500;

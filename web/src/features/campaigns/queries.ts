import { infiniteQueryOptions, keepPreviousData, queryOptions, useInfiniteQuery, useMutation, useQuery, useQueryClient, type QueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";

import { sentenceFor } from "@/api/problem";
import { useLive, useLiveCampaign, useLiveCampaigns } from "@/live/hooks";
import { complain, tell } from "@/ui/toasts";

import type { Campaign, CampaignLive, CampaignOrder, CampaignSummary, LeadPlace } from "./model";
import { orderCampaign, readCampaign, readCampaignLeads, readCampaignLive, readCampaigns, readCampaignVersions } from "./requests";

export const campaignsQuery = queryOptions({ queryKey: ["campaigns"], queryFn: ({ signal }) => readCampaigns(signal) });

export function campaignQuery(id: string) {
  return queryOptions({ queryKey: ["campaign", id], queryFn: ({ signal }) => readCampaign(id, signal) });
}

/** What was chosen for a campaign up to one of its revisions: with the next it is asked for again, and what was known stays meanwhile. */
export function campaignVersionsQuery(id: string, revision: number) {
  return queryOptions({
    queryKey: ["campaign-versions", id, revision],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => readCampaignVersions(id, signal),
  });
}

/** How a campaign does, as it is asked for where the live channel does not tell. */
function watchQuery(id: string) {
  return queryOptions({ queryKey: ["campaign-live", id], queryFn: ({ signal }) => readCampaignLive(id, signal) });
}

/** The leads of a campaign that stand in one place, in the order in which it comes to them. */
export function campaignLeadsQuery(id: string, place: LeadPlace) {
  return infiniteQueryOptions({
    queryKey: ["campaign-leads-by-place", id, place],
    initialPageParam: "",
    placeholderData: keepPreviousData,
    queryFn: ({ pageParam, signal }) => readCampaignLeads(id, place, pageParam, signal),
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
}

/** Those leads, asked for again when the live channel tells that the campaign moved, and now and then while it is silent. */
export function useCampaignLeads(id: string, place: LeadPlace) {
  const client = useQueryClient();
  const heard = useLiveCampaign(id);
  const isLive = useIsLive();
  const pages = useInfiniteQuery({ ...campaignLeadsQuery(id, place), refetchInterval: isLive ? SILENT_MS : SLOW_MS });
  const moves = heard ? movesOf(heard) : null;
  // What was told before the first answer came is in it.
  const answered = useRef(moves);
  const askedAt = useRef(0);
  useEffect(() => {
    if (moves === answered.current) return;
    const timer = setTimeout(
      () => {
        answered.current = moves;
        askedAt.current = Date.now();
        void client.invalidateQueries({ queryKey: ["campaign-leads-by-place", id] });
      },
      Math.max(0, askedAt.current + LEADS_MS - Date.now()),
    );
    return () => clearTimeout(timer);
  }, [client, id, moves]);
  return pages;
}

/** What moves leads from one place to another, or shows that they moved. */
function movesOf({ revision, state, counts, live }: CampaignSummary): string {
  return JSON.stringify([revision, state, counts, live && [live.lines, live.blocked, live.funnel, live.next_opening, live.pacer]]);
}

/** Every campaign: told by the live channel, asked for every few seconds only while that is down. */
export function useCampaigns(isOn = true) {
  const client = useQueryClient();
  const heard = useLiveCampaigns();
  const query = useQuery({ ...campaignsQuery, enabled: isOn, refetchInterval: useSlowly(heard.size > 0) });
  const known = new Map(query.data?.map((campaign) => [campaign.id, campaign]));
  // What the channel tells has no settings: what is new or was changed is asked for.
  const behind = query.data ? [...heard.values()].filter(({ id, revision }) => revision > (known.get(id)?.revision ?? -1)) : [];
  const missing = behind.map(({ id, revision }) => `${id} ${revision}`).join();
  useEffect(() => {
    if (missing !== "") void client.invalidateQueries({ queryKey: campaignsQuery.queryKey });
  }, [client, missing]);
  return { ...query, data: query.data?.map((campaign) => merged(campaign, heard.get(campaign.id))) };
}

/** One campaign, as fresh as the live channel makes it. */
export function useCampaign(id: string, isOn = true) {
  const client = useQueryClient();
  const heard = useLiveCampaign(id);
  const query = useQuery({ ...campaignQuery(id), enabled: isOn && id !== "", refetchInterval: useSlowly(heard !== undefined) });
  const newer = query.data && heard && heard.revision > query.data.revision ? heard.revision : null;
  useEffect(() => {
    if (newer !== null) void client.invalidateQueries({ queryKey: campaignQuery(id).queryKey });
  }, [client, id, newer]);
  return { ...query, data: query.data && merged(query.data, heard) };
}

/** How a campaign does right now: told once a second by the live channel, asked for slowly while that is down or silent about it. */
export function useCampaignLive(id: string, isOn = true): { data: CampaignLive | undefined; isPending: boolean; error: unknown; refetch: () => void } {
  const heard = useLiveCampaign(id)?.live ?? null;
  const isLive = useIsLive();
  const isTold = isLive && heard !== null;
  const asked = useQuery({ ...watchQuery(id), enabled: isOn && !isTold, refetchInterval: isLive ? SILENT_MS : SLOW_MS });
  const data = isTold ? heard : (asked.data ?? heard ?? undefined);
  return { data, isPending: data === undefined && asked.isPending, error: data === undefined ? asked.error : null, refetch: () => void asked.refetch() };
}

/** Lays what the live channel told over what was asked for; the later of the two counts. */
function merged(campaign: Campaign, heard: CampaignSummary | undefined): Campaign {
  if (!heard || heard.revision < campaign.revision) return campaign;
  const { state, name, counts } = heard;
  return { ...campaign, state, name, counts };
}

function useIsLive(): boolean {
  return useLive((state) => state.link === "live");
}

/** How often to ask for what the live channel tells: not at all while it does, seldom while it says nothing of it. */
function useSlowly(isTold: boolean): number | false {
  const isLive = useIsLive();
  return !isLive ? SLOW_MS : isTold ? false : SILENT_MS;
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
export function keepCampaign(client: QueryClient, campaign: Campaign): void {
  client.setQueryData(campaignQuery(campaign.id).queryKey, campaign);
  void client.invalidateQueries({ queryKey: campaignsQuery.queryKey });
  void client.invalidateQueries({ queryKey: ["campaign-live", campaign.id] });
  void client.invalidateQueries({ queryKey: ["campaign-leads-by-place", campaign.id] });
}

/** A campaign that dials moves leads all the time; whoever reads wants rows that stay for a moment. */
const LEADS_MS = 2_000;
/** While the live channel is down: often enough to be of use, seldom enough for a server in trouble. */
const SLOW_MS = 5_000;
/** The channel is there and has nothing to tell: there is no campaign, or this person is not told of it. */
const SILENT_MS = 15_000;
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

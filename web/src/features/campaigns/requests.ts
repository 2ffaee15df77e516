import { api, body, once } from "@/api/client";
import type { components } from "@/api/schema";

import type { Campaign, CampaignInput, CampaignOrder, LeadPlace } from "./model";

const of = (id: string) => ({ params: { path: { id } } });

/** The description of the interface calls some fields texts; the page knows which words may stand in them. */
const known = (campaign: components["schemas"]["Campaign"]) => campaign as Campaign;

export const readCampaigns = async (signal?: AbortSignal) => (await body(api.GET("/api/v1/campaigns", { params: { query: { limit: 200 } }, signal }))).items.map(known);

export const readCampaign = async (id: string, signal?: AbortSignal) => known(await body(api.GET("/api/v1/campaigns/{id}", { ...of(id), signal })));

export const readCampaignLive = (id: string, signal?: AbortSignal) => body(api.GET("/api/v1/campaigns/{id}/live", { ...of(id), signal }));

/** The newest versions of what is chosen for a campaign, the newest first. */
export const readCampaignVersions = async (id: string, signal?: AbortSignal) => (await body(api.GET("/api/v1/campaigns/{id}/versions", { ...of(id), signal }))).items;

/** The leads of a campaign in the order in which it comes to them, a page at a time. */
export const readCampaignLeads = (id: string, place: LeadPlace, cursor: string, signal?: AbortSignal) =>
  body(api.GET("/api/v1/campaigns/{id}/leads", { params: { path: { id }, query: { place, limit: 50, ...(cursor ? { cursor } : {}) } }, signal }));

export const createCampaign = async (input: CampaignInput, key: string) => known(await body(api.POST("/api/v1/campaigns", { body: input, ...once(key) })));

/** Changes what was read as `revision`; somebody else's change in between is not overwritten. */
export const changeCampaign = async (id: string, revision: number, input: CampaignInput) =>
  known(await body(api.PATCH("/api/v1/campaigns/{id}", { ...of(id), body: input, headers: { "If-Match": `"${revision}"` } })));

export const orderCampaign = async (id: string, order: CampaignOrder) => known(await body(api.POST(`/api/v1/campaigns/{id}/${order}`, of(id))));

import { ask } from "@/api/ask";

import type { Campaign, CampaignInput, CampaignLive, CampaignOrder } from "./model";

const of = (id: string): `/api/v1/${string}` => `/api/v1/campaigns/${encodeURIComponent(id)}`;

export const readCampaigns = async (signal?: AbortSignal) => (await ask<{ items: Campaign[] }>("get", "/api/v1/campaigns", { query: { limit: 200 }, signal })).items;

export const readCampaign = (id: string, signal?: AbortSignal) => ask<Campaign>("get", of(id), { signal });

export const readCampaignLive = (id: string, signal?: AbortSignal) => ask<CampaignLive>("get", `${of(id)}/live`, { signal });

export const createCampaign = (input: CampaignInput, key: string) => ask<Campaign>("post", "/api/v1/campaigns", { body: input, headers: { "Idempotency-Key": key } });

/** Changes what was read as `revision`; somebody else's change in between is not overwritten. */
export const changeCampaign = (id: string, revision: number, input: Partial<CampaignInput>) =>
  ask<Campaign>("patch", of(id), { body: input, headers: { "If-Match": `"${revision}"` } });

export const orderCampaign = (id: string, order: CampaignOrder) => ask<Campaign>("post", `${of(id)}/${order}`);

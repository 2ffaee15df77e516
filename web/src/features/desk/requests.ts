import { ask } from "@/api/ask";
import type { CampaignLead } from "@/features/campaigns/model";
import type { Joined } from "@/features/dial/model";

import type { Colleague, Page, Said, Seat, TransferOrder, Wish, WrapUpNote } from "./model";

const of = (id: string): `/api/v1/${string}` => `/api/v1/seats/${encodeURIComponent(id)}`;

/** Whose audio a seat takes: this browser's, or a phone that is rung; the server knows the last one of each user. */
export interface SeatAudioChoice {
  audio: "browser" | "phone";
  phone: string | null;
}

export const signIn = (campaignId: string, key: string, { audio, phone }: SeatAudioChoice) =>
  ask<Seat>("post", "/api/v1/seats", {
    body: { campaign_id: campaignId, ...(audio === "phone" ? { audio, ...(phone ? { phone } : {}) } : {}) },
    headers: { "Idempotency-Key": key },
  });

export const currentSeat = async () => (await ask<{ seat: Seat | null }>("get", "/api/v1/seats/current")).seat;

export const readSeat = (id: string) => ask<Seat>("get", of(id));

/** Every seat on which somebody sits. */
export const listSeats = async (signal?: AbortSignal) => (await ask<{ items: Seat[] }>("get", "/api/v1/seats", { signal })).items;

export const joinSeat = (id: string, clientId: string, offer: string | null, signal: AbortSignal) =>
  ask<Joined>("post", `${of(id)}/join`, { body: { client_id: clientId, ...(offer === null ? {} : { sdp_offer: offer }) }, signal });

export const setState = (id: string, state: Wish, reason: string | null) => ask<Seat>("put", `${of(id)}/state`, { body: { state, ...(reason ? { reason } : {}) } });

export const wrapUp = (id: string, note: WrapUpNote) => ask<Seat>("post", `${of(id)}/wrap-up`, { body: note });

export const sayVerdict = (id: string, verdict: Said) => ask<Seat>("put", `${of(id)}/verdict`, { body: { verdict } });

export type SeatOrder = "mute" | "unmute" | "hold" | "unhold" | "stop-clip" | "end-call" | "ring-phone" | "transfer/complete" | "transfer/join" | "transfer/swap" | "transfer/cancel" | "consult/decline";

export const orderSeat = (id: string, order: SeatOrder) => ask<Seat>("post", `${of(id)}/${order}`);

export const sendDigits = (id: string, digits: string) => ask<Seat>("post", `${of(id)}/digits`, { body: { digits } });

export const playClip = (id: string, clipId: string) => ask<Seat>("post", `${of(id)}/play`, { body: { clip_id: clipId } });

export const pauseRecording = (id: string, paused: boolean) => ask<Seat>("post", `${of(id)}/recording`, { body: { paused } });

export const signOut = (id: string) => ask<Seat>("delete", of(id));

/** Calls the lead that is offered, at the number that was chosen. */
export const dialOffer = (id: string, phone: string | null) => ask<Seat>("post", `${of(id)}/offer/dial`, { body: phone ? { phone } : {} });

export const skipOffer = (id: string, reason: string | null) => ask<Seat>("post", `${of(id)}/offer/skip`, { body: reason ? { reason } : {} });

/** Whom to call by hand, and whether a person said that the hour does not matter. */
export interface HandDial {
  leadId: string;
  phone: string | null;
  confirmWindow: boolean;
}

export const dialByHand = (id: string, { leadId, phone, confirmWindow }: HandDial) =>
  ask<Seat>("post", `${of(id)}/dial`, { body: { lead_id: leadId, ...(phone ? { phone } : {}), ...(confirmWindow ? { confirm_window: true } : {}) } });

export const transfer = (id: string, order: TransferOrder) => ask<Seat>("post", `${of(id)}/transfer`, { body: order });

/** Who else is signed in. */
export const readColleagues = (id: string, signal?: AbortSignal) => ask<Colleague[]>("get", `${of(id)}/colleagues`, { signal });

export const readCampaignLeads = (campaignId: string, query: Record<string, string | number>, signal?: AbortSignal) =>
  ask<Page<CampaignLead>>("get", `/api/v1/campaigns/${encodeURIComponent(campaignId)}/leads`, { query, signal });

import { ask } from "@/api/ask";
import type { Joined } from "@/features/dial/model";

import type { Said, Seat, Wish, WrapUpNote } from "./model";

const of = (id: string): `/api/v1/${string}` => `/api/v1/seats/${encodeURIComponent(id)}`;

export const signIn = (campaignId: string, key: string) => ask<Seat>("post", "/api/v1/seats", { body: { campaign_id: campaignId }, headers: { "Idempotency-Key": key } });

export const currentSeat = async () => (await ask<{ seat: Seat | null }>("get", "/api/v1/seats/current")).seat;

export const readSeat = (id: string) => ask<Seat>("get", of(id));

/** Every seat on which somebody sits. */
export const listSeats = async (signal?: AbortSignal) => (await ask<{ items: Seat[] }>("get", "/api/v1/seats", { signal })).items;

export const joinSeat = (id: string, clientId: string, offer: string | null, signal: AbortSignal) =>
  ask<Joined>("post", `${of(id)}/join`, { body: { client_id: clientId, ...(offer === null ? {} : { sdp_offer: offer }) }, signal });

export const setState = (id: string, state: Wish, reason: string | null) => ask<Seat>("put", `${of(id)}/state`, { body: { state, ...(reason ? { reason } : {}) } });

export const wrapUp = (id: string, note: WrapUpNote) => ask<Seat>("post", `${of(id)}/wrap-up`, { body: note });

export const sayVerdict = (id: string, verdict: Said) => ask<Seat>("put", `${of(id)}/verdict`, { body: { verdict } });

export type SeatOrder = "mute" | "unmute" | "hold" | "unhold" | "stop-clip" | "end-call";

export const orderSeat = (id: string, order: SeatOrder) => ask<Seat>("post", `${of(id)}/${order}`);

export const sendDigits = (id: string, digits: string) => ask<Seat>("post", `${of(id)}/digits`, { body: { digits } });

export const playClip = (id: string, clipId: string) => ask<Seat>("post", `${of(id)}/play`, { body: { clip_id: clipId } });

export const pauseRecording = (id: string, paused: boolean) => ask<Seat>("post", `${of(id)}/recording`, { body: { paused } });

export const signOut = (id: string) => ask<Seat>("delete", of(id));

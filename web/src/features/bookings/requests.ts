import { ask } from "@/api/ask";
import { freshKey, once } from "@/api/client";

import type { Booking, Slot } from "./model";

const of = (id: string): `/api/v1/${string}` => `/api/v1/bookings/${encodeURIComponent(id)}`;

/** Bookings that begin within a time, the soonest first. */
export const readBookings = (range: { from?: string; to?: string }, cursor: string, signal?: AbortSignal) =>
  ask<{ items: Booking[]; next_cursor: string | null }>("get", "/api/v1/bookings", { query: { ...range, limit: 200, ...(cursor ? { cursor } : {}) }, signal });

export const readSlots = async (wish: { from: string; to: string; zone: string }, signal?: AbortSignal) => (await ask<{ items: Slot[] }>("get", "/api/v1/calendar/slots", { query: { ...wish, limit: 60 }, signal })).items;

export const rescheduleBooking = ({ id }: Booking, token: string) => ask<Booking>("post", `${of(id)}/reschedule`, { body: { token }, ...once(freshKey()) });

export const cancelBooking = ({ id }: Booking, reason: string) => ask<Booking>("post", `${of(id)}/cancel`, { body: { reason: reason.trim() || null } });

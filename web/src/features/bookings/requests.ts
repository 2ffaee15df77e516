import { ask } from "@/api/ask";
import { freshKey, once } from "@/api/client";

import type { Booking, BookingView, Slot } from "./model";

const of = (id: string): `/api/v1/${string}` => `/api/v1/bookings/${encodeURIComponent(id)}`;

export const readBookings = (view: BookingView, cursor: string, signal?: AbortSignal) =>
  ask<{ items: Booking[]; next: string | null }>("get", "/api/v1/bookings", { query: { view, limit: 100, ...(cursor ? { cursor } : {}) }, signal });

export const readSlots = async (wish: { from: string; to: string; zone: string }, signal?: AbortSignal) => (await ask<{ items: Slot[] }>("get", "/api/v1/calendar/slots", { query: { ...wish, limit: 60 }, signal })).items;

export const rescheduleBooking = ({ id, revision }: Booking, token: string) => ask<Booking>("post", `${of(id)}/reschedule`, { body: { token }, headers: { "If-Match": `"${revision}"`, ...once(freshKey()).headers } });

export const cancelBooking = ({ id, revision }: Booking, reason: string) => ask<Booking>("post", `${of(id)}/cancel`, { body: { reason: reason.trim() || null }, headers: { "If-Match": `"${revision}"` } });

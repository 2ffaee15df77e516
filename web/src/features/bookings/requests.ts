import { api, body, freshKey, once } from "@/api/client";

import type { Booking, NewBooking } from "./model";

const of = (id: string) => ({ params: { path: { id } } });

/** Bookings that begin within a time, the soonest first. */
export const readBookings = (range: { from?: string; to?: string }, cursor: string, signal?: AbortSignal) =>
  body(api.GET("/api/v1/bookings", { params: { query: { ...range, limit: 200, ...(cursor ? { cursor } : {}) } }, signal }));

export const readSlots = async (wish: { from: string; to: string; zone: string }, signal?: AbortSignal) => (await body(api.GET("/api/v1/calendar/slots", { params: { query: { ...wish, limit: 60 } }, signal }))).items;

export const createBooking = (wish: NewBooking) => body(api.POST("/api/v1/bookings", { body: wish, ...once(freshKey()) }));

export const rescheduleBooking = ({ id }: Booking, token: string) => body(api.POST("/api/v1/bookings/{id}/reschedule", { ...of(id), body: { token }, ...once(freshKey()) }));

export const cancelBooking = ({ id }: Booking, reason: string) => body(api.POST("/api/v1/bookings/{id}/cancel", { ...of(id), body: { reason: reason.trim() || null } }));

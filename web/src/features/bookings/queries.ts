import { infiniteQueryOptions, keepPreviousData, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";

import { tell } from "@/ui/toasts";

import { whenOf } from "./days";
import type { Booking, BookingView } from "./model";
import { cancelBooking, createBooking, readBookings, readSlots, rescheduleBooking } from "./requests";

/** Bookings in pages, the soonest first; what is meant by to come and past moves on with the clock. */
export function bookingsQuery(view: BookingView, now: number) {
  const range = rangeOf(view, now);
  return infiniteQueryOptions({
    queryKey: ["bookings", view, range],
    initialPageParam: "",
    placeholderData: keepPreviousData,
    // Agents on the phone and the calendar's own page make bookings meanwhile.
    refetchInterval: 20_000,
    queryFn: ({ pageParam, signal }) => readBookings(range, pageParam, signal),
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
}

/** Free times; asked for freshly, as others take them. */
export function slotsQuery(wish: { from: string; to: string; zone: string }) {
  return queryOptions({ queryKey: ["slots", wish], staleTime: 0, queryFn: ({ signal }) => readSlots(wish, signal) });
}

export function useBook() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: createBooking,
    onSuccess: (booking) => tell({ title: "The appointment is made", detail: `${booking.name}, ${whenOf(booking)}` }),
    onSettled: () => {
      for (const queryKey of [["bookings"], ["slots"], ["leads"], ["lead"]]) void client.invalidateQueries({ queryKey });
    },
  });
}

export function useReschedule() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ booking, token }: { booking: Booking; token: string }) => rescheduleBooking(booking, token),
    onSuccess: ({ name }) => tell({ title: "The appointment was moved", detail: name }),
    onSettled: () => {
      for (const queryKey of [["bookings"], ["slots"]]) void client.invalidateQueries({ queryKey });
    },
  });
}

export function useCancelBooking() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ booking, reason }: { booking: Booking; reason: string }) => cancelBooking(booking, reason),
    onSuccess: ({ name }) => tell({ title: "The appointment was cancelled", detail: name }),
    onSettled: () => void client.invalidateQueries({ queryKey: ["bookings"] }),
  });
}

/** When the bookings of a view begin; one that goes on right now is still to come. */
function rangeOf(view: BookingView, now: number): { from?: string; to?: string } {
  if (view === "all") return {};
  const at = (ms: number) => new Date(ms).toISOString();
  return view === "upcoming" ? { from: at(now - HOUR_MS) } : { from: at(now - PAST_MS), to: at(now) };
}

const HOUR_MS = 3_600_000;
/** What is longer ago is under “All”. */
const PAST_MS = 31 * 24 * HOUR_MS;

import { infiniteQueryOptions, keepPreviousData, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";

import { tell } from "@/ui/toasts";

import type { Booking, BookingView } from "./model";
import { cancelBooking, readBookings, readSlots, rescheduleBooking } from "./requests";

/** Bookings in pages: coming ones the soonest first, past ones the latest first. */
export function bookingsQuery(view: BookingView) {
  return infiniteQueryOptions({
    queryKey: ["bookings", view],
    initialPageParam: "",
    placeholderData: keepPreviousData,
    // Agents on the phone and the calendar's own page make bookings meanwhile.
    refetchInterval: 20_000,
    queryFn: ({ pageParam, signal }) => readBookings(view, pageParam, signal),
    getNextPageParam: (page) => page.next ?? undefined,
  });
}

/** Free times; asked for freshly, as others take them. */
export function slotsQuery(wish: { from: string; to: string; zone: string }) {
  return queryOptions({ queryKey: ["slots", wish], staleTime: 0, queryFn: ({ signal }) => readSlots(wish, signal) });
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

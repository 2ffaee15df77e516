import { useState } from "react";

import { FormDialog } from "@/ui/FormDialog";

import { whenOf } from "./days";
import type { Booking } from "./model";
import { useReschedule } from "./queries";
import { dayOf, SlotPicker } from "./SlotPicker";

/** Another time for an appointment, out of those that the calendar has free. */
export function RescheduleDialog({ booking, onClose }: { booking: Booking; onClose: () => void }) {
  const [day, setDay] = useState(() => dayOf(new Date(Math.max(Date.parse(booking.start), Date.now()))));
  const [token, setToken] = useState<string | null>(null);
  const [isHasty, setIsHasty] = useState(false);
  const move = useReschedule();
  return (
    <FormDialog
      title={`Move the appointment with ${booking.name}`}
      description={`It is ${whenOf(booking)}.`}
      submit="Move it"
      busy={move.isPending}
      error={move.error}
      onClose={onClose}
      onSubmit={() => {
        setIsHasty(token === null);
        if (token) move.mutate({ booking, token }, { onSuccess: onClose });
      }}
    >
      <SlotPicker day={day} zone={booking.zone} token={token} isHasty={isHasty} onDay={setDay} onToken={setToken} />
    </FormDialog>
  );
}

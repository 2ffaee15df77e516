import { useState } from "react";

import { TextField } from "@/ui/Field";
import { FormDialog } from "@/ui/FormDialog";

import { whenOf } from "./days";
import type { Booking } from "./model";
import { useCancelBooking } from "./queries";

/** Somebody counts on this appointment: that it is off is asked for once more. */
export function CancelBookingDialog({ booking, onClose }: { booking: Booking; onClose: () => void }) {
  const [reason, setReason] = useState("");
  const cancel = useCancelBooking();
  return (
    <FormDialog
      danger
      title={`Cancel the appointment with ${booking.name}`}
      description={`It is ${whenOf(booking)}. The time is free again${booking.email ? `, and ${booking.email} is told by mail` : ""}.`}
      submit="Cancel the appointment"
      dismiss="Keep it"
      busy={cancel.isPending}
      error={cancel.error}
      onClose={onClose}
      onSubmit={() => cancel.mutate({ booking, reason }, { onSuccess: onClose })}
    >
      <TextField label="Reason" optional hint="They may read it." maxLength={500} value={reason} onChange={(event) => setReason(event.target.value)} />
    </FormDialog>
  );
}

import { useQuery } from "@tanstack/react-query";
import { useId, useState } from "react";

import { sentenceFor } from "@/api/problem";
import { rangeOf } from "@/features/reports/period";
import { clock } from "@/format/time";
import { Field, Input } from "@/ui/Field";
import { FormDialog } from "@/ui/FormDialog";
import { Skeleton } from "@/ui/Blank";

import styles from "./Bookings.module.css";
import { whenOf } from "./days";
import type { Booking } from "./model";
import { slotsQuery, useReschedule } from "./queries";

/** Another time for an appointment, out of those that the calendar has free. */
export function RescheduleDialog({ booking, onClose }: { booking: Booking; onClose: () => void }) {
  const [day, setDay] = useState(() => dayOf(new Date(Math.max(Date.parse(booking.start), Date.now()))));
  const [token, setToken] = useState<string | null>(null);
  const slots = useQuery({ ...slotsQuery({ ...rangeOf({ from: day, to: day }), zone: booking.zone }), enabled: day !== "" });
  const [isHasty, setIsHasty] = useState(false);
  const move = useReschedule();
  const legendId = useId();
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
      <Field label="Day" hint="Yours; another one may begin earlier or later for them.">
        {(control) => (
          <Input
            {...control}
            type="date"
            required
            value={day}
            onChange={(event) => {
              setDay(event.target.value);
              setToken(null);
            }}
          />
        )}
      </Field>
      <div role="group" aria-labelledby={legendId}>
        <p id={legendId} className={styles.legend}>
          Free times
        </p>
        {isHasty && token === null && (
          <p className={styles.bad} role="alert">
            Choose one of the free times.
          </p>
        )}
        {slots.isError ? (
          <p className={styles.bad}>{sentenceFor(slots.error)}</p>
        ) : !slots.data ? (
          <Skeleton rows={2} />
        ) : slots.data.length === 0 ? (
          <p className={styles.soft}>Nothing is free on this day.</p>
        ) : (
          <div className={styles.slots}>
            {slots.data.map((slot) => (
              <button key={slot.token} type="button" className={styles.slot} aria-pressed={slot.token === token} title={slot.spoken} onClick={() => setToken(slot.token)}>
                {clock(slot.start)}
                {clock(slot.start, booking.zone) !== clock(slot.start) && <small>{clock(slot.start, booking.zone)} for them</small>}
              </button>
            ))}
          </div>
        )}
      </div>
    </FormDialog>
  );
}

function dayOf(at: Date): string {
  return `${at.getFullYear()}-${String(at.getMonth() + 1).padStart(2, "0")}-${String(at.getDate()).padStart(2, "0")}`;
}

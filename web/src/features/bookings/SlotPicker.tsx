import { useMutation, useQuery } from "@tanstack/react-query";
import { useId } from "react";

import { sentenceFor } from "@/api/problem";
import { rangeOf } from "@/features/reports/period";
import { clock } from "@/format/time";
import { Button } from "@/ui/Button";
import { Field, Input } from "@/ui/Field";
import { Skeleton } from "@/ui/Blank";
import { tell } from "@/ui/toasts";

import styles from "./Bookings.module.css";
import { slotsQuery } from "./queries";
import { readSlots } from "./requests";

interface SlotPickerProps {
  /** A day by the clock of whoever looks at the page. */
  day: string;
  /** Their zone. */
  zone: string;
  token: string | null;
  /** Whether it was sent without a time. */
  isHasty: boolean;
  onDay: (day: string) => void;
  onToken: (token: string | null) => void;
}

/** A day, and one of the times that the calendar has free on it. */
export function SlotPicker({ day, zone, token, isHasty, onDay, onToken }: SlotPickerProps) {
  const slots = useQuery({ ...slotsQuery({ ...rangeOf({ from: day, to: day }), zone }), enabled: day !== "" });
  const legendId = useId();
  const go = (next: string) => {
    onDay(next);
    onToken(null);
  };
  return (
    <>
      <Field label="Day" hint="Yours; another one may begin earlier or later for them.">
        {(control) => <Input {...control} type="date" required value={day} onChange={(event) => go(event.target.value)} />}
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
          <NothingFree day={day} zone={zone} onDay={go} />
        ) : (
          <div className={styles.slots}>
            {slots.data.map((slot) => (
              <button key={slot.token} type="button" className={styles.slot} aria-pressed={slot.token === token} title={slot.spoken} onClick={() => onToken(slot.token)}>
                {clock(slot.start)}
                {clock(slot.start, zone) !== clock(slot.start) && <small>{clock(slot.start, zone)} for them</small>}
              </button>
            ))}
          </div>
        )}
      </div>
    </>
  );
}

/** The way from a full day to the next that is not. */
function NothingFree({ day, zone, onDay }: { day: string; zone: string; onDay: (day: string) => void }) {
  const look = useMutation({
    mutationFn: async () => {
      const { to: from } = rangeOf({ from: day, to: day });
      const [first] = await readSlots({ from, to: new Date(Date.parse(from) + LOOK_AHEAD_MS).toISOString(), zone });
      return first ? dayOf(new Date(first.start)) : null;
    },
    onSuccess: (next) => (next ? onDay(next) : tell({ title: "Nothing is free within the next weeks", detail: "Look at the hours and the horizon in the settings of the calendar." })),
  });
  return (
    <div className={styles.full}>
      <span className={styles.soft}>Nothing is free on this day.</span>
      <Button busy={look.isPending} onClick={() => look.mutate()}>
        Next free day
      </Button>
      {look.isError && <p className={styles.bad}>{sentenceFor(look.error)}</p>}
    </div>
  );
}

/** A day by the clock of this page, as a date field writes it. */
export function dayOf(at: Date): string {
  return `${at.getFullYear()}-${String(at.getMonth() + 1).padStart(2, "0")}-${String(at.getDate()).padStart(2, "0")}`;
}

/** Farther than calendars usually let people book. */
const LOOK_AHEAD_MS = 60 * 86_400_000;

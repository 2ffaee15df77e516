import { useState } from "react";

import { minuteOf } from "@/features/settings/minutes";
import { minuteOfDay } from "@/format/time";
import { Button } from "@/ui/Button";
import { Field, Input, TextField } from "@/ui/Field";
import { Tick } from "@/ui/Tick";

import type { DayHours, Schedule } from "../model";
import styles from "./Editor.module.css";

/** A week's hours in a zone, and days on which nobody works. */
export function ScheduleFields({ schedule, error, disabled = false, onChange }: { schedule: Schedule; error?: string; disabled?: boolean; onChange: (schedule: Schedule) => void }) {
  const put = (part: Partial<Schedule>) => onChange({ ...schedule, ...part });
  return (
    <fieldset className={styles.schedule} disabled={disabled}>
      <legend className="visually-hidden">Hours by weekday</legend>
      <TextField label="Time zone" list="zones" value={schedule.time_zone} error={error} onChange={(event) => put({ time_zone: event.target.value })} />
      <datalist id="zones">
        {Intl.supportedValuesOf("timeZone").map((zone) => (
          <option key={zone} value={zone} />
        ))}
      </datalist>
      <ul className={styles.days}>
        {DAYS.map((name, day) => (
          <Day key={name} name={name} hours={schedule.days[day] ?? null} disabled={disabled} onChange={(hours) => put({ days: schedule.days.map((before, n) => (n === day ? hours : before)) })} />
        ))}
      </ul>
      <Holidays days={schedule.holidays} onChange={(holidays) => put({ holidays })} />
    </fieldset>
  );
}

/** Monday to Friday in office hours, by the clock of whoever looks at the page. */
export function officeHours(): Schedule {
  return { time_zone: Intl.DateTimeFormat().resolvedOptions().timeZone, days: DAYS.map((_, day) => (day < 5 ? OFFICE : null)), holidays: [] };
}

function Day({ name, hours, disabled, onChange }: { name: string; hours: DayHours | null; disabled: boolean; onChange: (hours: DayHours | null) => void }) {
  const time = (part: keyof DayHours, label: string) => (
    <Input
      type="time"
      aria-label={`${name}, ${label}`}
      className={styles.time}
      // The end of the day has no name in a time field but its last minute.
      value={minuteOfDay(Math.min(1_439, hours?.[part] ?? 0))}
      onChange={(event) => {
        const minute = minuteOf(event.target.value);
        if (hours && minute !== null) onChange({ ...hours, [part]: part === "end_minute" && minute === 1_439 ? 1_440 : minute });
      }}
    />
  );
  return (
    <li>
      <Tick checked={hours !== null} disabled={disabled} onChange={(on) => onChange(on ? OFFICE : null)}>
        {name}
      </Tick>
      {hours ? (
        <span className={styles.span}>
          {time("start_minute", "from")} to {time("end_minute", "until")}
        </span>
      ) : (
        <span className={styles.soft}>Closed</span>
      )}
    </li>
  );
}

function Holidays({ days, onChange }: { days: readonly string[]; onChange: (days: string[]) => void }) {
  const [day, setDay] = useState("");
  const add = () => {
    if (day) onChange([...new Set([...days, day])].sort());
    setDay("");
  };
  return (
    <div className={styles.group}>
      <div className={styles.row}>
        <Field label="Days without work" optional>
          {(control) => <Input {...control} type="date" value={day} onChange={(event) => setDay(event.target.value)} />}
        </Field>
        <Button className={styles.beside} disabled={day === ""} onClick={add}>
          Add
        </Button>
      </div>
      {days.length > 0 && (
        <ul className={styles.chips} aria-label="Days without work">
          {days.map((one) => (
            <li key={one}>
              <Button onClick={() => onChange(days.filter((other) => other !== one))} aria-label={`Remove ${one}`}>
                {one} ×
              </Button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

const DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const OFFICE: DayHours = { start_minute: 540, end_minute: 1_080 };

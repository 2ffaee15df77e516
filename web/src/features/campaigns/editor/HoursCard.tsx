import { useState } from "react";

import { minuteOf } from "@/features/settings/minutes";
import { minuteOfDay } from "@/format/time";
import { Button } from "@/ui/Button";
import { Field, Input, TextField } from "@/ui/Field";
import { Switch, Tick } from "@/ui/Tick";

import type { DayHours, Schedule } from "../model";
import styles from "./Editor.module.css";
import type { PartProps } from "./Editor";
import { Part } from "./Part";

/** When the campaign works: hours by weekday in its own zone, and days on which nobody works. */
export function HoursCard({ settings, set, errorOf }: PartProps) {
  const { schedule } = settings;
  const put = (part: Partial<Schedule>) => schedule && set({ schedule: { ...schedule, ...part } });
  const fresh = () => ({ time_zone: Intl.DateTimeFormat().resolvedOptions().timeZone, days: DAYS.map((_, day) => (day < 5 ? OFFICE : null)), holidays: [] });
  return (
    <Part title="Hours" about="When the campaign works. The hours of those who are called are a rule of the workspace and hold besides.">
      <Switch checked={schedule !== null} onChange={(on) => set({ schedule: on ? fresh() : null })} hint={schedule === null ? "It dials whenever agents are ready and the callee’s hours allow." : undefined}>
        Only at set hours
      </Switch>
      {schedule && (
        <>
          <TextField label="Time zone" list="zones" value={schedule.time_zone} error={errorOf("schedule")} onChange={(event) => put({ time_zone: event.target.value })} />
          <datalist id="zones">
            {Intl.supportedValuesOf("timeZone").map((zone) => (
              <option key={zone} value={zone} />
            ))}
          </datalist>
          <ul className={styles.days}>
            {DAYS.map((name, day) => (
              <Day key={name} name={name} hours={schedule.days[day] ?? null} onChange={(hours) => put({ days: schedule.days.map((before, n) => (n === day ? hours : before)) })} />
            ))}
          </ul>
          <Holidays days={schedule.holidays} onChange={(holidays) => put({ holidays })} />
        </>
      )}
    </Part>
  );
}

function Day({ name, hours, onChange }: { name: string; hours: DayHours | null; onChange: (hours: DayHours | null) => void }) {
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
      <Tick checked={hours !== null} onChange={(on) => onChange(on ? OFFICE : null)}>
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

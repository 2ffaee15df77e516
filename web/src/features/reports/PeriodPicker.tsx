import { Field, Input } from "@/ui/Field";
import { Popover } from "@/ui/Popover";
import { Button } from "@/ui/Button";
import { CalendarDays } from "lucide-react";
import { useState } from "react";

import { presetOf, presetPeriod, PRESETS, type Period } from "./period";
import styles from "./Reports.module.css";

/** Which days: one of the usual stretches, or any first and last day. */
export function PeriodPicker({ period, onChange }: { period: Period; onChange: (period: Period) => void }) {
  const [open, setOpen] = useState(false);
  const [now] = useState(() => new Date());
  const preset = presetOf(period, now);
  const words = PRESETS.find(({ value }) => value === preset)?.label ?? (period.from === period.to ? dayWords(period.from) : `${dayWords(period.from)} to ${dayWords(period.to)}`);
  return (
    <Popover title="Days" open={open} onOpenChange={setOpen} trigger={<Button icon={<CalendarDays />}>{words}</Button>}>
      <div className={styles.presets}>
        {PRESETS.map(({ value, label }) => (
          <Button
            key={value}
            look={value === preset ? "primary" : "plain"}
            aria-pressed={value === preset}
            onClick={() => {
              onChange(presetPeriod(value, now));
              setOpen(false);
            }}
          >
            {label}
          </Button>
        ))}
      </div>
      <div className={styles.days}>
        <Field label="First day">{(control) => <Input {...control} type="date" value={period.from} onChange={(event) => event.target.value && onChange({ from: event.target.value, to: event.target.value > period.to ? event.target.value : period.to })} />}</Field>
        <Field label="Last day">{(control) => <Input {...control} type="date" value={period.to} onChange={(event) => event.target.value && onChange({ from: event.target.value < period.from ? event.target.value : period.from, to: event.target.value })} />}</Field>
      </div>
    </Popover>
  );
}

function dayWords(day: string): string {
  return new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric" }).format(new Date(`${day}T00:00`));
}

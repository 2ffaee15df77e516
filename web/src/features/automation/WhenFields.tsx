import { Whole } from "@/features/campaigns/editor/Whole";
import { ownZone } from "@/features/reports/period";
import { dateTime } from "@/format/time";
import { TextField } from "@/ui/Field";
import { Segments } from "@/ui/Segments";
import { useNow } from "@/ui/browser";

import styles from "./Automation.module.css";
import { nextTimes, readCron } from "./pulse";
import type { PartProps } from "./SettingsCard";

/** When it looks for leads: every so many minutes, or at the times of a cron expression, with the next ones in words. */
export function WhenFields({ values, set, locked, wrong }: PartProps) {
  const { cron, every_minutes, schedule } = values;
  const isCron = cron !== null;
  return (
    <div className={styles.group}>
      <Segments
        label="When it looks for leads"
        value={isCron ? "cron" : "interval"}
        choices={WAYS}
        onChange={(way) => {
          if (locked || (way === "cron") === isCron) return;
          set(way === "cron" ? { cron: `*/${every_minutes ?? EVERY} * * * *`, every_minutes: null } : { cron: null, every_minutes: EVERY });
        }}
      />
      {isCron ? (
        <CronField text={cron} zone={schedule?.time_zone ?? "UTC"} locked={locked} error={wrong("cron")} onChange={(next) => set({ cron: next })} />
      ) : (
        <Whole label="Minutes from one look to the next" disabled={locked} value={every_minutes ?? EVERY} min={1} max={10_080} error={wrong("every_minutes")} onChange={(minutes) => set({ every_minutes: minutes })} />
      )}
    </div>
  );
}

function CronField({ text, zone, locked, error, onChange }: { text: string; zone: string; locked: boolean; error?: string; onChange: (text: string) => void }) {
  const now = useNow(60_000);
  const cron = readCron(text);
  const times = typeof cron === "string" ? [] : nextTimes(cron, new Date(now), zone, SHOWN);
  return (
    <>
      <TextField label="Cron expression" hint={`Minute, hour, day, month, weekday, by the clock of ${zone}.`} spellCheck={false} disabled={locked} error={typeof cron === "string" ? cron : error} value={text} onChange={(event) => onChange(event.target.value)} />
      {typeof cron !== "string" && (
        <p className={styles.times} aria-label="The next times">
          {times.length === 0 ? "It has no time within a year." : `Next: ${times.map((time) => dateTime(time.toISOString())).join("; ")} (${ownZone()})`}
        </p>
      )}
    </>
  );
}

const WAYS = [
  { value: "interval", label: "Every so often" },
  { value: "cron", label: "At set times" },
] as const;
const EVERY = 5;
const SHOWN = 3;

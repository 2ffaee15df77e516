import { Whole } from "@/features/campaigns/editor/Whole";
import { micros } from "@/features/settings/minutes";
import { NumberField } from "@/features/settings/NumberField";

import styles from "./Automation.module.css";
import type { AutomationSettings } from "./model";
import type { PartProps } from "./SettingsCard";

type Limits = AutomationSettings["limits"];

/** When it stops itself: what is taken for going wrong within an hour, and for how long nobody is called then. */
export function LimitFields({ values, set, locked, wrong }: PartProps) {
  const { limits } = values;
  const change = (part: Partial<Limits>) => set({ limits: { ...limits, ...part } });
  const share = (label: string, hint: string, key: "failures_permille" | "short_permille") => (
    <NumberField<number | null>
      label={label}
      hint={hint}
      optional
      disabled={locked}
      value={limits[key]}
      show={(value) => (value === null ? "" : String(value / 10))}
      read={percent}
      expected="Write a share from 0 to 100, or nothing."
      onChange={(value) => change({ [key]: value })}
      error={wrong(`limits.${key}`)}
    />
  );
  return (
    <fieldset className={styles.group} disabled={locked}>
      <legend>When it stops itself</legend>
      <p className={styles.hint}>By what came of the calls of the last hour. It tries again by itself after the pause.</p>
      {wrong("limits") && <p className={styles.error}>{wrong("limits")}</p>}
      <div className={styles.pair}>
        {share("Failed calls (%)", "Empty: however many fail.", "failures_permille")}
        {share("Short talks (%)", "Of those who answered. Empty: never.", "short_permille")}
        <Whole label="Short is below (seconds)" disabled={locked} value={limits.short_s} min={1} max={600} error={wrong("limits.short_s")} onChange={(short_s) => change({ short_s })} />
        <Whole label="Calls before it judges" hint="Fewer prove nothing." disabled={locked} value={limits.calls_min} min={1} max={10_000} error={wrong("limits.calls_min")} onChange={(calls_min) => change({ calls_min })} />
        <NumberField<number | null>
          label="Cost an hour"
          hint="In the carrier’s currency. Empty: none."
          optional
          disabled={locked}
          value={limits.cost_micros_per_hour}
          expected="Write an amount such as 12.50, or nothing."
          show={(value) => (value === null ? "" : String(value / 1_000_000))}
          read={(text) => (text.trim() === "" ? null : (micros(text) ?? undefined))}
          onChange={(cost_micros_per_hour) => change({ cost_micros_per_hour })}
          error={wrong("limits.cost_micros_per_hour")}
        />
        <Whole label="Pause (minutes)" disabled={locked} value={limits.pause_minutes} min={1} max={10_080} error={wrong("limits.pause_minutes")} onChange={(pause_minutes) => change({ pause_minutes })} />
      </div>
    </fieldset>
  );
}

/** Tenths of a percent from a text; nothing when it is none. */
function percent(text: string): number | null | undefined {
  if (text.trim() === "") return null;
  const value = Number(text.trim().replace(",", "."));
  return Number.isFinite(value) && value >= 0 && value <= 100 ? Math.round(value * 10) : undefined;
}

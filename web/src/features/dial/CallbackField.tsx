import { useEffect, useRef, useState } from "react";

import { bothClocks } from "@/format/time";
import { useDraft } from "@/ui/browser";
import { Button } from "@/ui/Button";
import { Field, Input } from "@/ui/Field";
import { Select } from "@/ui/Select";

import styles from "./CallDock.module.css";
import type { Lead } from "./model";
import { cityOf, handyTimes, instantOf, zonesOf } from "./zoned";

interface CallbackFieldProps {
  lead: Lead;
  /** Under what a choice that is not saved yet outlives a reload of this tab. */
  draftKey?: string;
  onChange: (at: string | null) => void;
}

/** When to call again, by the clock of whoever is called; the agent's own time stands beside it. */
export function CallbackField({ lead, draftKey, onChange }: CallbackFieldProps) {
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const zones = zonesOf(lead).length > 0 ? zonesOf(lead) : [own];
  const [keptZone, setZone] = useDraft(draftKey ? `${draftKey}.zone` : null);
  const zone = zones.includes(keptZone) ? keptZone : (zones[0] ?? own);
  const [wall, setWall] = useDraft(draftKey ?? null);
  const [now] = useState(() => Date.now());
  const at = wall ? instantOf(wall, zone) : null;
  const past = at !== null && Date.parse(at) < now;
  const put = (nextWall: string, nextZone = zone) => {
    setWall(nextWall);
    setZone(nextZone);
    const instant = nextWall ? instantOf(nextWall, nextZone) : null;
    onChange(instant !== null && Date.parse(instant) > now ? instant : null);
  };
  const kept = useRef(() => {
    if (wall) put(wall);
  });
  // What was chosen before a reload is told once.
  useEffect(() => kept.current(), []);
  return (
    <div className={styles.callback}>
      <div className={styles.handy}>
        {handyTimes(zone, now).map((time) => (
          <Button key={time.label} className={styles.chip} aria-pressed={wall === time.wall} onClick={() => put(time.wall)}>
            {time.label}
          </Button>
        ))}
      </div>
      {zones.length > 1 && (
        <Field label="Their time zone" hint="The number alone does not tell.">
          {(control) => <Select id={control.id} value={zone} choices={zones.map((one) => ({ value: one, label: cityOf(one) }))} onChange={(next) => put(wall, next)} />}
        </Field>
      )}
      <Field
        label={`Call back at (their time, ${cityOf(zone)})`}
        error={past ? "This has passed. Choose a later time." : undefined}
        hint={at ? bothClocks(at, zone) : undefined}
      >
        {(control) => <Input {...control} type="datetime-local" value={wall} onChange={(event) => put(event.target.value)} />}
      </Field>
    </div>
  );
}

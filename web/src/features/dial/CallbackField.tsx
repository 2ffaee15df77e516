import { useState } from "react";

import { bothClocks } from "@/format/time";
import { Button } from "@/ui/Button";
import { Field, Input } from "@/ui/Field";
import { Select } from "@/ui/Select";

import styles from "./CallDock.module.css";
import type { Lead } from "./model";
import { cityOf, handyTimes, instantOf, zonesOf } from "./zoned";

/** When to call again, by the clock of whoever is called; the agent's own time stands beside it. */
export function CallbackField({ lead, onChange }: { lead: Lead; onChange: (at: string | null) => void }) {
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const zones = zonesOf(lead).length > 0 ? zonesOf(lead) : [own];
  const [zone, setZone] = useState(zones[0] ?? own);
  const [wall, setWall] = useState("");
  const [now] = useState(() => Date.now());
  const at = wall ? instantOf(wall, zone) : null;
  const past = at !== null && Date.parse(at) < now;
  const put = (nextWall: string, nextZone = zone) => {
    setWall(nextWall);
    setZone(nextZone);
    const instant = nextWall ? instantOf(nextWall, nextZone) : null;
    onChange(instant !== null && Date.parse(instant) > now ? instant : null);
  };
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

import { Moon } from "lucide-react";

import { DASH } from "@/format/words";
import { useNow } from "@/ui/browser";

import styles from "./LeadTable.module.css";
import type { Lead } from "./model";
import { clocksOf, cityOf, zonesOf } from "./zoned";

/** The time of day at a lead's, with a moon while most people rest. */
export function LocalTime({ lead }: { lead: Pick<Lead, "time_zone" | "zones"> }) {
  const now = useNow(30_000);
  const clocks = clocksOf(lead, now);
  if (!clocks) return <span aria-label="not known">{DASH}</span>;
  return (
    <span className={styles.local} data-late={clocks.late || undefined} title={zonesOf(lead).map(cityOf).slice(0, 4).join(", ")}>
      {clocks.text}
      {clocks.late && <Moon aria-label="early or late there" role="img" />}
    </span>
  );
}

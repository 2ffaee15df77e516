import { useQuery } from "@tanstack/react-query";

import { dispositionsQuery } from "@/features/dial/queries";
import { dispositionLabel } from "@/features/dial/status";
import { reportQuery } from "@/features/reports/queries";
import { count, percent } from "@/format/amounts";
import { useNow } from "@/ui/browser";

import type { Campaign } from "../model";
import styles from "./Run.module.css";

/** What agents say came of today's talks, the most frequent first. */
export function Outcomes({ campaign, talks }: { campaign: Campaign; talks: number }) {
  const today = Math.floor(useNow(60_000) / DAY_MS) * DAY_MS;
  const question = { by: "day" as const, from: new Date(today).toISOString(), to: new Date(today + DAY_MS).toISOString(), zone: "UTC" };
  const workspace = useQuery(dispositionsQuery).data ?? [];
  const report = useQuery({ ...reportQuery(campaign.id, question), refetchInterval: AGAIN_MS });
  const said = Object.entries(report.data?.total.dispositions ?? {}).sort((a, b) => b[1] - a[1]);
  if (said.length === 0) return null;
  const known = [...(campaign.settings.dispositions ?? []), ...workspace];
  return (
    <ol className={styles.outcomes} aria-label="Outcomes of the talks">
      {said.slice(0, SHOWN).map(([code, n]) => (
        <li key={code}>
          <span>{dispositionLabel(code, known)}</span>
          <span className={styles.track} aria-hidden="true">
            <span data-outcome style={{ width: `${talks > 0 ? Math.min(100, (n / talks) * 100) : 0}%` }} />
          </span>
          <strong className={styles.figure}>{count(n)}</strong>
          <span className={styles.share}>{talks > 0 ? percent(Math.min(1, n / talks)) : ""}</span>
        </li>
      ))}
    </ol>
  );
}

/** What agents say comes once a minute or so; the channel does not carry it. */
const AGAIN_MS = 20_000;
const SHOWN = 6;
const DAY_MS = 86_400_000;

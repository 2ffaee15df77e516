import { count, percent } from "@/format/amounts";

import type { CampaignCounts } from "../model";
import styles from "./Run.module.css";

/** How far the campaign has come with its leads. */
export function ProgressBar({ counts: { leads, done, left_out } }: { counts: CampaignCounts }) {
  const open = Math.max(0, leads - done - left_out);
  const share = (n: number) => `${leads > 0 ? Math.min(100, (n / leads) * 100) : 0}%`;
  return (
    <section className={styles.progress} aria-label="Progress">
      <p>
        <strong>{count(open)}</strong> {open === 1 ? "lead" : "leads"} still to call
      </p>
      <span className={styles.whole} aria-hidden="true">
        <span data-part="done" style={{ width: share(done) }} />
        <span data-part="left" style={{ width: share(left_out) }} />
      </span>
      <p className={styles.soft}>
        {count(done)} of {count(leads)} done{leads > 0 && ` (${percent(done / leads)})`}
        {left_out > 0 && `, ${count(left_out)} left out by the filters`}
      </p>
    </section>
  );
}

import { count } from "@/format/amounts";

import type { CampaignLive, Mode } from "../model";
import styles from "./Run.module.css";

/** How much of the budget of abandoned calls is spent, over the last thirty days. */
export function AbandonBar({ abandon, mode }: { abandon: CampaignLive["abandon"]; mode: Mode }) {
  const { live_answers, abandoned, share_permille: share, budget_permille: budget } = abandon;
  const spent = share === null ? 0 : budget > 0 ? share / budget : share > 0 ? 2 : 0;
  const level = spent >= 1 ? "bad" : spent >= NEAR ? "warn" : "good";
  return (
    <div className={styles.abandon} data-level={level}>
      <p className={styles.rate}>
        <strong>{share === null ? "–" : `${(share / 10).toFixed(1)} %`}</strong>
        <span>
          of at most {(budget / 10).toFixed(budget % 10 === 0 ? 0 : 1)} %
        </span>
      </p>
      <div className={styles.meter} role="meter" aria-label="Share of the budget of abandoned calls that is spent" aria-valuemin={0} aria-valuemax={100} aria-valuenow={Math.min(100, Math.round(spent * 100))}>
        <span style={{ width: `${Math.min(100, spent * 100)}%` }} />
      </div>
      <p className={styles.foot}>
        {count(abandoned)} of {count(live_answers)} people who answered found nobody free.{" "}
        {level === "bad" ? (mode === "parallel" ? "The budget is spent: one line is dialled for each agent until it recovers." : "The budget is spent.") : level === "warn" ? "The budget is nearly spent." : ""}
      </p>
    </div>
  );
}

const NEAR = 0.75;

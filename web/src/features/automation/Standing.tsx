import { CirclePause, CirclePlay, ShieldAlert } from "lucide-react";

import { LookMark } from "@/features/desk/LookMark";
import { count, microMoney } from "@/format/amounts";
import { bothClocks, dateTime } from "@/format/time";
import { useNow } from "@/ui/browser";

import styles from "./Automation.module.css";
import type { Automation } from "./model";
import { countdown } from "./pulse";

/** How it stands right now: on or off, when it looks next, how many calls are live, and what they cost today. */
export function Standing({ automation }: { automation: Automation }) {
  const { enabled, breaker, next_run_at, live, free_slots, spend_today, spend_today_not_counted, budget_micros_per_day, budget_currency } = automation;
  const others = spend_today_not_counted.map(microMoney).join(" and ");
  const now = useNow(1_000, enabled && next_run_at !== null);
  const isStopped = breaker?.open === true;
  const look = isStopped
    ? ({ word: "Stopped itself", tone: "failed", icon: ShieldAlert } as const)
    : enabled
      ? ({ word: "On", tone: "talking", icon: CirclePlay } as const)
      : ({ word: "Off", tone: "plain", icon: CirclePause } as const);
  // It looks meanwhile, but calls nobody before it has calmed down.
  const nextAt = enabled && next_run_at ? (isStopped && breaker.until > next_run_at ? breaker.until : next_run_at) : null;
  const spent = spend_today && budget_micros_per_day ? spend_today.micros / budget_micros_per_day : null;
  return (
    <section className={styles.top} aria-label="How it stands">
      <div>
        <span className={styles.name}>Automation</span>
        <span role="status">
          <LookMark look={look} />
        </span>
        <span className={styles.note}>{isStopped ? (breaker.until ? `Tries again ${bothClocks(breaker.until, undefined)}` : "Until somebody switches it on again") : breaker ? "It had stopped itself; calls go well again" : "It stops itself when calls go wrong"}</span>
      </div>
      <div>
        <span className={styles.name}>Next run</span>
        <span className={styles.big}>{nextAt ? countdown(nextAt, now) : "–"}</span>
        <span className={styles.note}>
          {nextAt ? (Date.parse(nextAt) - now < 86_400_000 ? bothClocks(nextAt, undefined) : `${dateTime(nextAt)} here`) : enabled ? "No time is set at which it looks" : "It does not look for leads while it is off"}
        </span>
      </div>
      <div>
        <span className={styles.name}>Live calls</span>
        <span className={styles.big}>{count(live)}</span>
        <span className={styles.note}>{free_slots === 1 ? "1 slot is free" : `${count(free_slots)} slots are free`}</span>
      </div>
      <div>
        <span className={styles.name}>Spent today</span>
        <span className={styles.big}>{spend_today ? microMoney(spend_today) : "–"}</span>
        <span className={styles.note}>
          {!spend_today && !others && "No price is known yet. "}
          {budget_micros_per_day === null ? "No daily budget" : `of ${microMoney({ micros: budget_micros_per_day, currency: budget_currency })} a day`}
        </span>
        {others && <span className={styles.note}>{budget_micros_per_day === null ? `And ${others}, which cannot be added` : `${spend_today ? "And" : "It cost"} ${others}, not counted against the budget in ${budget_currency}${spend_today ? "" : ": nobody more is called today"}`}</span>}
        {spent !== null && (
          <span className={styles.meter} data-spent={spent >= 1 || undefined} aria-hidden="true">
            <span style={{ width: `${Math.min(100, spent * 100)}%` }} />
          </span>
        )}
      </div>
    </section>
  );
}

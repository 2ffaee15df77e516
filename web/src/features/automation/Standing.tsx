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
  const isPriced = spend_today !== null || spend_today_not_counted.length > 0;
  const others = othersNote(automation);
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
        <span className={styles.note}>{breakerNote(breaker)}</span>
      </div>
      <div>
        <span className={styles.name}>Next run</span>
        <span className={styles.big}>{nextAt ? countdown(nextAt, now) : "–"}</span>
        <span className={styles.note}>
          {nextAt ? when(nextAt, now) : enabled ? "No time is set at which it looks" : "It does not look for leads while it is off"}
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
          {!isPriced && "No price is known yet. "}
          {budget_micros_per_day === null ? "No daily budget" : `of ${microMoney({ micros: budget_micros_per_day, currency: budget_currency })} a day`}
        </span>
        {others && <span className={styles.note}>{others}</span>}
        {spent !== null && (
          <span className={styles.meter} data-spent={spent >= 1 || undefined} aria-hidden="true">
            <span style={{ width: `${Math.min(100, spent * 100)}%` }} />
          </span>
        )}
      </div>
    </section>
  );
}

function breakerNote(breaker: Automation["breaker"]): string {
  if (!breaker) return "It stops itself when calls go wrong";
  if (!breaker.open) return "It had stopped itself; calls go well again";
  return breaker.until ? `Tries again ${bothClocks(breaker.until, undefined)}` : "Until somebody switches it on again";
}

function when(at: string, now: number): string {
  return Date.parse(at) - now < DAY_MS ? bothClocks(at, undefined) : `${dateTime(at)} here`;
}

/** What is paid in other currencies than the budget's, and what that means. */
function othersNote({ spend_today, spend_today_not_counted, budget_micros_per_day, budget_currency }: Automation): string | null {
  if (spend_today_not_counted.length === 0) return null;
  const others = spend_today_not_counted.map(microMoney).join(" and ");
  if (budget_micros_per_day === null) return `And ${others}, which cannot be added`;
  if (spend_today) return `And ${others}, not counted against the budget in ${budget_currency}`;
  return `It cost ${others}, not counted against the budget in ${budget_currency}: nobody more is called today`;
}

const DAY_MS = 86_400_000;

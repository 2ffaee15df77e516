import type { ReactNode } from "react";

import { count, counted, money, percent } from "@/format/amounts";
import { duration } from "@/format/time";
import { useStats } from "./useStats";
import { HourChart } from "./HourChart";
import styles from "./StatCards.module.css";

/** The figures of the call log and its hours. */
export function StatCards() {
  const { stats } = useStats();
  const failed = stats ? FAILED.reduce((sum, outcome) => sum + (stats.by_outcome[outcome] ?? 0), 0) : 0;
  const unpriced = stats?.cost.unknown_calls ?? 0;
  return (
    <section className={styles.card} aria-label="Statistics" aria-busy={!stats}>
      <dl className={styles.figures}>
        <Figure name="Total calls" note={stats && stats.live > 0 ? `${count(stats.live)} live now` : undefined} live={Boolean(stats?.live)}>
          {stats ? count(stats.total) : null}
        </Figure>
        <Figure name="Completed">{stats ? count(stats.by_outcome.completed ?? 0) : null}</Figure>
        <Figure name="Answered" note={stats && stats.answer_rate !== null ? percent(stats.answer_rate) : undefined}>
          {stats ? count(stats.answered) : null}
        </Figure>
        <Figure name="Failed">{stats ? count(failed) : null}</Figure>
        <Figure name="Success rate">{stats ? percent(stats.success_rate) : null}</Figure>
        <Figure name="Talk time" note={stats && stats.talk_ms_average !== null ? `${duration(stats.talk_ms_average)} each` : undefined}>
          {stats ? duration(stats.talk_ms_total) : null}
        </Figure>
        <Figure name="Cost" note={unpriced > 0 ? `${counted(unpriced, "call")} not priced yet` : undefined}>
          {stats ? stats.cost.known.map(money).join(" + ") || money(null) : null}
        </Figure>
      </dl>
      <HourChart hours={stats?.per_hour ?? []} />
    </section>
  );
}

function Figure({ name, note, live, children }: { name: string; note?: string; live?: boolean; children: ReactNode }) {
  return (
    <div className={styles.figure}>
      <dt>{name}</dt>
      <dd>
        <span className={styles.value}>{children ?? <span className={styles.bone} />}</span>
        {note && (
          <span className={styles.note} data-live={live || undefined}>
            {note}
          </span>
        )}
      </dd>
    </div>
  );
}

/** What the replaced system counted as failed, too. */
const FAILED = ["failed", "busy", "no_answer", "canceled"];

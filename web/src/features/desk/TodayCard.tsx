import { dispositionLabel } from "@/features/dial/status";
import { count } from "@/format/amounts";
import { duration } from "@/format/time";
import { Card } from "@/ui/Card";

import styles from "./Desk.module.css";
import type { Disposition, SeatDay } from "./model";

/** What the agent's own talks of the day come to. */
export function TodayCard({ today, dispositions }: { today: SeatDay; dispositions: readonly Disposition[] }) {
  const outcomes = Object.entries(today.dispositions).sort(([, a], [, b]) => b - a);
  const most = Math.max(1, ...outcomes.map(([, n]) => n));
  return (
    <Card title="My day">
      <dl className={styles.numbers}>
        <div>
          <dt>Talks</dt>
          <dd>{count(today.calls)}</dd>
        </div>
        <div>
          <dt>Talked</dt>
          <dd>{duration(today.talk_ms)}</dd>
        </div>
        <div>
          <dt>On average</dt>
          <dd>{today.calls > 0 ? duration(today.talk_ms / today.calls) : "–"}</dd>
        </div>
      </dl>
      {outcomes.length > 0 && (
        <ul className={styles.outcomes}>
          {outcomes.map(([code, n]) => (
            <li key={code}>
              <span>{dispositionLabel(code, dispositions)}</span>
              <span className={styles.barTrack} aria-hidden="true">
                <span style={{ width: `${(n / most) * 100}%` }} />
              </span>
              <span className={styles.figure}>{count(n)}</span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

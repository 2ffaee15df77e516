import type { Stats } from "@/api/model";
import { count } from "@/format/amounts";
import { clock } from "@/format/time";
import { useNow } from "@/ui/browser";

import { bars, ceilingOf } from "./chart";
import styles from "./HourChart.module.css";

/** Calls by the hour; the same figures stand in a table for those who cannot see bars. */
export function HourChart({ hours }: { hours: Stats["per_hour"] }) {
  const now = useNow(60_000);
  const list = bars(hours, now);
  const ceiling = ceilingOf(list);
  const y = (value: number) => HEIGHT - (value / ceiling) * HEIGHT;
  const slot = WIDTH / list.length;
  return (
    <figure className={styles.chart}>
      <figcaption className={styles.caption}>
        <span>Calls by the hour, your time</span>
        <span className={styles.legend}>
          <Key part="answered" /> Answered <Key part="other" /> Other <Key part="failed" /> Failed
        </span>
      </figcaption>
      <div className={styles.plot}>
        <span className={styles.ceiling} aria-hidden="true">
          {count(ceiling)}
        </span>
        <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true" className={styles.svg}>
          <line x1="0" x2={WIDTH} y1="0.5" y2="0.5" className={styles.grid} />
          <line x1="0" x2={WIDTH} y1={HEIGHT / 2} y2={HEIGHT / 2} className={styles.grid} />
          {list.map((bar, index) => {
            const x = index * slot + slot * 0.18;
            const width = slot * 0.64;
            const parts: [string, number, number][] = [
              ["answered", 0, bar.answered],
              ["other", bar.answered, bar.other],
              ["failed", bar.answered + bar.other, bar.failed],
            ];
            return (
              <g key={bar.hour}>
                <title>{`${clock(bar.hour)}: ${bar.placed} calls, ${bar.answered} answered, ${bar.failed} failed`}</title>
                {parts.map(([part, from, size]) => (
                  <rect key={part} className={styles[part]} x={x} width={width} y={y(from + size)} height={y(from) - y(from + size)} />
                ))}
              </g>
            );
          })}
          <line x1="0" x2={WIDTH} y1={HEIGHT - 0.5} y2={HEIGHT - 0.5} className={styles.base} />
        </svg>
        <div className={styles.axis} aria-hidden="true">
          {list.map((bar, index) => (
            <span key={bar.hour}>{index % 3 === 2 ? clock(bar.hour) : ""}</span>
          ))}
        </div>
      </div>
      <table className="visually-hidden">
        <caption>Calls by the hour</caption>
        <thead>
          <tr>
            <th scope="col">Hour</th>
            <th scope="col">Calls</th>
            <th scope="col">Answered</th>
            <th scope="col">Failed</th>
          </tr>
        </thead>
        <tbody>
          {list.map((bar) => (
            <tr key={bar.hour}>
              <th scope="row">{clock(bar.hour)}</th>
              <td>{bar.placed}</td>
              <td>{bar.answered}</td>
              <td>{bar.failed}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </figure>
  );
}

function Key({ part }: { part: string }) {
  return (
    <svg width="8" height="8" aria-hidden="true">
      <rect width="8" height="8" rx="2" className={styles[part]} />
    </svg>
  );
}

const WIDTH = 360;
const HEIGHT = 88;

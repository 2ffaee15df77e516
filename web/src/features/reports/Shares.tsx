import { count, percent } from "@/format/amounts";

import styles from "./Reports.module.css";

/** How calls fall on a few words, the most frequent first. */
export function Shares({ label, counts, wordOf, none }: { label: string; counts: Readonly<Record<string, number>>; wordOf: (code: string) => string; none: string }) {
  const rows = Object.entries(counts).filter(([, n]) => n > 0).sort((a, b) => b[1] - a[1]);
  const sum = rows.reduce((all, [, n]) => all + n, 0);
  if (sum === 0) return <p className={styles.soft}>{none}</p>;
  return (
    <ol className={styles.shares} aria-label={label}>
      {rows.map(([code, n]) => (
        <li key={code}>
          <span className={styles.word}>{wordOf(code)}</span>
          <span className={styles.track} aria-hidden="true">
            <span style={{ width: `${(n / sum) * 100}%` }} />
          </span>
          <strong>{count(n)}</strong>
          <span className={styles.soft}>{percent(n / sum)}</span>
        </li>
      ))}
    </ol>
  );
}

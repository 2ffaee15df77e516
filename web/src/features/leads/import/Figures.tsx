import { count } from "@/format/amounts";

import type { Import } from "../model";
import styles from "./Figures.module.css";
import { RESULTS } from "./words";

/** What becomes of the rows, as figures to be read across a room. */
export function Figures({ counts, isOld = false, done = false }: { counts: Import["counts"]; isOld?: boolean; done?: boolean }) {
  return (
    <dl className={styles.figures} aria-label={done ? "What became of the rows" : "What would become of the rows"} aria-busy={isOld || undefined}>
      {RESULTS.map(({ key, title, hint, icon: Icon }) => (
        <div key={key} className={styles.figure} data-result={key} data-none={counts[key] === 0 || undefined}>
          <dt>
            <Icon aria-hidden="true" /> {title}
          </dt>
          <dd>
            {count(counts[key])}
            <span className={styles.hint}>{hint}</span>
          </dd>
        </div>
      ))}
    </dl>
  );
}

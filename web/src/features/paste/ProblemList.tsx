import { counted } from "@/format/amounts";
import { VirtualList } from "@/ui/VirtualList";

import type { problems } from "./lines";
import styles from "./ProblemList.module.css";

/** The lines that will not be called, with the reason; choosing one goes to it. */
export function ProblemList({ problems: list, onGoTo }: { problems: ReturnType<typeof problems>; onGoTo?: (line: number) => void }) {
  return (
    <details className={styles.list}>
      <summary>{counted(list.length, "line")} will not be called</summary>
      <VirtualList
        label="Lines that will not be called"
        items={list}
        rowHeight={36}
        height={216}
        row={(problem) => (
          <div className={styles.row}>
            {onGoTo ? (
              <button type="button" className={styles.line} onClick={() => onGoTo(problem.line)}>
                Line {problem.line}
              </button>
            ) : (
              <span className={styles.line}>Line {problem.line}</span>
            )}
            <span className={styles.raw}>{problem.raw}</span>
            <span className={styles.reason}>{problem.reason}</span>
          </div>
        )}
      />
    </details>
  );
}

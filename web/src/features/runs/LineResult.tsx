import type { RunLine } from "@/api/model";
import { dateTime } from "@/format/time";
import { words } from "@/format/words";
import { useMedia } from "@/ui/browser";
import { VirtualList } from "@/ui/VirtualList";

import styles from "./LineResult.module.css";

/** What became of each line of a list, with the reason beside those that are not called. */
export function LineResults({ lines }: { lines: readonly RunLine[] }) {
  const narrow = useMedia("(max-width: 560px)");
  return <VirtualList label="Result of each line" items={lines} rowHeight={narrow ? 72 : 36} height={360} row={(line) => <LineResult line={line} />} />;
}

function LineResult({ line }: { line: RunLine }) {
  const reason = reasonOf(line);
  return (
    <div className={styles.line}>
      <span className={styles.quiet}>{line.line}</span>
      <span title={line.raw}>{line.raw}</span>
      <span className={styles.word} data-status={line.status}>
        {words(line.status)}
      </span>
      <span className={styles.reason} title={reason}>
        {reason}
      </span>
    </div>
  );
}

function reasonOf(line: RunLine): string {
  return line.until ? `${line.reason ?? ""} Due ${dateTime(line.until)} here.`.trim() : (line.reason ?? "");
}

import { Ban, Check, Clock, CopyX, TriangleAlert } from "lucide-react";

import type { NumbersCheck } from "@/api/model";
import { count } from "@/format/amounts";

import styles from "./CheckSummary.module.css";

/** How many lines of each sort a list has, in one line; read aloud when it settles. */
export function CheckSummary({ counts, checking }: { counts: NumbersCheck["counts"] | null; checking: boolean }) {
  if (!counts) return <p className={styles.hint}>{checking ? "Checking" : "CSV with a header works too: name, phone, message."}</p>;
  const parts = [
    { n: counts.allowed, word: "can be called", icon: Check, tone: "good" },
    { n: counts.postponed, word: "later", icon: Clock, tone: "later" },
    { n: counts.refused, word: "refused", icon: Ban, tone: "bad" },
    { n: counts.invalid, word: "not a number", icon: TriangleAlert, tone: "bad" },
    { n: counts.duplicates, word: "twice", icon: CopyX, tone: "plain" },
  ].filter((part, index) => part.n > 0 || index === 0);
  return (
    <div role="status" className={styles.summary} aria-busy={checking}>
      {parts.map(({ n, word, icon: Icon, tone }) => (
        <span key={word} className={styles.part} data-tone={tone}>
          <Icon aria-hidden="true" />
          {count(n)} {word}
        </span>
      ))}
    </div>
  );
}

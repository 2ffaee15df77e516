import { useId } from "react";

import { Select } from "@/ui/Select";

import type { ImportColumn } from "../model";
import styles from "./Columns.module.css";
import { choicesFor, headerOf, mapColumn } from "./targets";

/** Every column of the file with a few of its values, and what it is taken for. */
export function Columns({ columns, onChange }: { columns: readonly ImportColumn[]; onChange: (mapping: string[]) => void }) {
  const titleId = useId();
  return (
    <section className={styles.columns} aria-labelledby={titleId}>
      <h2 id={titleId}>Columns</h2>
      <ul>
        {columns.map((column) => (
          <li key={column.index} data-ignored={column.mapped_to === "ignore" || undefined}>
            <div className={styles.source}>
              <span className={styles.header}>{headerOf(column)}</span>
              <span className={styles.sample}>{column.sample.filter(Boolean).slice(0, 3).join(", ") || "Empty"}</span>
            </div>
            <Select
              className={styles.target}
              label={`What ${headerOf(column)} holds`}
              value={column.mapped_to}
              choices={choicesFor(column)}
              onChange={(target) => onChange(mapColumn(columns, column.index, target))}
            />
          </li>
        ))}
      </ul>
    </section>
  );
}

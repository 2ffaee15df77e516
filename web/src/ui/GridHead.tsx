import { ArrowDown, ArrowUp } from "lucide-react";
import type { ReactNode } from "react";

import styles from "./Grid.module.css";
import type { GridColumn } from "./gridColumns";
import { nextSort, sortedBy } from "./gridSort";

interface GridHeadProps {
  columns: readonly GridColumn[];
  sort: string;
  onSort: (sort: string) => void;
  sortsFirst: "ascending" | "descending";
  /** How many columns may sort at once, by pressing further ones with Shift. */
  sortsMost?: number;
  before?: ReactNode;
  actionTitle: string;
}

/** The names of a grid's columns; a name by which the server sorts is a button. */
export function GridHead({ columns, sort, onSort, sortsFirst, sortsMost = 1, before, actionTitle }: GridHeadProps) {
  return (
    <div role="rowgroup" className={styles.head}>
      <div role="row" aria-rowindex={1} className={styles.row}>
        {before && (
          <div role="columnheader" className={styles.before}>
            {before}
          </div>
        )}
        {columns.map((column) => (
          <Title key={column.key} column={column} sort={sort} onSort={onSort} sortsFirst={sortsFirst} sortsMost={sortsMost} />
        ))}
        <div role="columnheader">
          <span className="visually-hidden">{actionTitle}</span>
        </div>
      </div>
    </div>
  );
}

function Title({ column, sort, onSort, sortsFirst, sortsMost = 1 }: { column: GridColumn } & Pick<GridHeadProps, "sort" | "onSort" | "sortsFirst" | "sortsMost">) {
  const key = column.sort;
  if (!key) {
    return (
      <div role="columnheader" data-align={column.align}>
        {column.title}
      </div>
    );
  }
  const { direction, place, of } = sortedBy(sort, key);
  return (
    <div role="columnheader" aria-sort={direction} data-align={column.align}>
      <button
        type="button"
        className={styles.sort}
        title={sortsMost > 1 ? "With Shift: sort by this as well" : undefined}
        onClick={(event) => onSort(nextSort(sort, key, sortsFirst, event.shiftKey ? sortsMost : 1))}
      >
        {column.title}
        {direction === "ascending" && <ArrowUp aria-hidden="true" />}
        {direction === "descending" && <ArrowDown aria-hidden="true" />}
        {of > 1 && place > 0 && <span className={styles.place}>{place}</span>}
      </button>
    </div>
  );
}

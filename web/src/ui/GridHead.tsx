import { ArrowDown, ArrowUp } from "lucide-react";
import type { ReactNode } from "react";

import styles from "./Grid.module.css";
import type { GridColumn } from "./gridColumns";

interface GridHeadProps {
  columns: readonly GridColumn[];
  sort: string;
  onSort: (sort: string) => void;
  sortsFirst: "ascending" | "descending";
  before?: ReactNode;
  actionTitle: string;
}

/** The names of a grid's columns; a name by which the server sorts is a button. */
export function GridHead({ columns, sort, onSort, sortsFirst, before, actionTitle }: GridHeadProps) {
  return (
    <div role="rowgroup" className={styles.head}>
      <div role="row" aria-rowindex={1} className={styles.row}>
        {before && (
          <div role="columnheader" className={styles.before}>
            {before}
          </div>
        )}
        {columns.map((column) => (
          <Title key={column.key} column={column} sort={sort} onSort={onSort} sortsFirst={sortsFirst} />
        ))}
        <div role="columnheader">
          <span className="visually-hidden">{actionTitle}</span>
        </div>
      </div>
    </div>
  );
}

function Title({ column, sort, onSort, sortsFirst }: { column: GridColumn } & Pick<GridHeadProps, "sort" | "onSort" | "sortsFirst">) {
  const key = column.sort;
  if (!key) {
    return (
      <div role="columnheader" data-align={column.align}>
        {column.title}
      </div>
    );
  }
  const [first, second] = sortsFirst === "ascending" ? [key, `-${key}`] : [`-${key}`, key];
  const direction = sort === key ? "ascending" : sort === `-${key}` ? "descending" : undefined;
  return (
    <div role="columnheader" aria-sort={direction} data-align={column.align}>
      <button type="button" className={styles.sort} onClick={() => onSort(sort === first ? second : first)}>
        {column.title}
        {direction === "ascending" && <ArrowUp aria-hidden="true" />}
        {direction === "descending" && <ArrowDown aria-hidden="true" />}
      </button>
    </div>
  );
}

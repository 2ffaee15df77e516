import type { HTMLAttributes, ReactNode } from "react";

import styles from "./Grid.module.css";
import type { GridColumn } from "./gridColumns";

/** Where a row stands in its grid. */
export interface RowPlace<Column extends GridColumn> {
  columns: readonly Column[];
  index: number;
  top: number;
  height: number;
  narrow: boolean;
  /** Whether this row holds the keyboard focus of the grid. */
  isActive: boolean;
  onVisit: (id: string) => void;
}

interface GridRowProps<Column extends GridColumn> extends HTMLAttributes<HTMLDivElement> {
  id: string;
  place: RowPlace<Column>;
  isOpen: boolean;
  isSelected: boolean;
  onOpen: () => void;
  /** Stands before the columns; a click on it does not open the row. */
  before?: ReactNode;
  cell: (column: Column) => { content: ReactNode; title?: string };
  /** What stands in place of the cells where there is no room for columns. */
  narrow: ReactNode;
  /** Stands after the columns; a click on it does not open the row. */
  action: ReactNode;
}

/** One row of a grid. What is said about it beside the properties (`data-...`) is for the style sheet of its area. */
export function GridRow<Column extends GridColumn>({ id, place, isOpen, isSelected, onOpen, before, cell, narrow, action, ...rest }: GridRowProps<Column>) {
  return (
    // Keys are handled once for the whole grid; the click is a short cut for one of them.
    // eslint-disable-next-line jsx-a11y/click-events-have-key-events
    <div
      {...rest}
      role="row"
      aria-rowindex={place.index + 2}
      aria-selected={isSelected}
      data-id={id}
      data-open={isOpen || undefined}
      tabIndex={place.isActive ? 0 : -1}
      className={styles.row}
      style={{ transform: `translateY(${place.top}px)`, height: place.height }}
      onClick={onOpen}
      onFocus={() => place.onVisit(id)}
    >
      {before && <Aside className={styles.before}>{before}</Aside>}
      {place.narrow ? (
        <div role="gridcell" className={styles.narrow}>
          {narrow}
        </div>
      ) : (
        place.columns.map((column) => {
          const { content, title } = cell(column);
          return (
            <div key={column.key} role="gridcell" data-key={column.key} data-align={column.align} className={styles.cell} title={title}>
              {content}
            </div>
          );
        })
      )}
      <Aside part="action" className={styles.action}>{action}</Aside>
    </div>
  );
}

/** Something to press in a row: the press is its own, not the row's. */
function Aside({ part, className, children }: { part?: string; className: string | undefined; children: ReactNode }) {
  return (
    // eslint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
    <div role="gridcell" data-part={part} className={className} onClick={(event) => event.stopPropagation()}>
      {children}
    </div>
  );
}

import { ArrowDown, ArrowUp } from "lucide-react";
import type { DragEvent, ReactNode } from "react";

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
  /** Puts a column in the place of another, where the order may be changed. */
  onMove?: (key: string, to: number) => void;
}

/** The names of a grid's columns; a name by which the server sorts is a button. */
export function GridHead({ columns, sort, onSort, sortsFirst, sortsMost = 1, before, actionTitle, onMove }: GridHeadProps) {
  return (
    <div role="rowgroup" className={styles.head}>
      <div role="row" aria-rowindex={1} className={styles.row}>
        {before && (
          <div role="columnheader" className={styles.before}>
            {before}
          </div>
        )}
        {columns.map((column, place) => (
          <Title key={column.key} column={column} place={place} onMove={onMove} sort={sort} onSort={onSort} sortsFirst={sortsFirst} sortsMost={sortsMost} />
        ))}
        <div role="columnheader">
          <span className="visually-hidden">{actionTitle}</span>
        </div>
      </div>
    </div>
  );
}

interface TitleProps extends Pick<GridHeadProps, "sort" | "onSort" | "sortsFirst" | "sortsMost" | "onMove"> {
  column: GridColumn;
  place: number;
}

function Title({ column, place: at, sort, onSort, sortsFirst, sortsMost = 1, onMove }: TitleProps) {
  const key = column.sort;
  const { direction, place, of } = sortedBy(sort, key ?? "");
  return (
    <div role="columnheader" aria-sort={key ? direction : undefined} data-align={column.align} {...(onMove ? drags(column.key, at, onMove) : {})}>
      {key ? (
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
      ) : (
        column.title
      )}
    </div>
  );
}

/** A title that can be dragged onto another, whose place it takes. */
function drags(key: string, place: number, onMove: (key: string, to: number) => void) {
  return {
    draggable: true,
    onDragStart: (event: DragEvent) => {
      event.dataTransfer.setData(COLUMN, key);
      event.dataTransfer.effectAllowed = "move";
    },
    onDragOver: (event: DragEvent<HTMLElement>) => {
      if (!event.dataTransfer.types.includes(COLUMN)) return;
      event.preventDefault();
      event.currentTarget.dataset.over = "true";
    },
    onDragLeave: (event: DragEvent<HTMLElement>) => {
      delete event.currentTarget.dataset.over;
    },
    onDrop: (event: DragEvent<HTMLElement>) => {
      const dropped = event.dataTransfer.getData(COLUMN);
      delete event.currentTarget.dataset.over;
      if (!dropped) return;
      event.preventDefault();
      onMove(dropped, place);
    },
  };
}

/** Nothing else that is dragged over a page is a column. */
const COLUMN = "application/x-outdial-column";

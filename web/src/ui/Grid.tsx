import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useMemo, useRef, useState, type CSSProperties, type KeyboardEvent, type ReactNode } from "react";

import { useMedia } from "./browser";
import { classes } from "./classes";
import styles from "./Grid.module.css";
import { GridHead } from "./GridHead";
import type { RowPlace } from "./GridRow";
import type { GridColumn } from "./gridColumns";
import { useShortcuts } from "./shortcuts";
import { scrolledPage, useOffsetInPage, useWidth } from "./useGridPlace";

interface GridProps<Row extends { id: string }, Column extends GridColumn> {
  label: string;
  className?: string;
  rows: readonly Row[];
  /** How many there are, where not all are loaded. */
  total?: number | null;
  columnsFor: (widthPx: number) => readonly Column[];
  layoutOf: (columns: readonly Column[]) => { tracks: string; width: string };
  sort: string;
  onSort: (sort: string) => void;
  /** Puts a shown column in another place, where the order may be changed. */
  onMoveColumn?: (key: string, to: number, shown: readonly Column[]) => void;
  /** Which way a column sorts when it is first pressed. */
  sortsFirst: "ascending" | "descending";
  /** How many columns may sort at once, by pressing further ones with Shift. */
  sortsMost?: number;
  /** Whether the grid scrolls in a box of its own or with the page. */
  scrolls: "itself" | "with-page";
  heights: { wide: number; coarse: number; narrow: number };
  openId: string | null;
  /** Whether the row that is open is brought into sight. */
  followsOpen?: boolean;
  /** While a row is open, walking opens the next one. */
  onBrowse?: (row: Row) => void;
  /** Whether j and k walk from anywhere on the page. */
  walks?: boolean;
  /** Keys that act on the row that has the focus. */
  rowKeys: Readonly<Record<string, (row: Row, columns: readonly Column[]) => void>>;
  /** Letters that act on the row last visited, from anywhere on the page. */
  pageKeys?: Readonly<Record<string, (row: Row) => void>>;
  /** How many rows a page key moves. */
  pageRows: number;
  isMulti?: boolean;
  /** Stands above what is before the columns. */
  before?: ReactNode;
  actionTitle: string;
  row: (row: Row, place: RowPlace<Column>) => ReactNode;
  onEnd: () => void;
  loadingMore: boolean;
  /** The rows are those of before, while what was asked for is on its way. */
  isWaiting: boolean;
}

/** Any number of rows as a grid of which only the visible ones exist; one of them holds the keyboard focus. */
export function Grid<Row extends { id: string }, Column extends GridColumn>(props: GridProps<Row, Column>) {
  const { rows, scrolls, heights, openId, onEnd, onBrowse, columnsFor } = props;
  const box = useRef<HTMLDivElement>(null);
  const grid = useRef<HTMLDivElement>(null);
  const inBox = scrolls === "itself";
  const width = useWidth(box);
  const offset = useOffsetInPage(grid, !inBox);
  const smallWindow = useMedia("(max-width: 720px)");
  const coarse = useMedia("(pointer: coarse)");
  const narrow = inBox ? width < NARROW_PX : smallWindow;
  const height = narrow ? heights.narrow : coarse ? heights.coarse : heights.wide;
  const headPx = inBox && !narrow ? HEAD_PX : 0;
  const margin = inBox ? headPx : offset;
  const [activeId, setActiveId] = useState<string | null>(null);
  const columns = useMemo(() => columnsFor(width), [columnsFor, width]);
  const layout = props.layoutOf(columns);

  // The virtualizer hands out fresh values on each call by design.
  // eslint-disable-next-line react-hooks/incompatible-library
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => (inBox ? box.current : scrolledPage()),
    estimateSize: () => height,
    getItemKey: (index) => rows[index]?.id ?? index,
    overscan: 12,
    scrollMargin: margin,
    scrollPaddingStart: headPx,
  });
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (last >= rows.length - ROWS_AHEAD) onEnd();
  }, [last, rows.length, onEnd]);
  useEffect(() => virtual.measure(), [virtual, height]);

  const activeIndex = Math.max(0, rows.findIndex((row) => row.id === (activeId ?? openId)));
  // The way into the grid by keyboard must not lead to a row that is scrolled out of existence.
  const tabbable = items.some(({ index }) => index === activeIndex) ? activeIndex : (items[0]?.index ?? 0);
  const followed = props.followsOpen ? rows.findIndex((row) => row.id === openId) : -1;
  useEffect(() => {
    if (followed >= 0) virtual.scrollToIndex(followed, { align: "auto" });
  }, [virtual, followed]);
  const lastOpen = useRef(openId);
  useEffect(() => {
    // Who closes an open row goes on from it.
    if (lastOpen.current && !openId) focusRow(grid.current, lastOpen.current);
    lastOpen.current = openId;
  }, [openId]);

  const move = (to: number) => {
    const index = Math.min(rows.length - 1, Math.max(0, to));
    const row = rows[index];
    if (!row) return;
    setActiveId(row.id);
    virtual.scrollToIndex(index);
    if (openId && onBrowse) onBrowse(row);
    // A row far away exists only after the scrolling.
    else if (!focusRow(grid.current, row.id)) requestAnimationFrame(() => focusRow(grid.current, row.id));
  };
  const walk = [
    { keys: "j", run: () => move(activeId === null ? 0 : activeIndex + 1) },
    { keys: "k", run: () => move(activeId === null ? 0 : activeIndex - 1) },
  ];
  const letters = Object.entries(props.pageKeys ?? {}).map(([keys, act]) => ({
    keys,
    run: () => {
      const row = rows.find((one) => one.id === activeId);
      if (row) act(row);
    },
  }));
  useShortcuts([...((props.walks ?? true) ? walk : []), ...letters]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (!(event.target instanceof HTMLElement) || event.target.getAttribute("role") !== "row" || event.ctrlKey || event.metaKey || event.altKey) return;
    const row = rows[tabbable];
    const moves: Record<string, number> = {
      ArrowDown: tabbable + 1,
      ArrowUp: tabbable - 1,
      PageDown: tabbable + props.pageRows,
      PageUp: tabbable - props.pageRows,
      Home: 0,
      End: rows.length - 1,
    };
    const to = moves[event.key];
    const act = props.rowKeys[event.key];
    if (!row || (to === undefined && !act)) return;
    event.preventDefault();
    if (to !== undefined) move(to);
    else act?.(row, columns);
  };

  return (
    <div ref={box} className={styles.box} data-scrolls={scrolls} data-narrow={narrow || undefined}>
      <div
        ref={grid}
        role="grid"
        aria-label={props.label}
        aria-rowcount={(props.total ?? rows.length) + 1}
        aria-multiselectable={props.isMulti || undefined}
        aria-busy={props.isWaiting || undefined}
        tabIndex={-1}
        className={classes(styles.grid, props.className)}
        style={{ "--tracks": layout.tracks, minWidth: narrow ? undefined : layout.width } as CSSProperties}
        onKeyDown={onKeyDown}
      >
        <GridHead columns={columns} sort={props.sort} onSort={props.onSort} sortsFirst={props.sortsFirst} sortsMost={props.sortsMost} before={props.before} actionTitle={props.actionTitle} onMove={props.onMoveColumn && ((key, to) => props.onMoveColumn?.(key, to, columns))} />
        <div role="rowgroup" className={styles.body} style={{ height: virtual.getTotalSize() }}>
          {items.map((item) => {
            const row = rows[item.index];
            return row && props.row(row, { columns, index: item.index, top: item.start - margin, height, narrow, isActive: item.index === tabbable, onVisit: setActiveId });
          })}
        </div>
      </div>
      {props.loadingMore && <p className={styles.loading}>Loading more</p>}
    </div>
  );
}

function focusRow(grid: HTMLElement | null, id: string): boolean {
  const row = grid?.querySelector<HTMLElement>(`[data-id="${CSS.escape(id)}"]`);
  row?.focus({ preventScroll: true });
  return Boolean(row);
}

/** As in the style sheet. */
const HEAD_PX = 32;
const NARROW_PX = 640;
/** More rows are asked for before the last one is in sight. */
const ROWS_AHEAD = 30;

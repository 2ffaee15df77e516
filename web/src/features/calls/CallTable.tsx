import { useVirtualizer } from "@tanstack/react-virtual";
import { ArrowDown, ArrowUp } from "lucide-react";
import { useEffect, useLayoutEffect, useRef, useState, type CSSProperties, type KeyboardEvent, type RefObject } from "react";

import type { Call } from "@/api/model";
import { useShortcuts } from "@/ui/shortcuts";
import { useMedia } from "@/ui/browser";
import { Tick } from "@/ui/Tick";

import { CallRow } from "./CallRow";
import styles from "./CallTable.module.css";
import { tracks, type Column } from "./columns";

interface CallTableProps {
  rows: readonly Call[];
  columns: readonly Column[];
  sort: string;
  onSort: (sort: string) => void;
  openId: string | null;
  onOpen: (call: Call | null) => void;
  selected: ReadonlySet<string>;
  onSelect: (selected: ReadonlySet<string>) => void;
  onEnd: () => void;
  loadingMore: boolean;
  /** The rows are those of before, while what was asked for is on its way. */
  isWaiting: boolean;
}

/** Thousands of calls as a grid of which only the visible rows exist; one row holds the keyboard focus. */
export function CallTable({ rows, columns, sort, onSort, openId, onOpen, selected, onSelect, onEnd, loadingMore, isWaiting }: CallTableProps) {
  const grid = useRef<HTMLDivElement>(null);
  const narrow = useMedia("(max-width: 720px)");
  const coarse = useMedia("(pointer: coarse)");
  const height = narrow ? 60 : coarse ? 44 : 36;
  const [activeId, setActiveId] = useState<string | null>(null);
  const scrollMargin = useOffsetInPage(grid);
  const layout = tracks(columns);

  // The virtualizer hands out fresh values on each call by design.
  // eslint-disable-next-line react-hooks/incompatible-library
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => document.getElementById("content"),
    estimateSize: () => height,
    getItemKey: (index) => rows[index]?.id ?? index,
    overscan: 12,
    scrollMargin,
  });
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (last >= rows.length - 30) onEnd();
  }, [last, rows.length, onEnd]);
  useEffect(() => virtual.measure(), [virtual, height]);

  const lastOpen = useRef(openId);
  useEffect(() => {
    // Who closes an open call goes on from its row.
    if (lastOpen.current && !openId) focusRow(grid.current, lastOpen.current);
    lastOpen.current = openId;
  }, [openId]);

  const activeIndex = Math.max(0, rows.findIndex((row) => row.id === activeId));
  const move = (to: number) => {
    const index = Math.min(rows.length - 1, Math.max(0, to));
    const row = rows[index];
    if (!row) return;
    setActiveId(row.id);
    virtual.scrollToIndex(index);
    if (openId) onOpen(row);
    // A row far away exists only after the scrolling.
    else if (!focusRow(grid.current, row.id)) requestAnimationFrame(() => focusRow(grid.current, row.id));
  };
  const toggle = (id: string) => {
    const next = new Set(selected);
    if (!next.delete(id)) next.add(id);
    onSelect(next);
  };
  const step = (by: number) => move(activeId === null ? 0 : activeIndex + by);
  useShortcuts([
    { keys: "j", run: () => step(1) },
    { keys: "k", run: () => step(-1) },
    { keys: "x", run: () => activeId && toggle(activeId) },
  ]);
  const onKeyDown = (event: KeyboardEvent) => {
    const row = rows[activeIndex];
    if (!(event.target instanceof HTMLElement) || event.target.getAttribute("role") !== "row" || !row) return;
    const moves: Record<string, () => void> = {
      ArrowDown: () => move(activeIndex + 1),
      ArrowUp: () => move(activeIndex - 1),
      PageDown: () => move(activeIndex + 15),
      PageUp: () => move(activeIndex - 15),
      Home: () => move(0),
      End: () => move(rows.length - 1),
      Enter: () => onOpen(row),
      " ": () => toggle(row.id),
    };
    const act = moves[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  };

  const chosen = rows.filter((row) => selected.has(row.id)).length;
  return (
    <div
      ref={grid}
      role="grid"
      aria-label="Calls"
      aria-rowcount={rows.length + 1}
      aria-multiselectable="true"
      aria-busy={isWaiting || undefined}
      tabIndex={-1}
      className={styles.grid}
      style={{ "--tracks": layout.tracks, minWidth: narrow ? undefined : layout.width } as CSSProperties}
      onKeyDown={onKeyDown}
    >
      <div role="rowgroup" className={styles.head}>
        <div role="row" aria-rowindex={1} className={styles.row}>
          <div role="columnheader" className={styles.tick}>
            <Tick
              label="Select all rows that are loaded"
              checked={chosen > 0 && chosen === rows.length}
              mixed={chosen > 0 && chosen < rows.length}
              onChange={(on) => onSelect(on ? new Set(rows.map((row) => row.id)) : new Set())}
            />
          </div>
          {columns.map((column) => (
            <Head key={column.key} column={column} sort={sort} onSort={onSort} />
          ))}
          <div role="columnheader">
            <span className="visually-hidden">Action</span>
          </div>
        </div>
      </div>
      <div role="rowgroup" className={styles.body} style={{ height: virtual.getTotalSize() }}>
        {items.map((item) => {
          const row = rows[item.index];
          if (!row) return null;
          return (
            <CallRow
              key={row.id}
              call={row}
              columns={columns}
              index={item.index}
              top={item.start - scrollMargin}
              height={height}
              narrow={narrow}
              isOpen={row.id === openId}
              isSelected={selected.has(row.id)}
              isActive={item.index === activeIndex}
              onOpen={() => {
                setActiveId(row.id);
                onOpen(row.id === openId ? null : row);
              }}
              onFocus={() => setActiveId(row.id)}
              onToggle={() => toggle(row.id)}
            />
          );
        })}
      </div>
      {loadingMore && <p className={styles.loading}>Loading more</p>}
    </div>
  );
}

function focusRow(grid: HTMLElement | null, id: string): boolean {
  const row = grid?.querySelector<HTMLElement>(`[data-id="${CSS.escape(id)}"]`);
  row?.focus({ preventScroll: true });
  return Boolean(row);
}

function Head({ column, sort, onSort }: { column: Column; sort: string; onSort: (sort: string) => void }) {
  const key = column.sort;
  if (!key) {
    return (
      <div role="columnheader" data-align={column.align}>
        {column.title}
      </div>
    );
  }
  const direction = sort === key ? "ascending" : sort === `-${key}` ? "descending" : undefined;
  return (
    <div role="columnheader" aria-sort={direction} data-align={column.align}>
      <button type="button" className={styles.sort} onClick={() => onSort(sort === `-${key}` ? key : `-${key}`)}>
        {column.title}
        {direction === "ascending" && <ArrowUp aria-hidden="true" />}
        {direction === "descending" && <ArrowDown aria-hidden="true" />}
      </button>
    </div>
  );
}

/** How far below the top of the scrolled page the table begins; what is above it may grow at any time. */
function useOffsetInPage(table: RefObject<HTMLElement | null>): number {
  const [offset, setOffset] = useState(0);
  useLayoutEffect(() => {
    const page = document.getElementById("content");
    const element = table.current;
    if (!page || !element) return;
    const measure = () => {
      const head = element.firstElementChild?.getBoundingClientRect().height ?? 0;
      const top = element.getBoundingClientRect().top - page.getBoundingClientRect().top + page.scrollTop + head;
      setOffset(Math.round(top));
    };
    measure();
    const observer = new ResizeObserver(measure);
    for (const child of page.children) observer.observe(child);
    observer.observe(page);
    return () => observer.disconnect();
  }, [table]);
  return offset;
}

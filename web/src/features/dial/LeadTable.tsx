import { useVirtualizer } from "@tanstack/react-virtual";
import { ArrowDown, ArrowUp } from "lucide-react";
import { useEffect, useLayoutEffect, useRef, useState, type CSSProperties, type KeyboardEvent, type RefObject } from "react";

import { useShortcuts } from "@/ui/shortcuts";
import { useMedia } from "@/ui/browser";

import { columnsFor, tracks, type Column } from "./columns";
import { LeadRow } from "./LeadRow";
import styles from "./LeadTable.module.css";
import type { Disposition, Lead } from "./model";

interface LeadTableProps {
  rows: readonly Lead[];
  total: number | null;
  dispositions: readonly Disposition[];
  sort: string;
  onSort: (sort: string) => void;
  /** The lead that is open or being called. */
  openId: string | null;
  onOpen: (lead: Lead) => void;
  /** Whether a call may begin now; why not, otherwise. */
  mayDial: boolean;
  onDial: (lead: Lead) => void;
  onEnd: () => void;
  loadingMore: boolean;
  stale: boolean;
}

/** Any number of leads as a grid of which only the visible rows exist; Enter or D on a row calls. */
export function LeadTable({ rows, total, dispositions, sort, onSort, openId, onOpen, mayDial, onDial, onEnd, loadingMore, stale }: LeadTableProps) {
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box);
  const narrow = width < NARROW_PX;
  const coarse = useMedia("(pointer: coarse)");
  const height = narrow ? 64 : coarse ? 48 : 40;
  const [activeId, setActiveId] = useState<string | null>(null);
  const columns = columnsFor(width);

  // The virtualizer hands out fresh values on each call by design.
  // eslint-disable-next-line react-hooks/incompatible-library
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => height,
    getItemKey: (index) => rows[index]?.id ?? index,
    overscan: 12,
    scrollMargin: narrow ? 0 : HEAD_PX,
    scrollPaddingStart: narrow ? 0 : HEAD_PX,
  });
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (last >= rows.length - 30) onEnd();
  }, [last, rows.length, onEnd]);
  useEffect(() => virtual.measure(), [virtual, height]);

  const activeIndex = Math.max(0, rows.findIndex((row) => row.id === (activeId ?? openId)));
  const openIndex = rows.findIndex((row) => row.id === openId);
  useEffect(() => {
    // "Save & Next" may lead out of sight.
    if (openIndex >= 0) virtual.scrollToIndex(openIndex, { align: "auto" });
  }, [virtual, openIndex]);

  const lastOpen = useRef(openId);
  useEffect(() => {
    // Who is done with a lead goes on from its row.
    if (lastOpen.current && !openId) focusRow(box.current, lastOpen.current);
    lastOpen.current = openId;
  }, [openId]);

  const move = (to: number) => {
    const index = Math.min(rows.length - 1, Math.max(0, to));
    const row = rows[index];
    if (!row) return;
    setActiveId(row.id);
    virtual.scrollToIndex(index);
    // A row far away exists only after the scrolling.
    if (!focusRow(box.current, row.id)) requestAnimationFrame(() => focusRow(box.current, row.id));
  };
  const withActive = (run: (lead: Lead) => void) => () => {
    const row = rows[activeIndex];
    if (row) run(row);
  };
  // During a call the same letters belong to the call.
  useShortcuts(
    mayDial
      ? [
          { keys: "j", run: () => move(activeId === null ? 0 : activeIndex + 1) },
          { keys: "k", run: () => move(activeIndex - 1) },
        ]
      : [],
  );
  const onKeyDown = (event: KeyboardEvent) => {
    if (!(event.target instanceof HTMLElement) || event.target.getAttribute("role") !== "row" || event.ctrlKey || event.metaKey || event.altKey) return;
    const acts: Record<string, () => void> = {
      ArrowDown: () => move(activeIndex + 1),
      ArrowUp: () => move(activeIndex - 1),
      PageDown: () => move(activeIndex + 12),
      PageUp: () => move(activeIndex - 12),
      Home: () => move(0),
      End: () => move(rows.length - 1),
      Enter: withActive(onDial),
      d: withActive(onDial),
      " ": withActive(onOpen),
    };
    const act = acts[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  };

  return (
    <div ref={box} className={styles.box} data-narrow={narrow || undefined} aria-busy={stale || undefined}>
      <div
        role="grid"
        aria-label="Leads"
        aria-rowcount={(total ?? rows.length) + 1}
        tabIndex={-1}
        className={styles.grid}
        style={{ "--tracks": tracks(columns) } as CSSProperties}
        onKeyDown={onKeyDown}
      >
        <div role="rowgroup" className={styles.head}>
          <div role="row" aria-rowindex={1} className={styles.row}>
            {columns.map((column) => (
              <Head key={column.key} column={column} sort={sort} onSort={onSort} />
            ))}
            <div role="columnheader">
              <span className="visually-hidden">Call</span>
            </div>
          </div>
        </div>
        <div role="rowgroup" className={styles.body} style={{ height: virtual.getTotalSize() }}>
          {items.map((item) => {
            const row = rows[item.index];
            if (!row) return null;
            return (
              <LeadRow
                key={row.id}
                lead={row}
                columns={columns}
                dispositions={dispositions}
                index={item.index}
                top={item.start - (narrow ? 0 : HEAD_PX)}
                height={height}
                narrow={narrow}
                isOpen={row.id === openId}
                isActive={item.index === activeIndex}
                mayDial={mayDial}
                onOpen={onOpen}
                onDial={onDial}
                onFocus={setActiveId}
              />
            );
          })}
        </div>
      </div>
      {loadingMore && <p className={styles.loading}>Loading more</p>}
    </div>
  );
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
      <button type="button" className={styles.sort} onClick={() => onSort(sort === key ? `-${key}` : key)}>
        {column.title}
        {direction === "ascending" && <ArrowUp aria-hidden="true" />}
        {direction === "descending" && <ArrowDown aria-hidden="true" />}
      </button>
    </div>
  );
}

function focusRow(box: HTMLElement | null, id: string): boolean {
  const row = box?.querySelector<HTMLElement>(`[data-id="${CSS.escape(id)}"]`);
  row?.focus({ preventScroll: true });
  return Boolean(row);
}

function useWidth(box: RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(1_000);
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const measure = () => setWidth(element.clientWidth || 1_000);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [box]);
  return width;
}

/** As in the style sheet. */
const HEAD_PX = 32;
const NARROW_PX = 640;

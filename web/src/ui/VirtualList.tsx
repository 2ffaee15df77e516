import { useVirtualizer } from "@tanstack/react-virtual";
import { useRef, type ReactNode } from "react";

import styles from "./VirtualList.module.css";

/** A list of any length in a box of its own; only the visible rows exist. */
export function VirtualList<Item>({ label, items, rowHeight, height, row }: { label: string; items: readonly Item[]; rowHeight: number; height: number; row: (item: Item, index: number) => ReactNode }) {
  const box = useRef<HTMLDivElement>(null);
  // The virtualizer hands out fresh values on each call by design.
  // eslint-disable-next-line react-hooks/incompatible-library
  const virtual = useVirtualizer({ count: items.length, getScrollElement: () => box.current, estimateSize: () => rowHeight, overscan: 8 });
  return (
    // A scrolled region must be within reach of the keyboard.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div ref={box} className={styles.box} style={{ maxHeight: height }} role="region" aria-label={label} tabIndex={0}>
      <ul className={styles.list} style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map((shown) => {
          const item = items[shown.index];
          if (item === undefined) return null;
          return (
            <li key={shown.key} className={styles.row} style={{ height: rowHeight, transform: `translateY(${shown.start}px)` }} aria-setsize={items.length} aria-posinset={shown.index + 1}>
              {row(item, shown.index)}
            </li>
          );
        })}
      </ul>
    </div>
  );
}

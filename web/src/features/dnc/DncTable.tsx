import { useVirtualizer } from "@tanstack/react-virtual";
import { Undo2 } from "lucide-react";
import { useEffect, useRef } from "react";

import type { DncEntry } from "@/api/model";
import { useMay } from "@/features/session/session";
import { dateTime } from "@/format/time";
import { IconButton } from "@/ui/Button";
import { useMedia } from "@/ui/browser";

import styles from "./DoNotCall.module.css";
import { useRemoveFromDnc } from "./queries";

/** The list, however long; only the visible rows exist. */
export function DncTable({ entries, onEnd }: { entries: readonly DncEntry[]; onEnd: () => void }) {
  const box = useRef<HTMLDivElement>(null);
  const remove = useRemoveFromDnc();
  const mayRemove = useMay("dnc.remove");
  const narrow = useMedia("(max-width: 720px)");
  const height = narrow ? 60 : 36;
  // The virtualizer hands out fresh values on each call by design.
  // eslint-disable-next-line react-hooks/incompatible-library
  const virtual = useVirtualizer({
    count: entries.length,
    getScrollElement: () => document.getElementById("content"),
    estimateSize: () => height,
    overscan: 15,
  });
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (last >= entries.length - 30) onEnd();
  }, [last, entries.length, onEnd]);
  useEffect(() => virtual.measure(), [virtual, height]);
  return (
    <div ref={box} role="table" aria-label="Numbers that are not called" aria-rowcount={entries.length + 1}>
      <div role="rowgroup" className={styles.head}>
        <div role="row" aria-rowindex={1} className={styles.row}>
          <span role="columnheader">Phone number</span>
          <span role="columnheader">Reason</span>
          <span role="columnheader">Added by</span>
          <span role="columnheader">Added, your time</span>
          <span role="columnheader">
            <span className="visually-hidden">Remove</span>
          </span>
        </div>
      </div>
      <div role="rowgroup" className={styles.body} style={{ height: virtual.getTotalSize() }}>
        {items.map((item) => {
          const entry = entries[item.index];
          if (!entry) return null;
          return (
            <div key={entry.id} role="row" aria-rowindex={item.index + 2} className={styles.row} style={{ height, transform: `translateY(${item.start}px)` }}>
              <span role="cell" className={styles.phone}>
                {entry.phone_display}
              </span>
              <span role="cell" className={styles.clip} title={entry.reason ?? undefined}>
                {entry.reason ?? "No reason given"}
              </span>
              <span role="cell" className={styles.quiet}>
                {entry.added_by?.name}
              </span>
              <span role="cell" className={styles.quiet}>
                {dateTime(entry.created_at)}
              </span>
              <span role="cell" className={styles.end}>
                {mayRemove && <IconButton label={`Allow calls to ${entry.phone_display} again`} icon={<Undo2 />} onClick={() => remove.mutate(entry)} />}
              </span>
            </div>
          );
        })}
      </div>
    </div>
  );
}

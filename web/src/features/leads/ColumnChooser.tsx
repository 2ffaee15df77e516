import { Columns3, GripVertical } from "lucide-react";
import { useRef, useState, type KeyboardEvent, type PointerEvent } from "react";

import { Button, IconButton } from "@/ui/Button";
import { Popover } from "@/ui/Popover";
import { Tick } from "@/ui/Tick";

import styles from "./ColumnChooser.module.css";
import { moved, type Column } from "./columns";

interface ColumnChooserProps {
  all: readonly Column[];
  /** Those that are meant to be shown, in their order. */
  shown: readonly Column[];
  isChosen: boolean;
  onChoose: (keys: readonly string[] | null) => void;
}

/** Which columns are shown, and in which order: dragged by the handle, or moved with the arrow keys while it has the focus. */
export function ColumnChooser({ all, shown, isChosen, onChoose }: ColumnChooserProps) {
  const keys = shown.map((column) => column.key);
  const hidden = all.filter((column) => !keys.includes(column.key));
  const list = useRef<HTMLUListElement>(null);
  const [dragged, setDragged] = useState<{ key: string; to: number } | null>(null);
  const order = dragged ? moved(keys, dragged.key, dragged.to) : keys;
  const byKey = new Map(all.map((column) => [column.key, column]));

  const onKeyDown = (event: KeyboardEvent, key: string) => {
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    onChoose(moved(keys, key, keys.indexOf(key) + by));
  };
  const onDown = (event: PointerEvent<HTMLElement>, key: string) => {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    setDragged({ key, to: keys.indexOf(key) });
  };
  const onMove = (event: PointerEvent) => {
    const box = list.current;
    const row = box?.firstElementChild?.getBoundingClientRect().height ?? 0;
    if (!dragged || !box || row === 0) return;
    const to = Math.floor((event.clientY - box.getBoundingClientRect().top) / row);
    setDragged({ ...dragged, to: Math.max(0, Math.min(keys.length - 1, to)) });
  };
  const onUp = () => {
    if (dragged && dragged.to !== keys.indexOf(dragged.key)) onChoose(order);
    setDragged(null);
  };
  return (
    <Popover title="Columns" align="end" trigger={<IconButton label="Columns" icon={<Columns3 />} />}>
      <div className={styles.box}>
        <ul ref={list} aria-label="Shown columns, in their order">
          {order.map((key) => {
            const title = byKey.get(key)?.title ?? key;
            return (
              <li key={key} className={styles.row} data-dragged={dragged?.key === key || undefined}>
                <button
                  type="button"
                  className={styles.handle}
                  aria-label={`Move ${title}: column ${order.indexOf(key) + 1} of ${order.length}. Arrow keys move it.`}
                  onKeyDown={(event) => onKeyDown(event, key)}
                  onPointerDown={(event) => onDown(event, key)}
                  onPointerMove={onMove}
                  onPointerUp={onUp}
                  onPointerCancel={() => setDragged(null)}
                >
                  <GripVertical aria-hidden="true" />
                </button>
                <Tick checked disabled={keys.length === 1} onChange={() => onChoose(keys.filter((one) => one !== key))}>
                  {title}
                </Tick>
              </li>
            );
          })}
        </ul>
        {hidden.length > 0 && (
          <ul className={styles.hidden} aria-label="Further columns">
            {hidden.map(({ key, title }) => (
              <li key={key} className={styles.row}>
                <span className={styles.handle} />
                <Tick checked={false} onChange={() => onChoose([...keys, key])}>
                  {title}
                </Tick>
              </li>
            ))}
          </ul>
        )}
      </div>
      <Button disabled={!isChosen} onClick={() => onChoose(null)}>
        As there is room
      </Button>
    </Popover>
  );
}

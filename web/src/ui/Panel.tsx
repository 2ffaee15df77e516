import { useEffect, useRef, type ReactNode } from "react";

import styles from "./Panel.module.css";

/** One thing beside the table that it was opened from: it has the focus once it is there, and Escape closes it. */
export function Panel({ label, onClose, head, children }: { label: string; onClose: () => void; head: ReactNode; children: ReactNode }) {
  const panel = useRef<HTMLElement>(null);
  useEffect(() => {
    panel.current?.focus({ preventScroll: true });
  }, []);
  return (
    // Escape belongs to the panel as a whole; its controls are ordinary.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <aside
      ref={panel}
      className={styles.panel}
      aria-label={label}
      tabIndex={-1}
      onKeyDown={(event) => {
        if (event.key === "Escape" && !event.defaultPrevented) onClose();
      }}
    >
      <header className={styles.head}>{head}</header>
      <div className={styles.body}>{children}</div>
    </aside>
  );
}

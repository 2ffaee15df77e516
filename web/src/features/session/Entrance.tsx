import type { ReactNode } from "react";

import { Mark } from "@/ui/Mark";

import styles from "./Entrance.module.css";

/** The frame of the pages before sign-in. */
export function Entrance({ title, children, note }: { title: string; children: ReactNode; note?: ReactNode }) {
  return (
    <main className={styles.page}>
      <div className={styles.column}>
        <div className={styles.brand}>
          <Mark />
          <span>Outdial</span>
        </div>
        <div className={styles.card}>
          <h1 className={styles.title}>{title}</h1>
          {children}
        </div>
        {note && <p className={styles.note}>{note}</p>}
      </div>
    </main>
  );
}

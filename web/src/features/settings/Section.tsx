import type { ReactNode } from "react";

import styles from "./Section.module.css";

/** One section of the settings: what it is about, then its parts. */
export function SectionHead({ title, children, action }: { title: string; children?: ReactNode; action?: ReactNode }) {
  return (
    <header className={styles.head}>
      <div>
        <h2 className={styles.title}>{title}</h2>
        {children && <p className={styles.about}>{children}</p>}
      </div>
      {action}
    </header>
  );
}

/** Controls that belong together. */
export function Group({ title, children }: { title?: string; children: ReactNode }) {
  return (
    <div className={styles.group}>
      {title && <h3 className={styles.groupTitle}>{title}</h3>}
      {children}
    </div>
  );
}

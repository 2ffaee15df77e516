import type { ReactNode } from "react";

import styles from "./Card.module.css";
import { classes } from "./classes";

/** A separate object on the page, with a name. */
export function Card({ title, actions, flush, children, className }: { title?: ReactNode; actions?: ReactNode; flush?: boolean; children: ReactNode; className?: string }) {
  return (
    <section className={classes(styles.card, className)}>
      {(title || actions) && (
        <header className={styles.header}>
          <h2 className={styles.title}>{title}</h2>
          {actions && <div className={styles.actions}>{actions}</div>}
        </header>
      )}
      <div className={flush ? undefined : styles.body}>{children}</div>
    </section>
  );
}

export function Kbd({ children }: { children: ReactNode }) {
  return <kbd className={styles.kbd}>{children}</kbd>;
}

export function Tag({ children, tone = "plain" }: { children: ReactNode; tone?: "plain" | "accent" | "good" | "bad" | "warn" }) {
  return <span className={classes(styles.tag, styles[tone])}>{children}</span>;
}

/** A remark that belongs to the page, not to a moment. */
export function Notice({ tone = "plain", icon, children }: { tone?: "plain" | "good" | "bad" | "warn"; icon?: ReactNode; children: ReactNode }) {
  return (
    <div className={classes(styles.notice, styles[tone])}>
      {icon}
      <div className={styles.grow}>{children}</div>
    </div>
  );
}

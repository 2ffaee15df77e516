import { AlertTriangle, Lock } from "lucide-react";
import type { ReactNode } from "react";

import { sentenceFor } from "@/api/problem";

import styles from "./Blank.module.css";
import { Button } from "./Button";

/** Stands where content would be: nothing yet, not found, not allowed, or out of order. */
export function Blank({ icon, title, children, action }: { icon?: ReactNode; title: string; children?: ReactNode; action?: ReactNode }) {
  return (
    <div className={styles.blank}>
      {icon && <span className={styles.icon}>{icon}</span>}
      <p className={styles.title}>{title}</p>
      {children && <div className={styles.text}>{children}</div>}
      {action && <div className={styles.action}>{action}</div>}
    </div>
  );
}

export function NoPermission({ what }: { what: string }) {
  return (
    <Blank icon={<Lock />} title="Your role does not include this">
      {what} Ask an administrator of this workspace if you need it.
    </Blank>
  );
}

export function Broken({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  return (
    <div role="alert">
      <Blank icon={<AlertTriangle />} title="This could not be loaded" action={onRetry && <Button onClick={onRetry}>Try again</Button>}>
        {sentenceFor(error)}
      </Blank>
    </div>
  );
}

/** Grey bars in the shape of what is coming. */
export function Skeleton({ rows = 3, height = 36 }: { rows?: number; height?: number }) {
  return (
    <div role="status" className={styles.skeleton}>
      <span className="visually-hidden">Loading</span>
      {Array.from({ length: rows }, (_, index) => (
        <div key={index} className={styles.bone} style={{ height }}>
          <span style={{ width: `${18 + ((index * 7) % 20)}%` }} />
          <span style={{ width: `${10 + ((index * 5) % 14)}%` }} />
          <span style={{ width: `${24 + ((index * 11) % 18)}%` }} />
        </div>
      ))}
    </div>
  );
}

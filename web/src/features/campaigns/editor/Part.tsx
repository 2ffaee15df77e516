import type { ReactNode } from "react";

import { Card } from "@/ui/Card";

import styles from "./Editor.module.css";

/** One step of the form. */
export function Part({ title, about, children }: { title: string; about?: ReactNode; children: ReactNode }) {
  return (
    <Card title={title}>
      {about && <p className={styles.about}>{about}</p>}
      <div className={styles.stack}>{children}</div>
    </Card>
  );
}

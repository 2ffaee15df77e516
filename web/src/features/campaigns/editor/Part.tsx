import type { ReactNode } from "react";

import { Card } from "@/ui/Card";

import type { SectionKey } from "./draft";
import styles from "./Editor.module.css";

/** One part of the form, to which the summary leads. */
export function Part({ id, title, about, children }: { id: SectionKey; title: string; about?: ReactNode; children: ReactNode }) {
  return (
    <div id={`part-${id}`} className={styles.part}>
      <Card title={title}>
        {about && <p className={styles.about}>{about}</p>}
        <div className={styles.stack}>{children}</div>
      </Card>
    </div>
  );
}

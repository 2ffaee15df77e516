import type { Call } from "@/api/model";
import { classes } from "@/ui/classes";

import { statusOf, type Status } from "./status";
import styles from "./StatusMark.module.css";

export function StatusMark({ status, title }: { status: Status; title?: string | null }) {
  const Icon = status.icon;
  return (
    <span className={classes(styles.mark, styles[status.tone])} title={title ?? undefined}>
      <span className={styles.icon} data-pulse={status.pulse}>
        {!status.pulse && <Icon aria-hidden="true" />}
      </span>
      {status.word}
    </span>
  );
}

export function CallStatus({ call }: { call: Call }) {
  return <StatusMark status={statusOf(call)} />;
}

import { Building2, Cog, User } from "lucide-react";

import type { TimelineEntry } from "@/api/model";
import { clock, dateTime } from "@/format/time";
import { words } from "@/format/words";

import styles from "./Timeline.module.css";

/** What happened to a call, oldest first, with what each sender really sent. */
export function Timeline({ entries }: { entries: readonly TimelineEntry[] }) {
  if (entries.length === 0) return <p className={styles.none}>Nothing has happened yet.</p>;
  return (
    <ol className={styles.list}>
      {entries.map((entry) => (
        <li key={entry.id} className={styles.entry} data-effect={entry.effect}>
          <span className={styles.source} title={words(entry.source)}>
            <Icon source={entry.source} />
            <span className="visually-hidden">{words(entry.source)}:</span>
          </span>
          <div className={styles.text}>
            <p>{entry.summary}</p>
            {entry.effect !== "applied" && (
              <p className={styles.why}>
                {words(entry.effect)}
                {entry.why && `: ${words(entry.why).toLowerCase()}`}
              </p>
            )}
            {entry.raw !== null && entry.raw !== undefined && (
              <details className={styles.raw}>
                <summary>Raw event</summary>
                {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolled region must be reachable */}
                <pre tabIndex={0}>{JSON.stringify(entry.raw, null, 2)}</pre>
              </details>
            )}
          </div>
          <time className={styles.time} dateTime={entry.at} title={`${dateTime(entry.at)} here`}>
            {clock(entry.at, undefined, true)}
          </time>
        </li>
      ))}
    </ol>
  );
}

function Icon({ source }: { source: string }) {
  if (source === "carrier") return <Building2 aria-hidden="true" />;
  if (source === "user") return <User aria-hidden="true" />;
  return <Cog aria-hidden="true" />;
}

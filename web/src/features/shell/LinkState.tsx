import { roughSpan } from "@/format/time";
import { useLive } from "@/live/hooks";
import { useNow } from "@/ui/browser";
import { Tip } from "@/ui/Tip";

import styles from "./LinkState.module.css";

/** Tells whether what the page shows is live, and how old it is when it is not. */
export function LinkState() {
  const link = useLive((state) => state.link);
  const heardAt = useLive((state) => state.heardAt);
  const now = useNow(1_000, link === "stale");
  const age = heardAt === null ? "" : roughSpan((now - heardAt) / 1_000);
  const words = link === "live" ? "Live" : link === "stale" ? `Stale, ${age} old` : "Connecting";
  const meaning =
    link === "live"
      ? "Changes appear as they happen."
      : link === "stale"
        ? "The connection is lost. Calls go on at the server; this page reconnects by itself."
        : "Waiting for the server.";
  return (
    <Tip text={meaning}>
      <button type="button" className={styles.state} data-link={link}>
        <span className={styles.dot} aria-hidden="true" />
        <span className={styles.words}>{words}</span>
        <span className="visually-hidden">. {meaning}</span>
      </button>
    </Tip>
  );
}

/** Says across the page that what it shows is getting old. */
export function StaleBanner() {
  const stale = useLive((state) => state.link === "stale");
  return (
    <div role="status" className={styles.banner} data-shown={stale || undefined}>
      {stale && "The connection is lost; what you see is not live. Calls go on at the server, and this page reconnects by itself."}
    </div>
  );
}

import { useNow } from "@/ui/browser";

import styles from "./Offer.module.css";

/** How long until something happens by itself, drawn and in seconds. */
export function CountdownRing({ from, until, label }: { from: string; until: string; label: string }) {
  const now = useNow(250);
  const left = Math.max(0, Date.parse(until) - now);
  const whole = Math.max(1, Date.parse(until) - Date.parse(from));
  const share = Math.min(1, left / whole);
  return (
    <span className={styles.ring} role="timer" aria-label={label} aria-live="off">
      <svg viewBox="0 0 44 44" aria-hidden="true">
        <circle cx="22" cy="22" r={RADIUS} className={styles.ringTrack} />
        <circle cx="22" cy="22" r={RADIUS} className={styles.ringLeft} strokeDasharray={AROUND} strokeDashoffset={AROUND * (1 - share)} transform="rotate(-90 22 22)" />
      </svg>
      <span>{Math.ceil(left / 1_000)}</span>
    </span>
  );
}

const RADIUS = 19;
const AROUND = 2 * Math.PI * RADIUS;

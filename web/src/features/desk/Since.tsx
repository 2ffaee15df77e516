import { duration } from "@/format/time";
import { useNow } from "@/ui/browser";

interface SinceProps {
  at: string;
  label: string;
  className?: string;
  /** From when on it is long, and from when on too long. */
  thresholds?: { warn: number; bad: number };
}

/** A clock that runs from an instant. */
export function Since({ at, label, className, thresholds }: SinceProps) {
  const now = useNow(1_000);
  const ms = Math.max(0, now - Date.parse(at));
  const level = thresholds && ms >= thresholds.bad ? "bad" : thresholds && ms >= thresholds.warn ? "warn" : undefined;
  return (
    <span role="timer" aria-label={label} aria-live="off" className={className} data-level={level}>
      {duration(ms)}
    </span>
  );
}

import styles from "./Progress.module.css";

/** How far long work has come. */
export function Progress({ label, done, total, words }: { label: string; done: number; total: number; words: string }) {
  const share = total > 0 ? Math.min(1, done / total) : 0;
  return (
    <div className={styles.bar} role="progressbar" aria-label={label} aria-valuemin={0} aria-valuemax={Math.max(1, total)} aria-valuenow={Math.min(done, Math.max(1, total))} aria-valuetext={words}>
      <span style={{ width: `${share * 100}%` }} />
    </div>
  );
}

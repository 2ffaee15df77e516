import { classes } from "./classes";
import styles from "./Segments.module.css";

interface SegmentsProps<Value extends string> {
  /** What is chosen: read aloud. */
  label: string;
  value: Value;
  choices: readonly { value: Value; label: string }[];
  onChange: (value: Value) => void;
  className?: string;
}

/** One of a few ways to look at the same thing, all in sight. */
export function Segments<Value extends string>({ label, value, choices, onChange, className }: SegmentsProps<Value>) {
  return (
    <div role="group" aria-label={label} className={classes(styles.segments, className)}>
      {choices.map((choice) => (
        <button key={choice.value} type="button" className={styles.segment} aria-pressed={choice.value === value} onClick={() => onChange(choice.value)}>
          {choice.label}
        </button>
      ))}
    </div>
  );
}

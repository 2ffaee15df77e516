import styles from "./Reports.module.css";

/** One figure with its name, and what puts it in proportion. */
export interface Figure {
  name: string;
  value: string;
  note?: string;
  level?: "bad";
}

/** Seven figures at a glance. */
export function FigureStrip({ label, figures }: { label: string; figures: readonly Figure[] }) {
  return (
    <dl className={styles.totals} aria-label={label}>
      {figures.map(({ name, value, note, level }) => (
        <div key={name} data-level={level}>
          <dt>{name}</dt>
          <dd>
            <strong>{value}</strong>
            <span>{note}</span>
          </dd>
        </div>
      ))}
    </dl>
  );
}

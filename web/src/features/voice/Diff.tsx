import type { DiffLine } from "./model";
import styles from "./Voice.module.css";

/** Two texts line by line: what was taken away and what was added, with a few lines around. */
export function Diff({ lines, label }: { lines: readonly DiffLine[]; label: string }) {
  const shown = nearChanges(lines);
  if (shown.every((line) => line === null || line.kind === "same")) return <p className={styles.soft}>There is no difference.</p>;
  return (
    // A scrolled region must be within reach of the keyboard.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <ul className={styles.diff} aria-label={label} tabIndex={0}>
      {shown.map((line, place) =>
        line === null ? (
          <li key={place}>
            <span aria-hidden="true">⋯</span>
          </li>
        ) : (
          <li key={place} data-kind={line.kind}>
            <span aria-hidden="true">{MARKS[line.kind] ?? " "}</span>
            <span>
              {line.kind !== "same" && <span className="visually-hidden">{line.kind === "added" ? "Added: " : "Removed: "}</span>}
              {line.text}
            </span>
          </li>
        ),
      )}
    </ul>
  );
}

/** The changed lines with those around them; null stands for lines left out. */
export function nearChanges(lines: readonly DiffLine[], around = 2): (DiffLine | null)[] {
  const near = lines.map((_, place) => lines.slice(Math.max(0, place - around), place + around + 1).some(({ kind }) => kind !== "same"));
  return lines.flatMap((line, place): (DiffLine | null)[] => (near[place] ? [line] : near[place - 1] || (place === 0 && near.includes(true)) ? [null] : []));
}

const MARKS: Record<string, string> = { same: " ", added: "+", removed: "−" };

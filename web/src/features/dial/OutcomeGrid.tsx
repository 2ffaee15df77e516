import { Kbd } from "@/ui/Card";
import { useShortcuts } from "@/ui/shortcuts";

import styles from "./CallDock.module.css";
import type { Disposition } from "./model";

/** What may have come of a call, each with its digit. */
export function OutcomeGrid({ items, code, onChoose }: { items: readonly Disposition[]; code: string | null; onChoose: (code: string) => void }) {
  useShortcuts(items.slice(0, 9).map((one, n) => ({ keys: String(n + 1), run: () => onChoose(one.code) })));
  return (
    <fieldset className={styles.outcomes}>
      <legend className="visually-hidden">Outcome</legend>
      {items.map((one, n) => (
        <label key={one.code} className={styles.outcome} data-on={one.code === code || undefined}>
          <input type="radio" name="disposition" className="visually-hidden" checked={one.code === code} onChange={() => onChoose(one.code)} />
          {n < 9 && <Kbd>{n + 1}</Kbd>}
          <span>{one.label}</span>
        </label>
      ))}
    </fieldset>
  );
}

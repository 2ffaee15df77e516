import { Skeleton } from "@/ui/Blank";
import { Card } from "@/ui/Card";

import styles from "./Desk.module.css";
import type { Lead } from "./model";
import { merged } from "./script";

/** What to say, with the lead's own words filled in. */
export function Script({ script, lead, agent, isPending }: { script: string; lead: Lead | null; agent: string; isPending: boolean }) {
  return (
    <Card title="Script" className={styles.scriptCard}>
      {isPending ? (
        <Skeleton rows={4} height={24} />
      ) : script.trim() === "" ? (
        <p className={styles.soft}>This campaign has no script.</p>
      ) : (
        <div className={styles.script}>
          {merged(script, lead, agent).map((piece, n) =>
            piece.kind === "words" ? (
              <span key={n}>{piece.text}</span>
            ) : (
              <span key={n} className={styles.field} data-missing={(lead !== null && piece.kind === "missing") || undefined} title={lead !== null && piece.kind === "missing" ? "Nothing is known for this" : undefined}>
                {piece.text}
              </span>
            ),
          )}
        </div>
      )}
    </Card>
  );
}

import { phaseLook, PHASE_ORDER } from "@/features/desk/lines";
import { LookMark } from "@/features/desk/LookMark";
import { count } from "@/format/amounts";

import styles from "./Run.module.css";

/** How many lines stand where. */
export function Lines({ lines }: { lines: Record<string, number> }) {
  const shown = [...PHASE_ORDER, ...Object.keys(lines).filter((phase) => !PHASE_ORDER.some((known) => known === phase))].filter((phase) => (lines[phase] ?? 0) > 0 || ALWAYS.has(phase));
  return (
    <ul className={styles.lines}>
      {shown.map((phase) => {
        const look = phaseLook(phase);
        return (
          <li key={phase} data-tone={look.tone} data-none={!lines[phase] || undefined}>
            <LookMark look={lines[phase] ? look : { ...look, tone: "plain", moves: undefined }} />
            <span className={styles.figure}>{count(lines[phase] ?? 0)}</span>
          </li>
        );
      })}
    </ul>
  );
}

/** Rows that stay, so that the card does not jump. */
const ALWAYS = new Set(["dialing", "ringing", "judging", "connected"]);

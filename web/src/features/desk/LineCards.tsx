import { Headset } from "lucide-react";

import { Button } from "@/ui/Button";

import styles from "./Desk.module.css";
import { phaseLook } from "./lines";
import { LookMark } from "./LookMark";
import type { Seated } from "./machine";
import { shift } from "./shift";
import { reasonWords } from "./standing";

/** Between calls: the lines that may soon be this agent's, each with how far it has come. */
export function LineCards({ state, isRunning }: { state: Seated; isRunning: boolean }) {
  const { seat } = state;
  if (seat.state === "paused" || seat.state === "joining") {
    return (
      <div className={styles.idle}>
        <p className={styles.idleTitle}>{seat.state === "joining" ? "Your headset is being connected" : "Nobody is put through to you"}</p>
        <p className={styles.soft}>
          {seat.state === "joining" ? "This takes a moment." : `${reasonWords(seat) ? `${reasonWords(seat)}. ` : ""}Press Ready when you want the next person.`}
        </p>
        {seat.state === "paused" && (
          <Button look="primary" icon={<Headset />} className={styles.big} disabled={state.link !== "up"} busy={state.wish.state === "ready"} onClick={() => shift.tell({ type: "ask", asked: { state: "ready", reason: null } })}>
            Ready
          </Button>
        )}
      </div>
    );
  }
  return (
    <>
      <ul className={styles.lines} aria-label="Lines">
        {seat.lines.map((line) => {
          const look = phaseLook(line.phase);
          return (
            <li key={line.call_id} className={styles.line} data-tone={look.tone}>
              <LookMark look={look} />
              <span className={styles.lineName}>{line.lead_name ?? line.company ?? "No name"}</span>
              {line.lead_name && line.company && <span className={styles.soft}>{line.company}</span>}
            </li>
          );
        })}
      </ul>
      <div className={styles.idle}>
        <p className={styles.idleTitle}>{!isRunning ? "The campaign is paused" : seat.lines.length > 0 ? "Waiting for a person" : "Waiting for the next lines"}</p>
        <p className={styles.soft}>{isRunning ? "A beep tells you that somebody is there. Speak at once." : "A manager paused it. You stay ready; calls come when it goes on."}</p>
      </div>
    </>
  );
}

import { Headset } from "lucide-react";

import type { Mode } from "@/features/campaigns/model";
import { Button } from "@/ui/Button";

import styles from "./Desk.module.css";
import { phaseLook } from "./lines";
import { LookMark } from "./LookMark";
import { isAudible, type Seated } from "./machine";
import { shift } from "./shift";
import { reasonWords } from "./standing";

/** Between calls: the lines that may soon be this agent's, each with how far it has come. */
export function LineCards({ state, isRunning, mode, atOnce }: { state: Seated; isRunning: boolean; mode: Mode | null; atOnce: boolean }) {
  const { seat } = state;
  if (seat.state === "paused" || seat.state === "joining") {
    return (
      <div className={styles.idle}>
        <p className={styles.idleTitle}>{seat.state === "joining" ? "Your headset is being connected" : "Nobody is put through to you"}</p>
        <p className={styles.soft}>
          {seat.state === "joining" ? "This takes a moment." : `${reasonWords(seat) ? `${reasonWords(seat)}. ` : ""}Press Ready when you want the next person.`}
        </p>
        {seat.state === "paused" && (
          <Button look="primary" icon={<Headset />} className={styles.big} disabled={!isAudible(state)} busy={state.wish.state === "ready"} onClick={() => shift.tell({ type: "ask", asked: { state: "ready", reason: null } })}>
            Ready
          </Button>
        )}
      </div>
    );
  }
  return (
    <>
      {seat.lines.length > 0 && (
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
      )}
      <div className={styles.idle}>
        <p className={styles.idleTitle}>{!isRunning ? "The campaign is paused" : titleFor(mode, seat.lines.length)}</p>
        <p className={styles.soft}>{isRunning ? aboutFor(mode, atOnce) : "A manager paused it. You stay ready; calls come when it goes on."}</p>
      </div>
    </>
  );
}

function titleFor(mode: Mode | null, lines: number): string {
  if (mode === "manual") return "Choose whom to call";
  if (mode === "preview") return "The next lead is being looked for";
  return lines > 0 ? "Waiting for a person" : "Waiting for the next lines";
}

function aboutFor(mode: Mode | null, atOnce: boolean): string {
  if (mode === "manual") return "The leads stand beside this: pick one and press Dial. You hear the line from its first ring.";
  if (mode === "preview") return "It comes as soon as one may be called now. You see it before it is dialled.";
  if (atOnce) return "You hear each answer from its first moment; a machine is taken away by itself. Speak at once.";
  return "A beep tells you that somebody is there. Speak at once.";
}

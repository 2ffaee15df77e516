import { useState } from "react";

import { LookMark } from "@/features/desk/LookMark";
import { standingWord } from "@/features/desk/standing";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { Input } from "@/ui/Field";

import { TIMED, USUAL, type Thresholds, type Timed } from "./thresholds";
import styles from "./Wallboard.module.css";

type Draft = Record<Timed, { warn: string; bad: string }>;

/** From when on a timer turns amber, and red, for each state. */
export function ThresholdsDialog({ thresholds, onSave, onClose }: { thresholds: Thresholds; onSave: (next: Thresholds) => void; onClose: () => void }) {
  const [draft, setDraft] = useState(() => asText(thresholds));
  const read = asMs(draft);
  const put = (state: Timed, part: Partial<Draft[Timed]>) => setDraft({ ...draft, [state]: { ...draft[state], ...part } });
  const save = () => {
    if (!read) return;
    onSave(read);
    onClose();
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title="When is it long?"
      description="Minutes in one state after which its timer turns amber, and red. Kept in this browser."
      footer={
        <>
          <Button look="bare" onClick={() => setDraft(asText(USUAL))}>
            The usual
          </Button>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" disabled={!read} onClick={save}>
            Save
          </Button>
        </>
      }
    >
      <table className={styles.thresholds}>
        <thead>
          <tr>
            <th scope="col">State</th>
            <th scope="col">Amber after</th>
            <th scope="col">Red after</th>
          </tr>
        </thead>
        <tbody>
          {TIMED.map((state) => {
            const look = standingWord(state);
            const isWrong = !(minutes(draft[state].bad) > minutes(draft[state].warn));
            return (
              <tr key={state}>
                <th scope="row">
                  <LookMark look={look} />
                </th>
                {(["warn", "bad"] as const).map((which) => (
                  <td key={which}>
                    <Input
                      inputMode="decimal"
                      aria-label={`${look.word}: ${which === "warn" ? "amber" : "red"} after, minutes`}
                      aria-invalid={isWrong || undefined}
                      value={draft[state][which]}
                      maxLength={6}
                      onChange={(event) => put(state, { [which]: event.target.value })}
                    />
                  </td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
      <p role="status" className={styles.wrong}>
        {read ? "" : "Write minutes, as 2 or 0.5. Red comes after amber."}
      </p>
    </Dialog>
  );
}

function minutes(text: string): number {
  const value = Number(text.trim().replace(",", "."));
  return text.trim() !== "" && value > 0 ? value : Number.NaN;
}

function asText(thresholds: Thresholds): Draft {
  return Object.fromEntries(TIMED.map((state) => [state, { warn: String(thresholds[state].warn / 60_000), bad: String(thresholds[state].bad / 60_000) }])) as Draft;
}

function asMs(draft: Draft): Thresholds | null {
  const entries = TIMED.map((state) => [state, { warn: Math.round(minutes(draft[state].warn) * 60_000), bad: Math.round(minutes(draft[state].bad) * 60_000) }] as const);
  return entries.every(([, { warn, bad }]) => bad > warn) ? (Object.fromEntries(entries) as unknown as Thresholds) : null;
}

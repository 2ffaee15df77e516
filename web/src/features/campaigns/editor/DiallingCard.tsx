import { useId } from "react";

import { Field, TextArea, TextField } from "@/ui/Field";
import { RadioChoice, Radios } from "@/ui/Radio";

import type { Mode } from "../model";
import { MODES } from "../words";
import styles from "./Editor.module.css";
import type { PartProps } from "./Editor";
import { Part } from "./Part";
import { Whole } from "./Whole";

/** How the campaign comes to its calls. */
export function DiallingCard({ settings, set, errorOf }: PartProps) {
  const id = useId();
  return (
    <Part id="dialling" title="Dialling">
      <div className={styles.group}>
        <p id={id} className={styles.label}>
          Mode
        </p>
        <Radios labelledBy={id} value={settings.mode} onChange={(mode) => set({ mode: mode as Mode })}>
          {MODE_ORDER.map((mode) => (
            <RadioChoice key={mode} value={mode} hint={MODES[mode].about}>
              {MODES[mode].label}
            </RadioChoice>
          ))}
        </Radios>
      </div>
      {settings.mode === "parallel" && (
        <div className={styles.group}>
          <label className={styles.label} htmlFor={`${id}-lines`}>
            Lines for each agent who is ready
          </label>
          <div className={styles.slider}>
            <input id={`${id}-lines`} type="range" min={1} max={10} step={1} value={settings.lines_per_seat} onChange={(event) => set({ lines_per_seat: Number(event.target.value) })} />
            <output htmlFor={`${id}-lines`}>{settings.lines_per_seat}</output>
          </div>
          <p className={styles.hint}>{linesHint(settings.lines_per_seat)}</p>
        </div>
      )}
      {settings.mode === "agentless" && (
        <>
          <Whole label="Calls at once" value={settings.calls_at_once} min={1} max={1_000} error={errorOf("calls_at_once")} onChange={(calls_at_once) => set({ calls_at_once })} />
          <Field label="Message" hint="Spoken to whoever answers." error={errorOf("message")}>
            {(control) => <TextArea {...control} rows={3} value={settings.message} onChange={(event) => set({ message: event.target.value })} />}
          </Field>
        </>
      )}
      <div className={styles.pair}>
        <TextField
          label="Caller ID"
          optional
          hint="In international notation; the carrier account’s own number when empty."
          error={errorOf("caller_id")}
          inputMode="tel"
          placeholder="+1 415 555 0100"
          value={settings.caller_id ?? ""}
          onChange={(event) => set({ caller_id: event.target.value.trim() === "" ? null : event.target.value })}
        />
        <Whole label="Ring for at most (seconds)" hint="At least 15: nobody reaches their phone sooner." value={settings.ring_timeout_s} min={15} max={120} error={errorOf("ring_timeout_s")} onChange={(ring_timeout_s) => set({ ring_timeout_s })} />
      </div>
    </Part>
  );
}

function linesHint(lines: number): string {
  if (lines === 1) return "As progressive: nobody who answers has to wait.";
  if (lines <= 3) return "A good start: a person about every minute, few abandoned calls.";
  return "More lines reach people faster and abandon more of them. Once the budget is spent it slows down to one line by itself.";
}

const MODE_ORDER: readonly Mode[] = ["parallel", "progressive", "agentless"];

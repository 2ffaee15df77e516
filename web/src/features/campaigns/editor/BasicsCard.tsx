import { useId } from "react";

import { TextField } from "@/ui/Field";
import { RadioChoice, Radios } from "@/ui/Radio";

import type { Audience } from "../model";
import { AUDIENCES } from "../words";
import styles from "./Editor.module.css";
import type { PartProps } from "./Editor";
import { Part } from "./Part";

/** The name, and whom the campaign calls, which decides what the law asks of it. */
export function BasicsCard({ draft, settings, change, set, errorOf }: PartProps) {
  const id = useId();
  return (
    <Part title="Campaign">
      <TextField label="Name" value={draft.name} maxLength={100} required error={errorOf("name")} placeholder="Spring offer, dentists" onChange={(event) => change({ name: event.target.value })} />
      <div className={styles.group}>
        <p id={id} className={styles.label}>
          Who is called
        </p>
        <Radios labelledBy={id} value={settings.audience} onChange={(audience) => set({ audience: audience as Audience })}>
          {(["business", "consumer"] as const).map((audience) => (
            <RadioChoice key={audience} value={audience} hint={AUDIENCES[audience].about}>
              {AUDIENCES[audience].label}
            </RadioChoice>
          ))}
        </Radios>
      </div>
    </Part>
  );
}

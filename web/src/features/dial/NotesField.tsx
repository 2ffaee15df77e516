import { useId } from "react";

import { TextArea } from "@/ui/Field";

import styles from "./CallDock.module.css";
import type { Saving } from "./notes";

/** Notes that save themselves and say so. */
export function NotesField({ text, saving, onChange, rows = 3 }: { text: string; saving: Saving; onChange: (text: string) => void; rows?: number }) {
  const id = useId();
  return (
    <div className={styles.notes}>
      <div className={styles.notesHead}>
        <label htmlFor={id}>Notes</label>
        <span className={styles.saving} data-failed={saving === "failed" || undefined}>
          {text === "" && saving === "saved" ? "" : WORDS[saving]}
        </span>
      </div>
      <TextArea id={id} rows={rows} maxLength={10_000} placeholder="Saved as you type" value={text} onChange={(event) => onChange(event.target.value)} />
    </div>
  );
}

const WORDS: Record<Saving, string> = { saved: "Saved", typing: "Not saved yet", saving: "Saving", failed: "Not saved; kept in this tab, trying again" };

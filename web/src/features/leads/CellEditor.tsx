import { useEffect, useRef, type KeyboardEvent } from "react";

import { Input } from "@/ui/Field";

import styles from "./CellEditor.module.css";
import type { LeadField } from "./fields";
import type { Move } from "./useInlineEdit";

interface CellEditorProps {
  field: LeadField;
  /** Whose field it is: read aloud. */
  of: string;
  initial: string;
  error: string | null;
  onDraft: (text: string) => void;
  /** True when another cell is open now. */
  onCommit: (text: string, move: Move) => boolean;
  onCancel: () => void;
}

/** One cell being written in: Enter saves, Escape leaves it as it was, Tab saves and goes on. */
export function CellEditor({ field, of, initial, error, onDraft, onCommit, onCancel }: CellEditorProps) {
  const input = useRef<HTMLInputElement>(null);
  /** Leaving by a key is not leaving by the pointer as well. */
  const done = useRef(false);
  useEffect(() => {
    input.current?.focus({ preventScroll: true });
    input.current?.select();
    input.current?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, []);
  const leave = (how: () => boolean) => {
    const row = input.current?.closest<HTMLElement>('[role="row"]');
    done.current = true;
    if (!how()) row?.focus({ preventScroll: true });
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.nativeEvent.isComposing) return;
    const text = event.currentTarget.value;
    const acts: Record<string, () => boolean> = {
      Enter: () => onCommit(text, "stay"),
      Tab: () => onCommit(text, event.shiftKey ? "previous" : "next"),
      Escape: () => {
        onCancel();
        return false;
      },
    };
    const act = acts[event.key];
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    leave(act);
  };
  return (
    <Input
      ref={input}
      className={styles.editor}
      type={field.kind === "tel" ? "tel" : field.kind === "email" ? "email" : "text"}
      inputMode={field.kind === "tel" ? "tel" : field.kind === "email" ? "email" : undefined}
      list={field.kind === "zone" ? ZONES_ID : undefined}
      aria-label={`${field.title} of ${of}`}
      aria-invalid={error ? true : undefined}
      title={error ?? (field.kind === "tags" ? "Separated by commas" : undefined)}
      defaultValue={initial}
      autoComplete="off"
      spellCheck={false}
      onChange={(event) => onDraft(event.target.value)}
      onKeyDown={onKeyDown}
      onClick={(event) => event.stopPropagation()}
      onDoubleClick={(event) => event.stopPropagation()}
      onBlur={(event) => {
        if (!done.current) onCommit(event.target.value, "stay");
        done.current = false;
      }}
    />
  );
}

/** The time zones that the browser knows, for fields that hold one. */
export function ZoneList() {
  return (
    <datalist id={ZONES_ID}>
      {Intl.supportedValuesOf("timeZone").map((zone) => (
        <option key={zone} value={zone} />
      ))}
    </datalist>
  );
}

export const ZONES_ID = "time-zones";

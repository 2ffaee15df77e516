import { useRef, useState, type KeyboardEvent, type ReactNode } from "react";

import { sentenceFor } from "@/api/problem";
import { nameOfLead } from "@/features/dial/whom";
import { classes } from "@/ui/classes";
import { Input, TextArea } from "@/ui/Field";

import { ZONES_ID } from "../CellEditor";
import type { LeadField } from "../fields";
import type { Lead } from "../model";
import { useChangeLead } from "../queries";
import styles from "./EditableText.module.css";

interface EditableTextProps {
  lead: Lead;
  field: LeadField;
  /** Stands where nothing is written yet. */
  empty: string;
  className?: string;
  /** How the text is shown while nobody writes. */
  show?: ReactNode;
}

/** A text that becomes a field when it is pressed: Enter saves, Escape leaves it as it was, Tab saves and goes on. */
export function EditableText({ lead, field, empty, className, show }: EditableTextProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const button = useRef<HTMLButtonElement>(null);
  const change = useChangeLead();
  const text = field.text(lead);
  const back = () => requestAnimationFrame(() => button.current?.focus({ preventScroll: true }));
  const save = () => {
    if (typed === null) return;
    if (typed.trim() === text) return setTyped(null);
    // What was typed stays until the server has it.
    change.mutate({ id: lead.id, change: field.change(typed, lead) }, { onSuccess: () => setTyped(null) });
  };
  const cancel = () => {
    change.reset();
    setTyped(null);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.nativeEvent.isComposing) return;
    const long = field.kind === "long" && !(event.ctrlKey || event.metaKey);
    if (event.key === "Enter" && !long) {
      event.preventDefault();
      save();
      back();
    } else if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      cancel();
      back();
    }
  };
  if (typed === null) {
    return (
      <button ref={button} type="button" className={classes(styles.text, className)} data-empty={text === "" || undefined} onClick={() => setTyped(text)}>
        <span className="visually-hidden">{field.title}: </span>
        {text === "" ? empty : (show ?? text)}
        <span className="visually-hidden">, press to change</span>
      </button>
    );
  }
  const shared = {
    "aria-label": `${field.title} of ${nameOfLead(lead)}`,
    "aria-invalid": change.isError ? (true as const) : undefined,
    autoFocus: true,
    value: typed,
    readOnly: change.isPending,
    onKeyDown,
    onBlur: save,
  };
  return (
    <span className={styles.editor}>
      {field.kind === "long" ? (
        <TextArea {...shared} rows={4} maxLength={10_000} onChange={(event) => setTyped(event.target.value)} />
      ) : (
        <Input
          {...shared}
          type={field.kind === "tel" ? "tel" : field.kind === "email" ? "email" : "text"}
          list={field.kind === "zone" ? ZONES_ID : undefined}
          onFocus={(event) => event.target.select()}
          onChange={(event) => setTyped(event.target.value)}
        />
      )}
      {change.isError && (
        <span role="alert" className={styles.error}>
          {sentenceFor(change.error)}
        </span>
      )}
    </span>
  );
}

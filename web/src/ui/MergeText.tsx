import { Braces } from "lucide-react";
import { useEffect, useRef, useState, type KeyboardEvent, type ReactNode } from "react";

import { IconButton } from "./Button";
import { classes } from "./classes";
import { Field, Input, TextArea } from "./Field";
import { complete, halfNameAt, unknownIn, type HalfName, type MergeField } from "./fields";
import { Menu, MenuItem } from "./Menu";
import styles from "./MergeText.module.css";

interface MergeTextProps {
  label: string;
  hint?: ReactNode;
  error?: ReactNode;
  optional?: boolean;
  disabled?: boolean;
  /** How many lines there is room for; one is a line that cannot break. */
  rows: number;
  maxLength?: number;
  /** Shown in even letters: it is read by machines. */
  isCode?: boolean;
  /** The names there are; null until that is known, when no name can be called wrong. */
  fields: readonly MergeField[] | null;
  /** How names begin that are known besides, whatever follows. */
  family?: string;
  value: string;
  onChange: (value: string) => void;
}

/** A text with values put in by name: two open braces offer the names there are, and a name there is not is pointed out. */
export function MergeText({ label, hint, error, optional, disabled, rows, maxLength, isCode, fields: known, family, value, onChange }: MergeTextProps) {
  const fields = known ?? [];
  const box = useRef<HTMLTextAreaElement & HTMLInputElement>(null);
  const [half, setHalf] = useState<HalfName | null>(null);
  const [active, setActive] = useState(0);
  const list = useRef<HTMLUListElement>(null);
  const offered = half ? fields.filter(({ name, description }) => `${name} ${description}`.toLowerCase().includes(half.text.toLowerCase())).slice(0, OFFERED_MAX) : [];
  const at = Math.min(active, offered.length - 1);
  const isOffering = offered.length > 0;
  useEffect(() => {
    // Below the last line of the window nobody would see it.
    if (isOffering) list.current?.scrollIntoView({ block: "nearest" });
  }, [isOffering]);
  const look = (text: string, caret: number | null) => {
    const next = caret === null ? null : halfNameAt(text, caret);
    setHalf(next);
    if (next?.text !== half?.text) setActive(0);
  };
  const put = (text: string, caret: number) => {
    onChange(text);
    setHalf(null);
    // The caret can only be placed once the new text is in the box.
    requestAnimationFrame(() => {
      box.current?.focus();
      box.current?.setSelectionRange(caret, caret);
    });
  };
  const choose = (field: MergeField) => {
    const caret = box.current?.selectionStart ?? value.length;
    const next = complete(value, half ?? { from: caret, text: "" }, caret, field.name);
    put(next.text, next.caret);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const chosen = offered[at];
    if (!half || !chosen || event.nativeEvent.isComposing) return;
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (by !== undefined) setActive((at + by + offered.length) % offered.length);
    else if (event.key === "Enter" || event.key === "Tab") choose(chosen);
    else if (event.key === "Escape") setHalf(null);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const unknown = known ? unknownIn(value, known, family) : [];
  const warning = unknown.length > 0 && <span className={styles.unknown}>There is no {unknown.map((name) => `{{${name}}}`).join(", ")}. </span>;
  return (
    <Field label={label} optional={optional} error={error} hint={warning || hint ? <>{warning}{hint}</> : undefined}>
      {(control) => {
        const shared = {
          ...control,
          ref: box,
          value,
          disabled,
          maxLength,
          className: classes(styles.area, isCode && styles.code),
          "aria-autocomplete": "list" as const,
          "aria-controls": offered.length > 0 ? `${control.id}-names` : undefined,
          "aria-activedescendant": offered.length > 0 ? `${control.id}-${at}` : undefined,
          onChange: (event: { target: HTMLTextAreaElement | HTMLInputElement }) => {
            onChange(event.target.value);
            look(event.target.value, event.target.selectionStart);
          },
          onKeyDown,
          onBlur: () => setHalf(null),
        };
        return (
          <div className={styles.frame} data-line={rows === 1 || undefined}>
            {rows === 1 ? <Input {...shared} /> : <TextArea {...shared} rows={rows} />}
            {!disabled && fields.length > 0 && (
              <span className={styles.insert}>
                <Menu trigger={<IconButton label={`Insert a value: ${label}`} icon={<Braces />} />}>
                  {fields.map((field) => (
                    <MenuItem key={field.name} onClick={() => choose(field)}>
                      <span>
                        <code>{field.name}</code> <span className={styles.about}>{field.description}</span>
                      </span>
                    </MenuItem>
                  ))}
                </Menu>
              </span>
            )}
            {offered.length > 0 && (
              <ul ref={list} role="listbox" id={`${control.id}-names`} aria-label="Values" className={styles.list}>
                {offered.map((field, place) => (
                  // The keyboard stays in the text; the pointer is the other way in, and must not take the focus away.
                  <li key={field.name} id={`${control.id}-${place}`} role="option" aria-selected={place === at} className={styles.item} onPointerDown={(event) => { event.preventDefault(); choose(field); }}>
                    <code>{field.name}</code>
                    <span className={styles.about}>{field.description}</span>
                  </li>
                ))}
              </ul>
            )}
          </div>
        );
      }}
    </Field>
  );
}

/** As many as need no scrolling; who looks for another one types on. */
const OFFERED_MAX = 6;

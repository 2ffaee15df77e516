import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Check, X } from "lucide-react";
import { useId, useRef, useState, type KeyboardEvent, type ReactNode } from "react";

import { readLeads } from "@/features/dial/requests";
import { aboutLead, nameOfLead } from "@/features/dial/whom";
import { useSettled } from "@/ui/browser";
import { Field, Input } from "@/ui/Field";

import styles from "./LeadChoice.module.css";
import type { Lead } from "./model";

interface LeadChoiceProps {
  label: string;
  hint?: ReactNode;
  error?: ReactNode;
  optional?: boolean;
  disabled?: boolean;
  /** Stands in the empty field: what nobody chosen means. */
  placeholder: string;
  lead: Lead | null;
  onChange: (lead: Lead | null) => void;
}

/** One lead, found by name, company or number as it is typed. */
export function LeadChoice({ label, hint, error, optional, disabled, placeholder, lead, onChange }: LeadChoiceProps) {
  // Nothing while nobody types: then the field shows who is chosen.
  const [text, setText] = useState<string | null>(null);
  const [isOpen, setOpen] = useState(false);
  const [active, setActive] = useState(0);
  const input = useRef<HTMLInputElement>(null);
  const listId = useId();
  const q = useSettled((text ?? "").trim(), 200);
  const found = useQuery({ queryKey: ["leads", "choice", q], enabled: isOpen, placeholderData: keepPreviousData, queryFn: ({ signal }) => readLeads({ limit: FOUND_MAX, ...(q ? { q } : {}) }, signal) });
  const items = isOpen ? (found.data?.items ?? []) : [];
  // What is in sight is of what was typed before: Enter must not choose somebody out of it.
  const isBehind = q !== (text ?? "").trim() || found.isPlaceholderData;
  const at = isBehind ? -1 : Math.min(active, items.length - 1);
  const open = () => {
    setOpen(true);
    setActive(0);
  };
  const close = () => {
    setOpen(false);
    setText(null);
  };
  const choose = (one: Lead | null) => {
    onChange(one);
    close();
    input.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!isOpen) return open();
      const next = Math.max(0, Math.min(items.length - 1, at + (event.key === "ArrowDown" ? 1 : -1)));
      setActive(next);
      document.getElementById(`${listId}-${next}`)?.scrollIntoView({ block: "nearest" });
    } else if (event.key === "Enter" && isOpen) {
      // The form around it is not meant while somebody chooses.
      event.preventDefault();
      const one = items[at];
      if (one) choose(one);
    } else if (event.key === "Escape" && isOpen) {
      event.preventDefault();
      event.stopPropagation();
      close();
    }
  };
  return (
    <Field label={label} hint={hint} error={error} optional={optional}>
      {(control) => (
        <div className={styles.box}>
          <Input
            {...control}
            ref={input}
            role="combobox"
            aria-expanded={isOpen}
            aria-controls={listId}
            aria-autocomplete="list"
            aria-activedescendant={at >= 0 ? `${listId}-${at}` : undefined}
            autoComplete="off"
            spellCheck={false}
            maxLength={100}
            disabled={disabled}
            placeholder={lead ? nameOfLead(lead) : placeholder}
            value={text ?? (lead ? nameOfLead(lead) : "")}
            onChange={(event) => {
              setText(event.target.value);
              open();
            }}
            onClick={() => !isOpen && open()}
            onFocus={(event) => event.target.select()}
            onBlur={close}
            onKeyDown={onKeyDown}
          />
          {lead && !disabled && (
            <button type="button" className={styles.clear} aria-label={`Not ${nameOfLead(lead)}`} onClick={() => choose(null)}>
              <X aria-hidden="true" />
            </button>
          )}
          <div className={styles.popup} hidden={!isOpen}>
            <p className={styles.status} role="status">
              {!isOpen ? null : found.isError ? "The leads could not be loaded." : found.isPending || (isBehind && items.length === 0) ? "Looking" : items.length > 0 ? null : q ? "Nobody is found. Try another spelling, or the end of the number." : "There are no leads yet."}
            </p>
            <ul id={listId} data-waiting={isBehind || undefined} role="listbox" aria-label={`${label}: leads`} className={styles.list}>
              {items.map((one, place) => (
                // The keys are heard by the field, which keeps the focus.
                // eslint-disable-next-line jsx-a11y/click-events-have-key-events
                <li
                  key={one.id}
                  id={`${listId}-${place}`}
                  role="option"
                  aria-selected={one.id === lead?.id}
                  data-active={place === at || undefined}
                  tabIndex={-1}
                  onPointerDown={(event) => event.preventDefault()}
                  onClick={() => choose(one)}
                  onPointerMove={() => setActive(place)}
                >
                  <span className={styles.lead}>
                    <span>{nameOfLead(one)}</span>
                    <span>{[aboutLead(one), one.phone_display].filter(Boolean).join(", ")}</span>
                  </span>
                  {one.id === lead?.id && <Check aria-hidden="true" />}
                </li>
              ))}
            </ul>
          </div>
        </div>
      )}
    </Field>
  );
}

/** More than anybody reads: who is not among them is found by typing on. */
const FOUND_MAX = 12;

import { useState, type ReactNode } from "react";

import { TextField } from "@/ui/Field";

interface NumberFieldProps<Value> {
  label: string;
  hint?: ReactNode;
  error?: ReactNode;
  optional?: boolean;
  disabled?: boolean;
  value: Value;
  /** What to write, said to whoever wrote something else. */
  expected?: string;
  show: (value: Value) => string;
  read: (text: string) => Value | undefined;
  onChange: (value: Value) => void;
}

/** A value typed as text: half-typed text stays in the box, only what can be read leaves it. */
export function NumberField<Value>({ label, hint, error, optional, disabled, value, expected = "This cannot be read as a value for this field.", show, read, onChange }: NumberFieldProps<Value>) {
  const [typed, setTyped] = useState<string | null>(null);
  const unreadable = typed !== null && read(typed) === undefined;
  return (
    <TextField
      label={label}
      hint={hint}
      optional={optional}
      disabled={disabled}
      inputMode="decimal"
      error={unreadable ? expected : error}
      value={typed ?? show(value)}
      onChange={(event) => {
        setTyped(event.target.value);
        const next = read(event.target.value);
        if (next !== undefined) onChange(next);
      }}
      onBlur={() => {
        if (!unreadable) setTyped(null);
      }}
    />
  );
}

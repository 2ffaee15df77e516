import type { ReactNode } from "react";

import { NumberField } from "@/features/settings/NumberField";
import { wholeNumber } from "@/features/settings/minutes";

interface WholeProps {
  label: string;
  hint?: ReactNode;
  error?: string;
  disabled?: boolean;
  value: number;
  min: number;
  max: number;
  onChange: (value: number) => void;
}

/** A whole number within limits. */
export function Whole({ min, max, ...field }: WholeProps) {
  const read = (text: string) => {
    const value = wholeNumber(text);
    return value !== null && value >= min && value <= max ? value : undefined;
  };
  return <NumberField {...field} show={String} read={read} expected={`Write a whole number from ${min} to ${max}.`} />;
}

/** A whole number that may be left out. */
export function MaybeWhole({ min, max, value, ...field }: Omit<WholeProps, "value" | "onChange"> & { value: number | null; onChange: (value: number | null) => void }) {
  const read = (text: string) => {
    if (text.trim() === "") return null;
    const whole = wholeNumber(text);
    return whole !== null && whole >= min && whole <= max ? whole : undefined;
  };
  return <NumberField<number | null> {...field} optional value={value} expected={`Write a whole number from ${min} to ${max}, or nothing.`} show={(shown) => (shown === null ? "" : String(shown))} read={read} />;
}

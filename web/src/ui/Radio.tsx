import { Radio } from "@base-ui/react/radio";
import { RadioGroup } from "@base-ui/react/radio-group";
import { useId, type ReactNode } from "react";

import styles from "./Radio.module.css";

interface RadiosProps {
  /** The id of the text that names the group. */
  labelledBy: string;
  value: string;
  onChange: (value: string) => void;
  disabled?: boolean;
  children: ReactNode;
}

/** A few choices that need a line of explanation each. */
export function Radios({ labelledBy, value, onChange, disabled, children }: RadiosProps) {
  return (
    <RadioGroup aria-labelledby={labelledBy} className={styles.group} value={value} onValueChange={(next) => onChange(String(next))} disabled={disabled}>
      {children}
    </RadioGroup>
  );
}

export function RadioChoice({ value, hint, children }: { value: string; hint?: string; children: string }) {
  const id = useId();
  return (
    <div className={styles.choice}>
      <Radio.Root id={id} value={value} className={styles.dot} aria-describedby={hint ? `${id}-hint` : undefined}>
        <Radio.Indicator className={styles.mark} />
      </Radio.Root>
      <div>
        <label htmlFor={id}>{children}</label>
        {hint && (
          <p id={`${id}-hint`} className={styles.hint}>
            {hint}
          </p>
        )}
      </div>
    </div>
  );
}

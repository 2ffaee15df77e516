import { Checkbox } from "@base-ui/react/checkbox";
import { Switch as BaseSwitch } from "@base-ui/react/switch";
import { Check, Minus } from "lucide-react";
import { useId, type ReactNode } from "react";

import { classes } from "./classes";
import styles from "./Tick.module.css";

interface TickProps {
  checked: boolean;
  mixed?: boolean;
  onChange: (checked: boolean) => void;
  disabled?: boolean;
  /** Read aloud when there is no visible text. */
  label?: string;
  children?: ReactNode;
  hint?: ReactNode;
  className?: string;
  tabIndex?: number;
}

/** A box to tick, with its text as part of the target. */
export function Tick({ checked, mixed = false, onChange, disabled, label, children, hint, className, tabIndex }: TickProps) {
  const id = useId();
  const box = (
    <Checkbox.Root
      id={children ? id : undefined}
      className={styles.box}
      checked={checked}
      indeterminate={mixed}
      disabled={disabled}
      tabIndex={tabIndex}
      aria-label={label}
      aria-describedby={hint ? `${id}-hint` : undefined}
      onCheckedChange={(next) => onChange(next)}
    >
      <Checkbox.Indicator className={styles.mark}>{mixed ? <Minus /> : <Check />}</Checkbox.Indicator>
    </Checkbox.Root>
  );
  if (!children) return box;
  return (
    <div className={classes(styles.tick, className)}>
      {box}
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

/** On or off, in force as soon as the form is saved. */
export function Switch({ checked, onChange, disabled, children, hint }: Omit<TickProps, "mixed" | "label">) {
  const id = useId();
  return (
    <div className={classes(styles.tick, styles.spread)}>
      <div>
        <label htmlFor={id} className={styles.strong}>
          {children}
        </label>
        {hint && (
          <p id={`${id}-hint`} className={styles.hint}>
            {hint}
          </p>
        )}
      </div>
      <BaseSwitch.Root
        id={id}
        className={styles.switch}
        checked={checked}
        disabled={disabled}
        aria-describedby={hint ? `${id}-hint` : undefined}
        onCheckedChange={(next) => onChange(next)}
      >
        <BaseSwitch.Thumb className={styles.thumb} />
      </BaseSwitch.Root>
    </div>
  );
}

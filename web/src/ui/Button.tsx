import type { ComponentProps, ReactNode } from "react";

import styles from "./Button.module.css";
import { classes } from "./classes";
import { Tip } from "./Tip";

type Look = "primary" | "plain" | "bare" | "danger";

interface ButtonProps extends ComponentProps<"button"> {
  look?: Look;
  icon?: ReactNode;
  /** The request is under way: the button stays where it is, keeps its focus, and does nothing. */
  busy?: boolean;
}

export function Button({ look = "plain", icon, busy = false, children, className, onClick, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      aria-disabled={busy || undefined}
      data-busy={busy || undefined}
      className={classes(styles.button, styles[look], className)}
      onClick={busy ? (event) => event.preventDefault() : onClick}
    >
      {icon}
      {children !== undefined && <span className={styles.label}>{children}</span>}
    </button>
  );
}

interface IconButtonProps extends ComponentProps<"button"> {
  /** What it does: read aloud, and shown on hover. */
  label: string;
  icon: ReactNode;
  look?: "bare" | "plain";
  busy?: boolean;
  /** There is nothing for it to do now: unlike a disabled one it keeps its focus. */
  resting?: boolean;
}

export function IconButton({ label, icon, look = "bare", busy = false, resting = false, className, onClick, ...rest }: IconButtonProps) {
  return (
    <Tip text={label}>
      <button
        type="button"
        {...rest}
        aria-label={label}
        aria-disabled={busy || resting || undefined}
        data-busy={busy || undefined}
        data-resting={resting || undefined}
        className={classes(styles.button, styles[look], styles.square, className)}
        onClick={busy || resting ? undefined : onClick}
      >
        {icon}
      </button>
    </Tip>
  );
}

import { Tooltip } from "@base-ui/react/tooltip";
import type { ReactElement, ReactNode } from "react";

import styles from "./Tip.module.css";

/** A few words about a control, on hover and focus; the control itself must say the same to those who hear the page. */
export function Tip({ text, children, side }: { text: ReactNode; children: ReactElement; side?: "top" | "right" | "bottom" }) {
  return (
    <Tooltip.Root>
      <Tooltip.Trigger render={children} />
      <Tooltip.Portal>
        <Tooltip.Positioner sideOffset={6} side={side ?? "bottom"} className={styles.positioner}>
          <Tooltip.Popup className={styles.tip} aria-hidden="true">{text}</Tooltip.Popup>
        </Tooltip.Positioner>
      </Tooltip.Portal>
    </Tooltip.Root>
  );
}

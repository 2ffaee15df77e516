import { Menu as Base } from "@base-ui/react/menu";
import { Check } from "lucide-react";
import type { ReactElement, ReactNode } from "react";

import styles from "./Menu.module.css";

/** A button that opens a list of actions. */
export function Menu({ trigger, children, align = "end" }: { trigger: ReactElement; children: ReactNode; align?: "start" | "end" }) {
  return (
    <Base.Root>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner className={styles.positioner} sideOffset={4} align={align} collisionPadding={8}>
          <Base.Popup className={styles.popup}>{children}</Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

export function MenuItem({ icon, onClick, danger, children }: { icon?: ReactNode; onClick: () => void; danger?: boolean; children: ReactNode }) {
  return (
    <Base.Item className={styles.item} data-danger={danger || undefined} onClick={onClick}>
      <span className={styles.icon}>{icon}</span>
      {children}
    </Base.Item>
  );
}

export function MenuTick({ checked, onChange, children }: { checked: boolean; onChange: (checked: boolean) => void; children: ReactNode }) {
  return (
    <Base.CheckboxItem className={styles.item} checked={checked} onCheckedChange={onChange} closeOnClick={false}>
      <span className={styles.icon}>
        <Base.CheckboxItemIndicator render={<Check />} />
      </span>
      {children}
    </Base.CheckboxItem>
  );
}

export function MenuChoice({ value, onChange, children }: { value: string; onChange: (value: string) => void; children: ReactNode }) {
  return (
    <Base.RadioGroup value={value} onValueChange={(next: string) => onChange(next)}>
      {children}
    </Base.RadioGroup>
  );
}

export function MenuOption({ value, icon, children }: { value: string; icon?: ReactNode; children: ReactNode }) {
  return (
    <Base.RadioItem className={styles.item} value={value} closeOnClick>
      <span className={styles.icon}>{icon}</span>
      <span className={styles.grow}>{children}</span>
      <Base.RadioItemIndicator render={<Check className={styles.tick} />} />
    </Base.RadioItem>
  );
}

export function MenuGroup({ label, children }: { label: string; children: ReactNode }) {
  return (
    <Base.Group>
      <Base.GroupLabel className={styles.label}>{label}</Base.GroupLabel>
      {children}
    </Base.Group>
  );
}

export function MenuLine() {
  return <Base.Separator className={styles.line} />;
}

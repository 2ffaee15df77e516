import { Tabs as Base } from "@base-ui/react/tabs";
import type { ReactNode } from "react";

import styles from "./Tabs.module.css";

interface Tab {
  key: string;
  title: ReactNode;
  content: ReactNode;
}

interface TabsProps {
  label: string;
  tabs: readonly Tab[];
  /** Which one is shown, where that is known outside; the first one to begin with otherwise. */
  value?: string;
  onChange?: (key: string) => void;
  /** Tabs that are not shown stay as they are, with what was typed in them. */
  keepMounted?: boolean;
}

export function Tabs({ label, tabs, value, onChange, keepMounted = false }: TabsProps) {
  return (
    <Base.Root {...(value === undefined ? { defaultValue: tabs[0]?.key } : { value, onValueChange: (key: string) => onChange?.(key) })}>
      <Base.List className={styles.list} aria-label={label}>
        {tabs.map((tab) => (
          <Base.Tab key={tab.key} value={tab.key} className={styles.tab}>
            {tab.title}
          </Base.Tab>
        ))}
      </Base.List>
      {tabs.map((tab) => (
        <Base.Panel key={tab.key} value={tab.key} className={styles.panel} keepMounted={keepMounted}>
          {tab.content}
        </Base.Panel>
      ))}
    </Base.Root>
  );
}

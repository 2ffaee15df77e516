import { Combobox } from "@base-ui/react/combobox";
import { Check, X } from "lucide-react";

import { regionName } from "@/format/words";
import type { Choice } from "@/ui/Select";

import styles from "./CountryPicker.module.css";
import { REGIONS } from "./regions";

/** Several countries, found by typing. */
export function CountryPicker({ regions, disabled, onChange }: { regions: readonly string[]; disabled: boolean; onChange: (regions: string[]) => void }) {
  const chosen = REGIONS.filter((region) => regions.includes(region.value));
  return (
    <Combobox.Root
      items={REGIONS}
      multiple
      disabled={disabled}
      value={chosen}
      onValueChange={(next: Choice[]) => onChange(next.map((region) => region.value))}
      isItemEqualToValue={(a: Choice, b: Choice) => a.value === b.value}
    >
      <Combobox.Chips className={styles.chips}>
        {chosen.map((region) => (
          <Combobox.Chip key={region.value} className={styles.chip} aria-label={regionName(region.value)}>
            {region.label}
            <Combobox.ChipRemove className={styles.remove} aria-label={`Remove ${region.label}`}>
              <X />
            </Combobox.ChipRemove>
          </Combobox.Chip>
        ))}
        <Combobox.Input className={styles.input} aria-label="Add a country" placeholder={chosen.length === 0 ? "Add a country" : ""} />
      </Combobox.Chips>
      <Combobox.Portal>
        <Combobox.Positioner className={styles.positioner} sideOffset={4}>
          <Combobox.Popup className={styles.popup}>
            <Combobox.Empty className={styles.empty}>No country of that name</Combobox.Empty>
            <Combobox.List className={styles.list}>
              {(region: Choice) => (
                <Combobox.Item key={region.value} value={region} className={styles.item}>
                  <span className={styles.grow}>{region.label}</span>
                  <Combobox.ItemIndicator render={<Check className={styles.tick} />} />
                </Combobox.Item>
              )}
            </Combobox.List>
          </Combobox.Popup>
        </Combobox.Positioner>
      </Combobox.Portal>
    </Combobox.Root>
  );
}

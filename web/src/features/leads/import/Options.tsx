import { useQuery } from "@tanstack/react-query";
import { useId, useState, type KeyboardEvent } from "react";

import { listsQuery } from "@/features/dial/queries";
import { Field, Input } from "@/ui/Field";
import { RadioChoice, Radios } from "@/ui/Radio";
import { Select } from "@/ui/Select";
import { Tick } from "@/ui/Tick";

import { tagsOf } from "../fields";
import type { Import, ImportChange } from "../model";
import { FileConsents } from "./FileConsents";
import styles from "./Import.module.css";

interface OptionsProps {
  made: Import;
  hasHeader: boolean;
  onHeader: (hasHeader: boolean) => void;
  onChange: (change: ImportChange) => void;
  /** Told whether a consent is said to be given that does not count yet. */
  onHalfConsent: (isHalf: boolean) => void;
}

/** Where the leads go, what happens to numbers that are known, and what all of them are tagged. */
export function Options({ made, hasHeader, onHeader, onChange, onHalfConsent }: OptionsProps) {
  const lists = useQuery(listsQuery);
  const titleId = useId();
  const knownId = useId();
  const open = lists.data?.items.filter((list) => !list.archived || list.id === made.list_id) ?? [];
  return (
    <section className={styles.options} aria-labelledby={titleId}>
      <h2 id={titleId}>Options</h2>
      <div className={styles.card}>
        <Field label="List">
          {({ id }) => (
            <Select
              id={id}
              value={made.list_id ?? ""}
              choices={[{ value: "", label: "A new list" }, ...open.map((list) => ({ value: list.id, label: list.name }))]}
              onChange={(list) => onChange({ list_id: list || null })}
            />
          )}
        </Field>
        {made.list_id === null && <Settling label="Name of the new list" value={made.name} onSettle={(name) => name && onChange({ name })} />}
        <div className={styles.group}>
          <h3 id={knownId}>Numbers that are known already</h3>
          <Radios labelledBy={knownId} value={made.known} onChange={(known) => onChange({ known })}>
            <RadioChoice value="update" hint="The lead stays in its list and takes over what the file says.">
              Update the lead
            </RadioChoice>
            <RadioChoice value="move" hint="The same, and the lead comes into this list.">
              Update and move it here
            </RadioChoice>
            <RadioChoice value="skip" hint="The row is left out and counted as a duplicate.">
              Leave it alone
            </RadioChoice>
          </Radios>
        </div>
        <Settling label="Tags for all of them" hint="Separated by commas." value={made.tags.join(", ")} onSettle={(text) => onChange({ tags: tagsOf(text) })} />
        <div className={styles.group}>
          <h3>Consent</h3>
          <FileConsents given={made.consents ?? null} onChange={(consents) => onChange({ consents })} onHalf={onHalfConsent} />
        </div>
        <Tick checked={hasHeader} onChange={onHeader}>
          The first row holds the headings
        </Tick>
      </div>
    </section>
  );
}

/** A text that is sent once it is left or Enter is pressed, and not at every letter. */
function Settling({ label, hint, value, onSettle }: { label: string; hint?: string; value: string; onSettle: (text: string) => void }) {
  const [typed, setTyped] = useState<string | null>(null);
  const settle = () => {
    if (typed !== null && typed.trim() !== value) onSettle(typed.trim());
    setTyped(null);
  };
  return (
    <Field label={label} hint={hint}>
      {(control) => (
        <Input
          {...control}
          value={typed ?? value}
          maxLength={200}
          onChange={(event) => setTyped(event.target.value)}
          onBlur={settle}
          onKeyDown={(event: KeyboardEvent) => {
            if (event.key === "Enter") settle();
          }}
        />
      )}
    </Field>
  );
}

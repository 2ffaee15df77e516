import { Combobox } from "@base-ui/react/combobox";
import { useQuery } from "@tanstack/react-query";
import { Check, X } from "lucide-react";
import { useId, useState } from "react";

import { facetsQuery } from "@/features/leads/queries";
import picker from "@/features/settings/CountryPicker.module.css";

import styles from "./Editor.module.css";

/** Several tags of which a lead needs one: those that leads have, found by typing, or another one that they will have. */
export function TagPicker({ tags, error, onChange }: { tags: readonly string[]; error?: string; onChange: (tags: string[]) => void }) {
  const id = useId();
  const [typed, setTyped] = useState("");
  const facets = useQuery(facetsQuery);
  const known = distinct([...tags, ...(facets.data?.tags ?? [])]);
  const another = typed.trim();
  const items = another === "" || known.some((tag) => isSame(tag, another)) ? known : [...known, another];
  const isFull = tags.length >= TAGS_MAX;
  return (
    <div className={styles.group}>
      <p className={styles.label}>Only with one of these tags</p>
      <Combobox.Root items={items} multiple autoHighlight value={[...tags]} inputValue={typed} onInputValueChange={setTyped} onValueChange={(next: string[]) => onChange(next.slice(0, TAGS_MAX))}>
        <Combobox.Chips className={picker.chips}>
          {tags.map((tag) => (
            <Combobox.Chip key={tag} className={picker.chip} aria-label={tag}>
              {tag}
              <Combobox.ChipRemove className={picker.remove} aria-label={`Remove ${tag}`}>
                <X />
              </Combobox.ChipRemove>
            </Combobox.Chip>
          ))}
          <Combobox.Input className={picker.input} aria-label="Add a tag" aria-describedby={`${id}-note`} aria-invalid={error ? true : undefined} maxLength={TAG_MAX} placeholder={tags.length === 0 ? "Add a tag" : ""} />
        </Combobox.Chips>
        <Combobox.Portal>
          <Combobox.Positioner className={picker.positioner} sideOffset={4}>
            <Combobox.Popup className={picker.popup}>
              <Combobox.Empty className={picker.empty}>{facets.isPending ? "Loading the tags" : "No lead has a tag yet: type one"}</Combobox.Empty>
              <Combobox.List className={picker.list}>
                {(tag: string) => (
                  <Combobox.Item key={tag} value={tag} className={picker.item} disabled={isFull && !tags.includes(tag)}>
                    <span className={picker.grow}>{known.includes(tag) ? tag : `Add “${tag}”`}</span>
                    <Combobox.ItemIndicator render={<Check className={picker.tick} />} />
                  </Combobox.Item>
                )}
              </Combobox.List>
            </Combobox.Popup>
          </Combobox.Positioner>
        </Combobox.Portal>
      </Combobox.Root>
      <p id={`${id}-note`} className={error ? styles.error : styles.hint}>
        {error ?? (isFull ? `No more than ${TAGS_MAX} can be chosen.` : "Empty: leads with any tags, or none. VIP and vip are the same.")}
      </p>
    </div>
  );
}

/** Each tag once, as it is written first. */
function distinct(tags: readonly string[]): string[] {
  return tags.filter((tag, place) => tags.findIndex((other) => isSame(other, tag)) === place);
}

function isSame(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

/** What the server takes. */
const TAGS_MAX = 20;
const TAG_MAX = 40;

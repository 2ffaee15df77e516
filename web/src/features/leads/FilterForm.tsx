import { useId, useState } from "react";

import type { Disposition } from "@/features/dial/model";
import { REGIONS } from "@/features/settings/regions";
import { Button } from "@/ui/Button";
import { Field, Input } from "@/ui/Field";
import { Select, type Choice } from "@/ui/Select";
import { Tick } from "@/ui/Tick";

import { CONSENT_CHOICES } from "./consent/model";
import styles from "./FilterBar.module.css";
import type { LeadsFilter } from "./filter";
import { RESULT_CHOICES } from "./result";

interface FilterFormProps {
  filter: LeadsFilter;
  dispositions: readonly Disposition[];
  tags: readonly string[];
  regions: readonly string[];
  custom: readonly string[];
  onChange: (part: Partial<LeadsFilter>) => void;
}

/** The filters that are wanted less often; each is in force as soon as it is chosen. */
export function FilterForm({ filter, dispositions, tags, regions, custom, onChange }: FilterFormProps) {
  const tagList = useId();
  const known = regions.length > 0 ? REGIONS.filter(({ value }) => regions.includes(value) || value === filter.region) : REGIONS;
  return (
    <>
      <Field label="Tag">
        {(control) => (
          <>
            <Input {...control} list={tagList} value={filter.tag} placeholder="Any" maxLength={60} onChange={(event) => onChange({ tag: event.target.value })} />
            <datalist id={tagList}>
              {tags.map((tag) => (
                <option key={tag} value={tag} />
              ))}
            </datalist>
          </>
        )}
      </Field>
      <Field label="Outcome">
        {({ id }) => (
          <Select
            id={id}
            value={filter.disposition}
            choices={[{ value: "", label: "Every outcome" }, ...dispositions.map(({ code, label }) => ({ value: code, label }))]}
            onChange={(disposition) => onChange({ disposition })}
          />
        )}
      </Field>
      <Field label="What came of automatic calls">{({ id }) => <Select id={id} value={filter.result} choices={RESULT_CHOICES} onChange={(result) => onChange({ result })} />}</Field>
      <Field label="Consent">{({ id }) => <Select id={id} value={filter.consent} choices={CONSENT_CHOICES} onChange={(consent) => onChange({ consent })} />}</Field>
      <Field label="Country">
        {({ id }) => <Select id={id} value={filter.region} choices={[{ value: "", label: "Every country" }, ...known]} onChange={(region) => onChange({ region })} />}
      </Field>
      <Field label="Called at most">
        {({ id }) => (
          <Select id={id} value={filter.attempts_max} choices={ATTEMPTS} disabled={filter.never_called !== ""} onChange={(attempts_max) => onChange({ attempts_max })} />
        )}
      </Field>
      <Tick checked={filter.never_called !== ""} onChange={(on) => onChange(on ? { never_called: "true", attempts_max: "" } : { never_called: "" })}>
        Never called
      </Tick>
      <div className={styles.pair}>
        <Field label="Called since">{(control) => <Input {...control} type="date" value={filter.called_after} onChange={(event) => onChange({ called_after: event.target.value })} />}</Field>
        <Field label="Called before">{(control) => <Input {...control} type="date" value={filter.called_before} onChange={(event) => onChange({ called_before: event.target.value })} />}</Field>
      </div>
      {custom.length > 0 && <CustomFilter custom={custom} filter={filter} onChange={onChange} />}
    </>
  );
}

function CustomFilter({ custom, filter, onChange }: Pick<FilterFormProps, "custom" | "filter" | "onChange">) {
  const [field, setField] = useState(custom[0] ?? "");
  const [value, setValue] = useState("");
  return (
    <form
      className={styles.custom}
      onSubmit={(event) => {
        event.preventDefault();
        if (value.trim() === "") return;
        onChange({ custom: { ...filter.custom, [field]: value.trim() } });
        setValue("");
      }}
    >
      <Field label="Custom field">{({ id }) => <Select id={id} value={field} choices={custom.map((name) => ({ value: name, label: name }))} onChange={setField} />}</Field>
      <Field label="Is">{(control) => <Input {...control} value={value} maxLength={200} onChange={(event) => setValue(event.target.value)} />}</Field>
      <Button type="submit">Add</Button>
    </form>
  );
}

const ATTEMPTS: readonly Choice[] = [{ value: "", label: "Any number of times" }, ...[1, 2, 3, 5, 10].map((n) => ({ value: String(n), label: n === 1 ? "Once" : `${n} times` }))];

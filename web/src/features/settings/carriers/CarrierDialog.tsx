import { useId, useState, type FormEvent } from "react";

import type { CarrierAccount, CarrierSpec } from "@/api/model";
import { ApiProblem, sentenceFor } from "@/api/problem";
import { Button } from "@/ui/Button";
import { Notice } from "@/ui/Card";
import { Dialog } from "@/ui/Dialog";
import { Field, TextField } from "@/ui/Field";
import { Select } from "@/ui/Select";

import styles from "./Carriers.module.css";
import { carrierInput, initialFields, isSet } from "./form";
import { useSaveCarrier } from "./queries";

/** Adds or changes a carrier account; the form is what the carrier says that it needs. */
export function CarrierDialog({ account, kinds, onClose }: { account: CarrierAccount | null; kinds: readonly CarrierSpec[]; onClose: () => void }) {
  const [kind, setKind] = useState(account?.kind ?? kinds[0]?.kind ?? "");
  const spec = kinds.find((one) => one.kind === kind);
  const [name, setName] = useState(account?.name ?? "");
  const [fields, setFields] = useState(() => (spec ? initialFields(spec, account) : {}));
  const formId = useId();
  const save = useSaveCarrier(account?.id ?? null);
  const wrong = (field: string) => (save.error instanceof ApiProblem ? (save.error.field(field) ?? save.error.field(`config.${field}`)) : undefined);

  const choose = (next: string) => {
    setKind(next);
    const chosen = kinds.find((one) => one.kind === next);
    setFields(chosen ? initialFields(chosen, null) : {});
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (spec && !save.isPending) save.mutate(carrierInput(spec, account, name, fields), { onSuccess: onClose });
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={account ? `Change ${account.name}` : "Add a carrier"}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form={formId} look="primary" busy={save.isPending}>
            {account ? "Save" : "Add carrier"}
          </Button>
        </>
      }
    >
      <form id={formId} className={styles.form} onSubmit={submit} autoComplete="off">
        {save.isError && (
          <div role="alert">
            <Notice tone="bad">{sentenceFor(save.error)}</Notice>
          </div>
        )}
        {!account && kinds.length > 1 && (
          <Field label="Carrier">
            {(control) => <Select id={control.id} value={kind} choices={kinds.map((one) => ({ value: one.kind, label: one.title }))} onChange={choose} />}
          </Field>
        )}
        <TextField label="Name" hint="To tell accounts apart." required maxLength={100} value={name} onChange={(event) => setName(event.target.value)} error={wrong("name")} />
        {spec?.fields.map((field) => {
          const kept = isSet(account, field.key);
          const put = (value: string) => setFields({ ...fields, [field.key]: value });
          if (field.choices && field.choices.length > 0) {
            const { choices } = field;
            return (
              <Field key={field.key} label={field.label} optional={!field.required} hint={field.help} error={wrong(field.key)}>
                {(control) => <Select id={control.id} value={fields[field.key] ?? ""} choices={choices} onChange={put} />}
              </Field>
            );
          }
          return (
            <TextField
              key={field.key}
              label={field.label}
              type={field.secret ? "password" : "text"}
              autoComplete={field.secret ? "new-password" : "off"}
              spellCheck={false}
              optional={!field.required}
              required={field.required && !kept}
              placeholder={kept ? "Set; leave empty to keep it" : undefined}
              hint={field.help}
              value={fields[field.key] ?? ""}
              onChange={(event) => put(event.target.value)}
              error={wrong(field.key)}
            />
          );
        })}
      </form>
    </Dialog>
  );
}

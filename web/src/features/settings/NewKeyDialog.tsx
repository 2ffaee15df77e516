import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";

import { api, body } from "@/api/client";
import type { Role } from "@/api/model";
import { ApiProblem } from "@/api/problem";
import { Button } from "@/ui/Button";
import { Notice } from "@/ui/Card";
import { Copy } from "@/ui/Copy";
import { Dialog } from "@/ui/Dialog";
import { Field, TextField } from "@/ui/Field";
import { Select, type Choice } from "@/ui/Select";
import { Tick } from "@/ui/Tick";
import { FormDialog } from "@/ui/FormDialog";

import { ROLES } from "./roles";
import styles from "./Users.module.css";

/** Makes a key; its secret is shown here once and never again. */
export function NewKeyDialog({ onClose }: { onClose: () => void }) {
  const client = useQueryClient();
  const [name, setName] = useState("");
  const [role, setRole] = useState<Role>("agent");
  const [scopes, setScopes] = useState<readonly string[]>([]);
  const [ends, setEnds] = useState("never");
  const done = useRef<HTMLButtonElement>(null);
  const create = useMutation({
    mutationFn: () =>
      body(
        api.POST("/api/v1/api-keys", {
          body: { name: name.trim(), role, scopes: [...scopes], ...(ends === "never" ? {} : { expires_in_days: Number(ends) }) },
        }),
      ),
    onSuccess: () => client.invalidateQueries({ queryKey: ["api-keys"] }),
  });

  if (create.data) {
    return (
      <Dialog
        open
        onClose={onClose}
        title="Copy the key now"
        initialFocus={done}
        footer={
          <Button ref={done} look="primary" onClick={onClose}>
            I have copied it
          </Button>
        }
      >
        <Notice tone="warn">This is the only time that the key is shown. Whoever has it can do what it may do.</Notice>
        <div className={styles.secret}>
          <code>{create.data.key}</code>
          <Copy text={create.data.key} label="Copy the key" />
        </div>
      </Dialog>
    );
  }
  const toggle = (scope: string, on: boolean) => setScopes(on ? [...scopes, scope] : scopes.filter((one) => one !== scope));
  return (
    <FormDialog title="Create an API key" submit="Create key" busy={create.isPending} error={create.error} onSubmit={() => create.mutate()} onClose={onClose}>
      <TextField
        label="Name"
        hint="The program that will use it."
        required
        maxLength={100}
        value={name}
        onChange={(event) => setName(event.target.value)}
        error={create.error instanceof ApiProblem ? create.error.field("name") : undefined}
      />
      <Field label="At most what this role may do">{(control) => <Select id={control.id} value={role} choices={ROLES} onChange={setRole} />}</Field>
      <fieldset className={styles.fieldset}>
        <legend>Only these rights (none ticked means all of the role’s)</legend>
        <div className={styles.scopes}>
          {SCOPES.map((scope) => (
            <Tick key={scope} checked={scopes.includes(scope)} onChange={(on) => toggle(scope, on)}>
              {scope}
            </Tick>
          ))}
        </div>
      </fieldset>
      <Field label="Ends">{(control) => <Select id={control.id} value={ends} choices={ENDS} onChange={setEnds} />}</Field>
    </FormDialog>
  );
}

const SCOPES = ["calls:read", "calls:write", "calls:override", "calls:clear", "dnc:read", "dnc:write", "dnc:remove", "settings:read"];
const ENDS: readonly Choice[] = [
  { value: "never", label: "Never" },
  { value: "30", label: "In 30 days" },
  { value: "90", label: "In 90 days" },
  { value: "365", label: "In a year" },
];

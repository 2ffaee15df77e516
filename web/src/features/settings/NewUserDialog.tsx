import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { api, body } from "@/api/client";
import type { Role } from "@/api/model";
import { ApiProblem } from "@/api/problem";
import { Field, TextField } from "@/ui/Field";
import { Select } from "@/ui/Select";
import { tell } from "@/ui/toasts";
import { FormDialog } from "@/ui/FormDialog";

import { ROLES } from "./roles";

export function NewUserDialog({ onClose }: { onClose: () => void }) {
  const client = useQueryClient();
  const [name, setName] = useState("");
  const [email, setEmail] = useState("");
  const [role, setRole] = useState<Role>("agent");
  const [password, setPassword] = useState("");
  const add = useMutation({
    mutationFn: () => body(api.POST("/api/v1/users", { body: { name, email, role, password } })),
    onSuccess: async (user) => {
      tell({ title: `${user.name} can sign in now` });
      await client.invalidateQueries({ queryKey: ["users"] });
      onClose();
    },
  });
  const wrong = (field: string) => (add.error instanceof ApiProblem ? add.error.field(field) : undefined);
  return (
    <FormDialog title="Add a user" submit="Add user" busy={add.isPending} error={add.error} onSubmit={() => add.mutate()} onClose={onClose}>
      <TextField label="Name" required maxLength={200} autoComplete="off" value={name} onChange={(event) => setName(event.target.value)} error={wrong("name")} />
      <TextField label="E-mail" type="email" required autoComplete="off" value={email} onChange={(event) => setEmail(event.target.value)} error={wrong("email")} />
      <Field label="Role">{(control) => <Select id={control.id} value={role} choices={ROLES} onChange={setRole} />}</Field>
      <TextField
        label="First password"
        type="password"
        required
        minLength={10}
        autoComplete="new-password"
        hint="At least 10 characters. Tell it to the person in private; they can change it."
        value={password}
        onChange={(event) => setPassword(event.target.value)}
        error={wrong("password")}
      />
    </FormDialog>
  );
}

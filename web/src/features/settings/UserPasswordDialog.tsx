import { useMutation } from "@tanstack/react-query";
import { useState } from "react";

import { api } from "@/api/client";
import type { User } from "@/api/model";
import { ApiProblem } from "@/api/problem";
import { TextField } from "@/ui/Field";
import { tell } from "@/ui/toasts";
import { FormDialog } from "@/ui/FormDialog";


export function UserPasswordDialog({ user, onClose }: { user: User; onClose: () => void }) {
  const [password, setPassword] = useState("");
  const set = useMutation({
    mutationFn: () => api.POST("/api/v1/users/{id}/password", { params: { path: { id: user.id } }, body: { password } }),
    onSuccess: () => {
      tell({ title: `${user.name} has a new password` });
      onClose();
    },
  });
  return (
    <FormDialog
      title={`Set a password for ${user.name}`}
      description="Their sessions end, and they sign in with the new password."
      submit="Set password"
      busy={set.isPending}
      error={set.error}
      onSubmit={() => set.mutate()}
      onClose={onClose}
    >
      <TextField
        label="New password"
        type="password"
        required
        minLength={10}
        autoComplete="new-password"
        hint="At least 10 characters."
        value={password}
        onChange={(event) => setPassword(event.target.value)}
        error={set.error instanceof ApiProblem ? set.error.field("password") : undefined}
      />
    </FormDialog>
  );
}

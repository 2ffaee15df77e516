import { useMutation } from "@tanstack/react-query";
import { useState } from "react";

import { api } from "@/api/client";
import { ApiProblem, sentenceFor } from "@/api/problem";
import { useSession } from "@/features/session/session";
import { Button } from "@/ui/Button";
import { Notice } from "@/ui/Card";
import { TextField } from "@/ui/Field";
import { tell } from "@/ui/toasts";

import { Group, SectionHead } from "./Section";

export default function PasswordSection() {
  const { user } = useSession();
  const [current, setCurrent] = useState("");
  const [next, setNext] = useState("");
  const change = useMutation({
    mutationFn: () => api.POST("/api/v1/session/password", { body: { current_password: current, new_password: next } }),
    onSuccess: () => {
      setCurrent("");
      setNext("");
      tell({ title: "Your password is changed", detail: "Your other sessions have ended." });
    },
  });
  const wrong = (field: string) => (change.error instanceof ApiProblem ? change.error.field(field) : undefined);
  return (
    <>
      <SectionHead title="My password">For {user.email}. Changing it ends your sessions on other devices.</SectionHead>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (!change.isPending) change.mutate();
        }}
      >
        <Group>
          {change.isError && (
            <div role="alert">
              <Notice tone="bad">{sentenceFor(change.error)}</Notice>
            </div>
          )}
          <input type="hidden" name="username" autoComplete="username" value={user.email} />
          <TextField label="Current password" type="password" autoComplete="current-password" required value={current} onChange={(event) => setCurrent(event.target.value)} error={wrong("current_password")} />
          <TextField label="New password" type="password" autoComplete="new-password" required minLength={10} hint="At least 10 characters." value={next} onChange={(event) => setNext(event.target.value)} error={wrong("new_password")} />
          <div>
            <Button type="submit" look="primary" busy={change.isPending}>
              Change password
            </Button>
          </div>
        </Group>
      </form>
    </>
  );
}

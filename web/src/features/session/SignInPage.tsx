import { useMutation } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { Navigate, useNavigate, useSearchParams } from "react-router";

import { api, body } from "@/api/client";
import { sentenceFor } from "@/api/problem";
import { Button } from "@/ui/Button";
import { TextField } from "@/ui/Field";

import { Entrance } from "./Entrance";
import styles from "./Entrance.module.css";
import { pathAfterSignIn } from "./paths";
import { useEnter, useSetupNeeded } from "./session";

export function SignInPage() {
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const [search] = useSearchParams();
  const navigate = useNavigate();
  const enter = useEnter();
  const setupNeeded = useSetupNeeded();
  const signIn = useMutation({
    mutationFn: () => body(api.POST("/api/v1/session", { body: { email, password } })),
    onSuccess: async (session) => {
      enter(session);
      await navigate(pathAfterSignIn(search.get("then")), { replace: true });
    },
    onError: () => setPassword(""),
  });
  if (setupNeeded) return <Navigate to="/setup" replace />;

  const submit = (event: FormEvent) => {
    event.preventDefault();
    signIn.mutate();
  };
  return (
    <Entrance title="Sign in">
      <form className={styles.form} onSubmit={submit}>
        {signIn.isError && (
          <p role="alert" className={styles.error}>
            {sentenceFor(signIn.error)}
          </p>
        )}
        <TextField
          label="E-mail"
          type="email"
          name="email"
          autoComplete="username"
          // The only thing to do on this page.
          // eslint-disable-next-line jsx-a11y/no-autofocus
          autoFocus
          required
          value={email}
          onChange={(event) => setEmail(event.target.value)}
        />
        <TextField
          label="Password"
          type="password"
          name="password"
          autoComplete="current-password"
          required
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
        <Button type="submit" look="primary" busy={signIn.isPending}>
          Sign in
        </Button>
      </form>
    </Entrance>
  );
}

import { useMutation } from "@tanstack/react-query";
import { useEffect, useState, type FormEvent } from "react";
import { Link, useLocation, useNavigate } from "react-router";

import { api, body } from "@/api/client";
import { ApiProblem, sentenceFor } from "@/api/problem";
import { Button } from "@/ui/Button";
import { TextField } from "@/ui/Field";

import { Entrance } from "./Entrance";
import styles from "./Entrance.module.css";
import { setupToken } from "./paths";
import { useEnter, useSetupNeeded } from "./session";

export function SetupPage() {
  const location = useLocation();
  const navigate = useNavigate();
  const [token, setToken] = useState(() => setupToken(location));
  const [tokenFromLink] = useState(token !== "");
  const [name, setName] = useState("");
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const [workspace, setWorkspace] = useState("");
  const enter = useEnter();
  const needed = useSetupNeeded();

  useEffect(() => {
    // The token is a secret: it does not stay in the address bar or the history.
    if (tokenFromLink) window.history.replaceState(window.history.state, "", "/setup");
  }, [tokenFromLink]);

  const create = useMutation({
    mutationFn: () =>
      body(api.POST("/api/v1/setup", { body: { token, name, email, password, ...(workspace ? { workspace_name: workspace } : {}) } })),
    onSuccess: async (session) => {
      enter(session);
      await navigate("/", { replace: true });
    },
  });
  const wrong = (field: string) => (create.error instanceof ApiProblem ? create.error.field(field) : undefined);

  if (needed === false && !create.isPending && !create.isSuccess) {
    return (
      <Entrance title="Already set up">
        <p>
          This workspace has its administrator. <Link to="/sign-in">Sign in</Link> instead.
        </p>
      </Entrance>
    );
  }
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate();
  };
  return (
    <Entrance title="Set up Outdial" note="You become the administrator of this installation. You can add other people later.">
      <form className={styles.form} onSubmit={submit}>
        {create.isError && (
          <p role="alert" className={styles.error}>
            {sentenceFor(create.error)}
          </p>
        )}
        {!tokenFromLink && (
          <TextField
            label="Set-up code"
            hint="The server printed a set-up link when it started. Open that link, or copy what follows token= in it."
            required
            autoComplete="off"
            value={token}
            onChange={(event) => setToken(event.target.value.trim())}
            error={wrong("token")}
          />
        )}
        <TextField label="Your name" autoComplete="name" required value={name} onChange={(event) => setName(event.target.value)} error={wrong("name")} />
        <TextField label="E-mail" type="email" autoComplete="username" required value={email} onChange={(event) => setEmail(event.target.value)} error={wrong("email")} />
        <TextField
          label="Password"
          type="password"
          autoComplete="new-password"
          required
          minLength={10}
          hint="At least 10 characters; a short sentence is good."
          value={password}
          onChange={(event) => setPassword(event.target.value)}
          error={wrong("password")}
        />
        <TextField label="Workspace name" optional autoComplete="organization" value={workspace} onChange={(event) => setWorkspace(event.target.value)} error={wrong("workspace_name")} />
        <Button type="submit" look="primary" busy={create.isPending}>
          Create administrator
        </Button>
      </form>
    </Entrance>
  );
}

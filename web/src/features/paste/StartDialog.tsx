import { useMutation, useQuery } from "@tanstack/react-query";
import { useRef, useState } from "react";

import { api, body, freshKey, once, sendFile } from "@/api/client";
import type { NumbersCheck, RunCreated } from "@/api/model";
import { sentenceFor } from "@/api/problem";
import { callLabel } from "@/features/prompt/card";
import { useMay } from "@/features/session/session";
import { settingsQuery } from "@/features/settings/useSettings";
import { Button } from "@/ui/Button";
import { Notice } from "@/ui/Card";
import { Dialog } from "@/ui/Dialog";
import { Field, Input, TextArea, TextField } from "@/ui/Field";
import { Tick } from "@/ui/Tick";

import { CheckSummary } from "./CheckSummary";
import { RunResult } from "./RunResult";
import styles from "./StartDialog.module.css";

interface StartDialogProps {
  text: string;
  file: File | null;
  counts: NumbersCheck["counts"];
  liftable: number;
  onClose: (started: boolean) => void;
}

/** The confirmation before a list is called, and afterwards what became of each line. */
export function StartDialog({ text, file, counts, liftable, onClose }: StartDialogProps) {
  const [name, setName] = useState("");
  const [message, setMessage] = useState("");
  const [at, setAt] = useState("");
  const [override, setOverride] = useState(false);
  // One key for one intention: pressing twice, or again after a lost answer, starts one run.
  const [key] = useState(freshKey);
  const button = useRef<HTMLButtonElement>(null);
  const settings = useQuery({ ...settingsQuery, enabled: useMay("settings.read") });

  const start = useMutation({
    mutationFn: async (): Promise<RunCreated> => {
      const wishes = {
        ...(name.trim() ? { name: name.trim() } : {}),
        ...(message.trim() ? { message: message.trim() } : {}),
        ...(at ? { at: new Date(at).toISOString() } : {}),
        ...(override ? { override_window: true } : {}),
      };
      // The body of such a request is the file alone, so what else is wished stands in the address.
      if (file) return (await sendFile("/api/v1/runs", file, { query: wishes, key })) as RunCreated;
      return body(api.POST("/api/v1/runs", { ...once(key), body: { text, ...wishes } }));
    },
  });

  if (start.data) return <RunResult created={start.data} onClose={() => onClose(true)} />;
  const lifted = override ? Math.min(liftable, counts.postponed) : 0;
  const label = callLabel(counts.allowed + lifted, counts.postponed - lifted, at !== "") ?? "Start";
  return (
    <Dialog
      open
      onClose={() => onClose(false)}
      title="Call this list"
      initialFocus={button}
      footer={
        <>
          <Button onClick={() => onClose(false)}>Back</Button>
          <Button ref={button} look="primary" busy={start.isPending} onClick={() => start.mutate()}>
            {start.isPending ? "Placing" : label}
          </Button>
        </>
      }
    >
      <CheckSummary counts={counts} checking={false} />
      {start.isError && (
        <div role="alert">
          <Notice tone="bad">{sentenceFor(start.error)}</Notice>
        </div>
      )}
      <Field label="Message" optional hint="What people hear. Empty means the workspace’s message; a message column in the list wins.">
        {(control) => <TextArea {...control} rows={3} maxLength={4_000} placeholder={settings.data?.message} value={message} onChange={(event) => setMessage(event.target.value)} />}
      </Field>
      <div className={styles.pair}>
        <TextField label="Name of the run" optional value={name} maxLength={200} onChange={(event) => setName(event.target.value)} />
        <Field label="Not before" optional hint="Your time; the calling window of each number still holds.">
          {(control) => <Input {...control} type="datetime-local" value={at} onChange={(event) => setAt(event.target.value)} />}
        </Field>
      </div>
      {liftable > 0 && (
        <Tick checked={override} onChange={setOverride} hint="This is recorded with your name.">
          Call outside the calling window, now
        </Tick>
      )}
    </Dialog>
  );
}

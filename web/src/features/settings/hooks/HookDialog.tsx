import { useState } from "react";

import { ApiProblem } from "@/api/problem";
import { Button } from "@/ui/Button";
import { Copy } from "@/ui/Copy";
import { Dialog } from "@/ui/Dialog";
import { TextField } from "@/ui/Field";
import { FormDialog } from "@/ui/FormDialog";
import { Switch, Tick } from "@/ui/Tick";

import styles from "../Users.module.css";
import { eventWords, type Hook } from "./model";
import { useSaveHook } from "./queries";

/** Makes or changes a webhook; a new one's secret is shown once. */
export function HookDialog({ hook, events: known, onClose }: { hook: Hook | null; events: readonly string[]; onClose: () => void }) {
  const [url, setUrl] = useState(hook?.url ?? "");
  const [events, setEvents] = useState<readonly string[]>(hook?.events ?? known);
  const [on, setOn] = useState(hook?.on ?? true);
  const [isRenewed, setIsRenewed] = useState(false);
  const [secret, setSecret] = useState<string | null>(null);
  const save = useSaveHook(hook?.id ?? null);
  const wrong = (field: string) => (save.error instanceof ApiProblem ? save.error.field(field) : undefined);
  if (secret !== null) {
    return (
      <Dialog open onClose={onClose} title="The secret of this webhook" description="Your program checks signatures with it. It is shown this once: copy it now." footer={<Button look="primary" onClick={onClose}>I have copied it</Button>}>
        <p className={styles.secret}>
          <code>{secret}</code>
          <Copy text={secret} label="Copy the secret" />
        </p>
      </Dialog>
    );
  }
  return (
    <FormDialog
      title={hook ? "Change the webhook" : "Add a webhook"}
      submit={hook ? "Save" : "Add webhook"}
      busy={save.isPending}
      error={save.error}
      onClose={onClose}
      onSubmit={() => save.mutate({ url: url.trim(), events: [...events], on, ...(isRenewed ? { new_secret: true } : {}) }, { onSuccess: (kept) => (kept.secret ? setSecret(kept.secret) : onClose()) })}
    >
      <TextField label="Address" type="url" required placeholder="https://example.com/outdial" hint="Reached from the internet, by https." spellCheck={false} value={url} error={wrong("url")} onChange={(event) => setUrl(event.target.value)} />
      <fieldset className={styles.fieldset}>
        <legend>Told of</legend>
        <div className={styles.scopes}>
          {[...new Set([...known, ...events])].map((event) => (
            <Tick key={event} checked={events.includes(event)} onChange={(checked) => setEvents(checked ? [...events, event] : events.filter((one) => one !== event))}>
              {eventWords(event)}
            </Tick>
          ))}
        </div>
        {wrong("events") && (
          <p className={styles.bad} role="alert">
            {wrong("events")}
          </p>
        )}
      </fieldset>
      <Switch checked={on} onChange={setOn} hint="While it is off, nothing is sent or kept for it.">
        On
      </Switch>
      {hook && (
        <Tick checked={isRenewed} onChange={setIsRenewed} hint="Messages are signed with it at once; the old one is of no use any more.">
          Make a new secret
        </Tick>
      )}
    </FormDialog>
  );
}

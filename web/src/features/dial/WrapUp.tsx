import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState, type KeyboardEvent } from "react";

import { sentenceFor } from "@/api/problem";
import { Skeleton } from "@/ui/Blank";
import { Button } from "@/ui/Button";
import { Kbd, Notice } from "@/ui/Card";
import { tell } from "@/ui/toasts";

import { CallbackField } from "./CallbackField";
import styles from "./CallDock.module.css";
import { desk } from "./desk";
import type { Disposition, Lead, Room } from "./model";
import type { Notes, Saving } from "./notes";
import { NotesField } from "./NotesField";
import { OutcomeGrid } from "./OutcomeGrid";
import { dispositionsQuery, useRefreshLead } from "./queries";

interface WrapUpProps {
  room: Room;
  notes: Notes;
  text: string;
  saving: Saving;
  next: (after: string | null) => Lead | null;
}

/** After a call: what came of it, what was said, when to call again. */
export function WrapUp({ room, notes, text, saving, next }: WrapUpProps) {
  const dispositions = useQuery(dispositionsQuery);
  const items = dispositions.data ?? [];
  const suggested = suggestion(room, items);
  const [chosen, setChosen] = useState<string | null>(room.call?.disposition ?? null);
  const [callbackAt, setCallbackAt] = useState<string | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const refresh = useRefreshLead();
  const code = chosen ?? suggested;
  const disposition = items.find((one) => one.code === code) ?? null;
  const { lead, call } = room;
  const canSave = call === null || (disposition !== null && (!disposition.callback || callbackAt !== null));

  useEffect(() => {
    // Whoever is writing goes on writing; for everybody else the digits choose.
    if (!(document.activeElement instanceof HTMLTextAreaElement)) form.current?.focus({ preventScroll: true });
  }, []);

  const save = async (goOn: boolean) => {
    if (busy || !canSave) return;
    setBusy(true);
    setError(null);
    try {
      await notes.finish({ disposition: disposition?.code ?? null, callback_at: disposition?.callback ? callbackAt : null });
      refresh(lead?.id ?? null);
      const following = goOn ? next(lead?.id ?? null) : null;
      if (goOn && !following) tell({ title: "No open lead is left in this list" });
      desk.tell({ type: "wrapped", next: following });
    } catch (failure) {
      setError(failure);
      setBusy(false);
    }
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey || event.target === form.current)) return;
    event.preventDefault();
    void save(true);
  };
  return (
    // Keys reach the form from whatever in it has the focus; it has it itself when the call ends.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <form ref={form} className={styles.wrapUp} tabIndex={-1} aria-label="Outcome of the call" onKeyDown={onKeyDown} onSubmit={(event) => event.preventDefault()}>
      {dispositions.isPending && call && <Skeleton rows={3} />}
      {call === null ? (
        <Notice>The phone was never dialled, so there is no outcome to note.</Notice>
      ) : (
        <OutcomeGrid items={items} code={code} onChoose={setChosen} />
      )}
      {disposition?.callback && lead && <CallbackField lead={lead} onChange={setCallbackAt} />}
      {disposition?.do_not_call && <Notice tone="warn">The number goes on the do-not-call list: nobody here will call it again.</Notice>}
      {call && <NotesField text={text} saving={saving} rows={4} onChange={(value) => notes.write(value)} />}
      {error !== null && (
        <div role="alert">
          <Notice tone="bad">{sentenceFor(error)} Your notes are kept in this tab.</Notice>
        </div>
      )}
      <div className={styles.saves}>
        <Button look="primary" busy={busy} disabled={!canSave} onClick={() => void save(true)} aria-keyshortcuts="Control+Enter">
          Save & Next
        </Button>
        <Button busy={busy} disabled={!canSave} onClick={() => void save(false)}>
          Save
        </Button>
        <Button look="bare" disabled={busy} onClick={() => desk.tell({ type: "wrapped", next: null })}>
          Cancel
        </Button>
      </div>
      <p className={styles.hint}>
        <Kbd>1</Kbd>–<Kbd>9</Kbd> choose, <Kbd>Ctrl</Kbd> <Kbd>Enter</Kbd> saves and opens the next lead.
      </p>
    </form>
  );
}

/** What the phone network already tells; a talk is for the agent to name. */
function suggestion(room: Room, items: readonly Disposition[]): string | null {
  if (room.connected_at !== null) return null;
  const outcome = room.call?.outcome;
  const code = outcome === "voicemail_left" || outcome === "machine" ? "voicemail" : outcome;
  return items.find((one) => one.code === code)?.code ?? null;
}

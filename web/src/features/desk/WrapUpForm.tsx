import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useLayoutEffect, useRef, useState, type KeyboardEvent } from "react";

import { sentenceFor } from "@/api/problem";
import dock from "@/features/dial/CallDock.module.css";
import { CallbackField } from "@/features/dial/CallbackField";
import type { Notes, Saving } from "@/features/dial/notes";
import { NotesField } from "@/features/dial/NotesField";
import { OutcomeGrid } from "@/features/dial/OutcomeGrid";
import { useRefreshLead } from "@/features/dial/queries";
import { duration } from "@/format/time";
import { Skeleton } from "@/ui/Blank";
import { useDraft, useNow } from "@/ui/browser";
import { Button } from "@/ui/Button";
import { Kbd, Notice } from "@/ui/Card";
import { Segments } from "@/ui/Segments";

import styles from "./Desk.module.css";
import type { CallbackFor, Disposition, Seat, SeatCall, Wish } from "./model";
import { shift } from "./shift";
import { calleeOf } from "./standing";

interface WrapUpFormProps {
  seat: Seat;
  call: SeatCall;
  dispositions: readonly Disposition[];
  isPending: boolean;
  notes: Notes;
  text: string;
  saving: Saving;
}

/** After a talk: what came of it, what was said, when to call again, and what comes next. */
export function WrapUpForm({ seat, call, dispositions, isPending, notes, text, saving }: WrapUpFormProps) {
  const [draft, setDraft] = useDraft(`outdial.outcome.${call.id}`);
  const [callbackAt, setCallbackAt] = useState<string | null>(null);
  const [keptFor, setCallbackFor] = useDraft(`outdial.callback-for.${call.id}`);
  const callbackFor: CallbackFor = keptFor === "me" ? "me" : "any";
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState<Wish | null>(null);
  const form = useRef<HTMLFormElement>(null);
  const refresh = useRefreshLead();
  const client = useQueryClient();
  const code = draft || call.disposition;
  const disposition = dispositions.find((one) => one.code === code) ?? null;
  const isComplete = disposition ? !disposition.callback || callbackAt !== null : !seat.disposition_mandatory;
  useLayoutEffect(() => {
    // Whoever is writing goes on writing; for everybody else the digits choose.
    if (!(document.activeElement instanceof HTMLTextAreaElement)) form.current?.focus({ preventScroll: true });
  }, []);

  const save = async (next: Wish) => {
    if (busy || !isComplete) return;
    setBusy(next);
    setError(null);
    try {
      const promised = disposition?.callback ? callbackAt : null;
      const note = { disposition: disposition?.code ?? null, callback_at: promised, ...(promised ? { callback_for: callbackFor } : {}), next };
      await notes.hand((_, said) => shift.wrapUp(seat.id, { ...note, notes: said }));
      setDraft("");
      if (promised) void client.invalidateQueries({ queryKey: ["callbacks"] });
      refresh(call.lead?.id ?? null);
    } catch (failure) {
      setError(failure);
      setBusy(null);
    }
  };
  useLastMoment(seat.wrap_up_until, () => void save(seat.pause_after === null ? "ready" : "paused"));
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey || event.target === form.current)) return;
    event.preventDefault();
    void save(seat.pause_after === null ? "ready" : "paused");
  };
  return (
    // Keys reach the form from whatever in it has the focus; it has it itself when the call ends.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <form ref={form} className={styles.wrapUp} tabIndex={-1} aria-label="Outcome of the call" onKeyDown={onKeyDown} onSubmit={(event) => event.preventDefault()}>
      <header className={styles.calleeTop}>
        <div className={styles.grow}>
          <h2 className={styles.name}>{calleeOf({ call })}</h2>
          <p className={styles.about}>{call.connected_at ? `Talked ${duration(Date.parse(seat.since) - Date.parse(call.connected_at))}` : "Nobody was talked to"}</p>
        </div>
        {seat.wrap_up_until && <TimeLeft until={seat.wrap_up_until} from={seat.since} />}
      </header>
      {isPending && dispositions.length === 0 ? <Skeleton rows={3} /> : <OutcomeGrid items={dispositions} code={code} onChoose={setDraft} />}
      {disposition?.callback && call.lead && (
        <div className={styles.callback}>
          <CallbackField lead={call.lead} draftKey={`outdial.callback.${call.id}`} onChange={setCallbackAt} />
          <div className={styles.whose}>
            <span>Who calls</span>
            <Segments label="Who calls back" value={callbackFor} choices={WHOSE} onChange={setCallbackFor} />
          </div>
        </div>
      )}
      {disposition?.do_not_call && <Notice tone="warn">The number goes on the do-not-call list: nobody here will call it again.</Notice>}
      <NotesField text={text} saving={saving} rows={4} onChange={(value) => notes.write(value)} />
      {error !== null && (
        <div role="alert">
          <Notice tone="bad">{sentenceFor(error)} Your notes are kept in this tab.</Notice>
        </div>
      )}
      <div className={styles.saves}>
        <Button look="primary" busy={busy === "ready"} disabled={!isComplete} aria-keyshortcuts={seat.pause_after === null ? "Control+Enter" : undefined} onClick={() => void save("ready")}>
          Save & ready
        </Button>
        <Button look={seat.pause_after === null ? "plain" : "primary"} busy={busy === "paused"} disabled={!isComplete} onClick={() => void save("paused")}>
          Save & pause
        </Button>
      </div>
      <p className={dock.hint}>
        {!isComplete && !disposition ? "Choose what came of the call. " : ""}
        <Kbd>1</Kbd>–<Kbd>9</Kbd> choose, <Kbd>Ctrl</Kbd> <Kbd>Enter</Kbd> saves{seat.pause_after === null ? " and takes the next call." : " and pauses."}
      </p>
    </form>
  );
}

/** How much of the time for this work is left. */
function TimeLeft({ until, from }: { until: string; from: string }) {
  const now = useNow(1_000);
  const left = Math.max(0, Date.parse(until) - now);
  const whole = Math.max(1, Date.parse(until) - Date.parse(from));
  return (
    <div className={styles.left} data-late={left < LATE_MS || undefined}>
      <span role="timer" aria-label="Time left for wrap-up" aria-live="off">
        {duration(left)}
      </span>
      <span className={styles.barTrack} aria-hidden="true">
        <span style={{ width: `${Math.min(100, (left / whole) * 100)}%` }} />
      </span>
    </div>
  );
}

/** What was chosen but not saved is saved before the time is over: the server goes on without asking. */
function useLastMoment(until: string | null, run: () => void): void {
  const latest = useRef(run);
  useEffect(() => {
    latest.current = run;
  });
  useEffect(() => {
    if (!until) return;
    const timer = setTimeout(() => latest.current(), Math.max(0, Date.parse(until) - Date.now() - AHEAD_MS));
    return () => clearTimeout(timer);
  }, [until]);
}

const WHOSE = [
  { value: "any", label: "Whoever is free" },
  { value: "me", label: "Me" },
] as const;
const LATE_MS = 10_000;
/** Enough for a slow request. */
const AHEAD_MS = 1_500;

import { Ban, Check, Pause, Play, Square } from "lucide-react";
import { useRef, useState } from "react";
import { Link } from "react-router";

import type { Run } from "@/api/model";
import { useMay } from "@/features/session/session";
import { counted } from "@/format/amounts";
import { dateTime } from "@/format/time";
import { words } from "@/format/words";
import { Button, IconButton } from "@/ui/Button";
import { Tag } from "@/ui/Card";
import { Dialog } from "@/ui/Dialog";

import { hasNotCalled } from "./notCalled";
import { NotCalledDialog } from "./NotCalledDialog";
import { isOpen, parts, progressWords } from "./progress";
import { useRunOrder } from "./queries";
import styles from "./RunRow.module.css";

/** A run with its progress and its controls. */
export function RunRow({ run }: { run: Run }) {
  const order = useRunOrder();
  const allowed = useMay("calls.write");
  const [asking, setAsking] = useState(false);
  const [showing, setShowing] = useState(false);
  const confirm = useRef<HTMLButtonElement>(null);
  const total = Math.max(1, run.counts.total);
  const give = (what: "pause" | "resume" | "cancel") => order.mutate({ order: what, id: run.id }, { onSettled: () => setAsking(false) });
  return (
    <li className={styles.run}>
      <div className={styles.head}>
        <Link className={styles.name} to={`/calls?run=${encodeURIComponent(run.id)}`} title={run.name}>
          {run.name}
        </Link>
        <RunState state={run.state} />
        <span className={styles.when}>
          {dateTime(run.created_at)}, {run.created_by?.name}
        </span>
        {allowed && isOpen(run) && (
          <span className={styles.controls}>
            {run.state === "paused" ? (
              <IconButton label={`Resume ${run.name}`} icon={<Play />} busy={order.isPending} onClick={() => give("resume")} />
            ) : (
              <IconButton label={`Pause ${run.name}`} icon={<Pause />} busy={order.isPending} onClick={() => give("pause")} />
            )}
            <IconButton label={`Cancel ${run.name}`} icon={<Square />} busy={order.isPending} onClick={() => setAsking(true)} />
          </span>
        )}
      </div>
      <div
        className={styles.bar}
        role="progressbar"
        aria-label={`Progress of ${run.name}`}
        aria-valuemin={0}
        aria-valuemax={run.counts.total}
        aria-valuenow={run.counts.ended}
        aria-valuetext={progressWords(run).join(", ")}
      >
        {parts(run).map((part) => (
          <span key={part.key} data-part={part.key} style={{ width: `${(part.n / total) * 100}%` }} />
        ))}
      </div>
      <p className={styles.words}>
        {progressWords(run).map((word) => (
          <span key={word}>{word}</span>
        ))}
        {hasNotCalled(run) && (
          <button type="button" className={styles.link} onClick={() => setShowing(true)}>
            What was not called
          </button>
        )}
      </p>
      {showing && <NotCalledDialog run={run} onClose={() => setShowing(false)} />}
      <Dialog
        open={asking}
        onClose={() => setAsking(false)}
        title={`Cancel ${run.name}`}
        description={`${counted(run.counts.planned, "waiting call")} will not be made. ${
          run.counts.live > 0 ? `${counted(run.counts.live, "call")} in progress go on to their end.` : "No call is in progress."
        }`}
        initialFocus={confirm}
        footer={
          <>
            <Button onClick={() => setAsking(false)}>Keep it running</Button>
            <Button ref={confirm} look="danger" busy={order.isPending} onClick={() => give("cancel")}>
              Cancel the run
            </Button>
          </>
        }
      />
    </li>
  );
}

function RunState({ state }: { state: string }) {
  if (state === "running") {
    return (
      <Tag tone="accent">
        <Play aria-hidden="true" /> Running
      </Tag>
    );
  }
  if (state === "paused") {
    return (
      <Tag tone="warn">
        <Pause aria-hidden="true" /> Paused
      </Tag>
    );
  }
  return (
    <Tag>
      {state === "done" ? <Check aria-hidden="true" /> : <Ban aria-hidden="true" />} {words(state)}
    </Tag>
  );
}

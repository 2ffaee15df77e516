import { Download, RotateCcw, Users } from "lucide-react";
import { useRef, useState } from "react";
import { Link } from "react-router";

import { count, counted } from "@/format/amounts";
import { dateTime, roughSpan } from "@/format/time";
import { Button } from "@/ui/Button";
import { Notice } from "@/ui/Card";
import { Dialog } from "@/ui/Dialog";

import type { Import } from "../model";
import { errorsAddress } from "./errors";
import { Figures } from "./Figures";
import styles from "./Import.module.css";
import { useImportOrder } from "./queries";

/** An import that has come to its end: what happened, and how to take it back. */
export function EndedImport({ made }: { made: Import }) {
  const order = useImportOrder(made.id);
  const [asking, setAsking] = useState(false);
  const confirm = useRef<HTMLButtonElement>(null);
  const { counts, undone } = made;
  const left = counts.duplicate + counts.do_not_call + counts.invalid;
  return (
    <>
      {made.problem && (
        <div role="alert">
          <Notice tone="bad">{made.problem}</Notice>
        </div>
      )}
      <section className={styles.card} aria-label="What happened">
        <p className={styles.happened}>{happened(made)}</p>
        {undone && undone.kept > 0 && <p className={styles.quiet}>{counted(undone.kept, "lead")} stayed because they were called or changed in the meantime.</p>}
        <p className={styles.quiet}>{whenWords(made)}</p>
        <div className={styles.acts}>
          {made.state === "done" && made.list_id && (
            <Link className={styles.go} to={`/leads?list=${encodeURIComponent(made.list_id)}`}>
              <Users aria-hidden="true" /> Show the leads
            </Link>
          )}
          {left > 0 && (made.state === "done" || made.state === "failed") && (
            <Button icon={<Download />} onClick={() => window.location.assign(errorsAddress(made.id))}>
              {counted(left, "row")} left out
            </Button>
          )}
          {made.state === "done" && (
            <Button look="danger" icon={<RotateCcw />} onClick={() => setAsking(true)}>
              Undo the import
            </Button>
          )}
        </div>
      </section>
      {(made.state === "done" || made.state === "undone") && <Figures counts={counts} done />}
      <Dialog
        open={asking}
        onClose={() => setAsking(false)}
        title="Undo the import"
        description={`${counted(counts.new, "lead")} that this import made will be removed, and ${count(counts.updated)} that it changed get their fields back. Leads that were called meanwhile stay, and so do changes made since.`}
        initialFocus={confirm}
        footer={
          <>
            <Button onClick={() => setAsking(false)}>Keep the leads</Button>
            <Button ref={confirm} look="danger" busy={order.isPending} onClick={() => order.mutate("undo", { onSettled: () => setAsking(false) })}>
              Undo {counted(counts.new + counts.updated, "lead")}
            </Button>
          </>
        }
      />
    </>
  );
}

function happened({ state, counts, undone, known }: Import): string {
  if (state === "cancelled") return "The import was cancelled. Nothing of it is left.";
  if (state === "failed") return "The import did not come to its end.";
  if (state === "undone") return undone ? `The import was undone: ${counted(undone.removed, "lead")} removed, ${count(undone.restored)} put back as they were.` : "The import was undone.";
  const said = [counts.new > 0 ? `${counted(counts.new, "lead")} imported` : "", counts.updated > 0 ? `${count(counts.updated)} updated${known === "move" ? " and moved here" : ""}` : ""].filter(Boolean);
  return said.length > 0 ? `${said.join(", ")}.` : "Nothing had to be written.";
}

function whenWords({ started_at, finished_at, created_by }: Import): string {
  const at = dateTime(finished_at);
  if (!started_at || !finished_at) return `${at}, by ${created_by.name}`;
  return `${at}, in ${roughSpan(Math.max(1, (Date.parse(finished_at) - Date.parse(started_at)) / 1000))}, by ${created_by.name}`;
}

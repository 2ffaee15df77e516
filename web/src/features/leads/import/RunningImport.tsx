import { useRef, useState } from "react";

import { counted } from "@/format/amounts";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { Progress } from "@/ui/Progress";

import type { Import } from "../model";
import { Figures } from "./Figures";
import styles from "./Import.module.css";
import { useImportOrder } from "./queries";
import { progressWords } from "./words";

/** An import at work: how far, how fast, how long still. It goes on whether or not somebody watches. */
export function RunningImport({ made }: { made: Import }) {
  const order = useImportOrder(made.id);
  const [asking, setAsking] = useState(false);
  const confirm = useRef<HTMLButtonElement>(null);
  const isUndo = made.state === "undoing";
  const said = progressWords(made.progress);
  return (
    <>
      <section className={styles.card} aria-label={isUndo ? "Undoing" : "Progress"}>
        <Progress label={isUndo ? "Undoing the import" : "Import"} done={made.progress.done_rows} total={made.progress.total_rows} words={said.join(", ")} />
        <p className={styles.words}>
          {said.map((word) => (
            <span key={word}>{word}</span>
          ))}
        </p>
        <div className={styles.acts}>
          <p className={styles.quiet}>{wordsOf(made)}</p>
          {!isUndo && !made.cancelling && (
            <Button look="danger" onClick={() => setAsking(true)}>
              Cancel the import
            </Button>
          )}
        </div>
      </section>
      <Figures counts={made.counts} />
      <Dialog
        open={asking}
        onClose={() => setAsking(false)}
        title="Cancel the import"
        description={`${counted(made.progress.done_rows, "row")} so far are taken back: leads that were made are removed, changed ones get their fields back.`}
        initialFocus={confirm}
        footer={
          <>
            <Button onClick={() => setAsking(false)}>Let it go on</Button>
            <Button ref={confirm} look="danger" busy={order.isPending} onClick={() => order.mutate("cancel", { onSettled: () => setAsking(false) })}>
              Cancel the import
            </Button>
          </>
        }
      />
    </>
  );
}

function wordsOf({ state, cancelling }: Import): string {
  if (state === "undoing" || cancelling) return "Leads that this import made are removed; changed ones get their fields back.";
  return "You may leave this page; the import goes on.";
}

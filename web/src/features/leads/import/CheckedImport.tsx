import { Download, Sparkles } from "lucide-react";
import { useMemo, useState } from "react";
import { useNavigate } from "react-router";

import { Button } from "@/ui/Button";
import { Notice } from "@/ui/Card";
import { Dialog } from "@/ui/Dialog";
import { Skeleton } from "@/ui/Blank";

import type { Import } from "../model";
import { Columns } from "./Columns";
import { errorsAddress } from "./errors";
import { Figures } from "./Figures";
import styles from "./Import.module.css";
import { Options } from "./Options";
import { useChangeImport, useImportOrder } from "./queries";
import { Rows } from "./Rows";
import { missingSentence, progressWords, startWords, verdict } from "./words";

/** A file that was read: which column is what, what becomes of the rows, and the button that makes it so. */
export function CheckedImport({ made }: { made: Import }) {
  const change = useChangeImport(made.id);
  const order = useImportOrder(made.id);
  const navigate = useNavigate();
  const [leaving, setLeaving] = useState(false);
  // Who chooses one column after the other is faster than the server: the next choice builds on the one before.
  const [wanted, setWanted] = useState<readonly string[] | null>(null);
  const columns = useMemo(() => made.columns.map((column) => ({ ...column, mapped_to: wanted?.[column.index] ?? column.mapped_to })), [made.columns, wanted]);
  const map = (mapping: string[]) => {
    setWanted(mapping);
    change.mutate({ mapping }, { onSettled: () => setWanted(null) });
  };
  const isReading = made.state === "checking" || change.isPending;
  const missing = missingSentence(made.missing);
  const written = made.counts.new + made.counts.updated;
  const unread = made.columns.length === 0;
  return (
    <>
      {made.problem && (
        <div role="alert">
          <Notice tone="bad">{made.problem}</Notice>
        </div>
      )}
      {unread && made.state === "checking" ? (
        <Skeleton rows={8} />
      ) : (
        <>
          <Figures counts={made.counts} isOld={isReading} />
          {missing && (
            <div role="alert">
              <Notice tone="warn">{missing}</Notice>
            </div>
          )}
          {made.remembered && (
            <Notice icon={<Sparkles aria-hidden="true" />}>The columns are assigned as in an earlier list with the same headings. Change what does not fit.</Notice>
          )}
          <div className={styles.work}>
            <Columns columns={columns} onChange={map} />
            <Options made={made} onChange={(part) => change.mutate(part)} />
          </div>
          <Rows made={made} isOld={isReading} />
        </>
      )}
      <footer className={styles.footer}>
        <p role="status" className={styles.verdict}>
          {made.state === "checking" ? `Reading: ${progressWords(made.progress)[0]}` : missing ? "" : verdict(made)}
        </p>
        {made.counts.invalid + made.counts.duplicate + made.counts.do_not_call > 0 && (
          <Button look="bare" className={styles.out} icon={<Download />} onClick={() => window.location.assign(errorsAddress(made.id))}>
            Rows left out
          </Button>
        )}
        <Button onClick={() => setLeaving(true)}>Discard</Button>
        <Button look="primary" disabled={made.state !== "checked" || missing !== null || written === 0} busy={order.isPending || change.isPending} onClick={() => order.mutate("start")}>
          {startWords(made)}
        </Button>
      </footer>
      <Dialog
        open={leaving}
        onClose={() => setLeaving(false)}
        title="Discard this file"
        description="Nothing of it was written. The uploaded file is deleted from the server."
        footer={
          <>
            <Button onClick={() => setLeaving(false)}>Keep it</Button>
            <Button look="danger" busy={order.isPending} onClick={() => order.mutate("cancel", { onSuccess: () => void navigate("/leads") })}>
              Discard
            </Button>
          </>
        }
      />
    </>
  );
}

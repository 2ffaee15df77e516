import { Download, Sparkles } from "lucide-react";
import { useMemo, useState } from "react";
import { useNavigate } from "react-router";

import { Button } from "@/ui/Button";
import { Notice } from "@/ui/Card";
import { Dialog } from "@/ui/Dialog";
import { Skeleton } from "@/ui/Blank";

import type { Import, ImportChange } from "../model";
import { Columns } from "./Columns";
import { errorsAddress } from "./errors";
import { Figures } from "./Figures";
import styles from "./Import.module.css";
import { Options } from "./Options";
import { useChangeImport, useImportOrder } from "./queries";
import { Rows } from "./Rows";
import { missingSentence, progressWords, startWords, verdict } from "./words";

/** How a person wants the file to be read, while the server has not read it that way yet. */
interface Wanted extends Pick<ImportChange, "mapping" | "has_header"> {
  /** The import as it stood when this was asked for: what is shown may lag behind the answer. */
  of: Import;
  isAnswered: boolean;
}

/** A file that was read: which column is what, what becomes of the rows, and the button that makes it so. */
export function CheckedImport({ made }: { made: Import }) {
  const change = useChangeImport(made.id);
  const order = useImportOrder(made.id);
  const navigate = useNavigate();
  const [isHalfConsent, setHalfConsent] = useState(false);
  const [leaving, setLeaving] = useState(false);
  // How the file is read is told anew only once it was read again: until then, what was chosen is what is shown, and the
  // next choice builds on it.
  const [wanted, setWanted] = useState<Wanted | null>(null);
  if (wanted?.isAnswered && made !== wanted.of && made.state === "checked") setWanted(null);
  const columns = useMemo(() => made.columns.map((column) => ({ ...column, mapped_to: wanted?.mapping?.[column.index] ?? column.mapped_to })), [made.columns, wanted]);
  const read = (part: Pick<ImportChange, "mapping" | "has_header">) => {
    setWanted({ ...wanted, ...part, of: made, isAnswered: false });
    change.mutate(part, { onSuccess: () => setWanted((now) => now && { ...now, isAnswered: true }), onError: () => setWanted(null) });
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
            <Columns columns={columns} onChange={(mapping) => read({ mapping })} />
            <Options made={made} hasHeader={wanted?.has_header ?? made.has_header} onHeader={(has_header) => read({ has_header })} onChange={(part) => change.mutate(part)} onHalfConsent={setHalfConsent} />
          </div>
          <Rows made={made} isOld={isReading} />
        </>
      )}
      <footer className={styles.footer}>
        <p role="status" className={styles.verdict}>
          {made.state === "checking" ? `Reading: ${progressWords(made.progress)[0]}` : missing ? "" : isHalfConsent ? "Say how the consent of everybody is known, or untick it." : verdict(made)}
        </p>
        {made.counts.invalid + made.counts.duplicate + made.counts.do_not_call > 0 && (
          <Button look="bare" className={styles.out} icon={<Download />} onClick={() => window.location.assign(errorsAddress(made.id))}>
            Rows left out
          </Button>
        )}
        <Button onClick={() => setLeaving(true)}>Discard</Button>
        <Button look="primary" disabled={made.state !== "checked" || missing !== null || isHalfConsent || written === 0} busy={order.isPending || change.isPending} onClick={() => order.mutate("start")}>
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

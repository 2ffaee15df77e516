import { useQuery } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { useRef } from "react";

import type { Run } from "@/api/model";
import { useMay } from "@/features/session/session";
import { count, counted } from "@/format/amounts";
import { Broken, Skeleton } from "@/ui/Blank";
import { save } from "@/ui/browser";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";

import { LineResults } from "./LineResult";
import { asCsv, isNotCalled } from "./notCalled";
import { runLinesQuery } from "./queries";

/** The lines of a run that are not called, and why; to be read here or taken along as a file. */
export function NotCalledDialog({ run, onClose }: { run: Run; onClose: () => void }) {
  const lines = useQuery(runLinesQuery(run.id));
  const mayExport = useMay("calls.export");
  const done = useRef<HTMLButtonElement>(null);
  const left = lines.data?.items.filter(isNotCalled) ?? [];
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      initialFocus={done}
      title={`Not called: ${run.name}`}
      description={lines.data && `${count(left.length)} of ${counted(lines.data.items.length, "line")}, with the reason beside each.`}
      footer={
        <>
          {mayExport && left.length > 0 && (
            <Button icon={<Download />} onClick={() => save(`${run.name}, not called.csv`, "text/csv", asCsv(left))}>
              Download as CSV
            </Button>
          )}
          <Button ref={done} look="primary" onClick={onClose}>
            Done
          </Button>
        </>
      }
    >
      {lines.isError ? <Broken error={lines.error} onRetry={() => void lines.refetch()} /> : lines.isPending ? <Skeleton rows={6} /> : <LineResults lines={left} />}
    </Dialog>
  );
}

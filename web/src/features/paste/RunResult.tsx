import { useRef, useState } from "react";
import { useNavigate } from "react-router";

import type { RunCreated, RunLine } from "@/api/model";
import { count, counted } from "@/format/amounts";
import { dateTime } from "@/format/time";
import { words } from "@/format/words";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { Tick } from "@/ui/Tick";
import { VirtualList } from "@/ui/VirtualList";

import styles from "./StartDialog.module.css";

/** What became of each line of a list that was just started. */
export function RunResult({ created, onClose }: { created: RunCreated; onClose: () => void }) {
  const navigate = useNavigate();
  const done = useRef<HTMLButtonElement>(null);
  const left = created.lines.filter((line) => line.status !== "accepted");
  const [onlyLeft, setOnlyLeft] = useState(left.length > 0);
  const accepted = created.lines.length - left.length;
  const scheduled = left.filter((line) => line.status === "scheduled").length;
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      initialFocus={done}
      title={`${counted(accepted, "call")} under way${scheduled > 0 ? `, ${count(scheduled)} scheduled` : ""}`}
      description={
        left.length === scheduled ? "Every line was taken." : `${counted(left.length - scheduled, "line")} will not be called; the reasons stand beside them.`
      }
      footer={
        <>
          <Button onClick={() => void navigate(`/calls?run=${encodeURIComponent(created.run.id)}`)}>Show its calls</Button>
          <Button ref={done} look="primary" onClick={onClose}>
            Done
          </Button>
        </>
      }
    >
      {left.length > 0 && left.length < created.lines.length && (
        <Tick checked={onlyLeft} onChange={setOnlyLeft}>
          Only lines that are not called now
        </Tick>
      )}
      <VirtualList label="Result of each line" items={onlyLeft ? left : created.lines} rowHeight={36} height={360} row={(line) => <Line line={line} />} />
    </Dialog>
  );
}

function Line({ line }: { line: RunLine }) {
  const reason = line.until ? `${line.reason ?? ""} Due ${dateTime(line.until)} here.`.trim() : (line.reason ?? "");
  return (
    <div className={styles.results}>
      <span className={styles.quiet}>{line.line}</span>
      <span title={line.raw}>{line.raw}</span>
      <span className={styles.word} data-status={line.status}>
        {words(line.status)}
      </span>
      <span className={styles.quiet} title={reason}>
        {reason}
      </span>
    </div>
  );
}

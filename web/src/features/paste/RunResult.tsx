import { useRef, useState } from "react";
import { useNavigate } from "react-router";

import type { RunCreated } from "@/api/model";
import { LineResults } from "@/features/runs/LineResult";
import { count, counted } from "@/format/amounts";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { Tick } from "@/ui/Tick";

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
      <LineResults lines={onlyLeft ? left : created.lines} />
    </Dialog>
  );
}

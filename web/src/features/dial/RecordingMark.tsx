import { Circle, CirclePause } from "lucide-react";

import { sentenceFor } from "@/api/problem";
import { Button } from "@/ui/Button";
import { complain } from "@/ui/toasts";

import styles from "./CallDock.module.css";

interface RecordingMarkProps {
  recording: "on" | "paused" | "failed";
  /** Absent where a recording cannot be paused. */
  pause?: (paused: boolean) => Promise<unknown>;
}

/** Says that the talk is recorded; whoever may pause that does it here. */
export function RecordingMark({ recording, pause }: RecordingMarkProps) {
  if (recording === "failed") return <span className={styles.failed}>Recording failed</span>;
  const paused = recording === "paused";
  if (!pause) {
    return (
      <span className={styles.recording}>
        {paused ? <CirclePause aria-hidden="true" /> : <Circle className={styles.dot} aria-hidden="true" />}
        {paused ? "Recording is paused" : "Recording"}
      </span>
    );
  }
  return (
    <Button
      look="bare"
      icon={paused ? <CirclePause /> : <Circle className={styles.dot} />}
      aria-label={paused ? "Recording is paused: go on recording" : "Recording: pause it"}
      onClick={() => void pause(!paused).catch((error: unknown) => complain("The recording was not changed", sentenceFor(error)))}
    >
      {paused ? "Paused" : "Recording"}
    </Button>
  );
}

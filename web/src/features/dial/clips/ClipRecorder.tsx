import { Square } from "lucide-react";
import { useEffect, useRef, useState, useSyncExternalStore } from "react";

import { duration } from "@/format/time";
import { useNow } from "@/ui/browser";
import { Button } from "@/ui/Button";

import { desk } from "../desk";
import { LevelMeter } from "../LevelMeter";
import type { Trouble } from "../machine";
import { NoMicrophone } from "../microphone";
import { MicrophoneHelp } from "../MicrophoneHelp";

import styles from "./Clips.module.css";
import { Recorder } from "./recorder";
import { LONGEST_MS } from "./sound";

/** Records the microphone, with its level and the time, until it is stopped. */
export function ClipRecorder({ onRecorded, onCancel }: { onRecorded: (sound: Blob) => void; onCancel: () => void }) {
  const held = useSyncExternalStore(desk.headset.microphone.subscribe, desk.headset.microphone.current);
  const recorder = useRef<Recorder | null>(null);
  const [since, setSince] = useState<number | null>(null);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const [asked, setAsked] = useState(0);
  const now = useNow(100, since !== null);
  const passed = since === null ? 0 : Math.max(0, now - since);

  useEffect(() => {
    let gone = false;
    // A microphone that somebody tries out stays open after this.
    const wasHeld = desk.headset.microphone.current() !== null;
    desk.headset.microphone.get().then(
      (microphone) => {
        if (gone) return;
        recorder.current = new Recorder(microphone);
        setTrouble(null);
        setSince(Date.now());
      },
      (error: unknown) => {
        if (!gone) setTrouble(error instanceof NoMicrophone ? error.trouble : "in-use");
      },
    );
    return () => {
      gone = true;
      recorder.current?.drop();
      recorder.current = null;
      if (!wasHeld && desk.current().phase === "idle") desk.headset.microphone.release();
    };
  }, [asked]);

  const stop = async () => {
    const made = recorder.current;
    if (!made) return;
    recorder.current = null;
    onRecorded(await made.stop());
  };
  const isFull = passed >= LONGEST_MS;
  useEffect(() => {
    if (isFull) void stop();
    // It is stopped once, when it is full.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [isFull]);

  if (trouble) return <MicrophoneHelp trouble={trouble} onRetry={() => setAsked(asked + 1)} />;
  return (
    <div className={styles.panel}>
      <div className={styles.recording}>
        <span className={styles.dot} data-on={since !== null || undefined} aria-hidden="true" />
        <p role="status">{since === null ? "Answer the browser’s question about the microphone" : "Recording: speak now"}</p>
        <span className={styles.time} role="timer" aria-label="Recorded" aria-live="off">
          {duration(passed)}
        </span>
      </div>
      <LevelMeter stream={held} />
      <div className={styles.ways}>
        {since !== null && (
          // Whoever speaks wants to stop with the key at hand.
          // eslint-disable-next-line jsx-a11y/no-autofocus
          <Button look="primary" icon={<Square />} autoFocus onClick={() => void stop()}>
            Stop
          </Button>
        )}
        <Button onClick={onCancel}>Cancel</Button>
      </div>
    </div>
  );
}

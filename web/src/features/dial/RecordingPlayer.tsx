import { Pause, Play } from "lucide-react";
import { useRef, useState } from "react";

import { duration } from "@/format/time";
import { IconButton } from "@/ui/Button";

import styles from "./LeadPanel.module.css";
import type { Recording } from "./model";

/** Plays a recording as it arrives: nothing is fetched before somebody asks, and a jump fetches from there. */
export function RecordingPlayer({ recording }: { recording: Recording }) {
  const audio = useRef<HTMLAudioElement>(null);
  const [playing, setPlaying] = useState(false);
  const [at, setAt] = useState(0);
  const [speed, setSpeed] = useState(1);
  const [broken, setBroken] = useState(false);
  // A recording that was cut off does not say how long it is; its file does once it plays.
  const [measured, setMeasured] = useState<number | null>(null);
  const whole = (recording.duration_ms ?? 0) / 1000 || (measured ?? 0);
  const toggle = () => {
    const element = audio.current;
    if (!element) return;
    if (playing) element.pause();
    else element.play().catch(() => setBroken(true));
  };
  const faster = () => {
    const next = SPEEDS[(SPEEDS.indexOf(speed) + 1) % SPEEDS.length] ?? 1;
    setSpeed(next);
    if (audio.current) audio.current.playbackRate = next;
  };
  return (
    <div className={styles.player} role="group" aria-label="Recording">
      {/* Two people on the telephone have no captions; their notes stand above. */}
      {/* eslint-disable-next-line jsx-a11y/media-has-caption */}
      <audio
        ref={audio}
        src={recording.url}
        preload="none"
        onPlay={(event) => {
          event.currentTarget.playbackRate = speed;
          setPlaying(true);
        }}
        onPause={() => setPlaying(false)}
        onEnded={() => setPlaying(false)}
        onError={() => setBroken(true)}
        onDurationChange={({ currentTarget }) => setMeasured(Number.isFinite(currentTarget.duration) ? currentTarget.duration : null)}
        onTimeUpdate={(event) => setAt(event.currentTarget.currentTime)}
      />
      <IconButton label={playing ? "Pause" : "Play the recording"} icon={playing ? <Pause /> : <Play />} onClick={toggle} />
      <input
        type="range"
        aria-label="Position"
        aria-valuetext={`${duration(at * 1000)} of ${duration(whole * 1000)}`}
        min={0}
        max={Math.max(whole, 0.1)}
        step={0.1}
        value={Math.min(at, whole)}
        onChange={(event) => {
          const to = Number(event.target.value);
          setAt(to);
          if (audio.current) audio.current.currentTime = to;
        }}
      />
      <span className={styles.time}>
        {duration(at * 1000)} / {duration(whole * 1000)}
      </span>
      <button type="button" className={styles.speed} aria-label={`Speed ${speed} times; press to change`} onClick={faster}>
        {speed}×
      </button>
      {broken ? (
        <p className={styles.bad}>The recording could not be played. It may have been deleted.</p>
      ) : (
        recording.channels === 2 && <p className={styles.sides}>Left: you. Right: them.</p>
      )}
    </div>
  );
}

const SPEEDS = [1, 1.5, 2];

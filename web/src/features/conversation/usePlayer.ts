import { useRef, useState } from "react";

/** A recording that is played: where it is, and ways to move it. */
export function usePlayer() {
  const audio = useRef<HTMLAudioElement>(null);
  const [playing, setPlaying] = useState(false);
  const [at, setAt] = useState(0);
  const [length, setLength] = useState(0);
  const [speed, setSpeed] = useState(1);
  const [broken, setBroken] = useState(false);
  return {
    playing,
    at,
    length,
    speed,
    broken,
    toggle: () => {
      const element = audio.current;
      if (!element) return;
      if (playing) element.pause();
      else element.play().catch(() => setBroken(true));
    },
    seek: (seconds: number) => {
      setAt(seconds);
      if (audio.current) audio.current.currentTime = seconds;
    },
    /** Goes there and plays, which is what a press on something that was said means. */
    playFrom: (seconds: number) => {
      const element = audio.current;
      setAt(seconds);
      if (!element) return;
      element.currentTime = seconds;
      element.play().catch(() => setBroken(true));
    },
    faster: () => {
      const next = SPEEDS[(SPEEDS.indexOf(speed) + 1) % SPEEDS.length] ?? 1;
      setSpeed(next);
      if (audio.current) audio.current.playbackRate = next;
    },
    /** What the audio element is given. */
    element: {
      ref: audio,
      preload: "metadata" as const,
      onPlay: (event: { currentTarget: HTMLAudioElement }) => {
        event.currentTarget.playbackRate = speed;
        setPlaying(true);
      },
      onPause: () => setPlaying(false),
      onEnded: () => setPlaying(false),
      onError: () => setBroken(true),
      onDurationChange: ({ currentTarget }: { currentTarget: HTMLAudioElement }) => setLength(Number.isFinite(currentTarget.duration) ? currentTarget.duration : 0),
      onTimeUpdate: ({ currentTarget }: { currentTarget: HTMLAudioElement }) => setAt(currentTarget.currentTime),
    },
  };
}

export type Player = ReturnType<typeof usePlayer>;

const SPEEDS = [1, 1.5, 2];

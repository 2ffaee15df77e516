import { useEffect, useRef, useState } from "react";

import { canChooseSpeaker, SPEAKER_KEY } from "../speaker";

import { RATE } from "./sound";

/** Plays samples on the speaker that the person chose. The page's policy lets no file play that is not the server's. */
export function useSoundPlayer(samples: Float32Array | null): { playing: boolean; atMs: number; toggle: () => void } {
  const [playing, setPlaying] = useState(false);
  const [atMs, setAtMs] = useState(0);
  const stop = useRef<() => void>(() => undefined);
  useEffect(() => () => stop.current(), [samples]);
  const toggle = () => {
    if (playing) return stop.current();
    if (!samples) return;
    stop.current = playOnce(samples, setAtMs, () => setPlaying(false));
    setPlaying(true);
  };
  return { playing, atMs, toggle };
}

function playOnce(samples: Float32Array, onTime: (ms: number) => void, onEnd: () => void): () => void {
  const context = new AudioContext();
  const buffer = context.createBuffer(1, samples.length, RATE);
  buffer.copyToChannel(new Float32Array(samples), 0);
  const source = new AudioBufferSourceNode(context, { buffer });
  const out = context.createMediaStreamDestination();
  source.connect(out);
  const element = new Audio();
  element.srcObject = out.stream;
  const speaker = localStorage.getItem(SPEAKER_KEY);
  if (speaker && canChooseSpeaker()) void element.setSinkId(speaker).catch(() => undefined);
  void element.play().catch(() => stop());
  const began = context.currentTime;
  source.start();
  const timer = setInterval(() => onTime(Math.min((context.currentTime - began) * 1000, (samples.length / RATE) * 1000)), TICK_MS);
  let over = false;
  const stop = () => {
    if (over) return;
    over = true;
    clearInterval(timer);
    element.pause();
    element.srcObject = null;
    void context.close().catch(() => undefined);
    onTime(0);
    onEnd();
  };
  source.onended = stop;
  return stop;
}

const TICK_MS = 100;

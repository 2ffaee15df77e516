import { useEffect, useState } from "react";

/** Whether the microphone has picked up a voice since it was opened. */
export function useHeard(stream: MediaStream | null): boolean {
  const [heard, setHeard] = useState<MediaStream | null>(null);
  const isHeard = stream !== null && heard === stream;
  useEffect(() => {
    if (!stream || isHeard || typeof AudioContext === "undefined") return;
    const context = new AudioContext();
    void context.resume().catch(() => undefined);
    const analyser = new AnalyserNode(context, { fftSize: 1_024 });
    context.createMediaStreamSource(stream).connect(analyser);
    const samples = new Float32Array(analyser.fftSize);
    let loud = 0;
    const timer = setInterval(() => {
      analyser.getFloatTimeDomainData(samples);
      const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
      loud = power > VOICE_POWER ? loud + 1 : 0;
      if (loud >= LOUD_TIMES) setHeard(stream);
    }, 100);
    return () => {
      clearInterval(timer);
      void context.close().catch(() => undefined);
    };
  }, [stream, isHeard]);
  return isHeard;
}

/** About -45 dB: a voice at a headset, and no quiet room. */
const VOICE_POWER = 3e-5;
/** A knock is over sooner. */
const LOUD_TIMES = 3;

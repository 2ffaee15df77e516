import { useEffect, useRef } from "react";

import styles from "./Audio.module.css";

/** How loud the microphone is, drawn as often as the screen is. */
export function LevelMeter({ stream }: { stream: MediaStream | null }) {
  const bar = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    if (!stream || typeof AudioContext === "undefined") return;
    const context = new AudioContext();
    void context.resume().catch(() => undefined);
    const analyser = new AnalyserNode(context, { fftSize: 512, smoothingTimeConstant: 0.4 });
    context.createMediaStreamSource(stream).connect(analyser);
    const samples = new Float32Array(analyser.fftSize);
    let frame = 0;
    const draw = () => {
      analyser.getFloatTimeDomainData(samples);
      const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
      bar.current?.style.setProperty("transform", `scaleX(${levelOf(power)})`);
      frame = requestAnimationFrame(draw);
    };
    draw();
    return () => {
      cancelAnimationFrame(frame);
      void context.close().catch(() => undefined);
    };
  }, [stream]);
  return (
    <span className={styles.meter} aria-hidden="true">
      <span ref={bar} />
    </span>
  );
}

/** A share of the bar for a signal's mean power: -60 dB and below is nothing, -10 dB all. */
function levelOf(power: number): number {
  if (power <= 0) return 0;
  return Math.min(1, Math.max(0, (10 * Math.log10(power) + 60) / 50));
}

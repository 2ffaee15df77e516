import type { Sound } from "./machine";

/** The sounds that tell how a call stands, made here rather than fetched: nothing to wait for, nothing to license. */
export class Tones {
  private context: AudioContext | null = null;
  private ringing: { gain: GainNode; timer: number } | null = null;

  play(sound: Sound): void {
    if (sound === "hush") return this.hush();
    if (sound === "ring") return this.ring();
    const notes = sound === "chime" ? CHIME : FAREWELL;
    notes.forEach((hertz, n) => this.note([hertz], n * 0.11, 0.16, 0.5));
  }

  /** The two tones of a key, as a telephone makes them. */
  digit(digit: string): void {
    const pair = KEYS[digit];
    if (pair) this.note(pair, 0, 0.12, 0.35);
  }

  /** Lets a change of the volume be heard. */
  sample(): void {
    this.note(RING, 0, 0.5, 0.6);
  }

  private ring(): void {
    this.hush();
    const context = this.awake();
    if (!context) return;
    const gain = context.createGain();
    gain.connect(context.destination);
    const burst = () => this.note(RING, 0, RING_S, 0.6, gain);
    burst();
    this.ringing = { gain, timer: window.setInterval(burst, RING_EVERY_MS) };
  }

  private hush(): void {
    if (!this.ringing || !this.context) return;
    clearInterval(this.ringing.timer);
    this.ringing.gain.gain.setTargetAtTime(0, this.context.currentTime, 0.02);
    this.ringing = null;
  }

  private note(hertz: readonly number[], after: number, seconds: number, loudness: number, into?: AudioNode): void {
    const context = this.awake();
    const volume = ringVolume();
    if (!context || volume === 0) return;
    const start = context.currentTime + after;
    const gain = context.createGain();
    const peak = (loudness * volume * LOUDEST) / hertz.length;
    // Without ramps a tone begins and ends with a click.
    gain.gain.setValueAtTime(0, start);
    gain.gain.linearRampToValueAtTime(peak, start + 0.015);
    gain.gain.setValueAtTime(peak, start + seconds - 0.03);
    gain.gain.linearRampToValueAtTime(0, start + seconds);
    gain.connect(into ?? context.destination);
    for (const frequency of hertz) {
      const tone = new OscillatorNode(context, { frequency });
      tone.connect(gain);
      tone.start(start);
      tone.stop(start + seconds);
    }
  }

  private awake(): AudioContext | null {
    if (typeof AudioContext === "undefined") return null;
    this.context ??= new AudioContext();
    void this.context.resume().catch(() => undefined);
    return this.context;
  }
}

/** How loud the page's own sounds are, from 0 (off) to 1. */
export function ringVolume(): number {
  const kept = Number(localStorage.getItem(VOLUME_KEY) ?? DEFAULT_VOLUME);
  return Number.isFinite(kept) ? Math.min(1, Math.max(0, kept)) : DEFAULT_VOLUME;
}

export function keepRingVolume(volume: number): void {
  localStorage.setItem(VOLUME_KEY, String(volume));
}

const VOLUME_KEY = "outdial.ring-volume";
const DEFAULT_VOLUME = 0.6;
const LOUDEST = 0.35;
/** North America's ring-back: both tones, two seconds on, four off. */
const RING = [440, 480];
const RING_S = 2;
const RING_EVERY_MS = 6_000;
const CHIME = [659.3, 987.8];
const FAREWELL = [523.3, 392];
const LOW = [697, 770, 852, 941];
const HIGH = [1209, 1336, 1477];
const KEYS: Record<string, number[]> = Object.fromEntries(
  ["123", "456", "789", "*0#"].flatMap((row, r) => [...row].map((key, c) => [key, [LOW[r] ?? 0, HIGH[c] ?? 0]])),
);

import { encodeWav } from "./wav";

/** A sound that may become a clip. */
export interface Sound {
  /** What is sent. */
  file: Blob;
  /** What is heard here first; null where only the server can read the file. */
  samples: Float32Array | null;
  durationMs: number | null;
}

/** A file that is no clip, and why. */
export class NotAClip extends Error {
  constructor(sentence: string) {
    super(sentence);
    this.name = "NotAClip";
  }
}

/** Reads whatever sound this browser can play, as the server keeps clips: one channel at 16 kHz. */
export async function readSound(file: Blob): Promise<Sound> {
  if (file.size > FILE_BYTES_MAX) throw new NotAClip("This file is too large. A clip may be up to five minutes long; cut it and choose it again.");
  let samples: Float32Array;
  try {
    samples = mixed(await new OfflineAudioContext(1, 1, RATE).decodeAudioData(await file.arrayBuffer()));
  } catch {
    // Telephone encodings, such as mu-law, are read by the server though not by browsers.
    if (isWav(file) && file.size <= SENT_BYTES_MAX) return { file, samples: null, durationMs: null };
    throw new NotAClip("This file is no sound that can be read here. Use WAV, MP3, M4A or OGG.");
  }
  return soundOf(samples);
}

/** Samples at 16 kHz as a sound, if they are one. */
export function soundOf(samples: Float32Array): Sound {
  const durationMs = (samples.length / RATE) * 1000;
  if (durationMs < SHORTEST_MS) throw new NotAClip("This is shorter than half a second: there is nothing to hear.");
  if (durationMs > LONGEST_MS) throw new NotAClip("This is longer than five minutes. Cut it and choose it again.");
  if (samples.every((sample) => Math.abs(sample) < SILENT)) throw new NotAClip("There is only silence in this. Check the microphone or the file.");
  return { file: encodeWav(samples, RATE), samples, durationMs };
}

/** The name of a clip after its file. */
export function nameOfSound(file: File): string {
  return file.name.replace(/\.[a-z0-9]{1,5}$/i, "").replace(/[_]+/g, " ").trim().slice(0, NAME_MAX) || "Clip";
}

function mixed(buffer: AudioBuffer): Float32Array {
  const first = buffer.getChannelData(0);
  if (buffer.numberOfChannels === 1) return first;
  const channels = Array.from({ length: buffer.numberOfChannels }, (_, n) => buffer.getChannelData(n));
  return first.map((_, at) => channels.reduce((sum, channel) => sum + (channel[at] ?? 0), 0) / channels.length);
}

function isWav(file: Blob): boolean {
  return /wav/.test(file.type) || (file instanceof File && /\.wav$/i.test(file.name));
}

export const RATE = 16_000;
export const LONGEST_MS = 300_000;
export const NAME_MAX = 100;
const SHORTEST_MS = 500;
/** Under -60 dB nobody on a telephone hears anything. */
const SILENT = 0.001;
/** What the server takes at most. */
const SENT_BYTES_MAX = 12_000_000;
/** Five minutes in the largest usual format, and then some. */
const FILE_BYTES_MAX = 120_000_000;

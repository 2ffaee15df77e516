import type { Utterance } from "./model";

/** Who is to be heard on a channel. */
export type Speaker = "agent" | "callee";

/** How loud each stretch of a recording is, 0 to 1, for each of its channels. */
export interface Peaks {
  channels: readonly (readonly number[])[];
  seconds: number;
}

/** The part of a decoded recording that is looked at. */
export interface Sound {
  numberOfChannels: number;
  duration: number;
  getChannelData(channel: number): Float32Array;
}

/** The loudest sample of each of `columns` stretches, for two channels at most. */
export function peaksOf(sound: Sound, columns = COLUMNS): Peaks {
  const channels = Array.from({ length: Math.min(2, sound.numberOfChannels) }, (_, channel) => {
    const samples = sound.getChannelData(channel);
    const size = samples.length / columns;
    return Array.from({ length: columns }, (_, column) => {
      let most = 0;
      const end = Math.min(samples.length, Math.ceil((column + 1) * size));
      for (let n = Math.floor(column * size); n < end; n += 1) most = Math.max(most, Math.abs(samples[n] ?? 0));
      return Math.min(1, most);
    });
  });
  // A quiet line is drawn as high as a loud one: what matters is who speaks when.
  const loudest = Math.max(QUIET, ...channels.flat());
  return { channels: channels.map((values) => values.map((value) => value / loudest)), seconds: sound.duration };
}

/** Who is to be heard on each channel: whoever spoke while it was loud. Nothing where that cannot be told. */
export function speakersOf({ channels, seconds }: Peaks, utterances: readonly Utterance[]): readonly Speaker[] | null {
  if (channels.length !== 2) return null;
  const heard = (channel: number, speaker: Speaker) => {
    const values = channels[channel] ?? [];
    const column = (ms: number) => Math.floor((ms / 1_000 / seconds) * values.length);
    let sum = 0;
    for (const { speaker: who, from_ms, length_ms } of utterances) {
      if (who !== speaker || from_ms === null || length_ms === null) continue;
      for (const value of values.slice(column(from_ms), column(from_ms + length_ms) + 1)) sum += value;
    }
    return sum;
  };
  const straight = heard(0, "agent") + heard(1, "callee");
  const crossed = heard(0, "callee") + heard(1, "agent");
  if (straight === crossed) return null;
  return straight > crossed ? ["agent", "callee"] : ["callee", "agent"];
}

/** The place of the utterance that is being said; none in silence before the first. */
export function placeAt(utterances: readonly Utterance[], ms: number): number {
  let place = -1;
  utterances.forEach(({ from_ms }, n) => {
    if (from_ms !== null && from_ms <= ms) place = n;
  });
  return place;
}

/** Fetches and decodes a recording; at a low rate, as only its loudness is looked at. */
export async function readPeaks(url: string, signal: AbortSignal): Promise<Peaks> {
  const answer = await globalThis.fetch(url, { signal });
  if (!answer.ok) throw new Error("The recording could not be fetched.");
  const decoder = new OfflineAudioContext({ numberOfChannels: 2, length: 1, sampleRate: RATE });
  return peaksOf(await decoder.decodeAudioData(await answer.arrayBuffer()));
}

/** As many as there is room for in a panel, two pixels each. */
const COLUMNS = 240;
const RATE = 8_000;
/** Below this there is noise at most, which must not be drawn as speech. */
const QUIET = 0.02;

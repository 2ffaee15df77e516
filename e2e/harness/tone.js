// Tones for microphones that are not there, and how much of a tone is in a recording.

/** A mono WAV of one tone: 16 bits, 48 kHz, as browsers take it for a microphone. */
export function toneWav(hertz, seconds) {
  const rate = 48_000;
  const samples = Int16Array.from({ length: rate * seconds }, (_, n) => Math.sin((2 * Math.PI * hertz * n) / rate) * 12_000);
  const head = Buffer.alloc(44);
  head.write('RIFF', 0);
  head.writeUInt32LE(36 + samples.byteLength, 4);
  head.write('WAVEfmt ', 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(rate, 24);
  head.writeUInt32LE(rate * 2, 28);
  head.writeUInt16LE(2, 32);
  head.writeUInt16LE(16, 34);
  head.write('data', 36);
  head.writeUInt32LE(samples.byteLength, 40);
  return Buffer.concat([head, Buffer.from(samples.buffer)]);
}

/** The mean energy of one frequency in a channel of a WAV, in all of it or its end. */
export function energyAt(wav, channel, hertz, { lastMs = Infinity } = {}) {
  const blocks = energiesAt(wav, channel, hertz, lastMs);
  return blocks.length === 0 ? 0 : blocks.reduce((sum, energy) => sum + energy, 0) / blocks.length;
}

/** How long one frequency is missing from a channel of a WAV at a stretch, at the most. */
export function longestWithout(wav, channel, hertz, audible) {
  let [longest, now] = [0, 0];
  for (const energy of energiesAt(wav, channel, hertz)) {
    now = energy < audible ? now + 100 : 0;
    longest = Math.max(longest, now);
  }
  return longest;
}

/** The energies of one frequency in blocks of 100 ms (Goertzel). */
function energiesAt(wav, channel, hertz, lastMs = Infinity) {
  const { rate, channels, sample, count } = partsOf(wav);
  const block = Math.floor(rate / 10);
  const frames = Math.floor(count / channels);
  const first = Math.max(0, frames - Math.floor((rate * lastMs) / 1000));
  const turn = 2 * Math.cos((2 * Math.PI * hertz) / rate);
  const energies = [];
  for (let start = first; start + block <= frames; start += block) {
    let [one, two] = [0, 0];
    for (let n = start; n < start + block; n += 1) {
      [one, two] = [sample(n * channels + channel) + turn * one - two, one];
    }
    energies.push((one * one + two * two - turn * one * two) / (block * block));
  }
  return energies;
}

/** How loud a channel of a WAV is, in all of it or its end: the root mean square, 1 at most. */
export function loudness(wav, { channel = 0, lastMs = Infinity }) {
  const { rate, channels, sample, count } = partsOf(wav);
  const frames = Math.floor(count / channels);
  const first = Math.max(0, frames - Math.floor((rate * lastMs) / 1000));
  let sum = 0;
  for (let n = first; n < frames; n += 1) sum += sample(n * channels + channel) ** 2;
  return Math.sqrt(sum / Math.max(1, frames - first));
}

const MU_LAW = 7;

/** A sample of G.711 mu-law, from -1 to 1. */
function fromMuLaw(byte) {
  const code = ~byte & 0xff;
  const magnitude = ((((code & 0x0f) << 3) + 0x84) << ((code >> 4) & 7)) - 0x84;
  return (code & 0x80 ? -magnitude : magnitude) / 32_768;
}

function partsOf(wav) {
  let [format, rate, channels] = [0, 0, 0];
  for (let at = 12; at + 8 <= wav.length; ) {
    const name = wav.toString('latin1', at, at + 4);
    const size = wav.readUInt32LE(at + 4);
    if (name === 'fmt ') [format, channels, rate] = [wav.readUInt16LE(at + 8), wav.readUInt16LE(at + 10), wav.readUInt32LE(at + 12)];
    if (name === 'data') {
      const data = wav.subarray(at + 8, at + 8 + size);
      const sample = format === MU_LAW ? (n) => fromMuLaw(data[n]) : (n) => data.readInt16LE(n * 2) / 32_768;
      return { rate, channels, sample, count: format === MU_LAW ? data.length : data.length / 2 };
    }
    at += 8 + size + (size % 2);
  }
  throw new Error('this is no WAV');
}

// Tones for microphones that are not there, and how much of a tone is in a recording.

/** A mono WAV of one tone: 16 bits, 48 kHz, as browsers take it for a microphone. */
export function toneWav(hertz, seconds) {
  const rate = 48_000;
  const samples = Int16Array.from({ length: rate * seconds }, (_, n) => Math.sin((2 * Math.PI * hertz * n) / rate) * 12_000);
  return monoWav(Buffer.from(samples.buffer), rate);
}

function monoWav(data, rate) {
  const head = Buffer.alloc(44);
  head.write('RIFF', 0);
  head.writeUInt32LE(36 + data.byteLength, 4);
  head.write('WAVEfmt ', 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(rate, 24);
  head.writeUInt32LE(rate * 2, 28);
  head.writeUInt16LE(2, 32);
  head.writeUInt16LE(16, 34);
  head.write('data', 36);
  head.writeUInt32LE(data.byteLength, 40);
  return Buffer.concat([head, data]);
}

/** The mean energy of one frequency in a channel of a 16-bit WAV (Goertzel, in blocks of 100 ms). */
export function energyAt(wav, channel, hertz) {
  const { rate, channels, data } = partsOf(wav);
  const block = Math.floor(rate / 10);
  const frames = Math.floor(data.length / 2 / channels);
  const turn = 2 * Math.cos((2 * Math.PI * hertz) / rate);
  let sum = 0;
  let blocks = 0;
  for (let start = 0; start + block <= frames; start += block, blocks += 1) {
    let [one, two] = [0, 0];
    for (let n = start; n < start + block; n += 1) {
      const sample = data.readInt16LE((n * channels + channel) * 2) / 32_768;
      [one, two] = [sample + turn * one - two, one];
    }
    sum += (one * one + two * two - turn * one * two) / (block * block);
  }
  return blocks === 0 ? 0 : sum / blocks;
}

/** How loud a mono WAV is: the root mean square, 1 at most. */
export function loudness(wav) {
  const { data } = partsOf(wav);
  let sum = 0;
  for (let at = 0; at + 2 <= data.length; at += 2) sum += (data.readInt16LE(at) / 32_768) ** 2;
  return Math.sqrt(sum / Math.max(1, data.length / 2));
}

/** The last seconds of a mono 16-bit WAV, as a WAV. */
export function tail(wav, seconds) {
  const { rate, data } = partsOf(wav);
  return monoWav(data.subarray(Math.max(0, data.length - rate * 2 * seconds)), rate);
}

function partsOf(wav) {
  let [format, rate, channels] = [0, 0, 0];
  for (let at = 12; at + 8 <= wav.length; ) {
    const name = wav.toString('latin1', at, at + 4);
    const size = wav.readUInt32LE(at + 4);
    if (name === 'fmt ') {
      [format, channels, rate] = [wav.readUInt16LE(at + 8), wav.readUInt16LE(at + 10), wav.readUInt32LE(at + 12)];
    }
    if (name === 'data') {
      const data = wav.subarray(at + 8, at + 8 + size);
      return { rate, channels, data: format === MU_LAW ? expanded(data) : data };
    }
    at += 8 + size + (size % 2);
  }
  throw new Error('this is no WAV');
}

/** 16-bit samples of mu-law ones (ITU-T G.711). */
function expanded(data) {
  return Buffer.from(Int16Array.from(data, (byte) => {
    const code = ~byte & 0xff;
    const size = ((((code & 0x0f) << 3) + 0x84) << ((code >> 4) & 7)) - 0x84;
    return code & 0x80 ? -size : size;
  }).buffer);
}

/** The number of the format in a WAV's head. */
const MU_LAW = 7;

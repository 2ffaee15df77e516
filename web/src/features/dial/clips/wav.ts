/** Samples from -1 to 1 as a mono WAV of 16 bits. */
export function encodeWav(samples: Float32Array, rate: number): Blob {
  const bytes = new DataView(new ArrayBuffer(HEAD_BYTES + samples.length * SAMPLE_BYTES));
  const text = (at: number, word: string) => [...word].forEach((letter, n) => bytes.setUint8(at + n, letter.charCodeAt(0)));
  text(0, "RIFF");
  bytes.setUint32(4, bytes.byteLength - 8, true);
  text(8, "WAVEfmt ");
  bytes.setUint32(16, 16, true);
  bytes.setUint16(20, PCM, true);
  bytes.setUint16(22, 1, true);
  bytes.setUint32(24, rate, true);
  bytes.setUint32(28, rate * SAMPLE_BYTES, true);
  bytes.setUint16(32, SAMPLE_BYTES, true);
  bytes.setUint16(34, SAMPLE_BYTES * 8, true);
  text(36, "data");
  bytes.setUint32(40, samples.length * SAMPLE_BYTES, true);
  samples.forEach((sample, n) => {
    // Louder than full is cut, not wrapped into noise.
    const bounded = Math.max(-1, Math.min(1, sample));
    bytes.setInt16(HEAD_BYTES + n * SAMPLE_BYTES, Math.round(bounded * 32_767), true);
  });
  return new Blob([bytes.buffer as ArrayBuffer], { type: "audio/wav" });
}

const HEAD_BYTES = 44;
const SAMPLE_BYTES = 2;
const PCM = 1;

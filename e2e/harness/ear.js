// What a person in front of the page hears: every voice that reaches the browser, as the strength of tones.

/** Makes the pages of a visitor remember the voices that reach them; before the first page is opened. */
export async function listen(page) {
  await page.addInitScript(() => {
    const Native = window.RTCPeerConnection;
    window.voices = [];
    window.RTCPeerConnection = class extends Native {
      constructor(...options) {
        super(...options);
        this.addEventListener('track', ({ track }) => window.voices.push(track));
      }
    };
  });
}

/** How strong each tone is in what the page hears at this moment, in decibels; silence is far below -100. */
export async function heardTones(page, hertz) {
  return page.evaluate(async (wanted) => {
    const track = window.voices.findLast(({ readyState }) => readyState === 'live');
    if (!track) return wanted.map(() => -Infinity);
    window.ear ??= {};
    if (window.ear.track !== track) {
      window.ear.context?.close();
      const context = new AudioContext();
      await context.resume();
      const analyser = new AnalyserNode(context, { fftSize: 8192, smoothingTimeConstant: 0 });
      context.createMediaStreamSource(new MediaStream([track])).connect(analyser);
      window.ear = { track, context, analyser };
    }
    const { context, analyser } = window.ear;
    const bins = new Float32Array(analyser.frequencyBinCount);
    analyser.getFloatFrequencyData(bins);
    const width = context.sampleRate / analyser.fftSize;
    // The strongest bin close by: clocks of sound cards that are not there drift a little.
    return wanted.map((tone) => Math.max(...bins.slice(Math.round(tone / width) - 2, Math.round(tone / width) + 3)));
  }, hertz);
}

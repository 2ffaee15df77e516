// Waiting for something to become true, instead of sleeping and hoping.

import { setTimeout as pause } from 'node:timers/promises';

const ASK_AGAIN_AFTER_MS = 50;

/** Asks until the answer is truthy and returns it; after the limit, says what never came true. */
export async function until(what, ask, limitMs = 20_000) {
  const end = performance.now() + limitMs;
  for (;;) {
    const answer = await ask();
    if (answer) return answer;
    if (performance.now() > end) throw new Error(`waited ${limitMs} ms in vain until ${what}`);
    await pause(ASK_AGAIN_AFTER_MS);
  }
}

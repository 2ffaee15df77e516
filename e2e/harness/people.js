// Whom the deterministic sandbox knows: the last digit of a number decides what becomes of the call.

import { readFile } from 'node:fs/promises';

/** The outcome of a call to a number, without machine detection. */
export function expectedOutcome(number) {
  const digit = Number(number.at(-1));
  if (digit <= 6) return 'completed';
  return { 7: 'no_answer', 8: 'busy', 9: 'failed' }[digit];
}

/** The hundred numbers of the file, one per line. */
export async function hundredNumbers() {
  const text = await readFile(new URL('../numbers-100.txt', import.meta.url), 'utf8');
  return text.trim().split('\n');
}

/** How often each outcome is expected among numbers. */
export function expectedOutcomes(numbers) {
  const counts = {};
  for (const number of numbers) {
    const outcome = expectedOutcome(number);
    counts[outcome] = (counts[outcome] ?? 0) + 1;
  }
  return counts;
}

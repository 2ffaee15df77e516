// What a page looked like when a journey failed: a picture and the tree that a screen reader sees, kept in a folder.

import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach } from 'node:test';
import { fileURLToPath } from 'node:url';

const FOLDER = fileURLToPath(new URL('../test-results/', import.meta.url));

/** Keeps evidence of each failed test of a file; `page` tells the page to look at, if there is one by then. */
export function keepEvidence(page) {
  afterEach(async (test) => {
    if (test.passed !== false || !page()) return;
    const name = path.join(FOLDER, test.name.replaceAll(/[^a-z0-9]+/gi, '-'));
    // A page that is gone has nothing to show; the failure itself is reported all the same.
    await evidence(page(), name).catch((error) => test.diagnostic(`no evidence: ${error.message}`));
    test.diagnostic(`evidence: ${name}.png and ${name}.txt`);
  });
}

async function evidence(page, name) {
  await mkdir(FOLDER, { recursive: true });
  await page.screenshot({ path: `${name}.png` });
  const tree = await page.locator('body').ariaSnapshot();
  await writeFile(`${name}.txt`, `${page.url()}\n\n${tree}\n`);
}

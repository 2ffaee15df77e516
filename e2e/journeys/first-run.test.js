// What a new user does: set-up link, administrator, sign-in, a pasted list of a hundred numbers, and looking on.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';

import { Api } from '../harness/api.js';
import { Visitor } from '../harness/browser.js';
import { keepEvidence } from '../harness/evidence.js';
import { figure, seen } from '../harness/home.js';
import { expectedOutcomes, hundredNumbers } from '../harness/people.js';
import { setUp, signIn, signOut } from '../harness/person.js';
import { Server } from '../harness/server.js';
import { until } from '../harness/until.js';

let server;
let visitor;
let page;

keepEvidence(() => page);

before(async () => {
  server = await Server.start();
  visitor = await Visitor.arrive(server);
  page = visitor.page;
});

after(async () => {
  await visitor?.leave({ expected: [/401/] });
  await server?.stop();
});

const RUN_LIMIT_MS = 120_000;
/** How many times as long a slow machine takes. */
const SLOW = 4;
const SLOW_LIMIT_MS = 40_000;

test('the set-up link makes the first administrator', async () => {
  await setUp(page, await server.setUpLink());
  await page.getByText('no real phone rings').waitFor();
});

test('the set-up link works once', async () => {
  const again = await Visitor.arrive(server);
  await again.page.goto(await server.setUpLink());
  await again.page.getByRole('heading', { name: 'Already set up' }).waitFor();
  await again.leave({ expected: [/401/] });
});

test('the administrator signs out and in again', async () => {
  await signOut(page);
  await signIn(page);
});

test('a hundred pasted numbers are checked, called, and watched to their ends', async () => {
  const numbers = await hundredNumbers();
  await page.getByRole('textbox', { name: 'Numbers to call, one per line' }).fill(numbers.join('\n'));
  await page.getByText('100 can be called').waitFor();
  await page.getByRole('button', { name: 'Review 100 calls' }).click();
  const dialog = page.getByRole('dialog', { name: 'Call this list' });
  await dialog.getByLabel('Message').fill('Your order is ready.');
  await dialog.getByLabel('Name of the run').fill('The hundred');
  const talking = seen(page, 'Talking', RUN_LIMIT_MS);
  await dialog.getByRole('button', { name: 'Call 100 numbers' }).click();
  await page.getByRole('dialog', { name: '100 calls under way' }).getByRole('button', { name: 'Done' }).click();

  // Nothing is reloaded from here on: whatever appears came over the live channel.
  const run = page.getByRole('progressbar', { name: 'Progress of The hundred' });
  await run.waitFor();
  await talking;
  await until(
    'all calls have ended on the page',
    async () => (await run.getAttribute('aria-valuenow')) === '100',
    RUN_LIMIT_MS,
  );
});

test('the statistics on the page agree with the API', async () => {
  const stats = await new Api(server).call('GET', '/api/v1/stats');
  const expected = expectedOutcomes(await hundredNumbers());
  assert.equal(stats.total, 100);
  assert.deepEqual(stats.by_outcome, { ...stats.by_outcome, ...expected });
  for (const [name, value] of [
    ['Total calls', stats.total],
    ['Completed', stats.by_outcome.completed],
    ['Answered', stats.answered],
    ['Failed', expected.failed + expected.busy + expected.no_answer],
  ]) {
    await until(`${name} shows ${value}`, async () => (await figure(page, name)) === String(value));
  }
});

test('a reload shows the same', async () => {
  await page.reload();
  await until('the total is back', async () => (await figure(page, 'Total calls')) === '100');
  const run = page.getByRole('progressbar', { name: 'Progress of The hundred' });
  assert.equal(await run.getAttribute('aria-valuenow'), '100');
});

test('the log is filtered by outcome and searched by number, also on a slow machine', async (context) => {
  const grid = page.getByRole('grid', { name: 'Calls' });
  const search = page.getByRole('searchbox', { name: 'Search calls by number or name' });
  context.after(() => visitor.slowDown(1));
  await visitor.slowDown(SLOW);
  await page.getByRole('combobox', { name: 'Outcome' }).click();
  await page.getByRole('option', { name: 'Busy' }).click();
  await until('only busy calls are shown', async () => (await grid.getAttribute('aria-rowcount')) === '11', SLOW_LIMIT_MS);
  // Typed before the page can have drawn what the choice changed: neither may undo the other.
  await page.getByRole('combobox', { name: 'Outcome' }).click();
  await page.getByRole('option', { name: 'Any outcome' }).click();
  await search.fill('+12122310000');
  await until('one call is found', async () => (await grid.getAttribute('aria-rowcount')) === '2', SLOW_LIMIT_MS);
  assert.equal(await search.inputValue(), '+12122310000');
  await search.fill('');
  await page.getByRole('group', { name: 'State' }).getByRole('button', { name: 'Ended 100' }).click();
  await until('all of them have ended', async () => (await grid.getAttribute('aria-rowcount')) === '101', SLOW_LIMIT_MS);
});

test('what was not called can be read and taken along', async () => {
  await new Api(server).call('POST', '/api/v1/runs', { json: { name: 'Mostly not', text: '+14155552671\n12\n+14155552671' } });
  const run = page.getByRole('listitem').filter({ hasText: 'Mostly not' });
  await run.getByRole('button', { name: 'What was not called' }).click();
  const dialog = page.getByRole('dialog', { name: 'Not called: Mostly not' });
  await dialog.getByText('it is called once').waitFor();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    dialog.getByRole('button', { name: 'Download as CSV' }).click(),
  ]);
  assert.match(await readFile(await download.path(), 'utf8'), /^3,\+14155552671,Duplicate,/m);
  await dialog.getByRole('button', { name: 'Done' }).click();
});

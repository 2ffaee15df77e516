// Commands in plain words: what is called, what is never called, and what is shown of it.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { Api } from '../harness/api.js';
import { Visitor } from '../harness/browser.js';
import { keepEvidence } from '../harness/evidence.js';
import { ask, card, row } from '../harness/home.js';
import { signIn, WITH_ADMIN } from '../harness/person.js';
import { Server } from '../harness/server.js';

let server;
let visitor;
let page;
let api;

keepEvidence(() => page);

before(async () => {
  server = await Server.start(WITH_ADMIN);
  api = new Api(server);
  visitor = await Visitor.arrive(server);
  page = visitor.page;
  await signIn(page);
});

after(async () => {
  await visitor?.leave({ expected: [/401/] });
  await server?.stop();
});

test('a command becomes a card, the card a call, and the call ends', async () => {
  await ask(page, 'Call +1 415 555 2671 and say "Your order is ready"');
  const confirm = card(page, 'Call');
  await confirm.getByText('“Your order is ready”').waitFor();
  await confirm.getByText('for them').waitFor();
  assert.equal((await api.all('/api/v1/calls')).length, 0, 'a card alone calls nobody');
  await confirm.getByRole('button', { name: 'Call 1 number' }).press('Enter');
  await row(page, '415').getByText('Completed').waitFor();
});

test('the row opens the timeline and the receipt', async () => {
  await row(page, '415').click();
  const panel = page.getByRole('complementary', { name: /^Call to/ });
  await panel.getByRole('tab', { name: 'Timeline' }).waitFor();
  await panel.getByRole('tab', { name: 'Why it was allowed' }).click();
  await panel.getByRole('tabpanel').getByText('do-not-call').first().waitFor();
  assert.match(page.url(), /call/, 'the address names the call');
  await panel.press('Escape');
  await panel.waitFor({ state: 'detached' });
});

test('a number in national notation is read in the workspace’s country', async () => {
  await ask(page, 'call (212) 555-0142');
  await card(page, 'Call').getByText('United States').waitFor();
  await card(page, 'Call').getByRole('button', { name: 'Cancel' }).click();
});

test('"do not call" never dials, and afterwards nothing else does either', async () => {
  const before = (await api.all('/api/v1/calls')).length;
  await ask(page, 'do not call +1 305 555 0123');
  await card(page, 'Do not call any more').getByRole('button', { name: 'Add 1 number to do not call' }).press('Enter');
  await card(page, 'Do not call any more').waitFor({ state: 'detached' });
  const [entry] = await api.all('/api/v1/dnc');
  assert.equal(entry.phone, '+13055550123');
  assert.equal((await api.all('/api/v1/calls')).length, before);

  await ask(page, 'call +1 305 555 0123');
  const refused = card(page, 'Call');
  await refused.getByText('do-not-call').waitFor();
  assert.equal(await refused.getByRole('button', { name: /^Call/ }).count(), 0, 'there is nothing to confirm');
  await refused.getByRole('button', { name: 'Close' }).click();
});

test('what is not understood completely is not done at all', async () => {
  const before = (await api.all('/api/v1/calls')).length;
  await ask(page, 'call +1 415 555 2671 unless it rains');
  await page.getByRole('alert').getByText('Not understood; nothing was done').waitFor();
  assert.equal((await api.all('/api/v1/calls')).length, before);
});

test('the palette takes the same commands anywhere', async () => {
  await page.goto('/do-not-call');
  await page.getByRole('heading', { name: 'Do not call' }).waitFor();
  await page.keyboard.press('Control+k');
  const palette = page.getByRole('dialog');
  await palette.getByRole('combobox').or(palette.getByRole('textbox')).first().fill('status');
  await page.keyboard.press('Escape');
  await palette.waitFor({ state: 'detached' });
});

// Do-not-call list, settings, carriers, users and keys, as an administrator uses them.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { Api } from '../harness/api.js';
import { Visitor } from '../harness/browser.js';
import { keepEvidence } from '../harness/evidence.js';
import { ask, card } from '../harness/home.js';
import { signIn, WITH_ADMIN } from '../harness/person.js';
import { Server } from '../harness/server.js';
import { until } from '../harness/until.js';

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
  await visitor?.leave({ expected: [/401/, /422/] });
  await server?.stop();
});

test('numbers are added to the do-not-call list, found, and removed again', async () => {
  await page.goto('/do-not-call');
  await page.getByRole('button', { name: 'Add numbers' }).first().click();
  const dialog = page.getByRole('dialog', { name: 'Add to do not call' });
  await dialog.getByLabel('Numbers').fill('+1 415 555 2671\n(212) 555-0142');
  await dialog.getByLabel('Reason').fill('asked by letter');
  await dialog.getByRole('button', { name: 'Add numbers' }).click();
  const table = page.getByRole('table', { name: 'Numbers that are not called' });
  await until('both stand on the list', async () => (await table.getAttribute('aria-rowcount')) === '3');

  await page.getByRole('searchbox', { name: 'Search the list' }).fill('2125550142');
  await until('one is found', async () => (await table.getAttribute('aria-rowcount')) === '2');
  await table.getByRole('button', { name: /^Allow calls to/ }).click();
  await until('one is left', async () => (await api.all('/api/v1/dnc')).length === 1);
});

test('a listed number is refused on the card, in a list and through the API', async () => {
  await page.goto('/');
  await ask(page, 'call +1 415 555 2671');
  await card(page, 'Call').getByText('do-not-call').waitFor();
  await card(page, 'Call').getByRole('button', { name: 'Close' }).click();
  await page.getByRole('textbox', { name: 'Numbers to call, one per line' }).fill('+14155552671');
  await page.getByText('1 refused').waitFor();
  const refused = await api.call('POST', '/api/v1/runs', { json: { text: '+14155552671' } }).catch((error) => error);
  assert.match(JSON.stringify(refused.lines ?? refused.message), /do_not_call/);
});

test('a changed message is saved and still there after a reload', async () => {
  await page.goto('/settings/message');
  const message = page.getByRole('textbox', { name: 'Message' });
  await message.fill('Good day, this is the bakery.');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Unsaved changes').waitFor({ state: 'detached' });
  await page.reload();
  await until('the message is back', async () => (await message.inputValue()) === 'Good day, this is the bakery.');
  const settings = await api.call('GET', '/api/v1/settings');
  assert.equal(settings.message, 'Good day, this is the bakery.');
});

test('a calling window that never opens is refused beside its field', async () => {
  await page.goto('/settings/rules');
  await page.getByLabel('From').fill('21:00');
  await page.getByLabel('Until').fill('08:00');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('The window must open before it closes').first().waitFor();
  await page.getByRole('button', { name: 'Discard' }).click();
});

test('the accounts of the sandbox pass both of their checks', async () => {
  await page.goto('/settings/carriers');
  for (const name of ['Sandbox', 'Sandbox voice agents']) {
    const account = page.getByRole('listitem', { name, exact: true });
    await account.getByRole('button', { name: 'Test connection' }).click();
    await account.getByText('Works').waitFor();
    await account.getByRole('button', { name: 'Check webhooks' }).click();
    await account.getByText('/webhooks/').waitFor();
  }
});

test('a key is shown once and opens the API', async () => {
  await page.goto('/settings/api-keys');
  await page.getByRole('button', { name: 'Create a key' }).click();
  const dialog = page.getByRole('dialog', { name: 'Create an API key' });
  await dialog.getByLabel('Name').fill('Bakery');
  await dialog.getByRole('button', { name: 'Create key' }).click();
  const shown = page.getByRole('dialog', { name: 'Copy the key now' });
  const key = await shown.locator('code').textContent();
  await shown.getByRole('button', { name: 'I have copied it' }).click();
  const answer = await fetch(`${server.origin}/api/v1/calls`, { headers: { 'x-api-key': key } });
  assert.equal(answer.status, 200);
  assert.equal(await page.getByText(key).count(), 0);
});

test('the audit log tells who did it', async () => {
  await page.goto('/settings/audit');
  await page.getByRole('table').getByText('Ada').or(page.getByText('ada@example.com')).first().waitFor();
});

// A sales call from the browser: a list goes in, somebody answers, the page is reloaded in the middle, and the talk is kept.

import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';

import { Api } from '../harness/api.js';
import { Visitor } from '../harness/browser.js';
import { keepEvidence } from '../harness/evidence.js';
import { signIn, WITH_ADMIN } from '../harness/person.js';
import { Server } from '../harness/server.js';
import { energyAt, loudness, toneWav } from '../harness/tone.js';
import { until } from '../harness/until.js';

/** What the agent's microphone hears: a tone that nobody else makes. */
const AGENT_HERTZ = 620;
/** A number whose last digit makes the deterministic sandbox answer and talk. */
const LIST = [
  'Name;Company;Phone;Title',
  'Grace Hopper;Northwind Traders;+1 212 555 0142;Owner',
  'Amara Okafor;Blue Finch Dental;not a number;',
  'Jun Tanaka;Cobalt Freight;+1 415 555 2671;Buyer',
].join('\r\n');

let server;
let visitor;
let page;

keepEvidence(() => page);

before(async () => {
  const microphone = path.join(tmpdir(), `outdial-tone-${process.pid}.wav`);
  await writeFile(microphone, toneWav(AGENT_HERTZ, 4));
  server = await Server.start(WITH_ADMIN);
  await recordTalks(new Api(server));
  visitor = await Visitor.arrive(server, { microphone });
  page = visitor.page;
  await signIn(page);
});

after(async () => {
  await visitor?.leave();
  await server?.stop();
});

const button = (name) => page.getByRole('button', { name });
const call = () => page.getByRole('region', { name: 'Call: Grace Hopper' });
const lead = (name) => page.getByRole('grid', { name: 'Leads' }).getByRole('row').filter({ hasText: name });

test('a list is read, mapped and loaded, and its bad row is named', async () => {
  await page.goto('/dial');
  await page.getByRole('heading', { name: 'Drop a list of people to call' }).waitFor();
  await page.getByLabel('List file').setInputFiles({ name: 'spring.csv', mimeType: 'text/csv', buffer: Buffer.from(LIST) });
  const dialog = page.getByRole('dialog', { name: 'Load a list' });
  await dialog.getByText('1 row will be left out').click();
  await dialog.getByText('Line 3').waitFor();
  await dialog.getByRole('button', { name: 'Import 2 leads' }).click();
  await lead('Grace Hopper').getByText('Not called').waitFor();
});

test('Dial rings, somebody answers, and muting is confirmed', async () => {
  await button('Dial Grace Hopper').click();
  await call().getByText('Connected', { exact: true }).waitFor({ timeout: 30_000 });
  await lead('Grace Hopper').getByText('On a call').waitFor();
  await page.keyboard.press('m');
  await call().getByText('Connected, muted').waitFor();
  await until('the server has it too', async () => (await currentRoom()).muted);
  await page.keyboard.press('m');
  await call().getByText('Connected', { exact: true }).waitFor();
  await until('the server has that too', async () => !(await currentRoom()).muted);
});

test('a reload in the middle keeps the customer, the timer and the notes', async () => {
  await call().getByLabel('Notes').fill('Wants the offer by Friday.');
  await call().getByText('Saved', { exact: true }).waitFor();
  const { id, connected_at } = await currentRoom();
  await page.reload();
  await call().getByText('Connected', { exact: true }).waitFor();
  await until('the audio is back', async () => (await currentRoom()).browser.connected);
  const room = await currentRoom();
  assert.equal(room.id, id);
  assert.equal(room.connected_at, connected_at, 'the talk went on while the page was away');
  assert.equal(await call().getByLabel('Notes').inputValue(), 'Wants the offer by Friday.');
});

test('the call ends, its outcome is noted, and the row tells', async () => {
  await call().getByRole('button', { name: /^End call/ }).click();
  await call().getByRole('radio', { name: /Callback Requested/ }).waitFor({ state: 'attached' });
  await page.keyboard.press('1');
  await call().getByRole('button', { name: 'Save', exact: true }).click();
  await lead('Grace Hopper').getByText('Connected').waitFor();
  await lead('Grace Hopper').getByRole('button', { name: 'Redial Grace Hopper' }).waitFor();
});

test('the recording plays, with the agent on the left and the customer on the right', async () => {
  await lead('Grace Hopper').click();
  const panel = page.getByRole('complementary', { name: 'Lead: Grace Hopper' });
  await panel.getByText('Wants the offer by Friday.').first().waitFor();
  await panel.getByRole('button', { name: 'Play the recording' }).click();
  const audio = panel.locator('audio');
  await until('the recording plays', () => audio.evaluate((element) => element.currentTime > 0.3 && element.error === null));

  const address = await audio.getAttribute('src');
  const wav = Buffer.from(await (await new Api(server).send('GET', address)).arrayBuffer());
  const [left, right] = [energyAt(wav, 0, AGENT_HERTZ), energyAt(wav, 1, AGENT_HERTZ)];
  assert.ok(left > 20 * right, `the agent's tone is on the left alone (left ${left}, right ${right})`);
  const customer = loudness(wav, { channel: 1 });
  assert.ok(customer > AUDIBLE, `the customer's voice is on the right (${customer})`);
});

/** Far below any voice, and far above an empty line. */
const AUDIBLE = 1e-3;

/** Nothing is recorded unless the workspace wants it. */
async function recordTalks(api) {
  const { revision } = await api.call('GET', '/api/v1/settings');
  await api.call('PUT', '/api/v1/settings', { json: { record: true }, headers: { 'if-match': `"${revision}"` } });
}

async function currentRoom() {
  // Asked as the person in front of the page, because a room belongs to a person.
  const { room } = await page.evaluate(async () => (await fetch('/api/v1/rooms/current')).json());
  assert.ok(room, 'the person is in a room');
  return room;
}

// A sales call whose audio stays with the carrier: the page speaks through Twilio's own kit, agent and customer meet in a
// conference of the network, and the server steers. Who hears whom is measured as tones at both ends.

import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';

import { Api } from '../harness/api.js';
import { Visitor } from '../harness/browser.js';
import { heardTones, listen } from '../harness/ear.js';
import { keepEvidence } from '../harness/evidence.js';
import { signIn, WITH_ADMIN } from '../harness/person.js';
import { Sandbox } from '../harness/sandbox.js';
import { Server } from '../harness/server.js';
import { energyAt, longestWithout, toneWav } from '../harness/tone.js';
import { until } from '../harness/until.js';

const AGENT_HERTZ = 620;
const CUSTOMER_HERTZ = 1_000;
const CUSTOMER = '+12125550142';
const PEOPLE = `[[person]]\nnumber = "${CUSTOMER}"\nkind = "human"\naudio = "tone:${CUSTOMER_HERTZ}"\n`;
const LIST = `Name,Company,Phone\nGrace Hopper,Northwind Traders,${CUSTOMER}\n`;
/** The mean energy of the microphone's tone is a hundred times this. */
const AUDIBLE = 1e-4;
const AUDIBLE_DB = -55;
const LATELY = { lastMs: 500 };
const SOON_MS = 20_000;
/** Three seconds at 8 kHz, a byte each. */
const PAUSED_BYTES = 24_000;

let sandbox;
let server;
let visitor;
let page;

keepEvidence(() => page);

before(async () => {
  const microphone = path.join(tmpdir(), `outdial-carrier-${process.pid}.wav`);
  await writeFile(microphone, toneWav(AGENT_HERTZ, 4));
  sandbox = await Sandbox.start(PEOPLE);
  server = await Server.start({ ...WITH_ADMIN, ...sandbox.variables, TWILIO_BRIDGE: 'carrier' });
  const api = new Api(server);
  const { revision } = await api.call('GET', '/api/v1/settings');
  await api.call('PUT', '/api/v1/settings', { json: { record: true }, headers: { 'if-match': `"${revision}"` } });
  const { items } = await api.call('GET', '/api/v1/carriers');
  await sandbox.rest('POST', `Applications/${sandbox.application}`, {
    VoiceUrl: `${server.origin}/webhooks/twilio/${items[0].id}/client`,
  });
  visitor = await Visitor.arrive(server, { microphone, flags: ['--autoplay-policy=no-user-gesture-required'] });
  page = visitor.page;
  await listen(page);
  await signIn(page);
});

after(async () => {
  // The kit tells the console of a line that is cut by a reload.
  await visitor?.leave({ expected: [/^console: \[TwilioVoice\]/] });
  await server?.stop();
  await sandbox?.stop();
});

const call = () => page.getByRole('region', { name: 'Call: Grace Hopper' });
const lead = () => page.getByRole('grid', { name: 'Leads' }).getByRole('row').filter({ hasText: 'Grace Hopper' });

async function customerHears(hertz) {
  const { sid } = await sandbox.lastCallTo(CUSTOMER);
  const wav = await sandbox.heard(sid);
  return wav !== null && energyAt(wav, 0, hertz, LATELY) > AUDIBLE;
}

async function heardBytes() {
  const { sid } = await sandbox.lastCallTo(CUSTOMER);
  return (await sandbox.heard(sid))?.length ?? 0;
}

const agentHears = async (hertz) => (await heardTones(page, [hertz]))[0] > AUDIBLE_DB;

test('the page talks through the carrier, and both hear each other', async () => {
  await page.goto('/dial');
  await page.getByLabel('List file').setInputFiles({ name: 'one.csv', mimeType: 'text/csv', buffer: Buffer.from(LIST) });
  await page.getByRole('dialog', { name: 'Load a list' }).getByRole('button', { name: 'Import 1 lead' }).click();
  await page.getByRole('button', { name: 'Dial Grace Hopper' }).click();
  await call().getByText('Connected', { exact: true }).waitFor({ timeout: 30_000 });
  assert.equal((await currentRoom()).bridge, 'carrier');
  await until('the customer hears the agent', () => customerHears(AGENT_HERTZ), SOON_MS);
  await until('the agent hears the customer', () => agentHears(CUSTOMER_HERTZ), SOON_MS);
});

test('muting and holding are done by the carrier', async () => {
  await page.keyboard.press('m');
  await call().getByText('Connected, muted').waitFor();
  await until('the customer hears the agent no more', async () => !(await customerHears(AGENT_HERTZ)), SOON_MS);
  await until('the agent still hears the customer', () => agentHears(CUSTOMER_HERTZ), SOON_MS);
  await page.keyboard.press('m');
  await until('the customer hears the agent again', () => customerHears(AGENT_HERTZ), SOON_MS);
  await page.keyboard.press('h');
  await call().getByText('On hold').first().waitFor();
  await until('neither hears the other', async () => !(await customerHears(AGENT_HERTZ)) && !(await agentHears(CUSTOMER_HERTZ)), SOON_MS);
  await page.keyboard.press('h');
  await until('both hear each other again', async () => (await customerHears(AGENT_HERTZ)) && (await agentHears(CUSTOMER_HERTZ)), SOON_MS);
});

test('the recording is paused at the carrier and goes on', async () => {
  await call().getByRole('button', { name: 'Recording: pause it' }).click();
  await call().getByRole('button', { name: /go on recording/ }).waitFor();
  const heardSoFar = await heardBytes();
  await until('seconds of the talk are not recorded', async () => (await heardBytes()) > heardSoFar + PAUSED_BYTES, SOON_MS);
  await call().getByRole('button', { name: /go on recording/ }).click();
  await call().getByRole('button', { name: 'Recording: pause it' }).waitFor();
});

test('a reload in the middle keeps the customer', async () => {
  const { id } = await currentRoom();
  await page.reload();
  await call().getByText('Connected', { exact: true }).waitFor({ timeout: SOON_MS });
  await until('the customer hears the agent again', () => customerHears(AGENT_HERTZ), SOON_MS);
  await until('the agent hears the customer again', () => agentHears(CUSTOMER_HERTZ), SOON_MS);
  assert.equal((await currentRoom()).id, id);
});

test('the call ends for both, and its recording is fetched from the carrier', async () => {
  await call().getByRole('button', { name: /^End call/ }).click();
  await until('the customer is let go', async () => (await sandbox.lastCallTo(CUSTOMER)).ended_at !== null, SOON_MS);
  await call().getByRole('radio', { name: /Callback Requested/ }).waitFor({ state: 'attached' });
  await page.keyboard.press('1');
  await call().getByRole('button', { name: 'Save', exact: true }).click();
  await lead().getByText('Connected').waitFor();
  const api = new Api(server);
  const [told] = await api.all('/api/v1/calls');
  const { recording } = await until('the recording is here', async () => {
    const detail = await api.call('GET', `/api/v1/calls/${told.id}`);
    return detail.recording?.duration_ms ? detail : detail.call?.recording?.duration_ms ? detail.call : null;
  }, SOON_MS);
  const wav = Buffer.from(await (await api.send('GET', recording.url)).arrayBuffer());
  const [left, right] = [energyAt(wav, 0, AGENT_HERTZ), energyAt(wav, 1, CUSTOMER_HERTZ)];
  assert.ok(left > AUDIBLE && right > AUDIBLE, `the agent is on the left and the customer on the right (${left}, ${right})`);
  const silentMs = longestWithout(wav, 1, CUSTOMER_HERTZ, AUDIBLE / 100);
  assert.ok(silentMs >= 2_500, `the customer is missing where the recording was paused (${silentMs} ms)`);
});

async function currentRoom() {
  const { room } = await page.evaluate(async () => (await fetch('/api/v1/rooms/current')).json());
  assert.ok(room, 'the person is in a room');
  return room;
}

// The program alone, without credentials, told to let agents and customers meet at its own network: nothing is set up by hand.

import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { Visitor } from '../harness/browser.js';
import { heardTones, listen } from '../harness/ear.js';
import { keepEvidence } from '../harness/evidence.js';
import { signIn, WITH_ADMIN } from '../harness/person.js';
import { Server } from '../harness/server.js';
import { toneWav } from '../harness/tone.js';
import { until } from '../harness/until.js';

const CUSTOMER = '+12125550142';
const CUSTOMER_HERTZ = 1_000;
const AUDIBLE_DB = -55;
const SOON_MS = 20_000;
const POPULATION = fileURLToPath(new URL('../../crates/sandbox/populations/deterministic.toml', import.meta.url));
const PERSON = `\n[[person]]\nnumber = "${CUSTOMER}"\nkind = "human"\naudio = "tone:${CUSTOMER_HERTZ}"\n`;
const LIST = `Name,Company,Phone\nGrace Hopper,Northwind Traders,${CUSTOMER}\n`;

let folder;
let server;
let visitor;
let page;

keepEvidence(() => page);

before(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'outdial-hosted-'));
  const people = path.join(folder, 'people.toml');
  await writeFile(people, (await readFile(POPULATION, 'utf8')) + PERSON);
  const microphone = path.join(folder, 'microphone.wav');
  await writeFile(microphone, toneWav(620, 4));
  server = await Server.start({ ...WITH_ADMIN, TWILIO_BRIDGE: 'carrier', OUTDIAL_SANDBOX_POPULATION: people });
  visitor = await Visitor.arrive(server, { microphone, flags: ['--autoplay-policy=no-user-gesture-required'] });
  page = visitor.page;
  await listen(page);
  await signIn(page);
});

after(async () => {
  await visitor?.leave();
  await server?.stop();
  if (folder) await rm(folder, { recursive: true, force: true });
});

test('a fresh start with nothing but the wish lets the agent hear a simulated person through the carrier', async () => {
  await page.goto('/dial');
  await page.getByLabel('List file').setInputFiles({ name: 'one.csv', mimeType: 'text/csv', buffer: Buffer.from(LIST) });
  await page.getByRole('dialog', { name: 'Load a list' }).getByRole('button', { name: 'Import 1 lead' }).click();
  await page.getByRole('button', { name: 'Dial Grace Hopper' }).click();
  const call = page.getByRole('region', { name: 'Call: Grace Hopper' });
  await call.getByText('Connected', { exact: true }).waitFor({ timeout: 30_000 });
  const { room } = await page.evaluate(async () => (await fetch('/api/v1/rooms/current')).json());
  assert.equal(room.bridge, 'carrier');
  await until('the agent hears the customer', async () => (await heardTones(page, [CUSTOMER_HERTZ]))[0] > AUDIBLE_DB, SOON_MS);
  await call.getByRole('button', { name: /^End call/ }).click();
  await call.getByRole('radio', { name: /Callback Requested/ }).waitFor({ state: 'attached' });
});

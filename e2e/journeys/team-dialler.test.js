// A client written for the team dialler that Outdial replaces runs a campaign to its end: the old routes and messages, its
// voice by Twilio's kit. Who hears whom is measured as tones at both ends, and the network's own ledger is the judge.

import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';

import { Visitor } from '../harness/browser.js';
import { heardTones, listen } from '../harness/ear.js';
import { keepEvidence } from '../harness/evidence.js';
import { ADMIN, WITH_ADMIN } from '../harness/person.js';
import { Sandbox } from '../harness/sandbox.js';
import { Server } from '../harness/server.js';
import { become } from '../harness/team-page.js';
import { energyAt, toneWav } from '../harness/tone.js';
import { until } from '../harness/until.js';

const AGENT_HERTZ = 620;
const FIRST = { phone: '+12125550141', hertz: 1_000 };
const VOICEMAIL = '+12125550146';
const BUSY = '+12125550148';
const LAST = { phone: '+12125550142', hertz: 1_500 };
const PEOPLE = [FIRST, LAST]
  .map(({ phone, hertz }) => `[[person]]\nnumber = "${phone}"\nkind = "human"\naudio = "tone:${hertz}"\n`)
  .join('\n');
const CONTACTS = [FIRST.phone, VOICEMAIL, BUSY, LAST.phone];
/** The mean energy of the microphone's tone is a hundred times this. */
const AUDIBLE = 1e-4;
const AUDIBLE_DB = -55;
const SOON_MS = 30_000;

let sandbox;
let server;
let visitor;
let page;

keepEvidence(() => page);

before(async () => {
  const microphone = path.join(tmpdir(), `outdial-team-${process.pid}.wav`);
  await writeFile(microphone, toneWav(AGENT_HERTZ, 4));
  sandbox = await Sandbox.start(PEOPLE);
  server = await Server.start({ ...WITH_ADMIN, ...sandbox.variables, TWILIO_BRIDGE: 'carrier' });
  // The TwiML app is left as it was set up for the old server.
  await sandbox.rest('POST', `Applications/${sandbox.application}`, { VoiceUrl: `${server.origin}/api/voice/dial` });
  visitor = await Visitor.arrive(server, { microphone, flags: ['--autoplay-policy=no-user-gesture-required'] });
  page = visitor.page;
  await listen(page);
  await page.goto('/sign-in');
  await become(page, ADMIN);
});

after(async () => {
  await visitor?.leave({ expected: [/^console: \[TwilioVoice\]/] });
  await server?.stop();
  await sandbox?.stop();
});

const told = () => page.evaluate(() => team.messages);
const read = () => page.evaluate(() => team.read());

/** The first message of a kind about a contact. */
const message = (type, phone) =>
  until(
    `${type} of ${phone}`,
    async () => (await told()).find((one) => one.type === type && (phone === undefined || one.phone === phone)),
    SOON_MS,
  );

async function bothHear({ phone, hertz }) {
  const { sid } = await sandbox.lastCallTo(phone);
  await until('the customer hears the agent', async () => {
    const wav = await sandbox.heard(sid);
    return wav !== null && energyAt(wav, 0, AGENT_HERTZ, { lastMs: 500 }) > AUDIBLE;
  }, SOON_MS);
  await until('the agent hears the customer', async () => (await heardTones(page, [hertz]))[0] > AUDIBLE_DB, SOON_MS);
}

async function hangsUp(phone) {
  const { sid } = await sandbox.lastCallTo(phone);
  await sandbox.rest('POST', `Calls/${sid}`, { Status: 'completed' });
}

test('the first contact is called once the agent is there, and the two hear each other', async () => {
  const { campaign, identity } = await page.evaluate((contacts) => team.start(contacts), CONTACTS);
  assert.match(campaign.id, /^[0-9a-f]{8}$/);
  assert.match(identity, /^agent_[0-9a-f]{8}$/);
  assert.deepEqual(campaign.contacts, CONTACTS);
  const connected = await message('customer_connected', FIRST.phone);
  assert.equal(connected.campaign.connected_phone, FIRST.phone);
  assert.equal(connected.campaign.status, 'connected');
  await bothHear(FIRST);
});

test('after the talk the agent says what came of it, and the next are called: a machine and an engaged line reach nobody', async () => {
  await hangsUp(FIRST.phone);
  const ended = await message('call_ended', FIRST.phone);
  assert.equal(ended.contact_status, 'completed');
  await page.evaluate((phone) => team.submit(phone, 'interested', 'Call again in May'), FIRST.phone);
  const next = await page.evaluate(() => team.dialNext());
  assert.deepEqual(next, { status: 'dialing', phone: VOICEMAIL });
  const rejected = await message('call_rejected', VOICEMAIL);
  assert.match(rejected.detection_result, /^machine/);
  await message('call_ended', BUSY);
  assert.equal((await sandbox.lastCallTo(BUSY)).outcome ?? 'busy', 'busy');
});

test('the last contact is put through without anybody asking', async () => {
  await message('customer_connected', LAST.phone);
  await bothHear(LAST);
  const [first] = await heardTones(page, [FIRST.hertz]);
  assert.ok(first < AUDIBLE_DB, 'nobody else is in the room');
});

test('the campaign comes to its end', async () => {
  await hangsUp(LAST.phone);
  await message('call_ended', LAST.phone);
  await page.evaluate((phone) => team.submit(phone, 'not_interested', ''), LAST.phone);
  const next = await page.evaluate(() => team.dialNext());
  assert.deepEqual(next, { status: 'no_more_contacts', phone: null });
  assert.deepEqual(await page.evaluate(() => team.end()), { status: 'ended' });
  await message('campaign_ended');
  const campaign = await read();
  assert.equal(campaign.status, 'ended');
  assert.deepEqual(campaign.call_order, CONTACTS);
  assert.deepEqual(campaign.contact_status, {
    [FIRST.phone]: 'completed',
    [VOICEMAIL]: 'voicemail',
    [BUSY]: 'busy',
    [LAST.phone]: 'completed',
  });
  assert.equal(campaign.dispositions[FIRST.phone].disposition, 'interested');
  assert.equal(campaign.dispositions[FIRST.phone].notes, 'Call again in May');
  await until('the agent is let go', () => page.evaluate(() => team.call.status() === 'closed'), SOON_MS);
});

test('each contact was rung once, and nothing that was asked went wrong', async () => {
  for (const phone of CONTACTS) {
    const answer = await fetch(`${sandbox.origin}/sandbox/ledger/${encodeURIComponent(phone)}`);
    assert.equal((await answer.json()).attempts.length, 1, phone);
  }
  const wrong = (await page.evaluate(() => team.answers)).filter(({ status, error }) => error || status !== 200);
  assert.deepEqual(wrong, []);
  const kinds = new Set((await told()).map(({ type }) => type));
  const known = ['campaign_state', 'call_queued', 'customer_connected', 'call_rejected', 'status_update', 'call_ended', 'auto_dial_next', 'campaign_ended'];
  assert.deepEqual([...kinds].filter((kind) => !known.includes(kind)), []);
});

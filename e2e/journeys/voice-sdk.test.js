// Twilio's own kit for browsers meets a simulated customer in a conference of the sandbox: the judge of its signalling and sound.

import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';

import { Visitor } from '../harness/browser.js';
import { Desk } from '../harness/desk.js';
import { keepEvidence } from '../harness/evidence.js';
import { Sandbox } from '../harness/sandbox.js';
import { energyAt, toneWav } from '../harness/tone.js';
import { until } from '../harness/until.js';

/** What the agent's microphone hears, and what the customer whistles. */
const AGENT_HERTZ = 620;
const CUSTOMER_HERTZ = 1_000;
const CUSTOMER = '+14155550142';
const PEOPLE = `[[person]]\nnumber = "${CUSTOMER}"\nkind = "human"\naudio = "tone:${CUSTOMER_HERTZ}"\n`;
/** The mean energy of the microphone's tone is a hundred times this. */
const AUDIBLE = 1e-4;
const SOON_MS = 20_000;

let sandbox;
let desk;
let visitor;
let page;
const strangers = [];

keepEvidence(() => page);

before(async () => {
  const microphone = path.join(tmpdir(), `outdial-kit-${process.pid}.wav`);
  await writeFile(microphone, toneWav(AGENT_HERTZ, 4));
  sandbox = await Sandbox.start(PEOPLE);
  desk = await Desk.start(
    (origin) =>
      `<Response><Dial><Conference participantLabel="agent" endConferenceOnExit="true" statusCallback="${origin}/room" statusCallbackEvent="start end join leave mute">desk</Conference></Dial></Response>`,
  );
  await sandbox.rest('POST', `Applications/${sandbox.application}`, { VoiceUrl: `${desk.origin}/voice` });
  visitor = await Visitor.arrive(desk, { microphone });
  page = visitor.page;
  page.on('request', (request) => {
    if (!request.url().startsWith(desk.origin) && !request.url().startsWith('data:')) strangers.push(request.url());
  });
});

after(async () => {
  await visitor?.leave({ expected: [/^console: \[TwilioVoice\]/] });
  await desk?.stop();
  await sandbox?.stop();
});

const event = (name) =>
  until(`the kit reports ${name}`, () => page.evaluate((wanted) => events.includes(wanted), name), SOON_MS);

/** Opens the page anew with a token. */
async function prepare(token) {
  await page.goto('/');
  await page.evaluate((options) => prepare(options), { token, signal: sandbox.signal });
}

/** An agent calls, and the customer is fetched into the room. */
async function meet() {
  await prepare(sandbox.token('ada'));
  await page.getByRole('button', { name: 'Call' }).click();
  await event('accept');
  const customer = await sandbox.rest('POST', 'Conferences/desk/Participants', {
    From: sandbox.phoneNumber,
    To: CUSTOMER,
    Label: 'customer',
  });
  const agent = await page.evaluate(() => call.parameters.CallSid);
  return { agent, customer: customer.call_sid, room: customer.conference_sid };
}

async function hearsAgent(customer) {
  const wav = await sandbox.heard(customer);
  return wav !== null && energyAt(wav, 0, AGENT_HERTZ, { lastMs: 500 }) > AUDIBLE;
}

const agentHears = (hertz) =>
  until(`the agent hears ${hertz} Hz`, async () => Math.abs((await page.evaluate(() => loudest())) - hertz) < 20, SOON_MS);

const ended = (call) =>
  until('the call is completed', async () => (await sandbox.rest('GET', `Calls/${call}`)).status === 'completed', SOON_MS);

test('agent and customer hear each other, muting by the API silences, and hanging up ends everything', async () => {
  const { agent, customer, room } = await meet();

  const [asked] = desk.asked;
  assert.equal(asked.signature, sandbox.signature(`${desk.origin}/voice`, asked.params));
  assert.deepEqual(
    [asked.params.From, asked.params.To, asked.params.lead, asked.params.CallSid, asked.params.ApplicationSid],
    ['client:ada', 'desk', '17', agent, sandbox.application],
  );

  await until('the customer hears the agent', () => hearsAgent(customer), SOON_MS);
  await agentHears(CUSTOMER_HERTZ);

  await sandbox.rest('POST', `Conferences/${room}/Participants/agent`, { Muted: 'true' });
  await until('the customer hears the agent no more', async () => !(await hearsAgent(customer)), SOON_MS);
  await agentHears(CUSTOMER_HERTZ);
  await sandbox.rest('POST', `Conferences/${room}/Participants/agent`, { Muted: 'false' });
  await until('the customer hears the agent again', () => hearsAgent(customer), SOON_MS);

  await page.evaluate(() => call.mute(true));
  await until('muting in the kit silences as well', async () => !(await hearsAgent(customer)), SOON_MS);

  await page.evaluate(() => call.disconnect());
  await event('disconnect');
  await ended(agent);
  await ended(customer);
  await until('the end of the room is reported', () => desk.asked.some(({ params }) => params.StatusCallbackEvent === 'conference-end'));
  assert.deepEqual(
    await page.evaluate(() => events),
    ['ringing', 'accept', 'disconnect'],
  );
});

test('a call that the API ends is over for the kit', async () => {
  const { agent, customer } = await meet();
  await agentHears(CUSTOMER_HERTZ);
  await sandbox.rest('POST', `Calls/${agent}`, { Status: 'completed' });
  await event('disconnect');
  await ended(customer);
});

test('a call survives the loss of its socket', async () => {
  const { agent, customer } = await meet();
  await agentHears(CUSTOMER_HERTZ);
  await page.evaluate(() => device._stream.transport._socket.close());
  await event('reconnecting');
  await event('reconnected');
  await until('the customer hears the agent', () => hearsAgent(customer), SOON_MS);
  await agentHears(CUSTOMER_HERTZ);
  assert.equal(await page.evaluate(() => call.parameters.CallSid), agent);
  await page.evaluate(() => call.disconnect());
  await ended(agent);
  await ended(customer);
});

test('a page that is closed in the middle leaves no call behind', async () => {
  const { agent, customer } = await meet();
  await agentHears(CUSTOMER_HERTZ);
  await page.goto('about:blank');
  await ended(agent);
  await ended(customer);
});

test('tokens are refused with the codes that the kit documents, and a good one registers', async () => {
  const cases = [
    [sandbox.token('ada', { ttlS: -1 }), 20_104],
    [sandbox.token('ada', { secret: 'guess' }), 31_202],
    ['nonsense', 20_101],
  ];
  for (const [token, code] of cases) {
    await prepare(token);
    await page.evaluate(() => void device.register().catch(() => {}));
    await event(`device error ${code}`);
    await page.evaluate(() => device.destroy());
  }
  await prepare(sandbox.token('ada'));
  await page.evaluate(() => void device.register());
  await event('registered');
});

test('nothing but the page and the sandbox was asked for anything', () => {
  assert.deepEqual(strangers, []);
});

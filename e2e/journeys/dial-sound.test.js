// Who hears whom, measured as tones at both ends: two agents talk to two customers at once, mute, hold, press keys, play
// a clip and leave the customer to the comfort line. Each of the four makes a tone that nobody else makes.

import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';

import { Api } from '../harness/api.js';
import { Visitor } from '../harness/browser.js';
import { heardTones, listen } from '../harness/ear.js';
import { keepEvidence } from '../harness/evidence.js';
import { ADMIN, signInAs, WITH_ADMIN } from '../harness/person.js';
import { Sandbox } from '../harness/sandbox.js';
import { Server } from '../harness/server.js';
import { energyAt, loudness, toneWav } from '../harness/tone.js';
import { until } from '../harness/until.js';

const BEN = { name: 'Ben Agent', email: 'ben@example.com', password: 'another horse battery' };
const CLIP_HERTZ = 1_900;
const COMFORT_HERTZ = 3_000;
/** The two tones of the key 5. */
const KEY_5 = [770, 1_336];
/** Whoever is heard is heard at least so much more than whoever is not: 20 decibels. */
const CLEARLY = 100;

const ada = { person: ADMIN, hertz: 620, callee: 'Grace Hopper', number: '+12125550142', calleeHertz: 440 };
const ben = { person: BEN, hertz: 1_150, callee: 'Jun Tanaka', number: '+14155552671', calleeHertz: 2_500 };

const PEOPLE = [ada, ben]
  .map(({ number, calleeHertz }) => `[[person]]\nnumber = "${number}"\nkind = "human"\naudio = "tone:${calleeHertz}"\n`)
  .join('\n');

const LIST = ['Name,Company,Phone', `Grace Hopper,Northwind Traders,${ada.number}`, `Jun Tanaka,Cobalt Freight,${ben.number}`].join('\n');

let sandbox;
let server;
let api;

keepEvidence(() => ada.page);

before(async () => {
  sandbox = await Sandbox.start(PEOPLE);
  server = await Server.start({ ...WITH_ADMIN, ...sandbox.variables });
  api = new Api(server);
  await api.call('POST', '/api/v1/users', { json: { ...BEN, role: 'agent' } });
  for (const agent of [ada, ben]) await sitDown(agent);
});

after(async () => {
  await ada.visitor?.leave();
  await ben.visitor?.leave();
  await server?.stop();
  await sandbox?.stop();
});

/** An agent opens the dialler with a microphone that hears nothing but their tone. */
async function sitDown(agent) {
  const microphone = path.join(tmpdir(), `outdial-sound-${agent.hertz}-${process.pid}.wav`);
  await writeFile(microphone, toneWav(agent.hertz, 4));
  agent.visitor = await Visitor.arrive(server, { microphone, flags: ['--autoplay-policy=no-user-gesture-required'] });
  agent.page = agent.visitor.page;
  await listen(agent.page);
  await signInAs(agent.page, agent.person);
}

const call = ({ page, callee }) => page.getByRole('region', { name: `Call: ${callee}` });

/** What the callee has heard so far. */
async function heardBy({ number }) {
  const { sid } = await sandbox.lastCallTo(number);
  const wav = await sandbox.heard(sid);
  assert.ok(wav, `the network kept what ${number} heard`);
  return wav;
}

/** What the callee heard in the last second, by tone. */
async function calleeHears(agent, hertz) {
  const wav = await heardBy(agent);
  return hertz.map((tone) => energyAt(wav, 0, tone, LATELY));
}

/** The callee hears the first tone and none of the others. */
const calleeHearsOnly = (agent, [tone, ...others], what) =>
  until(what, async () => {
    const [heard, ...rest] = await calleeHears(agent, [tone, ...others]);
    return heard > AUDIBLE && rest.every((other) => heard > CLEARLY * other);
  });

/** The page hears the first tone and none of the others. */
const agentHearsOnly = (agent, [tone, ...others], what) =>
  until(what, async () => {
    const [heard, ...rest] = await heardTones(agent.page, [tone, ...others]);
    return heard > AUDIBLE_DB && rest.every((other) => heard > other + 20);
  });

test('two agents dial two customers, and each hears their own and nobody else', async () => {
  await ada.page.goto('/dial');
  await ada.page.getByLabel('List file').setInputFiles({ name: 'two.csv', mimeType: 'text/csv', buffer: Buffer.from(LIST) });
  await ada.page.getByRole('dialog', { name: 'Load a list' }).getByRole('button', { name: 'Import 2 leads' }).click();
  await ada.page.getByRole('button', { name: `Dial ${ada.callee}` }).click();
  await ben.page.goto('/dial');
  await ben.page.getByRole('button', { name: `Dial ${ben.callee}` }).click();
  for (const agent of [ada, ben]) {
    await call(agent).getByText('Connected', { exact: true }).waitFor({ timeout: 30_000 });
  }
  for (const [agent, other] of [[ada, ben], [ben, ada]]) {
    await calleeHearsOnly(agent, [agent.hertz, other.hertz, other.calleeHertz, agent.calleeHertz], `${agent.callee} hears ${agent.person.name} alone`);
    await agentHearsOnly(agent, [agent.calleeHertz, other.calleeHertz, other.hertz, agent.hertz], `${agent.person.name} hears ${agent.callee} alone`);
  }
});

test('who mutes is not heard and still hears; the other room notices nothing', async () => {
  await ada.page.keyboard.press('m');
  await call(ada).getByText('Connected, muted').waitFor();
  await until('Grace Hopper hears Ada no more', async () => (await calleeHears(ada, [ada.hertz]))[0] < AUDIBLE / CLEARLY);
  await agentHearsOnly(ada, [ada.calleeHertz, ben.calleeHertz], 'Ada still hears Grace Hopper');
  await calleeHearsOnly(ben, [ben.hertz, ada.hertz], 'Jun Tanaka hears Ben all the while');
  await ada.page.keyboard.press('m');
  await calleeHearsOnly(ada, [ada.hertz, ben.hertz], 'Grace Hopper hears Ada again');
});

test('who is on hold hears music, neither hears the other, and afterwards both do', async () => {
  await ada.page.keyboard.press('h');
  await call(ada).getByText('On hold').first().waitFor();
  await until('Grace Hopper hears something that is not Ada', async () => {
    const wav = await heardBy(ada);
    return energyAt(wav, 0, ada.hertz, LATELY) < AUDIBLE / CLEARLY && loudness(wav, LATELY) > QUIET;
  });
  await until('Ada does not hear Grace Hopper', async () => (await heardTones(ada.page, [ada.calleeHertz]))[0] < AUDIBLE_DB - 20);
  await ada.page.keyboard.press('h');
  await calleeHearsOnly(ada, [ada.hertz, ben.hertz], 'Grace Hopper hears Ada again');
  await agentHearsOnly(ada, [ada.calleeHertz, ben.calleeHertz], 'Ada hears Grace Hopper again');
});

test('keys that are pressed reach the line as their tones', async () => {
  await ada.page.keyboard.press('m');
  await call(ada).getByText('Connected, muted').waitFor();
  await ada.page.keyboard.press('k');
  await call(ada).getByRole('group', { name: 'Keypad' }).waitFor();
  for (let pressed = 0; pressed < 10; pressed += 1) await ada.page.keyboard.press('5');
  await until('both tones of the key are on the line', async () => {
    const [low, high, between] = await calleeHears(ada, [...KEY_5, 1_050]);
    return low > CLEARLY * between && high > CLEARLY * between;
  });
  await ada.page.keyboard.press('k');
  await ada.page.keyboard.press('m');
  await call(ada).getByText('Connected', { exact: true }).waitFor();
});

test('a clip is heard by both in its room and by nobody in the other', async () => {
  await addClip('Tone', CLIP_HERTZ);
  await ada.page.keyboard.press('c');
  await call(ada).getByRole('group', { name: 'Clips' }).getByRole('button', { name: 'Play Tone' }).click();
  await until('Grace Hopper hears the clip', async () => (await calleeHears(ada, [CLIP_HERTZ]))[0] > AUDIBLE);
  await until('Ada hears the clip', async () => (await heardTones(ada.page, [CLIP_HERTZ]))[0] > AUDIBLE_DB);
  const [elsewhere] = await calleeHears(ben, [CLIP_HERTZ]);
  assert.ok(elsewhere < AUDIBLE / CLEARLY, `Jun Tanaka hears nothing of it (${elsewhere})`);
  const [inBensEar] = await heardTones(ben.page, [CLIP_HERTZ]);
  assert.ok(inBensEar < AUDIBLE_DB - 20, `Ben hears nothing of it (${inBensEar} dB)`);
});

test('who waits for a browser to come back hears the comfort line, and only until it is back', async () => {
  const { id } = await addClip('One moment', COMFORT_HERTZ);
  const { revision } = await api.call('GET', '/api/v1/settings');
  await api.call('PUT', '/api/v1/settings', { json: { comfort_clip_id: id }, headers: { 'if-match': `"${revision}"` } });
  await ben.page.goto('about:blank');
  await calleeHearsOnly(ben, [COMFORT_HERTZ, ben.hertz, ada.hertz], 'Jun Tanaka hears the comfort line in place of Ben');
  const [elsewhere] = await calleeHears(ada, [COMFORT_HERTZ]);
  assert.ok(elsewhere < AUDIBLE / CLEARLY, `Grace Hopper hears nothing of it (${elsewhere})`);
  await ben.page.goto('/dial');
  await call(ben).getByText('Connected', { exact: true }).waitFor({ timeout: 20_000 });
  await calleeHearsOnly(ben, [ben.hertz, COMFORT_HERTZ, ada.hertz], 'Jun Tanaka hears Ben again and the comfort line no more');
});

test('what each customer said and heard was kept apart to the end', async () => {
  for (const agent of [ada, ben]) await call(agent).getByRole('button', { name: /^End call/ }).click();
  for (const [agent, other] of [[ada, ben], [ben, ada]]) {
    const heard = await heardBy(agent);
    const [own, foreign, foreignCallee] = [agent.hertz, other.hertz, other.calleeHertz].map((tone) => energyAt(heard, 0, tone));
    assert.ok(own > CLEARLY * foreign && own > CLEARLY * foreignCallee, `${agent.callee}: ${own}, ${foreign}, ${foreignCallee}`);
  }
});

async function addClip(name, hertz) {
  const query = new URLSearchParams({ name });
  const added = await api.send('POST', `/api/v1/clips?${query}`, { text: toneWav(hertz, 6), headers: { 'content-type': 'audio/wav' } });
  assert.equal(added.status, 201, await added.clone().text());
  return added.json();
}

const LATELY = { lastMs: 1_000 };
/** Energy of a tone that a person would hear without effort. */
const AUDIBLE = 1e-5;
const AUDIBLE_DB = -55;
/** Softer than any music, louder than a line on which nobody speaks. */
const QUIET = 0.003;

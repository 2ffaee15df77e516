// A campaign over 500 leads, from its first choice to its stop: several lines are dialled at once for two agents, each person who answers comes to exactly one of
// them and they hear each other, machines come to nobody, and the page's figures are those of the phone network.

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
import { energyAt, toneWav } from '../harness/tone.js';
import { until } from '../harness/until.js';

const BEN = { name: 'Ben Agent', email: 'ben@example.com', password: 'another horse battery' };
const AGENTS = [
  { person: ADMIN, hertz: 620 },
  { person: BEN, hertz: 1_150 },
];
/** People who answer, each with a tone that nobody else makes. */
const PEOPLE = [
  { name: 'Grace Hopper', number: '+12125550140', hertz: 440 },
  { name: 'Jun Tanaka', number: '+12125550141', hertz: 2_500 },
  { name: 'Amara Okafor', number: '+12125550142', hertz: 1_900 },
  { name: 'Sofia Schmidt', number: '+12125550143', hertz: 3_000 },
];
/** Their last digits make them machines, phones that nobody answers, and for the most part engaged or out of use, which is over at once. */
const OTHERS = Array.from({ length: 496 }, (_, place) => ({
  name: `Nobody ${place + 1}`,
  number: `+1415${231_000 + place}${place % 60 === 0 ? 6 : place % 60 === 30 ? 7 : 8 + (place % 2)}`,
}));
/** The list, with the people spread among the others. */
const LEADS = OTHERS.flatMap((other, place) => (place % 120 === 12 && PEOPLE[(place - 12) / 120] ? [other, PEOPLE[(place - 12) / 120]] : [other]));

/** Nobody is called a second time, so that the campaign comes to an end. */
const ONCE = { attempts_max: 1, delay_minutes: 60, next_number: false, other_hour: false };
const SETTINGS = {
  mode: 'parallel',
  audience: 'business',
  lines_per_seat: 3,
  safe_harbour: { company: 'Northwind Traders', phone: '+1 415 555 0100', opt_out_key: '9', words: null },
  retry: { no_answer: ONCE, busy: ONCE, failed: ONCE, machine: ONCE, voicemail_left: ONCE, abandoned: ONCE, disposition: ONCE },
  record: true,
};

let sandbox;
let server;
let api;
let campaign;

keepEvidence(() => AGENTS[0].page);

before(async () => {
  const population = PEOPLE.map(({ number, hertz }) => `[[person]]\nnumber = "${number}"\nkind = "human"\naudio = "tone:${hertz}"\n`);
  sandbox = await Sandbox.start(population.join('\n'), { callsPerSecond: '30' });
  server = await Server.start({ ...WITH_ADMIN, ...sandbox.variables });
  api = new Api(server);
  await api.call('POST', '/api/v1/users', { json: { ...BEN, role: 'agent' } });
  for (const agent of AGENTS) await sitDown(agent);
});

after(async () => {
  for (const { visitor } of AGENTS) await visitor?.leave();
  await server?.stop();
  await sandbox?.stop();
});

/** An agent opens a browser whose microphone hears nothing but their tone. */
async function sitDown(agent) {
  const microphone = path.join(tmpdir(), `outdial-campaign-${agent.hertz}-${process.pid}.wav`);
  await writeFile(microphone, toneWav(agent.hertz, 4));
  agent.visitor = await Visitor.arrive(server, { microphone, flags: ['--autoplay-policy=no-user-gesture-required'] });
  agent.page = agent.visitor.page;
  agent.talks = [];
  await listen(agent.page);
  await signInAs(agent.page, agent.person);
}

const read = () => api.call('GET', `/api/v1/campaigns/${campaign.id}`);
const watch = () => api.call('GET', `/api/v1/campaigns/${campaign.id}/live`);
const onTheLine = ({ page }) => page.locator('article[data-talking]', { has: page.getByRole('heading') });

test('a manager makes a campaign over a list, and it says what is missing before it dials', async () => {
  assert.equal(LEADS.length, 500);
  const rows = LEADS.map(({ name, number }) => `${name},Northwind Traders,${number}`);
  const { list } = await api.call('POST', '/api/v1/lists?name=Autumn', {
    text: ['Name,Company,Phone', ...rows].join('\n'),
    headers: { 'content-type': 'text/csv' },
  });
  campaign = await api.call('POST', '/api/v1/campaigns', { json: { name: 'Autumn', list_ids: [list.id] } });
  assert.equal(campaign.state, 'draft');
  const refused = await api.send('POST', `/api/v1/campaigns/${campaign.id}/start`);
  assert.equal(refused.status, 422);
  assert.equal((await refused.json()).errors[0].field, 'safe_harbour');
  const changed = await api.call('PATCH', `/api/v1/campaigns/${campaign.id}`, {
    json: { settings: SETTINGS },
    headers: { 'if-match': `"${campaign.revision}"` },
  });
  assert.equal(changed.settings.lines_per_seat, 3);
});

test('it is started on its page, and dials nobody while no agent is ready', async () => {
  const { page } = AGENTS[0];
  await page.goto(`/campaigns/${campaign.id}`);
  await page.getByRole('button', { name: 'Start' }).click();
  await until('the campaign runs', async () => (await read()).state === 'running');
  await page.getByText(/nobody is dialled/).waitFor();
  assert.equal((await watch()).funnel.dialed, 0);
});

test('two agents sign in, and talk to each person who is put through to them', { timeout: 600_000 }, async () => {
  for (const agent of AGENTS) {
    await agent.page.goto('/desk');
    await agent.page.getByRole('button', { name: 'Sign in to Autumn' }).click();
    await agent.page.getByRole('button', { name: 'Ready', exact: true }).first().waitFor({ timeout: 30_000 });
  }
  for (const { page } of AGENTS) await page.getByRole('button', { name: 'Ready', exact: true }).first().click();
  await Promise.all(AGENTS.map(work));
});

/** Takes calls until there is nobody left to call. */
async function work(agent) {
  const { page } = agent;
  for (;;) {
    const callee = await whileDialling('somebody is put through, or nobody is left to call', () => next(agent));
    if (callee === 'nobody') return;
    agent.talks.push(callee);
    const person = PEOPLE.find(({ name }) => name === callee);
    assert.ok(person, `${callee} is a person and no machine`);
    const strangers = [...PEOPLE, ...AGENTS].filter((one) => one !== person).map(({ hertz }) => hertz);
    await until(`${agent.person.name} hears ${callee} alone`, async () => {
      const [heard, ...rest] = await heardTones(page, [person.hertz, ...strangers]);
      return heard > AUDIBLE_DB && rest.every((other) => heard > other + 20);
    });
    const others = [...PEOPLE, ...AGENTS].filter((one) => one !== agent).map(({ hertz }) => hertz);
    await until(`${callee} hears ${agent.person.name} alone`, async () => {
      const { sid } = await sandbox.lastCallTo(person.number);
      const wav = await sandbox.heard(sid);
      const [heard, ...rest] = [agent.hertz, ...others].map((tone) => (wav ? energyAt(wav, 0, tone, LATELY) : 0));
      return heard > AUDIBLE && rest.every((other) => heard > CLEARLY * other);
    });
    if (agent === AGENTS[0] && agent.talks.length === 1) await isMeasured(callee);
    await page.getByRole('button', { name: /^End call/ }).click();
    await page.getByRole('form', { name: 'Outcome of the call' }).getByRole('radio').first().waitFor({ state: 'attached' });
    await page.keyboard.press('1');
    await page.getByRole('button', { name: 'Save & ready' }).click();
    await page.getByRole('form', { name: 'Outcome of the call' }).waitFor({ state: 'detached' });
  }
}

/** How well the two hear each other is kept in the timeline of the call. */
async function isMeasured(callee) {
  const calls = await api.all('/api/v1/calls');
  const { id } = calls.find(({ name, outcome }) => name === callee && outcome === null);
  await until(`it is kept how well ${callee} and the agent hear each other`, async () => {
    const { timeline } = await api.call('GET', `/api/v1/calls/${id}`);
    const measured = timeline.filter(({ summary }) => summary === 'How well a connection does').map(({ raw }) => raw.detail);
    return ['agent', 'callee'].every((leg) => measured.some(({ who, mos }) => who === leg && mos > 1));
  });
}

/** Waits for as long as the campaign dials: how fast that is depends on the machine, that it goes on does not. */
async function whileDialling(what, ask) {
  let dialled = -1;
  const look = async () => {
    const answer = await ask();
    const { funnel } = await watch();
    const goesOn = funnel.dialed > dialled;
    dialled = funnel.dialed;
    return answer || goesOn ? { answer } : null;
  };
  for (;;) {
    const { answer } = await until(`${what}, or somebody more is dialled`, look, STANDSTILL_MS);
    if (answer) return answer;
  }
}

/** Who is on the line now; "nobody" at the end. */
async function next(agent) {
  const card = onTheLine(agent);
  if ((await card.count()) > 0) return card.getByRole('heading').first().textContent();
  return (await nobodyIsLeft()) ? 'nobody' : null;
}

/** Every lead is done with, or its line was cancelled while it rang and its phone is left alone for some minutes. */
async function nobodyIsLeft() {
  const { counts, state } = await read();
  const { blocked } = await watch();
  const cancelled = blocked.filter(({ code }) => code === 'canceled').reduce((sum, { leads }) => sum + leads, 0);
  return state === 'finished' || counts.done + cancelled === counts.leads;
}

test('nobody was served twice or forgotten, and the figures are those of the phone network', async () => {
  const served = AGENTS.flatMap(({ talks }) => talks);
  assert.equal(new Set(served).size, served.length, `each comes to one agent: ${served.join(', ')}`);
  assert.ok(AGENTS.every(({ talks }) => talks.length > 0), 'both agents talked to somebody');
  const calls = await api.all('/api/v1/calls');
  const through = calls.filter(({ outcome }) => outcome !== 'canceled').map(({ name }) => name);
  assert.equal(new Set(through).size, through.length, 'no lead has two calls that were let through');
  const ended = (outcome) => calls.filter((call) => call.outcome === outcome).map(({ name }) => name);
  assert.deepEqual(ended('completed').toSorted(), served.toSorted(), 'a call is completed when somebody was talked to');
  for (const { name } of PEOPLE) {
    const fates = calls.filter((call) => call.name === name).map(({ outcome }) => outcome);
    assert.ok(
      fates.length > 0 && fates.every((fate) => ['completed', 'abandoned', 'canceled'].includes(fate)),
      `${name}: talked to, told the truth, or cancelled while it rang (${fates})`,
    );
  }
  const { funnel, abandon } = await watch();
  assert.equal(funnel.talks, served.length);
  assert.equal(funnel.abandoned, ended('abandoned').length);
  assert.equal(abandon.abandoned, funnel.abandoned);
  assert.equal(funnel.machines, ended('machine').length);
  const { summary, numbers, violations } = await sandbox.ledger();
  assert.deepEqual(violations, []);
  for (const { number, times_created: times } of numbers) {
    assert.equal(times, 1, `${number} was not dialled twice`);
    assert.ok(LEADS.some((lead) => lead.number === number), `${number} is a lead`);
  }
  const cancelled = ended('canceled').length;
  assert.ok(numbers.length >= LEADS.length - cancelled, 'every lead was dialled, or its line was cancelled before');
  assert.equal(funnel.dialed, summary.created);
  const { page } = AGENTS[0];
  await page.goto(`/campaigns/${campaign.id}`);
  const onScreen = async (word) => {
    const figure = await page.getByRole('listitem').filter({ hasText: word }).locator('strong').first().textContent();
    return Number(figure.replaceAll(/\D/g, ''));
  };
  const picked = numbers.filter(({ number }) => PEOPLE.some((person) => person.number === number));
  const people = picked.reduce((sum, { times_answered: times }) => sum + times, 0);
  assert.equal(await onScreen('Conversation'), served.length);
  // They are told once a second: what was answered last comes with the next.
  await until('the figures on the screen are those of the network', async () => {
    const shown = [await onScreen('Dialled'), await onScreen('Answered'), await onScreen('A person')];
    return shown[0] === summary.created && shown[1] === summary.answered && shown[2] === people;
  });
  assert.ok(funnel.machines > 0, 'machines answered, and none came to an agent');
});

test('a campaign that is stopped on its page has ended', async () => {
  const { page } = AGENTS[0];
  // Without a cancelled line every lead is done with, and the campaign has ended by itself.
  if ((await read()).state === 'finished') return;
  await page.goto(`/campaigns/${campaign.id}`);
  await page.getByRole('button', { name: 'More for Autumn' }).click();
  await page.getByRole('menuitem', { name: 'Stop' }).click();
  await page.getByRole('button', { name: /^Stop/ }).last().click();
  await until('the campaign has ended', async () => ['stopped', 'finished'].includes((await read()).state));
});

test('what the agents said is kept with the leads', async () => {
  const items = await api.all('/api/v1/leads');
  for (const callee of AGENTS.flatMap(({ talks }) => talks)) {
    const lead = items.find(({ contact_name }) => contact_name === callee);
    assert.ok(lead.disposition, `${callee} has an outcome`);
    assert.equal(lead.call_attempts, 1);
  }
});

/** Agents talk for seconds, and nobody is dialled while all of them do. */
const STANDSTILL_MS = 45_000;
const LATELY = { lastMs: 1_000 };
/** Energy of a tone that a person would hear without effort. */
const AUDIBLE = 1e-5;
const AUDIBLE_DB = -55;
/** Whoever is heard is heard at least so much more than whoever is not: 20 decibels. */
const CLEARLY = 100;

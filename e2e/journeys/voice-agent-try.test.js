// A voice agent is tried before it calls anybody: a rehearsal in writing becomes an eval, a change that breaks the agent is
// found by it, and publishing it all the same takes another press. Then it calls only who agreed to it.

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
import { toneWav } from '../harness/tone.js';
import { until } from '../harness/until.js';

/** In the population of the journeys the last digit says who answers: all of these do. */
const PEOPLE = [1, 2, 3].map((n) => ({ name: `Willing ${n}`, phone: `+1212555310${n}`, email: `willing${n}@example.com` }));
const LIST = ['Name,Phone,E-mail,Time zone', ...PEOPLE.map(({ name, phone, email }) => `${name},${phone},${email},America/New_York`)].join('\r\n');
/** Nobody asked her. */
const NORA = { contact_name: 'Nora Never-Asked', phone: '+12125553104', email: 'nora@example.com', time_zone: 'America/New_York' };
const SOURCE = 'Sign-up form of the spring fair';
const EVAL = 'Books when they agree';
/** Models and calendars take their time. */
const ANSWER_MS = 20_000;
const CALLED_MS = 60_000;

let server;
let visitor;
let page;
let api;

keepEvidence(() => page);

before(async () => {
  server = await Server.start({ ...WITH_ADMIN, OUTDIAL_CALLING_WINDOW: '00:00-24:00' });
  api = new Api(server);
  const microphone = path.join(tmpdir(), `outdial-try-${process.pid}.wav`);
  await writeFile(microphone, toneWav(620, 4));
  visitor = await Visitor.arrive(server, { microphone });
  page = visitor.page;
  await signIn(page);
});

after(async () => {
  // That publishing is refused is meant, and the browser tells of every refusal.
  await visitor?.leave({ expected: [/409/] });
  await server?.stop();
});

const button = (name) => page.getByRole('button', { name, exact: true });
const tab = (name) => page.getByRole('tab', { name, exact: true });
const talk = () => page.getByRole('log', { name: 'The talk' });

async function looksGood(name) {
  assert.deepEqual(await visitor.look(name), []);
}

/** Says something as the callee and waits for words of the answer. */
async function say(text, answer) {
  const field = page.getByRole('textbox', { name: 'What the callee says' });
  await field.fill(text);
  await field.press('Enter');
  await talk().getByText(answer).last().waitFor({ timeout: ANSWER_MS });
}

/** The lead of this name, as the API has it. */
async function leadNamed(name) {
  const leads = await api.all('/api/v1/leads');
  return leads.find((lead) => lead.contact_name === name);
}

test('an agent that was just written is talked with, up to an appointment that nobody has', async () => {
  await page.goto('/voice-agents/new');
  await page.getByLabel('Name', { exact: true }).fill('Max');
  await page.getByLabel('Company', { exact: true }).fill('Northwind Traders');
  await button('Make it').click();
  await page.getByRole('heading', { name: 'Max', level: 1 }).waitFor();
  await tab('Try').click();
  await looksGood('voice-agent-try-before');
  await button('Start the talk').click();
  await talk().getByText(/Northwind Traders/).first().waitFor({ timeout: ANSWER_MS });
  await say('Yes. Which times are free?', /^How about/);
  await say('The first one is fine.', /^You are booked for/);
  await talk().getByText('Book appointment', { exact: true }).first().click();
  await looksGood('voice-agent-try');
  await say('Goodbye.', /Goodbye/);
  await page.getByText('The talk is over.').waitFor();
  assert.deepEqual(await api.all('/api/v1/bookings'), [], 'nothing is booked by a rehearsal');
  assert.deepEqual(await api.all('/api/v1/calls'), [], 'and nobody is called');
});

test('it is heard too, and what it says is written down as it speaks', async () => {
  await button('By microphone').click();
  await button('Start talking').click();
  await page.getByText('You are talking with Max.').waitFor({ timeout: ANSWER_MS });
  await talk().getByText(/Northwind Traders/).first().waitFor({ timeout: ANSWER_MS });
  await page.getByRole('list', { name: 'Time to answer, turn by turn' }).getByText(/our own share/).first().waitFor({ timeout: ANSWER_MS });
  await button('End the talk').click();
  await page.getByText('The talk is over.').waitFor();
  await looksGood('voice-agent-try-aloud');
  await button('In writing').click();
});

test('what was said becomes an eval, which passes', async () => {
  await button('Save as eval').click();
  const dialog = page.getByRole('dialog', { name: 'Save as eval' });
  assert.equal(await dialog.getByLabel('What the callee says').inputValue(), 'Yes. Which times are free?\nThe first one is fine.\nGoodbye.');
  await dialog.getByText('Appointment booked').waitFor();
  await dialog.getByLabel('Name', { exact: true }).fill(EVAL);
  await looksGood('voice-agent-eval-form');
  await dialog.getByRole('button', { name: 'Save the eval' }).click();
  await dialog.waitFor({ state: 'hidden' });
  await tab('Evals').click();
  await page.getByRole('list', { name: 'Evals' }).getByText('Not run for this version').waitFor();
  await button('Run all').click();
  await page.getByRole('heading', { name: 'The eval passed for version 1' }).waitFor({ timeout: ANSWER_MS });
  await page.getByRole('list', { name: 'Evals' }).getByText('Passed', { exact: true }).waitFor();
});

test('with all evals passed it is published at once', async () => {
  await button('Publish').click();
  const dialog = page.getByRole('dialog', { name: 'Publish Max' });
  await dialog.getByText('The eval passed for version 1.').waitFor();
  await dialog.getByRole('button', { name: 'Publish version 1' }).click();
  await page.getByText('Version 1 is published').first().waitFor();
});

test('a change that breaks it is found by the eval, and not published by a slip', async () => {
  await tab('Write').click();
  await page.getByRole('checkbox', { name: 'Book appointment' }).uncheck();
  await button('Save').click();
  await page.getByText('Saved as version 2').first().waitFor();
  await button('Publish').click();
  const dialog = page.getByRole('dialog', { name: 'Publish Max' });
  await dialog.getByRole('button', { name: 'Publish version 2' }).click();
  await dialog.getByRole('alert').getByText(EVAL).waitFor();
  await looksGood('voice-agent-publish-refused');
  await dialog.getByRole('button', { name: 'Run them now' }).click();
  await dialog.getByText(`${EVAL}: failed`).waitFor({ timeout: ANSWER_MS });
  await dialog.getByRole('button', { name: 'Look at them' }).click();
  const failures = page.getByRole('list', { name: `Why ${EVAL} failed` });
  await failures.getByText(/book_appointment/).waitFor();
  await looksGood('voice-agent-evals-failed');
  const { items } = await api.call('GET', '/api/v1/voice-agents');
  assert.equal(items[0].published_version, 1, 'calls use what was published before');
});

test('it is published anyway by whoever means it, and the audit log keeps that', async () => {
  await button('Publish').click();
  const dialog = page.getByRole('dialog', { name: 'Publish Max' });
  await dialog.getByRole('button', { name: 'Publish version 2' }).click();
  await dialog.getByRole('button', { name: 'Publish anyway' }).click();
  await page.getByText('Version 2 is published').first().waitFor();
  const entries = await api.all('/api/v1/audit');
  const published = entries.filter(({ action }) => action === 'voice_agent.published');
  assert.deepEqual(published.map(({ detail }) => [detail.version, detail.anyway]), [
    [2, true],
    [1, false],
  ]);
});

test('everybody of a list gives their consent when it is imported, with how that is known', async () => {
  await page.goto('/leads');
  await page.getByLabel('List file').setInputFiles({ name: 'willing.csv', mimeType: 'text/csv', buffer: Buffer.from(LIST) });
  await page.waitForURL(/\/leads\/import\/imp_/);
  await page.getByText('Waits for you').waitFor();
  await page.getByRole('checkbox', { name: 'Everybody in this file has agreed' }).check();
  await page.getByText('Say how the consent of everybody is known, or untick it.').waitFor();
  assert.equal(await button('Import 3 leads').isDisabled(), true);
  const source = page.getByLabel('How this is known');
  await source.fill(SOURCE);
  const taken = page.waitForResponse((answer) => answer.request().method() === 'PATCH');
  await source.press('Tab');
  await taken;
  await until('the file is read again', () => button('Import 3 leads').isEnabled());
  await looksGood('import-consent');
  await button('Import 3 leads').click();
  await page.getByText('3 leads imported.').waitFor();
  const willing = await leadNamed(PEOPLE[0].name);
  assert.deepEqual(willing.consents, ['ai_voice']);
  const { consent_log: log } = await api.call('GET', `/api/v1/leads/${willing.id}`);
  assert.deepEqual(log.map(({ scope, granted }) => [scope, granted]), [['ai_voice', true]]);
  assert.match(log[0].source, new RegExp(SOURCE));
});

test('who was never asked is found among the leads, and left out by automation', async () => {
  const { list_id } = await leadNamed(PEOPLE[0].name);
  await api.call('POST', '/api/v1/leads', { json: { ...NORA, list_id } });
  await page.goto('/automation');
  await page.getByRole('combobox', { name: 'Voice agent' }).click();
  await page.getByRole('option', { name: 'Max' }).click();
  await page.getByRole('checkbox', { name: /willing/ }).check();
  assert.equal(await page.getByRole('switch', { name: /^Only leads who agreed/ }).isChecked(), true);
  await button('Save').click();
  await page.getByText('Automation settings saved').waitFor();
  // Simulated people talk so fast that every talk would count as short.
  await api.call('PUT', '/api/v1/automation', { json: { limits: { short_permille: null, failures_permille: null } } });
  await page.getByText(/1 lead is left out/).waitFor({ timeout: ANSWER_MS });
  await looksGood('automation-consent');
  await page.getByRole('link', { name: 'Look at them' }).click();
  await page.getByText('No consent: AI voice').waitFor();
  const rows = page.getByRole('grid', { name: 'Leads' }).locator('[data-id]');
  await rows.filter({ hasText: NORA.contact_name }).waitFor();
  assert.equal(await rows.count(), 1);
});

test('switched on, it calls who agreed and not who was never asked', async () => {
  await page.goto('/automation');
  await button('Switch on').click();
  await page.getByRole('dialog').getByText(/left out/).waitFor();
  await button('Switch it on').click();
  await page.getByText('Automation is on').waitFor();
  await until(
    'all who agreed are called',
    async () => {
      await api.call('POST', '/api/v1/automation/run', { json: {} });
      const leads = await api.all('/api/v1/leads');
      return leads.filter(({ consents }) => consents.includes('ai_voice')).every(({ call_attempts }) => call_attempts > 0);
    },
    CALLED_MS,
  );
  const calls = await api.all('/api/v1/calls');
  assert.ok(!calls.some(({ phone, dialed_at }) => phone === NORA.phone && dialed_at !== null), 'nobody dialled who was never asked');
  const nora = await leadNamed(NORA.contact_name);
  assert.equal(nora.call_attempts, 0);
});

test('who agrees later, on the phone with a colleague, is called from then on', async () => {
  const nora = await leadNamed(NORA.contact_name);
  await page.goto(`/leads/${nora.id}`);
  const consent = page.getByRole('region', { name: 'Consent', exact: true });
  await consent.getByText('None is recorded').waitFor();
  await consent.getByRole('button', { name: 'Record consent' }).click();
  await consent.getByLabel('How this is known').fill('Said so on the phone');
  await looksGood('lead-consent');
  const record = consent.getByRole('button', { name: 'Record the consent' });
  await record.click();
  // The form says what it is about in the same words until it is gone.
  await record.waitFor({ state: 'detached' });
  await consent.getByText('AI voice', { exact: true }).waitFor();
  await consent.getByText('How it is known (1)').click();
  await consent.getByText(/Said so on the phone/).waitFor();
  await until(
    'she is called too',
    async () => {
      await api.call('POST', '/api/v1/automation/run', { json: {} });
      return (await leadNamed(NORA.contact_name)).call_attempts > 0;
    },
    CALLED_MS,
  );
});

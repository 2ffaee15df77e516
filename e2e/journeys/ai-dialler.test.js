// Forty leads call themselves: a list is imported, a voice agent is written and published, automation is switched on, and leads
// are scheduled, say no, or are tried again and written to, while everybody watches.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';

import { Api } from '../harness/api.js';
import { Visitor } from '../harness/browser.js';
import { keepEvidence } from '../harness/evidence.js';
import { signIn, WITH_ADMIN } from '../harness/person.js';
import { Server } from '../harness/server.js';
import { until } from '../harness/until.js';

/** In the population of the journeys the last digit says who answers, and the one before it what people want. */
const PEOPLE = Array.from({ length: 40 }, (_, place) => ({
  name: `Person ${place + 1}`,
  company: `Company ${place + 1}`,
  phone: `+1212555${3_000 + place}`,
  email: `person${place + 1}@example.com`,
}));
const LIST = ['Name,Company,Phone,E-mail,Time zone', ...PEOPLE.map(({ name, company, phone, email }) => `${name},${company},${phone},${email},America/New_York`)].join('\r\n');
const WAIT_MS = 60_000;
const ASK_EVERY_MS = 400;

let server;
let visitor;
let page;
let api;

keepEvidence(() => page);

before(async () => {
  server = await Server.start({ ...WITH_ADMIN, OUTDIAL_CALLING_WINDOW: '00:00-24:00', CRON_SECRET: 'a secret of the journey' });
  api = new Api(server);
  // What is said no to is answered at once, so that nobody has to wait for the letter.
  for (const kind of ['not_interested', 'missed_call']) {
    const template = await api.call('GET', `/api/v1/mail/templates/${kind}`);
    const { subject, text, html } = template;
    await api.call('PUT', `/api/v1/mail/templates/${kind}`, { json: { subject, text, html, rule: { on: true, after_minutes: 0 } } });
  }
  visitor = await Visitor.arrive(server);
  page = visitor.page;
  await signIn(page);
});

after(async () => {
  await visitor?.leave();
  await server?.stop();
});

const button = (name) => page.getByRole('button', { name, exact: true });

async function looksGood(name) {
  assert.deepEqual(await visitor.look(name), []);
}

/** How many leads stand at each status of the earlier dialler. */
async function standing() {
  const leads = await api.call('GET', '/api/leads');
  const found = {};
  for (const { status } of leads) found[status] = (found[status] ?? 0) + 1;
  return found;
}

test('without leads and an agent automation says what is missing', async () => {
  await page.goto('/automation');
  await page.getByText('Choose the voice agent that talks with whoever answers.').waitFor();
  await page.getByText('Choose at least one list: there is nobody to call.').waitFor();
  assert.equal(await button('Switch on').isDisabled(), true);
  await looksGood('automation-empty');
});

test('a list of forty leads is imported', async () => {
  await page.goto('/leads');
  await page.getByLabel('List file').setInputFiles({ name: 'founders.csv', mimeType: 'text/csv', buffer: Buffer.from(LIST) });
  await page.waitForURL(/\/leads\/import\/imp_/);
  // A voice agent calls only who agreed to it.
  await page.getByRole('checkbox', { name: 'Everybody in this file has agreed' }).check();
  await page.getByText('Say how the consent of everybody is known, or untick it.').waitFor();
  await page.getByLabel('How this is known').fill('Sign-up form of the founders’ fair');
  await page.getByLabel('How this is known').press('Tab');
  await button('Import 40 leads').click();
  await page.getByText('40 leads imported.').waitFor();
});

test('a voice agent is written and published', async () => {
  await page.goto('/voice-agents');
  await button('New voice agent').click();
  await page.getByLabel('Name', { exact: true }).fill('Max');
  await page.getByLabel('Company', { exact: true }).fill('Northwind Traders');
  await looksGood('voice-agent-new');
  await button('Make it').click();
  await page.getByRole('heading', { name: 'Max', level: 1 }).waitFor();
  await button('Publish').click();
  await button('Publish version 1').click();
  await page.getByText('Published, version 1').first().waitFor();
  await looksGood('voice-agent');
});

test('automation is set up and switched on', async () => {
  await page.goto('/automation');
  await page.getByRole('combobox', { name: 'Voice agent' }).click();
  await page.getByRole('option', { name: 'Max' }).click();
  await page.getByRole('checkbox', { name: /founders/ }).check();
  await page.getByLabel('Calls to a lead, at most').fill('2');
  await page.getByLabel('Minutes between two calls').fill('0');
  await page.getByLabel('Leads at once').fill('10');
  await button('Save').click();
  await page.getByText('Automation settings saved').waitFor();
  // Simulated people talk so fast that every talk would count as short.
  await api.call('PUT', '/api/v1/automation', { json: { limits: { short_permille: null, failures_permille: null } } });
  await page.reload();
  await button('Switch on').click();
  await button('Switch it on').click();
  await page.getByText('Automation is on').waitFor();
});

test('its runs are listed as they come, and everybody is called until nobody is due', async () => {
  await page.getByRole('table', { name: 'Last runs' }).getByRole('row').nth(1).waitFor({ timeout: WAIT_MS });
  // Several who ask at once change nothing of it: nobody is called twice.
  await until(
    'nobody is due any more',
    async () => {
      const cron = { authorization: 'Bearer a secret of the journey' };
      // As hurried schedulers ask, and not as fast as a machine can.
      await pause(ASK_EVERY_MS);
      const asked = await Promise.all([api.send('GET', '/api/cron', { headers: cron }), api.send('POST', '/api/cron', { headers: cron }), api.call('POST', '/api/v1/automation/run', { json: {} })]);
      assert.equal(asked[0].status, 200);
      const { pending = 0, calling = 0, no_answer = 0 } = await standing();
      const tried = (await api.call('GET', '/api/leads')).filter(({ status, call_attempts }) => status === 'no_answer' && call_attempts < 2);
      return pending + calling + tried.length === 0 && no_answer > 0;
    },
    WAIT_MS * 2,
  );
  const leads = await api.call('GET', '/api/leads');
  for (const { phone, status, call_attempts } of leads) {
    const most = status === 'no_answer' ? 2 : 1;
    assert.ok(call_attempts <= most, `${phone} is ${status} after ${call_attempts} calls`);
  }
  const calls = await api.all('/api/v1/calls');
  const attempts = leads.reduce((sum, lead) => sum + lead.call_attempts, 0);
  assert.equal(calls.length, attempts, 'each attempt is one call');
  await page.getByRole('region', { name: 'Last runs' }).waitFor();
  await looksGood('automation');
});

test('some are scheduled, with an appointment and its confirmation', async () => {
  const { scheduled = 0 } = await standing();
  assert.ok(scheduled >= 3, `${scheduled} are scheduled`);
  const bookings = await api.all('/api/v1/bookings');
  const stands = bookings.filter(({ state }) => state === 'confirmed');
  assert.equal(stands.length, scheduled, 'each has an appointment');
  assert.equal(new Set(stands.map(({ start }) => start)).size, scheduled, 'no time is given to two');
  const known = (await api.call('GET', '/api/leads')).filter(({ cal_booking_uid }) => cal_booking_uid !== null);
  assert.equal(known.length, scheduled, 'the older route names the appointment of each');
  await until('each confirmation has arrived', async () => {
    const mails = await api.all('/api/v1/mails?kind=appointment_confirmation');
    return mails.filter(({ state }) => state === 'delivered').length === scheduled;
  });
  await page.goto('/bookings');
  await page.getByText(stands[0].name).first().waitFor();
  await looksGood('bookings');
});

test('refusals and people who were never reached got one letter each', async () => {
  const leads = await api.call('GET', '/api/leads');
  for (const [status, kind] of [
    ['not_interested', 'not_interested'],
    ['no_answer', 'missed_call'],
  ]) {
    const wanted = leads.filter((lead) => lead.status === status).map(({ email }) => email);
    assert.ok(wanted.length > 0, `somebody is ${status}`);
    const sent = await until(`every letter of ${kind} has arrived`, async () => {
      const mails = await api.all(`/api/v1/mails?kind=${kind}`);
      return mails.length >= wanted.length && mails.every(({ state }) => state === 'delivered') && mails;
    });
    assert.deepEqual(sent.map(({ to }) => to).sort(), wanted.sort());
    const written = (await api.call('GET', '/api/leads')).filter((lead) => lead.status === status);
    assert.ok(written.every(({ follow_up_email_sent }) => follow_up_email_sent), 'the older route tells of the letters');
  }
  await page.goto('/mail?view=outbox');
  await page.getByRole('table', { name: 'Mails' }).waitFor();
  await looksGood('mail-outbox');
  const preview = page.waitForResponse(/\/mail\/previews\//);
  await page.goto('/mail');
  await (await preview).finished();
  await looksGood('mail-templates');
});

test('a talk can be read with what it came to and what that rests on', async () => {
  const leads = await api.call('GET', '/api/leads');
  const lucky = leads.find(({ status }) => status === 'scheduled');
  const calls = await api.all(`/api/v1/calls?lead_id=${lucky.id}`);
  const call = calls.find(({ phone }) => phone === lucky.phone);
  await page.goto(`/calls?call=${call.id}`);
  await page.getByText('Yes, that works for me.').first().waitFor();
  await looksGood('call-with-a-talk');
  await page.goto(`/leads/${lucky.id}`);
  await page.getByText('Appointment made').waitFor();
  await page.getByText('Mail, appointment confirmation: delivered').waitFor();
  await looksGood('lead-with-an-appointment');
});

test('switched off, nobody new is called', async () => {
  await page.goto('/automation');
  await button('Switch off').click();
  await page.getByText('Automation is off').waitFor();
  const answer = await api.send('GET', '/api/cron', { headers: { authorization: 'Bearer a secret of the journey' } });
  assert.deepEqual(await answer.json(), { message: 'Automation is disabled' });
});

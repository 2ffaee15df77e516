// Names and messages that try to be more than text.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { Api } from '../harness/api.js';
import { Visitor } from '../harness/browser.js';
import { keepEvidence } from '../harness/evidence.js';
import { row } from '../harness/home.js';
import { signIn, WITH_ADMIN } from '../harness/person.js';
import { Server } from '../harness/server.js';
import { until } from '../harness/until.js';

const NAME = '<img src=x onerror="window.pwned=1">';
const MESSAGE = '</Say><Dial>+19005550100</Dial><script>window.pwned=2</script>{{7*7}}';

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
  await visitor?.leave({ expected: [/401/] });
  await server?.stop();
});

test('a hostile name and message are shown and spoken as text', async () => {
  const quoted = (text) => `"${text.replaceAll('"', '""')}"`;
  const csv = `name,phone,message\n${quoted(NAME)},+14155552671,${quoted(MESSAGE)}\n`;
  const created = await api.call('POST', '/api/v1/runs', { text: csv, headers: { 'content-type': 'text/csv' } });
  const callId = created.lines[0].call_id;

  const call = row(page, '415');
  await call.getByText(NAME).waitFor();
  await call.getByText('Completed').waitFor();
  await call.click();
  const panel = page.getByRole('complementary', { name: /^Call to/ });
  await panel.getByText(MESSAGE).waitFor();
  await until('the detail is drawn', () => panel.getByRole('tab').count());
  assert.equal(await page.evaluate(() => window.pwned), undefined);
  const detail = await api.call('GET', `/api/v1/calls/${callId}`);
  assert.equal(detail.call.outcome, 'completed', 'the message stayed inside its Say');
});

test('a hostile command is answered, not run', async () => {
  const prompt = page.getByRole('textbox', { name: 'What should be done?' });
  await prompt.fill(NAME);
  await prompt.press('Enter');
  await page.getByRole('alert').getByText('Not understood; nothing was done').waitFor();
  assert.equal(await page.evaluate(() => window.pwned), undefined);
});

test('an export cannot become a formula', async () => {
  const csv = `name,phone\n"=HYPERLINK(""http://x"")",+12125550142\n`;
  await api.call('POST', '/api/v1/runs', { text: csv, headers: { 'content-type': 'text/csv' } });
  const answer = await api.send('GET', '/api/v1/calls.csv');
  const text = await answer.text();
  assert.ok(text.includes(`'=HYPERLINK`), text);
});

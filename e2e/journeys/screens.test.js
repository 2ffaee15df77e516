// Every page in three widths and two themes: pictures to look at, and nothing for axe to find.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { Api } from '../harness/api.js';
import { Visitor } from '../harness/browser.js';
import { keepEvidence } from '../harness/evidence.js';
import { ask, card } from '../harness/home.js';
import { hundredNumbers } from '../harness/people.js';
import { setUp, signOut } from '../harness/person.js';
import { Server } from '../harness/server.js';
import { until } from '../harness/until.js';

const LONG_NAME = 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft mbH & Co. KG';

let server;
let visitor;
let page;

keepEvidence(() => page);

before(async () => {
  server = await Server.start();
  visitor = await Visitor.arrive(server);
  page = visitor.page;
});

after(async () => {
  await visitor?.leave({ expected: [/401/] });
  await server?.stop();
});

async function looksGood(name) {
  const found = await visitor.look(name);
  assert.deepEqual(found, []);
}

async function visit(path, heading) {
  await page.goto(path);
  await page.getByRole('heading', { name: heading }).first().waitFor();
  await page.waitForLoadState('networkidle');
}

test('set-up', async () => {
  await page.goto(await server.setUpLink());
  await page.getByRole('heading', { name: 'Set up Outdial' }).waitFor();
  await looksGood('set-up');
});

test('home without a call', async () => {
  await setUp(page, await server.setUpLink());
  await page.getByText('No calls yet').waitFor();
  await looksGood('home-empty');
});

test('sign-in', async () => {
  await signOut(page);
  await looksGood('sign-in');
  await page.getByLabel('E-mail').fill('ada@example.com');
  await page.getByLabel('Password', { exact: true }).fill('correct horse battery');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('navigation', { name: 'Pages' }).waitFor();
});

test('a card to confirm', async () => {
  await page.setViewportSize({ width: 1440, height: 900 });
  await ask(page, 'Call +1 415 555 2671 and +44 20 7946 0018 and say "Your order is ready"');
  await card(page, 'Call').waitFor();
  await looksGood('card');
  await page.keyboard.press('Escape');
});

test('home with calls, and one of them open', async () => {
  const api = new Api(server);
  const numbers = await hundredNumbers();
  const csv = numbers.map((number, index) => `${index % 7 === 0 ? `"${LONG_NAME}"` : `Person ${index}`},${number}`);
  const created = await api.call('POST', '/api/v1/runs', {
    text: `name,phone\n${csv.join('\n')}\n`,
    headers: { 'content-type': 'text/csv' },
  });
  await page.goto('/');
  await page.getByRole('grid', { name: 'Calls' }).getByRole('row').nth(1).waitFor();
  await page.screenshot({ path: new URL('../screenshots/home-under-way.png', import.meta.url).pathname });
  await until('all calls have ended', async () => {
    const { counts } = await api.call('GET', `/api/v1/runs/${created.run.id}`);
    return counts.planned + counts.live === 0;
  }, 60_000);
  await looksGood('home');
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.getByRole('grid', { name: 'Calls' }).getByRole('row').nth(1).click();
  await page.getByRole('tab', { name: 'Timeline' }).waitFor();
  await looksGood('call');
});

test('ten thousand pasted lines', async () => {
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.goto('/');
  const lines = Array.from({ length: 10_000 }, (_, index) => `+1415${2_000_000 + index}`);
  lines[3] = 'call me maybe';
  lines[5] = lines[4];
  await page.evaluate((text) => navigator.clipboard.writeText(text), lines.join('\n'));
  await page.getByRole('textbox', { name: 'Numbers to call, one per line' }).press('Control+v');
  await page.getByText('9,998 can be called').waitFor();
  await looksGood('ten-thousand-lines');
  await page.getByRole('button', { name: 'Clear' }).click();
});

for (const [name, path, heading] of [
  ['calls', '/calls', 'Calls'],
  ['desk', '/desk', 'Desk'],
  ['wallboard', '/wallboard', 'Wallboard'],
  ['runs', '/runs', 'Runs'],
  ['do-not-call', '/do-not-call', 'Do not call'],
  ['settings-workspace', '/settings/workspace', 'Workspace'],
  ['settings-carriers', '/settings/carriers', 'Carriers'],
  ['settings-message', '/settings/message', 'Message and voice'],
  ['settings-rules', '/settings/rules', 'Calling rules'],
  ['settings-machines', '/settings/machines', 'Settings'],
  ['settings-users', '/settings/users', 'Users'],
  ['settings-api-keys', '/settings/api-keys', 'API keys'],
  ['settings-audit', '/settings/audit', 'Audit log'],
  ['settings-password', '/settings/password', 'Settings'],
  ['not-found', '/no-such-page', /./],
]) {
  test(name, async () => {
    await visit(path, heading);
    await looksGood(name);
  });
}

test('campaigns step by step, while one runs, and what came of it', { timeout: 300_000 }, async () => {
  const api = new Api(server);
  await visit('/campaigns', 'Campaigns');
  await looksGood('campaigns-empty');
  const people = Array.from({ length: 30 }, (_, index) => `${index % 7 === 0 ? `"${LONG_NAME}"` : `Person ${index}`},Northwind ${index},+1212555${String(1000 + index)}`);
  const { list } = await api.call('POST', '/api/v1/lists?name=Autumn', {
    text: `Name,Company,Phone\n${people.join('\n')}\n`,
    headers: { 'content-type': 'text/csv' },
  });
  const safe_harbour = { company: 'Northwind Traders', phone: '+1 415 555 0100', opt_out_key: '9', words: null };
  const campaign = await api.call('POST', '/api/v1/campaigns', {
    json: { name: 'Autumn', list_ids: [list.id], settings: { mode: 'parallel', audience: 'consumer', lines_per_seat: 3, safe_harbour } },
  });
  await visit('/campaigns/new', 'New campaign');
  await looksGood('campaign-new');
  for (const step of ['leads', 'dialling', 'answers', 'hours', 'agents', 'again', 'check']) {
    await visit(`/campaigns/${campaign.id}/edit?step=${step}`, 'Change the campaign');
    await page.getByText('leads would be called').waitFor();
    await looksGood(`campaign-${step}`);
  }
  await visit(`/campaigns/${campaign.id}`, 'Autumn');
  await page.getByRole('button', { name: 'Start' }).click();
  await page.getByText(/nobody is dialled/).waitFor();
  await page.getByRole('table', { name: 'Leads of the campaign' }).waitFor();
  await looksGood('campaign-run');
  await visit(`/reports?campaign=${campaign.id}`, 'Reports');
  await page.getByText('No calls in this time').waitFor();
  await looksGood('reports-empty');
  await visit('/reports?view=shifts', 'Reports');
  await looksGood('shifts-empty');
});

test('callbacks, none and some', async () => {
  const api = new Api(server);
  await visit('/callbacks', 'Callbacks');
  await page.getByText('No callbacks').waitFor();
  await looksGood('callbacks-empty');
  const { items } = await api.call('GET', '/api/v1/leads?limit=3');
  for (const [index, lead] of items.entries()) {
    const callback_at = new Date(Date.now() + (index + 1) * 40_000_000).toISOString();
    await api.call('PATCH', `/api/v1/callbacks/${lead.id}`, { json: { callback_at } });
  }
  await visit('/callbacks', 'Callbacks');
  await page.getByRole('button', { name: /^Move:/ }).first().waitFor();
  await looksGood('callbacks');
});

test('the columns of leads', async () => {
  await visit('/leads', 'Leads');
  await page.getByRole('button', { name: 'Columns' }).click();
  await page.getByRole('list', { name: 'Shown columns, in their order' }).waitFor();
  await looksGood('leads-columns');
  await page.keyboard.press('Escape');
});

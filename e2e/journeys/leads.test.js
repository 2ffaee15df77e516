// A messy list becomes leads and is taken back, comes again, and its people are found, changed, exported and called.

import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';

import { Api } from '../harness/api.js';
import { Visitor } from '../harness/browser.js';
import { keepEvidence } from '../harness/evidence.js';
import { signIn, signInAs, WITH_ADMIN } from '../harness/person.js';
import { Server } from '../harness/server.js';
import { toneWav } from '../harness/tone.js';
import { until } from '../harness/until.js';

const BEN = { name: 'Ben Agent', email: 'ben@example.com', password: 'another horse battery' };
const REFUSED = '+13125550183';
/** What spreadsheets make of a list: a byte order mark, semicolons, two numbers a row, and rows that are no good. */
const LIST = [
  '\uFEFFNachname;Vorname;Firma;Telefon;Mobil;Branche;Sperre',
  'Hopper;Grace;Northwind Traders;+1 212 555 0142;+1 917 555 0102;Handel;',
  'Okafor;Amara;Blue Finch Dental;(415) 555-2671;;Zahnmedizin;',
  'Tanaka;Jun;"Cobalt; Freight";+1 303 555 0161;;Spedition;',
  'Hopper;Grace;Northwind Traders;+12125550142;;Handel;',
  'Alvarez;Sofia;Juniper Street Books;12345;;Bücher;',
  `Nilsson;Ingrid;Harbor & Sons;${REFUSED};;Dach;`,
  'Mbeki;Kofi;Zephyr Analytics;+1 808 555 0121;;;yes',
].join('\r\n');

let server;
let visitor;
let page;

keepEvidence(() => page);

before(async () => {
  const microphone = path.join(tmpdir(), `outdial-leads-${process.pid}.wav`);
  await writeFile(microphone, toneWav(620, 4));
  server = await Server.start({ ...WITH_ADMIN, OUTDIAL_CALLING_WINDOW: '00:00-24:00' });
  const api = new Api(server);
  await api.call('POST', '/api/v1/dnc', { json: { numbers: [REFUSED] } });
  await api.call('POST', '/api/v1/users', { json: { ...BEN, role: 'agent' } });
  visitor = await Visitor.arrive(server, { microphone });
  page = visitor.page;
  await signIn(page);
});

after(async () => {
  await visitor?.leave();
  await server?.stop();
});

const button = (name) => page.getByRole('button', { name, exact: true });
const grid = () => page.getByRole('grid', { name: 'Leads' });
const lead = (name) => grid().getByRole('row').filter({ hasText: name });
const panel = (name) => page.getByRole('complementary', { name: `Lead: ${name}` });
const names = () => grid().locator('[data-id] [data-key="name"]').allTextContents();

async function looksGood(name) {
  assert.deepEqual(await visitor.look(name), []);
}

async function choose(column, field) {
  // One list at a time, as with a hand: the one before is still closing when its choice is made.
  await page.getByRole('listbox').first().waitFor({ state: 'hidden' });
  await page.getByRole('combobox', { name: `What ${column} holds` }).click();
  await page.getByRole('option', { name: field, exact: true }).click();
}

async function bring() {
  await page.goto('/leads');
  await page.getByLabel('List file').setInputFiles({ name: 'messe.csv', mimeType: 'text/csv', buffer: Buffer.from(LIST) });
  await page.waitForURL(/\/leads\/import\/imp_/);
  await page.getByText('Waits for you').waitFor();
}

/** The figures of an import, by their titles. */
async function figures() {
  const list = page.getByLabel(/became of the rows|become of the rows/);
  const texts = await list.locator('div').evaluateAll((all) =>
    all.map((one) => [one.querySelector('dt').textContent.trim(), Number.parseInt(one.querySelector('dd').textContent.replaceAll(',', ''), 10)]),
  );
  return Object.fromEntries(texts);
}

async function figuresBecome(expected) {
  await until(`the figures are ${JSON.stringify(expected)}`, async () => {
    const seen = await figures();
    return Object.entries(expected).every(([title, n]) => seen[title] === n);
  });
}

test('without leads the page says how to begin', async () => {
  await page.goto('/leads');
  await page.getByText('No leads yet').waitFor();
  await looksGood('leads-empty');
});

test('a list is read before anything is written: columns, figures, and why rows are left out', async () => {
  await bring();
  await choose('Branche', 'Own field “Branche”');
  await choose('Sperre', 'Do not call');
  await figuresBecome({ New: 3, Updated: 0, Duplicate: 1, 'Do not call': 2, Invalid: 1 });
  await page.getByRole('tab', { name: 'Left out (4)' }).click();
  await page.getByText('Line 5', { exact: true }).waitFor();
  await page.getByText('Line 6', { exact: true }).waitFor();
  await looksGood('import-checked');
});

test('a reload changes nothing, and the rows that are left out can be had as a file', async () => {
  await page.reload();
  await figuresBecome({ New: 3, 'Do not call': 2 });
  const download = page.waitForEvent('download');
  await button('Rows left out').click();
  const text = await readFile(await (await download).path(), 'utf8');
  assert.match(text, /Alvarez/);
  assert.match(text, /Nilsson/);
  assert.doesNotMatch(text, /Okafor/);
});

test('it is started, comes to its end, and is undone', async () => {
  await button('Import 3 leads').click();
  await page.getByText('3 leads imported.').waitFor();
  await looksGood('import-done');
  await button('Undo the import').click();
  await button('Undo 3 leads').click();
  await page.getByText(/^The import was undone: 3 leads removed/).waitFor();
  await page.goto('/leads');
  await page.getByText('No leads yet').waitFor();
});

test('when it comes again its columns are remembered, and its leads are in the table', async () => {
  await bring();
  await page.getByText(/^The columns are assigned as in an earlier list/).waitFor();
  await figuresBecome({ New: 3, 'Do not call': 2 });
  await button('Import 3 leads').click();
  await page.getByText('3 leads imported.').waitFor();
  await page.getByRole('link', { name: 'Show the leads' }).click();
  await lead('Grace Hopper').waitFor();
  assert.equal((await names()).length, 3);
  await looksGood('leads');
});

test('a number finds its lead in any notation, the second one as well', async () => {
  const box = page.getByRole('searchbox', { name: /^Search leads/ });
  for (const [typed, found] of [['(415) 555-2671', 'Amara Okafor'], ['+1 917-555-0102', 'Grace Hopper']]) {
    await box.fill(typed);
    await until(`${typed} finds ${found} alone`, async () => {
      const seen = await names();
      return seen.length === 1 && seen[0] === found;
    });
  }
  await box.fill('nobody at all');
  await page.getByText('No lead matches').waitFor();
  await button('Show all leads').click();
  await lead('Jun Tanaka').waitFor();
});

test('cells are written by keyboard alone: Enter, Tab, Escape', async () => {
  await lead('Jun Tanaka').focus();
  await page.keyboard.press('Enter');
  await page.getByRole('textbox', { name: 'Name of Jun Tanaka' }).fill('Jun T. Tanaka');
  await page.keyboard.press('Tab');
  await page.getByRole('textbox', { name: /^Company of Jun/ }).fill('=cmd()|Cobalt');
  await page.keyboard.press('Enter');
  await lead('=cmd()|Cobalt').waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('textbox', { name: /^Company of Jun/ }).fill('never');
  await page.keyboard.press('Escape');
  assert.equal(await page.evaluate(() => document.activeElement?.getAttribute('role')), 'row');
  await until('both are on the server', async () => {
    const found = await new Api(server).all('/api/v1/leads?sort=contact_name');
    return found.some((one) => one.contact_name === 'Jun T. Tanaka' && one.company_name === '=cmd()|Cobalt');
  });
});

test('many are tagged at once, and the tag is taken back', async () => {
  const tag = async () => {
    await page.getByRole('checkbox', { name: 'Select all rows that are loaded' }).click();
    await page.getByRole('region', { name: 'Selected leads' }).getByText('3 leads selected').waitFor();
    await button('Tag').click();
    await page.getByRole('combobox', { name: 'Tag' }).fill('vip');
    await page.keyboard.press('Enter');
    await page.getByText('3 leads tagged “vip”').first().waitFor();
    await lead('Grace Hopper').getByText('vip').waitFor();
  };
  await tag();
  await button('Undo').click();
  await lead('Grace Hopper').getByText('vip').waitFor({ state: 'detached' });
  await tag();
  await page.goto('/leads?tag=vip');
  await lead('Amara Okafor').waitFor();
  assert.equal((await names()).length, 3);
});

test('the table is exported as it is shown, and no cell of the file is a formula', async () => {
  await page.goto('/leads?cols=name,company,phone,tags,custom:Branche&tag=vip&sort=contact_name');
  await lead('Amara Okafor').waitFor();
  await button('More').click();
  const download = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: /^Export as CSV/ }).click();
  const text = await readFile(await (await download).path(), 'utf8');
  const lines = text.replace('\uFEFF', '').trim().split(/\r?\n/);
  assert.equal(lines.length, 4, text);
  assert.match(lines[1], /Amara Okafor.*Blue Finch Dental.*Zahnmedizin/);
  assert.doesNotMatch(text, /(^|,)"?=cmd/m);
});

test('a filter is kept as a view', async () => {
  await page.goto('/leads?tag=vip');
  await button('Save view').click();
  const dialog = page.getByRole('dialog', { name: 'Save this view' });
  await dialog.getByLabel('Name').fill('The important ones');
  await dialog.getByLabel('Name').press('Enter');
  await page.goto('/leads');
  await page.getByRole('button', { name: 'The important ones' }).click();
  await page.waitForURL(/tag=vip/);
  await page.getByRole('button', { name: 'Remove the filter: Tag: vip' }).waitFor();
});

test('a lead opens beside the table with what may be done with it, and is called', async () => {
  await page.goto('/leads');
  await lead('Grace Hopper').getByText('Northwind Traders').click();
  await page.waitForURL(/\/leads\/lead_/);
  await panel('Grace Hopper').getByText('May be called now').click();
  await panel('Grace Hopper').getByText(/do-not-call/i).first().waitFor();
  await panel('Grace Hopper').getByText('+1 917-555-0102').first().waitFor();
  await looksGood('lead');
  await page.setViewportSize({ width: 1440, height: 900 });
  await panel('Grace Hopper').getByRole('link', { name: 'Dial' }).click();
  await page.getByRole('complementary', { name: 'Lead: Grace Hopper' }).getByRole('button', { name: 'Dial' }).click();
  const call = page.getByRole('region', { name: 'Call: Grace Hopper' });
  await call.getByText('Connected', { exact: true }).waitFor({ timeout: 30_000 });
  await call.getByRole('button', { name: /^End call/ }).click();
  await call.getByRole('radio', { name: /Callback Requested/ }).waitFor({ state: 'attached' });
  await page.keyboard.press('1');
  await call.getByLabel('Notes').fill('Wants the offer by Friday.');
  await call.getByRole('button', { name: 'Save', exact: true }).click();
  await call.waitFor({ state: 'detached' });
});

test('its timeline tells of the import and of the call, which opens from there', async () => {
  await page.goto('/leads');
  await lead('Grace Hopper').getByText('Northwind Traders').click();
  const timeline = panel('Grace Hopper').getByRole('region', { name: 'Timeline' });
  await timeline.getByText(/import/i).first().waitFor();
  await timeline.getByText('Wants the offer by Friday.').first().waitFor();
  await looksGood('lead-called');
  await page.setViewportSize({ width: 1440, height: 900 });
  await timeline.getByRole('link').first().click();
  await page.getByRole('complementary', { name: 'Call to +1 212-555-0142' }).waitFor();
});

test('the palette finds a lead by name', async () => {
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: /^Command/ }).fill('okafor');
  await page.getByRole('option', { name: /Amara Okafor/ }).first().click();
  await panel('Amara Okafor').waitFor();
});

test('agents see and correct leads, but do not import', async () => {
  const other = await Visitor.arrive(server);
  try {
    await signInAs(other.page, BEN);
    await other.page.goto('/leads');
    await other.page.getByRole('grid', { name: 'Leads' }).getByRole('row').filter({ hasText: 'Amara Okafor' }).waitFor();
    assert.equal(await other.page.getByRole('button', { name: 'Import', exact: true }).count(), 0);
    await other.page.goto('/leads/imports');
    await other.page.getByText('Your role does not include this').waitFor();
    assert.deepEqual(await other.look('imports-agent'), []);
  } finally {
    await other.leave();
  }
});

test('imports are listed with what became of them', async () => {
  await page.goto('/leads/imports');
  await page.getByRole('table', { name: 'Imports' }).getByText('Undone').waitFor();
  await looksGood('imports');
});

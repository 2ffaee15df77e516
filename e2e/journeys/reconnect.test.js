// The server dies under an open page and returns: the page says so, heals by itself, and keeps what was half typed.

import { after, before, test } from 'node:test';

import { Api } from '../harness/api.js';
import { Visitor } from '../harness/browser.js';
import { keepEvidence } from '../harness/evidence.js';
import { row } from '../harness/home.js';
import { signIn, WITH_ADMIN } from '../harness/person.js';
import { Server } from '../harness/server.js';
import { until } from '../harness/until.js';

let server;
let visitor;
let page;

keepEvidence(() => page);

before(async () => {
  server = await Server.start(WITH_ADMIN);
  visitor = await Visitor.arrive(server);
  page = visitor.page;
  await signIn(page);
});

after(async () => {
  await visitor?.leave({ expected: [/401/, /WebSocket/, /ERR_CONNECTION_REFUSED/] });
  await server?.stop();
});

test('a page outlives its server', async () => {
  const prompt = page.getByRole('textbox', { name: 'What should be done?' });
  await page.getByRole('button', { name: /^Live/ }).first().waitFor();
  await prompt.fill('call +1 415 555');

  await server.dieAndReturn(async () => {
    await page.getByText('The connection is lost; what you see is not live.').waitFor();
  });
  await page.getByRole('button', { name: /^Live/ }).first().waitFor({ timeout: 20_000 });
  await until('the half-typed text is still there', async () => (await prompt.inputValue()) === 'call +1 415 555');

  const api = new Api(server);
  await api.call('POST', '/api/v1/calls', { json: { to: '+12125550142' } });
  await row(page, '212').getByText('Completed').waitFor();
});

// Programs with a key: the same hundred calls through the API, and through the route that older scripts use.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { Api } from '../harness/api.js';
import { expectedOutcomes, hundredNumbers } from '../harness/people.js';
import { Server } from '../harness/server.js';
import { until } from '../harness/until.js';

let server;
let api;

before(async () => {
  server = await Server.start();
  api = new Api(server);
});

after(() => server.stop());

const RUN_LIMIT_MS = 120_000;

async function ended(run) {
  const { counts } = await api.call('GET', `/api/v1/runs/${run.id}`);
  return counts.planned === 0 && counts.live === 0;
}

test('a program posts a hundred numbers and each call runs to its outcome', async () => {
  const numbers = await hundredNumbers();
  const created = await api.call('POST', '/api/v1/runs', {
    json: { name: 'From a program', text: numbers.join('\n') },
    headers: { 'idempotency-key': 'a-hundred' },
  });
  assert.equal(created.lines.length, 100);
  assert.ok(created.lines.every((line) => line.status === 'accepted'));

  await until('all calls have ended', () => ended(created.run), RUN_LIMIT_MS);
  const run = await api.call('GET', `/api/v1/runs/${created.run.id}`);
  const expected = expectedOutcomes(numbers);
  for (const [outcome, count] of Object.entries(expected)) {
    assert.equal(run.outcomes[outcome], count, outcome);
  }
  const calls = await api.all(`/api/v1/calls?run_id=${run.id}`);
  assert.equal(new Set(calls.map((call) => call.phone)).size, 100);
});

test('the same request again with its idempotency key calls nobody again', async () => {
  const numbers = await hundredNumbers();
  const before = (await api.all('/api/v1/calls')).length;
  const again = await api.call('POST', '/api/v1/runs', {
    json: { name: 'From a program', text: numbers.join('\n') },
    headers: { 'idempotency-key': 'a-hundred' },
  });
  assert.equal(again.lines.length, 100);
  assert.equal((await api.all('/api/v1/calls')).length, before);
});

test('the older upload route makes the same calls', async () => {
  const numbers = ['(415) 555-2671', '212-555-0142', 'not a number'];
  const before = (await api.all('/api/v1/calls')).length;
  const answer = await api.send('POST', '/upload_numbers', { form: { numbers: numbers.join('\n') } });
  assert.ok(answer.status < 400, `answered ${answer.status}`);
  await until('both calls have ended', async () => {
    const calls = await api.all('/api/v1/calls');
    return calls.length === before + 2 && calls.every((call) => call.state === 'ended');
  });
  const phones = (await api.all('/api/v1/calls')).map((call) => call.phone);
  assert.ok(phones.includes('+14155552671'), 'a national number is read in the workspace’s own country');
});

test('without a key nothing is told and nobody is called', async () => {
  for (const [method, path] of [
    ['GET', '/api/v1/calls'],
    ['POST', '/api/v1/runs'],
    ['POST', '/upload_numbers'],
    ['DELETE', '/clear_logs'],
  ]) {
    const answer = await fetch(server.origin + path, { method, redirect: 'manual' });
    assert.ok([401, 403].includes(answer.status), `${method} ${path} answered ${answer.status}`);
  }
});

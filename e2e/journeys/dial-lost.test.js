// What becomes of a customer when the agent's browser is gone for good, and when the server dies in the middle of a talk.

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

/** A number whose last digit makes the deterministic sandbox answer and talk. */
const CUSTOMER = '+12125550142';

let server;
let api;
let visitor;
let page;

keepEvidence(() => page);

before(async () => {
  const microphone = path.join(tmpdir(), `outdial-lost-${process.pid}.wav`);
  await writeFile(microphone, toneWav(620, 4));
  server = await Server.start({ ...WITH_ADMIN, OUTDIAL_MEDIA_BROWSER_GRACE: '2' });
  api = new Api(server);
  visitor = await Visitor.arrive(server, { microphone });
  page = visitor.page;
  await signIn(page);
});

after(async () => {
  // A page whose server dies complains of it.
  await visitor?.leave({ expected: [/./] });
  await server?.stop();
});

test('a browser that does not come back ends the call after the grace', async () => {
  const room = await talk();
  await page.goto('about:blank');
  const ended = await until('the room is over', () => over(room), 20_000);
  assert.equal(ended.end_reason, 'browser_gone');
  const call = await until('the call is over', () => hungUp(ended.call.id), 20_000);
  assert.equal(call.outcome, 'completed');
});

test('a server that dies hangs up when it is back', async () => {
  await page.goto('/');
  const room = await talk();
  await server.dieAndReturn();
  const ended = await until('the room is over', () => over(room));
  assert.equal(ended.end_reason, 'restarted');
  await until('the call is over', () => hungUp(ended.call.id), 30_000);
  const { room: current } = await api.call('GET', '/api/v1/rooms/current');
  assert.equal(current, null);
});

/** Opens a room from the page, joins it, and waits until the customer is there. */
async function talk() {
  const id = await page.evaluate(async (to) => {
    const { csrf_token: csrf } = await (await fetch('/api/v1/session')).json();
    const post = async (address, body) => {
      const headers = { 'content-type': 'application/json', 'x-csrf-token': csrf };
      const answer = await fetch(address, { method: 'POST', headers, body: JSON.stringify(body) });
      if (!answer.ok) throw new Error(`${address}: ${await answer.text()}`);
      return answer.json();
    };
    const room = await post('/api/v1/rooms', { to });
    const peer = new RTCPeerConnection();
    window.peer = peer;
    const microphone = await navigator.mediaDevices.getUserMedia({ audio: true });
    for (const track of microphone.getTracks()) peer.addTrack(track, microphone);
    await peer.setLocalDescription(await peer.createOffer());
    const joined = await post(`/api/v1/rooms/${room.id}/join`, { sdp_offer: peer.localDescription.sdp });
    await peer.setRemoteDescription({ type: 'answer', sdp: joined.sdp_answer });
    return room.id;
  }, CUSTOMER);
  return until('they talk', async () => {
    const room = await api.call('GET', `/api/v1/rooms/${id}`);
    return room.state === 'connected' && room.call.state === 'connected' ? room : null;
  }, 30_000);
}

async function over({ id }) {
  const room = await api.call('GET', `/api/v1/rooms/${id}`);
  return room.state === 'ended' ? room : null;
}

async function hungUp(id) {
  const { call } = await api.call('GET', `/api/v1/calls/${id}`);
  return call.state === 'ended' ? call : null;
}

// A page of the team dialler that Outdial replaces, as its clients are written: its HTTP routes, its WebSocket, and Twilio's
// kit for the agent's voice. It knows nothing else of the server.

import { readFile } from 'node:fs/promises';

import { toneWav } from './tone.js';

const KIT = new URL('../node_modules/@twilio/voice-sdk/dist/twilio.min.js', import.meta.url);

/** Signs somebody in and makes the open page, which is of the server, such a page. */
export async function become(page, { email, password }) {
  await page.route('**/team/silence.wav', (route) => route.fulfill({ contentType: 'audio/wav', body: toneWav(0, 1) }));
  // As the debugger does it, which the page's policy about scripts does not concern.
  const debug = await page.context().newCDPSession(page);
  const loaded = await debug.send('Runtime.evaluate', { expression: await readFile(KIT, 'utf8') });
  if (loaded.exceptionDetails) throw new Error(loaded.exceptionDetails.text);
  await page.evaluate(prepare);
  await page.evaluate((person) => team.signIn(person), { email, password });
}

/** Runs in the page. */
function prepare() {
  const NEXT_AFTER_MS = 1_000;
  const names = ['incoming', 'outgoing', 'disconnect', 'dtmfs', 'dtmfh', ...[...'0123456789'].map((key) => `dtmf${key}`)];
  const team = { messages: [], answers: [], campaign: null, device: null, call: null };
  window.team = team;

  async function ask(method, path, body) {
    const session = await (await fetch('/api/v1/session')).json();
    const answer = await fetch(path, {
      method,
      headers: { 'content-type': 'application/json', 'x-csrf-token': session.csrf_token },
      body: body && JSON.stringify(body),
    });
    const json = await answer.json();
    team.answers.push({ path, status: answer.status, json });
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${JSON.stringify(json)}`);
    return json;
  }

  function open(token, signal) {
    const device = new Twilio.Device(token, {
      publishEvents: false,
      sounds: Object.fromEntries(names.map((name) => [name, '/team/silence.wav'])),
    });
    if (signal) {
      Object.defineProperty(device, '_chunderURIs', { get: () => [signal], set: () => {} });
      Object.defineProperty(device, '_preferredURI', { get: () => signal, set: () => {} });
    }
    device.on('tokenWillExpire', async () => device.updateToken((await ask('POST', '/api/token')).token));
    return device;
  }

  function hear({ data }) {
    const message = JSON.parse(data);
    team.messages.push(message);
    if (message.campaign) team.campaign = message.campaign;
    // The page of old dials on by itself.
    if (message.type === 'auto_dial_next') {
      setTimeout(() => void team.dialNext().catch((error) => team.answers.push({ error: error.message })), NEXT_AFTER_MS);
    }
  }

  team.signIn = async (person) => {
    const answer = await fetch('/api/v1/session', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(person),
    });
    if (!answer.ok) throw new Error(`signing in answered ${answer.status}`);
  };
  team.start = async (contacts) => {
    const started = await ask('POST', '/api/campaign', { contacts });
    team.campaign = started.campaign;
    team.socket = new WebSocket(`${location.origin.replace('http', 'ws')}/ws/${started.campaign.id}`);
    team.socket.onmessage = hear;
    team.device = open(started.token, started.signalling);
    team.call = await team.device.connect({ params: { To: 'conference:SalesDialerConference' } });
    return started;
  };
  team.dialNext = () => ask('POST', `/api/campaign/${team.campaign.id}/dial-next`);
  team.submit = (phone, disposition, notes) =>
    ask('POST', `/api/campaign/${team.campaign.id}/disposition`, { phone, disposition, notes });
  team.end = () => ask('POST', `/api/campaign/${team.campaign.id}/end`);
  team.read = () => ask('GET', `/api/campaign/${team.campaign.id}`);
}

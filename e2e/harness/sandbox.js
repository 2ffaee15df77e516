// The simulated phone network alone, as `outdial sandbox` serves it, with an account that the journey chose.

import { spawn } from 'node:child_process';
import { createHmac, randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { BINARY, freePort } from './server.js';
import { until } from './until.js';

const POPULATION = fileURLToPath(new URL('../../crates/sandbox/populations/deterministic.toml', import.meta.url));
const STOP_LIMIT_MS = 10_000;
const HOUR_S = 3_600;

/** A network that simulates one Twilio account. */
export class Sandbox {
  #child;
  #folder;
  #printed = '';

  constructor(port, callsPerSecond) {
    const hex = (bytes) => randomBytes(bytes).toString('hex');
    this.origin = `http://127.0.0.1:${port}`;
    this.signal = `ws://127.0.0.1:${port}/signal`;
    this.account = `AC${hex(16)}`;
    this.authToken = hex(16);
    this.apiKey = `SK${hex(16)}`;
    this.apiSecret = hex(16);
    this.application = `AP${hex(16)}`;
    this.phoneNumber = '+14155550100';
    this.callsPerSecond = callsPerSecond;
  }

  /** Starts it; `people` are entries of a population file beyond those whom their last digit describes. */
  static async start(people = '', { callsPerSecond = '10' } = {}) {
    const sandbox = new Sandbox(await freePort(), callsPerSecond);
    await sandbox.#live(people);
    return sandbox;
  }

  /** Variables that make a server call through this network, at any hour. */
  get variables() {
    return { ...this.#credentials, TWILIO_API_BASE: this.origin, TWILIO_CPS: this.callsPerSecond, OUTDIAL_CALLING_WINDOW: '00:00-24:00' };
  }

  get #credentials() {
    return {
      TWILIO_ACCOUNT_SID: this.account,
      TWILIO_AUTH_TOKEN: this.authToken,
      TWILIO_PHONE_NUMBER: this.phoneNumber,
      TWILIO_API_KEY: this.apiKey,
      TWILIO_API_SECRET: this.apiSecret,
      TWILIO_TWIML_APP_SID: this.application,
    };
  }

  /** The whole ledger in figures, and number by number. */
  async ledger() {
    const answer = await fetch(`${this.origin}/sandbox/ledger`);
    if (!answer.ok) throw new Error(`the ledger: ${answer.status} ${await answer.text()}`);
    return answer.json();
  }

  /** The newest call to a number, as the network itself saw it. */
  async lastCallTo(number) {
    const answer = await fetch(`${this.origin}/sandbox/ledger/${encodeURIComponent(number)}`);
    if (!answer.ok) throw new Error(`${number}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()).attempts.at(-1);
  }

  /** A request to the account's own resources, made with the API key. */
  async rest(method, resource, form) {
    const pair = Buffer.from(`${this.apiKey}:${this.apiSecret}`).toString('base64');
    const answer = await fetch(`${this.origin}/2010-04-01/Accounts/${this.account}/${resource}.json`, {
      method,
      body: form && new URLSearchParams(form),
      headers: { authorization: `Basic ${pair}` },
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${resource} answered ${answer.status}: ${text}`);
    return text === '' ? null : JSON.parse(text);
  }

  /** What the far end of a call heard so far, as a WAV. */
  async heard(call) {
    const answer = await fetch(`${this.origin}/sandbox/legs/${call}/heard.wav`);
    return answer.ok ? Buffer.from(await answer.arrayBuffer()) : null;
  }

  /** An access token for a browser. */
  token(identity, { secret = this.apiSecret, ttlS = HOUR_S } = {}) {
    const now = Math.floor(Date.now() / 1000);
    const encode = (part) => Buffer.from(JSON.stringify(part)).toString('base64url');
    const signed = [
      { alg: 'HS256', typ: 'JWT', cty: 'twilio-fpa;v=1' },
      {
        jti: `${this.apiKey}-${now}`,
        iss: this.apiKey,
        sub: this.account,
        exp: now + ttlS,
        grants: { identity, voice: { outgoing: { application_sid: this.application } } },
      },
    ]
      .map(encode)
      .join('.');
    return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
  }

  /** The signature that a request to a URL must carry. */
  signature(url, params) {
    const sorted = Object.keys(params).sort();
    const text = url + sorted.map((name) => name + params[name]).join('');
    return createHmac('sha1', this.authToken).update(text).digest('base64');
  }

  async stop() {
    if (this.#child.exitCode === null && this.#child.signalCode === null) {
      const ended = new Promise((resolve) => this.#child.once('exit', resolve));
      this.#child.kill('SIGTERM');
      const patience = setTimeout(() => this.#child.kill('SIGKILL'), STOP_LIMIT_MS);
      await ended;
      clearTimeout(patience);
    }
    await rm(this.#folder, { recursive: true, force: true });
  }

  async #live(people) {
    this.#folder = await mkdtemp(path.join(tmpdir(), 'outdial-sandbox-'));
    const population = path.join(this.#folder, 'people.toml');
    await writeFile(population, `${await readFile(POPULATION, 'utf8')}\n${people}`);
    const listen = new URL(this.origin).host;
    this.#child = spawn(BINARY, ['sandbox', '--listen', listen, '--population', population, '--cps', this.callsPerSecond], {
      cwd: this.#folder,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { PATH: process.env.PATH, ...this.#credentials },
    });
    const child = this.#child;
    process.once('exit', () => child.kill('SIGKILL'));
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream.on('data', (piece) => (this.#printed += piece));
    }
    try {
      await until('the sandbox is ready', async () => {
        if (this.#child.exitCode !== null) throw new Error(`it ended with ${this.#child.exitCode}`);
        const answer = await fetch(`${this.origin}/sandbox/health`).catch(() => null);
        return answer?.ok === true;
      });
    } catch (error) {
      await this.stop();
      throw new Error(`${error.message}; it printed:\n${this.#printed}`, { cause: error });
    }
  }
}

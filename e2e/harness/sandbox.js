// A simulated phone network of its own, beside the server, that tells what each callee heard and said.

import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { BINARY, freePort } from './server.js';
import { until } from './until.js';

const START_LIMIT_MS = 20_000;
const STOP_LIMIT_MS = 10_000;

/** A running sandbox whose people are described by a population file. */
export class Sandbox {
  #child;
  #folder;
  #printed = '';

  constructor(folder, port) {
    this.#folder = folder;
    this.origin = `http://127.0.0.1:${port}`;
  }

  /** Starts a sandbox with these people on a free port. */
  static async start(population) {
    const folder = await mkdtemp(path.join(tmpdir(), 'outdial-sandbox-'));
    const port = await freePort();
    const sandbox = new Sandbox(folder, port);
    await sandbox.#live(population, port);
    return sandbox;
  }

  /** Variables that make a server call through this sandbox, at any hour. */
  get variables() {
    return { ...ACCOUNT, TWILIO_API_BASE: this.origin, OUTDIAL_CALLING_WINDOW: '00:00-24:00' };
  }

  /** What the callee at a number heard (or said) in the newest call so far, as a mono WAV. */
  async tape(number, which) {
    const { attempts } = await this.#json(`/sandbox/ledger/${encodeURIComponent(number)}`);
    const answer = await fetch(`${this.origin}/sandbox/legs/${attempts.at(-1).sid}/${which}.wav`);
    if (!answer.ok) throw new Error(`no tape of ${number}: ${answer.status} ${await answer.text()}`);
    return Buffer.from(await answer.arrayBuffer());
  }

  /** Ends the sandbox and removes its folder. */
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

  async #live(population, port) {
    const file = path.join(this.#folder, 'people.toml');
    await writeFile(file, population);
    this.#child = spawn(BINARY, ['sandbox', '--listen', `127.0.0.1:${port}`, '--population', file, '--cps', '50'], {
      cwd: this.#folder,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { PATH: process.env.PATH, ...ACCOUNT },
    });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream.on('data', (piece) => (this.#printed += piece));
    }
    try {
      await until('the sandbox is ready', () => this.#isReady(), START_LIMIT_MS);
    } catch (error) {
      await this.stop();
      throw new Error(`${error.message}; it printed:\n${this.#printed}`, { cause: error });
    }
  }

  async #isReady() {
    if (this.#child.exitCode !== null) throw new Error(`the sandbox ended with ${this.#child.exitCode}`);
    const answer = await fetch(`${this.origin}/sandbox/health`).catch(() => null);
    return answer?.ok === true;
  }

  async #json(address) {
    const answer = await fetch(this.origin + address);
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${address} answered ${answer.status}: ${text}`);
    return JSON.parse(text);
  }
}

/** The account that sandbox and server agree on. */
const ACCOUNT = {
  TWILIO_ACCOUNT_SID: 'AC00000000000000000000000000000001',
  TWILIO_AUTH_TOKEN: '0123456789abcdef0123456789abcdef',
  TWILIO_PHONE_NUMBER: '+14155550100',
};

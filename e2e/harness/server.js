// Starts the built binary the way a new user meets it: an empty folder, no credentials, its own sandbox.

import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { until } from './until.js';

/** The program under test. */
export const BINARY =
  process.env.OUTDIAL_BINARY ?? fileURLToPath(new URL('../../target/debug/outdial', import.meta.url));
const START_LIMIT_MS = 20_000;
const STOP_LIMIT_MS = 10_000;

/** A running server with a folder of its own. */
export class Server {
  #child;
  #folder;
  #environment;
  #printed = '';

  constructor(folder, port, environment) {
    this.#folder = folder;
    this.origin = `http://127.0.0.1:${port}`;
    this.apiKey = `od_${randomBytes(24).toString('hex')}`;
    this.#environment = {
      PATH: process.env.PATH,
      OUTDIAL_LISTEN: `127.0.0.1:${port}`,
      OUTDIAL_API_KEY: this.apiKey,
      OUTDIAL_SANDBOX_POPULATION: 'deterministic',
      ...environment,
    };
  }

  /** Starts a server on a free port; `environment` adds to or replaces its variables. */
  static async start(environment = {}) {
    const folder = await mkdtemp(path.join(tmpdir(), 'outdial-e2e-'));
    const server = new Server(folder, await freePort(), environment);
    await server.#live();
    return server;
  }

  /** Ends the server without warning and starts it again on the same folder and port. */
  async dieAndReturn(meanwhile = async () => {}) {
    const ended = new Promise((resolve) => this.#child.once('exit', resolve));
    this.#child.kill('SIGKILL');
    await ended;
    await meanwhile();
    await this.#live();
  }

  /** The one-time link that the first start prints. */
  async setUpLink() {
    return until('the set-up link is printed', () => /https?:\/\/\S+\/setup\S*/.exec(this.#printed)?.[0]);
  }

  /** Everything it printed so far. */
  get printed() {
    return this.#printed;
  }

  /** Ends the server and removes its folder. */
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

  async #live() {
    this.#child = spawn(BINARY, ['serve'], {
      cwd: this.#folder,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: this.#environment,
    });
    // A journey that breaks off must not leave its server behind.
    const child = this.#child;
    process.once('exit', () => child.kill('SIGKILL'));
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream.on('data', (piece) => (this.#printed += piece));
    }
    try {
      await until('the server is ready', () => this.#isReady(), START_LIMIT_MS);
    } catch (error) {
      await this.stop();
      throw new Error(`${error.message}; it printed:\n${this.#printed}`, { cause: error });
    }
  }

  async #isReady() {
    if (this.#child.exitCode !== null) {
      throw new Error(`the server ended with ${this.#child.exitCode}`);
    }
    const answer = await fetch(`${this.origin}/readyz`).catch(() => null);
    return answer?.ok === true;
  }
}

/** A port that nobody uses at this moment. */
export async function freePort() {
  const probe = createServer();
  await new Promise((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

// An application of a Twilio account: it says what becomes of browsers' calls, and serves the page that makes them.

import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';

import { toneWav } from './tone.js';

const PAGE = new URL('./desk.html', import.meta.url);
const KIT = new URL('../node_modules/@twilio/voice-sdk/dist/twilio.min.js', import.meta.url);

/** A running application. */
export class Desk {
  #server;

  /** What was asked of it, oldest first: path, signature and parameters. */
  asked = [];

  constructor(server) {
    this.#server = server;
    this.origin = `http://127.0.0.1:${server.address().port}`;
  }

  /** Starts it; the answer to each call is this document. */
  static async start(twiml) {
    const files = {
      '/': ['text/html', await readFile(PAGE)],
      '/twilio.js': ['text/javascript', await readFile(KIT)],
      '/silence.wav': ['audio/wav', toneWav(0, 1)],
    };
    let desk;
    const server = createServer(async (request, response) => {
      const file = files[request.url];
      if (file) return response.writeHead(200, { 'content-type': file[0] }).end(file[1]);
      if (request.method !== 'POST') return response.writeHead(204).end();
      let body = '';
      for await (const piece of request) body += piece;
      desk.asked.push({
        path: request.url,
        signature: request.headers['x-twilio-signature'],
        params: Object.fromEntries(new URLSearchParams(body)),
      });
      if (request.url !== '/voice') return response.writeHead(204).end();
      return response.writeHead(200, { 'content-type': 'text/xml' }).end(twiml(desk.origin));
    });
    await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
    desk = new Desk(server);
    return desk;
  }

  async stop() {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

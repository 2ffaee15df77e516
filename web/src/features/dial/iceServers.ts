import type { IceServer } from "./model";
import { readIceServers } from "./requests";

/** The STUN and TURN servers for this page's offers: behind some firewalls an offer without them leads nowhere. */
export class IceServers {
  private asked: Promise<readonly RTCIceServer[]> | null = null;

  /** Asks for them before anybody needs them. */
  prepare(): void {
    this.asked ??= readIceServers().then(
      (servers) => servers.map(asIceServer),
      () => {
        // The next attempt asks again.
        this.asked = null;
        return [];
      },
    );
  }

  /** What is known in time: a call is not kept waiting for help that it may not need. */
  async known(): Promise<readonly RTCIceServer[]> {
    this.prepare();
    return Promise.race([this.asked ?? [], new Promise<[]>((done) => setTimeout(done, PATIENCE_MS, []))]);
  }

  /** They come with each answer too, as of then. */
  learn(servers: readonly IceServer[]): void {
    this.asked = Promise.resolve(servers.map(asIceServer));
  }

  /** Forgets them: they are for whoever was signed in. */
  forget(): void {
    this.asked = null;
  }
}

function asIceServer({ urls, username, credential }: IceServer): RTCIceServer {
  return { urls, ...(username ? { username } : {}), ...(credential ? { credential } : {}) };
}

const PATIENCE_MS = 1_500;

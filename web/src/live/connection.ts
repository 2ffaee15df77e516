import { readMessage, type LiveMessage } from "./message";
import { EMPTY, take, type Projection } from "./projection";

/** How the page stands with the live channel. */
export type Link = "connecting" | "live" | "stale";

/** The value that views read: what is known, and how fresh it is. */
export interface LiveState {
  link: Link;
  /** When the server was last heard, by the page's clock. */
  heardAt: number | null;
  projection: Projection;
}

/** The part of a WebSocket that is used. */
export interface Socket {
  onopen: (() => void) | null;
  onmessage: ((event: { data: unknown }) => void) | null;
  onclose: (() => void) | null;
  onerror: (() => void) | null;
  close(): void;
}

/** The outside world of a connection, so that tests can stand in for it. */
export interface Surroundings {
  open(since: number | null): Socket;
  now(): number;
  random(): number;
  setTimer(callback: () => void, ms: number): number;
  clearTimer(timer: number): void;
}

/** Keeps one live channel open, heals it, and projects what it says. */
export class LiveConnection {
  private state: LiveState = { link: "connecting", heardAt: null, projection: EMPTY };
  private readonly listeners = new Set<() => void>();
  private socket: Socket | null = null;
  private resumed = false;
  private failures = 0;
  private retryTimer: number | null = null;
  private silenceTimer: number | null = null;
  /** What was learnt while the views were still busy with what they were told before. */
  private isTelling = false;
  private isUntold = false;
  private stopped = true;
  private readonly around: Surroundings;

  constructor(around: Surroundings) {
    this.around = around;
  }

  current = (): LiveState => this.state;

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  start(): void {
    if (!this.stopped) return;
    this.stopped = false;
    this.connect();
  }

  /** Ends the channel for good and forgets what it said: the next user starts clean. */
  stop(): void {
    this.stopped = true;
    this.dropSocket();
    this.clearRetry();
    this.publish({ link: "connecting", heardAt: null, projection: EMPTY });
  }

  /** Tries again now instead of waiting (the network came back, the tab woke up). */
  nudge(): void {
    if (this.stopped || this.state.link === "live") return;
    this.failures = 0;
    this.clearRetry();
    this.dropSocket();
    this.connect();
  }

  private connect(): void {
    const { seq } = this.state.projection;
    const socket = this.around.open(seq);
    this.socket = socket;
    this.resumed = seq !== null;
    this.listenForSilence();
    socket.onopen = () => this.listenForSilence();
    socket.onmessage = (event) => this.hear(socket, readMessage(event.data));
    socket.onerror = null;
    socket.onclose = () => {
      if (this.socket === socket) this.lose();
    };
  }

  private hear(socket: Socket, message: LiveMessage | null): void {
    if (this.socket !== socket || message === null) return;
    this.listenForSilence();
    const [projection, taken] = take(this.state.projection, message, this.resumed);
    if (taken === "gap") {
      this.lose();
      return;
    }
    if (message.type === "changes" && taken === "applied") this.resumed = false;
    if (message.type === "snapshot") this.resumed = false;
    this.failures = 0;
    // A ping alone proves the link only once there is something to show.
    const link = projection.seq === null ? this.state.link : "live";
    this.publish({ link, heardAt: this.around.now(), projection });
  }

  private lose(): void {
    this.dropSocket();
    if (this.stopped) return;
    this.publish({ ...this.state, link: this.state.projection.seq === null ? "connecting" : "stale" });
    const ceiling = Math.min(RETRY_MAX_MS, RETRY_FIRST_MS * 2 ** this.failures);
    this.failures += 1;
    // Jitter keeps a thousand pages from returning in the same instant after a restart.
    const wait = ceiling / 2 + (ceiling / 2) * this.around.random();
    this.clearRetry();
    this.retryTimer = this.around.setTimer(() => {
      this.retryTimer = null;
      this.connect();
    }, wait);
  }

  private listenForSilence(): void {
    if (this.silenceTimer !== null) this.around.clearTimer(this.silenceTimer);
    this.silenceTimer = this.around.setTimer(() => {
      this.silenceTimer = null;
      this.lose();
    }, SILENCE_MAX_MS);
  }

  private dropSocket(): void {
    if (this.silenceTimer !== null) this.around.clearTimer(this.silenceTimer);
    this.silenceTimer = null;
    const socket = this.socket;
    this.socket = null;
    if (!socket) return;
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close();
  }

  private clearRetry(): void {
    if (this.retryTimer !== null) this.around.clearTimer(this.retryTimer);
    this.retryTimer = null;
  }

  private publish(state: LiveState): void {
    this.state = state;
    if (this.isTelling) this.isUntold = true;
    else this.tell();
  }

  /** Wakes the views, then rests as long as they took: a slow machine shows fewer steps but still hears clicks. */
  private tell(): void {
    const began = this.around.now();
    this.isTelling = true;
    this.isUntold = false;
    for (const listener of this.listeners) listener();
    this.around.setTimer(() => {
      const rest = Math.min(this.around.now() - began, REST_MAX_MS);
      this.around.setTimer(() => {
        this.isTelling = false;
        if (this.isUntold) this.tell();
      }, rest);
    }, 0);
  }
}

/** However slow the machine is, what it shows is not older than this by choice. */
const REST_MAX_MS = 500;
const RETRY_FIRST_MS = 250;
const RETRY_MAX_MS = 10_000;
/** The server speaks at least every five seconds; two missed beats mean that nobody is there. */
const SILENCE_MAX_MS = 12_000;

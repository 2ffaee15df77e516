import type { IceServer, Joined, Quality } from "./model";

/** What the audio's path reports. */
export interface PeerNews {
  onUp: () => void;
  /** The audio has held for a while: what went wrong before is over. */
  onSteady: () => void;
  onLost: () => void;
  onVoice: (voice: MediaStream) => void;
}

/** One attempt to bring this browser's audio into a room. After `onLost` it is spent; another one takes its place. */
export class Peer {
  private readonly connection: RTCPeerConnection;
  private readonly news: PeerNews;
  private readonly abort = new AbortController();
  private readonly timers: number[] = [];
  private sender: RTCRtpSender | null = null;
  private up = false;
  private spent = false;

  constructor(news: PeerNews) {
    this.news = news;
    this.connection = new RTCPeerConnection({ iceServers: knownIceServers, bundlePolicy: "max-bundle" });
    this.connection.ontrack = ({ track, streams }) => news.onVoice(streams[0] ?? new MediaStream([track]));
    this.connection.onconnectionstatechange = () => this.look();
    this.connection.oniceconnectionstatechange = () => this.look();
  }

  /** Offers the microphone and takes the answer that `ask` brings. */
  async join(microphone: MediaStreamTrack, ask: (sdp: string, signal: AbortSignal) => Promise<Joined>): Promise<void> {
    const transceiver = this.connection.addTransceiver(microphone, { direction: "sendrecv", streams: [new MediaStream([microphone])] });
    this.sender = transceiver.sender;
    await this.connection.setLocalDescription();
    await this.gathered();
    const sdp = this.connection.localDescription?.sdp;
    if (this.spent || !sdp) return;
    const { sdp_answer, ice_servers } = await ask(sdp, this.abort.signal);
    // They come with the answer, so they serve the next attempt if this one finds no way.
    knownIceServers = ice_servers.map(asIceServer);
    if (this.spent) return;
    await this.connection.setRemoteDescription({ type: "answer", sdp: sdp_answer });
    this.later(CONNECT_LIMIT_MS, () => {
      if (!this.up) this.lose();
    });
  }

  /** Speaks through another microphone without a new connection. */
  async speakThrough(microphone: MediaStreamTrack): Promise<void> {
    await this.sender?.replaceTrack(microphone);
  }

  /** What this browser measures of the way between it and the server. */
  async measure(): Promise<Quality | null> {
    let quality: Quality | null = null;
    let rtt: number | null = null;
    for (const report of (await this.connection.getStats()).values() as Iterable<Report>) {
      if (report.type === "candidate-pair" && report.nominated && report.currentRoundTripTime !== undefined) rtt = report.currentRoundTripTime * 1000;
      if (report.type !== "inbound-rtp" || report.kind !== "audio") continue;
      const lost = Math.max(0, report.packetsLost ?? 0);
      const all = lost + (report.packetsReceived ?? 0);
      quality = { mos: null, loss_permille: all === 0 ? 0 : (lost / all) * 1000, jitter_ms: (report.jitter ?? 0) * 1000, rtt_ms: null };
    }
    return quality && { ...quality, rtt_ms: rtt };
  }

  close(): void {
    this.spent = true;
    this.abort.abort();
    for (const timer of this.timers) clearTimeout(timer);
    this.connection.close();
  }

  private look(): void {
    if (this.spent) return;
    const { iceConnectionState: ice, connectionState } = this.connection;
    if (ice === "failed" || ice === "disconnected" || connectionState === "failed" || connectionState === "closed") {
      this.lose();
    } else if (connectionState === "connected" && !this.up) {
      this.up = true;
      this.news.onUp();
      this.later(STEADY_AFTER_MS, this.news.onSteady);
    }
  }

  private lose(): void {
    if (this.spent) return;
    this.close();
    this.news.onLost();
  }

  /** Waits for every candidate, but not for a server of candidates that does not answer. */
  private gathered(): Promise<void> {
    if (this.connection.iceGatheringState === "complete") return Promise.resolve();
    return new Promise((done) => {
      this.connection.onicegatheringstatechange = () => {
        if (this.connection.iceGatheringState === "complete") done();
      };
      this.later(GATHER_LIMIT_MS, done);
    });
  }

  private later(ms: number, run: () => void): void {
    this.timers.push(
      window.setTimeout(() => {
        if (!this.spent) run();
      }, ms),
    );
  }
}

interface Report {
  type: string;
  kind?: string;
  nominated?: boolean;
  currentRoundTripTime?: number;
  packetsLost?: number;
  packetsReceived?: number;
  jitter?: number;
}

function asIceServer({ urls, username, credential }: IceServer): RTCIceServer {
  return { urls, ...(username ? { username } : {}), ...(credential ? { credential } : {}) };
}

let knownIceServers: RTCIceServer[] = [];

const GATHER_LIMIT_MS = 500;
const CONNECT_LIMIT_MS = 8_000;
const STEADY_AFTER_MS = 10_000;

import { Attempt, type LineNews } from "./attempt";
import type { Ask, Line } from "./line";
import type { Quality } from "./model";

/** The way into a room whose audio passes through this server: one connection between it and the browser. */
export class Peer implements Line {
  private readonly connection: RTCPeerConnection;
  private readonly attempt: Attempt;
  private sender: RTCRtpSender | null = null;

  constructor(news: LineNews, iceServers: readonly RTCIceServer[]) {
    this.connection = new RTCPeerConnection({ iceServers: [...iceServers], bundlePolicy: "max-bundle" });
    this.attempt = new Attempt(news, () => this.connection.close());
    this.connection.ontrack = ({ track, streams }) => news.onVoice(streams[0] ?? new MediaStream([track]));
    this.connection.onconnectionstatechange = () => this.look();
    this.connection.oniceconnectionstatechange = () => this.look();
  }

  /** Offers the microphone and takes the answer that `ask` brings. */
  async join(microphone: MediaStreamTrack, ask: Ask): Promise<void> {
    const transceiver = this.connection.addTransceiver(microphone, { direction: "sendrecv", streams: [new MediaStream([microphone])] });
    this.sender = transceiver.sender;
    await this.connection.setLocalDescription();
    await this.gathered();
    const offer = this.connection.localDescription?.sdp;
    if (this.attempt.spent || !offer) return;
    const { sdp_answer: sdp } = await ask(offer, this.attempt.signal);
    if (this.attempt.spent) return;
    if (sdp === null) throw new Error("The server answered without a description of its audio.");
    await this.connection.setRemoteDescription({ type: "answer", sdp });
    this.attempt.within(CONNECT_LIMIT_MS);
  }

  async speakThrough(microphone: MediaStreamTrack): Promise<void> {
    await this.sender?.replaceTrack(microphone);
  }

  setOpen(): void {
    // The microphone itself is sent: where it is closed, silence is.
  }

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
    this.attempt.close();
  }

  private look(): void {
    const { iceConnectionState: ice, connectionState } = this.connection;
    if (ice === "failed" || ice === "disconnected" || connectionState === "failed" || connectionState === "closed") this.attempt.lose();
    else if (connectionState === "connected") this.attempt.rise();
  }

  /** Waits for every candidate, but not for a server of candidates that does not answer. */
  private gathered(): Promise<void> {
    if (this.connection.iceGatheringState === "complete") return Promise.resolve();
    return new Promise((done) => {
      this.connection.onicegatheringstatechange = () => {
        if (this.connection.iceGatheringState === "complete") done();
      };
      this.attempt.later(GATHER_LIMIT_MS, done);
    });
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

const GATHER_LIMIT_MS = 500;
const CONNECT_LIMIT_MS = 8_000;

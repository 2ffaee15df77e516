import type * as Sdk from "@twilio/voice-sdk";

import { Attempt, type LineNews } from "./attempt";
import type { Ask, Line } from "./line";
import type { CarrierSeat, Quality } from "./model";
import silence from "./silence.wav?url";

/** The carrier's own client, as far as it is used. */
export type CarrierSdk = Pick<typeof Sdk, "Device">;

/** The way into a room whose audio stays with the carrier: the carrier's client, with the microphone and speaker of this page. */
export class CarrierLine implements Line {
  private readonly attempt: Attempt;
  private readonly news: LineNews;
  private readonly load: () => Promise<CarrierSdk>;
  private device: Sdk.Device | null = null;
  private call: Sdk.Call | null = null;
  private connection: RTCPeerConnection | null = null;
  /** The microphone that is spoken into. */
  private source: MediaStreamTrack | null = null;
  /** What the client sends: a copy, because it stops what it was given. */
  private voice: MediaStreamTrack | null = null;
  /** Copies that the client was given before the microphone was changed. */
  private readonly spent: MediaStreamTrack[] = [];
  private sample: Quality | null = null;
  /** The client has lost its line to the carrier, while the audio goes on. */
  private mending = false;
  /** The client has told of an error. */
  private failed = false;

  constructor(news: LineNews, load: () => Promise<CarrierSdk> = loadSdk) {
    this.news = news;
    this.load = load;
    this.attempt = new Attempt(news, () => this.release());
  }

  async join(microphone: MediaStreamTrack, ask: Ask): Promise<void> {
    this.attempt.within(CONNECT_LIMIT_MS);
    const [sdk, seat] = await Promise.all([this.load(), this.seat(ask)]);
    if (this.attempt.spent) return;
    this.source = microphone;
    const device = new sdk.Device(seat.access_token, {
      codecPreferences: [PCMU, OPUS],
      // Without it, what is wrong with a token is not told.
      enableImprovedSignalingErrorPrecision: true,
      getUserMedia: () => Promise.resolve(new MediaStream(this.copied())),
      RTCPeerConnection: this.connects(),
      sounds: SILENT,
      ...NO_TELEMETRY,
    });
    this.device = device;
    if (seat.signalling !== null) pointAt(device, seat.signalling);
    device.on("error", () => {
      // Before the call is up an error ends the attempt; later the call tells by itself whether it is over.
      if (!this.call || this.call.status() === "closed") this.attempt.lose();
    });
    device.on("tokenWillExpire", () => void this.renew(ask));
    const call = await device.connect({ params: seat.parameters, rtcConstraints: { audio: true } });
    if (this.attempt.spent) return;
    this.call = call;
    this.follow(call);
    this.setOpen(this.source.enabled);
  }

  async speakThrough(microphone: MediaStreamTrack): Promise<void> {
    if (!this.source || this.attempt.spent || microphone === this.source) return;
    this.source = microphone;
    if (!this.voice) return;
    this.copied();
    await this.sendVoice();
  }

  setOpen(open: boolean): void {
    if (this.voice) this.voice.enabled = open;
    // The client keeps to what it was told when it sets up its own track.
    this.call?.mute(!open);
  }

  measure(): Promise<Quality | null> {
    return Promise.resolve(this.sample);
  }

  close(): void {
    this.attempt.close();
  }

  private async seat(ask: Ask): Promise<CarrierSeat> {
    const { carrier } = await ask(null, this.attempt.signal);
    if (carrier?.kind !== "twilio") throw new Error("The server offered no seat at a carrier that this page can speak to.");
    return carrier;
  }

  private follow(call: Sdk.Call): void {
    call.on("accept", () => {
      // The microphone may have been changed since the client took it.
      void this.sendVoice();
      this.attempt.rise();
    });
    for (const event of ["cancel", "reject"]) call.on(event, () => this.attempt.lose());
    // An error that ends the call is told before its end.
    call.on("disconnect", () => this.attempt.lose(this.failed ? "broken" : "hung-up"));
    call.on("reconnecting", ({ code }: { code?: number }) => {
      // The client would try to mend lost audio for half a minute; a new seat is there in about a second.
      if (code !== SIGNALLING_LOST) return this.attempt.lose();
      this.mending = true;
      this.attempt.later(MEND_LIMIT_MS, () => {
        if (this.mending) this.attempt.lose();
      });
    });
    call.on("reconnected", () => (this.mending = false));
    call.on("error", () => {
      this.failed = true;
      if (call.status() === "closed") this.attempt.lose();
    });
    call.on("audio", (element: HTMLAudioElement) => {
      // It is heard through the speaker of this page, on the device that the person chose.
      element.muted = true;
      const heard = call.getRemoteStream();
      if (heard) this.news.onVoice(heard);
    });
    call.on("sample", ({ mos, jitter, rtt, packetsLostFraction }: Sample) => {
      this.sample = { mos, jitter_ms: jitter, rtt_ms: rtt, loss_permille: packetsLostFraction * 10 };
    });
  }

  /** A fresh copy for the client, which asks again and stops what it had whenever it thinks that devices have changed. */
  private copied(): MediaStreamTrack[] {
    if (this.voice) this.spent.push(this.voice);
    this.voice = this.source?.clone() ?? null;
    return this.voice ? [this.voice] : [];
  }

  /** Sends the voice, once the client sends anything: before that a copy that it holds must go on. */
  private async sendVoice(): Promise<void> {
    const sender = this.connection?.getSenders()[0];
    if (!sender?.track || sender.track === this.voice) return;
    await sender.replaceTrack(this.voice);
    for (const track of this.spent.splice(0)) track.stop();
  }

  private async renew(ask: Ask): Promise<void> {
    // What cannot be renewed ends by itself, and then the page joins anew.
    const seat = await this.seat(ask).catch(() => null);
    if (seat && !this.attempt.spent) this.device?.updateToken(seat.access_token);
  }

  /** The connection that the client makes, so that its microphone can be changed. */
  private connects(): typeof RTCPeerConnection {
    const keep = (made: RTCPeerConnection) => (this.connection = made);
    return class extends RTCPeerConnection {
      constructor(configuration?: RTCConfiguration) {
        super(configuration);
        keep(this);
      }
    };
  }

  private release(): void {
    this.device?.destroy();
    for (const track of [...this.spent.splice(0), this.voice]) track?.stop();
    this.device = null;
    this.call = null;
    this.connection = null;
  }
}

interface Sample {
  mos: number | null;
  jitter: number;
  rtt: number;
  /** In percent. */
  packetsLostFraction: number;
}

/** The client is large and most workspaces never need it. */
const loadSdk = (): Promise<CarrierSdk> => import("@twilio/voice-sdk");

/** The client knows the carrier's own hosts only: another address replaces both places where it keeps its choice. */
function pointAt(device: Sdk.Device, address: string): void {
  Object.defineProperty(device, "_chunderURIs", { get: () => [address], set: () => undefined });
  Object.defineProperty(device, "_preferredURI", { get: () => address, set: () => undefined });
}

const PCMU = "pcmu" as Sdk.Call.Codec.PCMU;
const OPUS = "opus" as Sdk.Call.Codec.Opus;
/** Understood by the client though its types do not name it. */
const NO_TELEMETRY: object = { publishEvents: false };
/** The page has sounds of its own; the client's would come from the carrier's servers. */
const SILENT = Object.fromEntries(
  ["incoming", "outgoing", "disconnect", ..."0123456789".split("").map((digit) => `dtmf${digit}`), "dtmfs", "dtmfh"].map((name) => [name, silence]),
);
/** What the client calls it when only the signalling is gone. */
const SIGNALLING_LOST = 53_001;
const MEND_LIMIT_MS = 10_000;
/** A carrier asks back who is calling before it answers. */
const CONNECT_LIMIT_MS = 15_000;

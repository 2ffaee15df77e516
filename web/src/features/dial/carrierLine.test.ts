import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { CarrierLine, type CarrierSdk } from "./carrierLine";
import { lineInto } from "./line";
import type { Joined } from "./model";
import { Peer } from "./peer";

type Listener = (...told: never[]) => void;

class Teller {
  private readonly listeners = new Map<string, Listener[]>();
  on(event: string, listener: Listener) {
    this.listeners.set(event, [...(this.listeners.get(event) ?? []), listener]);
  }
  tell(event: string, ...told: unknown[]) {
    for (const listener of this.listeners.get(event) ?? []) listener(...(told as never[]));
  }
}

class FakeCall extends Teller {
  muted: boolean | null = null;
  state = "open";
  status = () => this.state;
  mute = (on: boolean) => (this.muted = on);
  getRemoteStream = () => voice;
}

interface Options {
  getUserMedia: () => Promise<{ tracks: unknown[] }>;
  RTCPeerConnection: new () => unknown;
  sounds: Record<string, string>;
  publishEvents: boolean;
}

class FakeDevice extends Teller {
  static made: FakeDevice[] = [];
  readonly call = new FakeCall();
  asked: unknown = null;
  destroyed = false;
  _chunderURIs: string[] = [];
  readonly token: string;
  readonly options: Options;
  fresh: string | null = null;
  constructor(token: string, options: Options) {
    super();
    this.token = token;
    this.options = options;
    // As the carrier's client does it.
    this._chunderURIs = ["wss://carrier.example/signal"];
    FakeDevice.made.push(this);
  }
  given: unknown[] = [];
  async connect(asked: unknown) {
    this.asked = asked;
    this.given = (await this.options.getUserMedia()).tracks;
    return this.call;
  }
  updateToken = (token: string) => (this.fresh = token);
  destroy() {
    this.destroyed = true;
    this.call.tell("disconnect");
  }
}

class FakeTrack {
  enabled = true;
  stopped = false;
  copies: FakeTrack[] = [];
  clone() {
    const copy = new FakeTrack();
    copy.enabled = this.enabled;
    this.copies.push(copy);
    return copy;
  }
  stop() {
    this.stopped = true;
  }
}

const voice = { id: "their voice" } as unknown as MediaStream;
const sent = vi.fn<(track: unknown) => Promise<void>>();
/** What the client's connection sends; nothing before the call is up. */
let sending: unknown = null;

function seated(part: Partial<NonNullable<Joined["carrier"]>> = {}): Joined {
  const carrier = { kind: "twilio", access_token: "token-1", expires_at: "2026-11-21T19:40:00Z", parameters: { room: "rom_1", ticket: "t" }, signalling: null, ...part };
  return { carrier, ice_servers: [], participant_id: "prt_1", sdp_answer: null };
}

function aLine(answer: () => Promise<Joined> = () => Promise.resolve(seated())) {
  const news = { onUp: vi.fn(), onSteady: vi.fn(), onLost: vi.fn(), onVoice: vi.fn() };
  const ask = vi.fn((offer: string | null, signal: AbortSignal) => {
    void offer;
    void signal;
    return answer();
  });
  const line = new CarrierLine(news, () => Promise.resolve({ Device: FakeDevice } as unknown as CarrierSdk));
  const microphone = new FakeTrack();
  const join = async () => {
    await line.join(microphone as unknown as MediaStreamTrack, ask);
    return FakeDevice.made.at(-1) as FakeDevice;
  };
  return { line, news, ask, microphone, join };
}

beforeEach(() => {
  vi.useFakeTimers();
  FakeDevice.made = [];
  sent.mockReset().mockResolvedValue();
  sending = null;
  vi.stubGlobal("MediaStream", class {
    readonly tracks: unknown[];
    constructor(tracks: unknown[]) {
      this.tracks = tracks;
    }
  });
  vi.stubGlobal("RTCPeerConnection", class {
    getSenders = () => [{ track: sending, replaceTrack: sent }];
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe("the way into a room", () => {
  it("is the one that the room says", () => {
    const { news } = aLine();
    vi.stubGlobal("RTCPeerConnection", class {
      close = () => undefined;
      readonly configuration: RTCConfiguration;
      constructor(configuration: RTCConfiguration) {
        this.configuration = configuration;
        offered.push(configuration);
      }
    });
    const offered: RTCConfiguration[] = [];
    expect(lineInto({ bridge: "carrier" }, news, [])).toBeInstanceOf(CarrierLine);
    expect(lineInto({ bridge: "media" }, news, [{ urls: ["turn:turn.example"] }])).toBeInstanceOf(Peer);
    expect(offered).toEqual([{ iceServers: [{ urls: ["turn:turn.example"] }], bundlePolicy: "max-bundle" }]);
  });
});

describe("a room whose audio stays with the carrier", () => {
  it("is joined without an offer, with what the server says of the room", async () => {
    const { ask, join, news } = aLine();
    const device = await join();
    expect(ask.mock.calls[0]?.[0]).toBeNull();
    expect(device.token).toBe("token-1");
    expect(device.asked).toEqual({ params: { room: "rom_1", ticket: "t" }, rtcConstraints: { audio: true } });
    expect(news.onUp).not.toHaveBeenCalled();
    device.call.tell("accept");
    expect(news.onUp).toHaveBeenCalledTimes(1);
    vi.advanceTimersByTime(10_000);
    expect(news.onSteady).toHaveBeenCalledTimes(1);
  });

  it("tells the carrier nothing but the call, and fetches none of its sounds", async () => {
    const { options } = await aLine().join();
    expect(options.publishEvents).toBe(false);
    expect(new Set(Object.values(options.sounds)).size).toBe(1);
    expect(Object.keys(options.sounds)).toHaveLength(15);
    expect(options.sounds.incoming).toMatch(/silence/);
  });

  it("signals where the server says, whatever the client chooses later", async () => {
    const address = "ws://127.0.0.1:4010/signal";
    const device = await aLine(() => Promise.resolve(seated({ signalling: address }))).join();
    device._chunderURIs = ["wss://carrier.example/signal"];
    expect(device._chunderURIs).toEqual([address]);
    expect((await aLine().join())._chunderURIs).toEqual(["wss://carrier.example/signal"]);
  });

  it("is heard through this page's speaker, and the client's own element is silent", async () => {
    const { join, news } = aLine();
    const element = { muted: false };
    (await join()).call.tell("audio", element);
    expect(element.muted).toBe(true);
    expect(news.onVoice).toHaveBeenCalledWith(voice);
  });

  it("sends a copy of the microphone, which is closed when the microphone is", async () => {
    const { line, join, microphone } = aLine();
    microphone.enabled = false;
    const device = await join();
    const copy = microphone.copies[0];
    expect(device.given).toEqual([copy]);
    expect([copy?.enabled, device.call.muted]).toEqual([false, true]);
    line.setOpen(true);
    expect([copy?.enabled, device.call.muted]).toEqual([true, false]);
    line.close();
    expect([copy?.stopped, microphone.stopped]).toEqual([true, false]);
  });

  it("speaks through another microphone without joining anew", async () => {
    const { line, join, microphone, ask } = aLine();
    const device = await join();
    new device.options.RTCPeerConnection();
    sending = microphone.copies[0];
    const headset = new FakeTrack();
    await line.speakThrough(headset as unknown as MediaStreamTrack);
    expect(sent).toHaveBeenCalledWith(headset.copies[0]);
    expect(microphone.copies[0]?.stopped).toBe(true);
    expect(ask).toHaveBeenCalledTimes(1);
  });

  it("gives the client a fresh copy whenever it asks again, because it stops what it had", async () => {
    const { line, join, microphone } = aLine();
    const device = await join();
    (device.given[0] as FakeTrack).stop();
    expect((await device.options.getUserMedia()).tracks).toEqual([microphone.copies[1]]);
    expect(microphone.copies[1]?.stopped).toBe(false);
    line.close();
    expect([microphone.copies[1]?.stopped, microphone.stopped]).toEqual([true, false]);
  });

  it("leaves alone what the client has taken and does not send yet", async () => {
    const { line, join, microphone } = aLine();
    const device = await join();
    new device.options.RTCPeerConnection();
    await line.speakThrough(microphone as unknown as MediaStreamTrack);
    expect(microphone.copies).toHaveLength(1);
    const headset = new FakeTrack();
    await line.speakThrough(headset as unknown as MediaStreamTrack);
    expect([sent.mock.calls, microphone.copies[0]?.stopped]).toEqual([[], false]);
    sending = microphone.copies[0];
    device.call.tell("accept");
    await vi.waitFor(() => expect(microphone.copies[0]?.stopped).toBe(true));
    expect(sent).toHaveBeenCalledExactlyOnceWith(headset.copies[0]);
  });

  it("measures what the client measures", async () => {
    const { line, join } = aLine();
    const device = await join();
    expect(await line.measure()).toBeNull();
    device.call.tell("sample", { mos: 4.2, jitter: 6, rtt: 48, packetsLostFraction: 0.5 });
    expect(await line.measure()).toEqual({ mos: 4.2, jitter_ms: 6, rtt_ms: 48, loss_permille: 5 });
  });

  it("gets a fresh token before the old one ends", async () => {
    const answers = [seated(), seated({ access_token: "token-2" })];
    const { join, news } = aLine(() => Promise.resolve(answers.shift() ?? seated()));
    const device = await join();
    device.tell("tokenWillExpire");
    await vi.waitFor(() => expect(device.fresh).toBe("token-2"));
    expect(news.onLost).not.toHaveBeenCalled();
  });
});

describe("audio at the carrier that is lost", () => {
  it("was hung up by the carrier when the client tells of no error, and broke when it does", async () => {
    const over = aLine();
    (await over.join()).call.tell("disconnect");
    expect(over.news.onLost).toHaveBeenCalledExactlyOnceWith("hung-up");
    const broken = aLine();
    const { call } = await broken.join();
    call.tell("error", { code: 31_005 });
    expect(broken.news.onLost).not.toHaveBeenCalled();
    call.tell("disconnect");
    expect(broken.news.onLost).toHaveBeenCalledExactlyOnceWith("broken");
  });

  it.each(["disconnect", "cancel"])("is told once after %s, and everything is let go of", async (event) => {
    const { join, news, microphone } = aLine();
    const device = await join();
    device.call.tell("accept");
    device.call.tell(event);
    device.call.tell(event);
    expect(news.onLost).toHaveBeenCalledTimes(1);
    expect([device.destroyed, microphone.copies[0]?.stopped]).toEqual([true, true]);
  });

  it("is not mended by the client: a new seat is faster", async () => {
    const { join, news } = aLine();
    (await join()).call.tell("reconnecting", { code: 53_405 });
    expect(news.onLost).toHaveBeenCalledExactlyOnceWith("broken");
  });

  it("is not lost when only the signalling is, and comes back", async () => {
    const { join, news } = aLine();
    const device = await join();
    device.call.tell("accept");
    device.call.tell("reconnecting", { code: 53_001 });
    device.call.tell("reconnected");
    vi.advanceTimersByTime(60_000);
    expect(news.onLost).not.toHaveBeenCalled();
    device.call.tell("reconnecting", { code: 53_001 });
    vi.advanceTimersByTime(60_000);
    expect(news.onLost).toHaveBeenCalledTimes(1);
  });

  it("is given up when the carrier does not answer", async () => {
    const { join, news } = aLine();
    const device = await join();
    vi.advanceTimersByTime(60_000);
    expect(news.onLost).toHaveBeenCalledTimes(1);
    expect(device.destroyed).toBe(true);
  });

  it("says so when the carrier refuses the token", async () => {
    const { join, news } = aLine();
    const device = await join();
    device.call.state = "closed";
    device.tell("error", { code: 20_101 });
    expect(news.onLost).toHaveBeenCalledTimes(1);
  });

  it("leaves nothing behind when the page leaves before the server answered", async () => {
    let answer: (joined: Joined) => void = () => undefined;
    const { line, news, microphone, ask } = aLine(() => new Promise((done) => (answer = done)));
    const joining = line.join(microphone as unknown as MediaStreamTrack, ask);
    line.close();
    expect(ask.mock.calls[0]?.[1].aborted).toBe(true);
    answer(seated());
    await joining;
    expect(FakeDevice.made).toHaveLength(0);
    expect(news.onLost).not.toHaveBeenCalled();
  });

  it("fails when the server has no seat at a carrier known here", async () => {
    await expect(aLine(() => Promise.resolve({ ...seated(), carrier: null })).join()).rejects.toThrow("no seat");
    await expect(aLine(() => Promise.resolve(seated({ kind: "other" }))).join()).rejects.toThrow("no seat");
  });
});

import type { Trouble } from "./machine";

/** A microphone that could not be had, and why. */
export class NoMicrophone extends Error {
  readonly trouble: Trouble;

  constructor(trouble: Trouble) {
    super(trouble);
    this.name = "NoMicrophone";
    this.trouble = trouble;
  }
}

/** The microphone of this page: asked for once, kept between calls, let go of at the end. */
export class Microphone {
  private stream: MediaStream | null = null;
  private readonly listeners = new Set<() => void>();
  /** Called when the device goes away (a headset is unplugged). */
  onLost: () => void = () => undefined;

  /** The stream that is held, for those who draw its level. */
  current = (): MediaStream | null => this.stream;

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  async get(): Promise<MediaStreamTrack> {
    const held = this.stream?.getAudioTracks()[0];
    if (held && held.readyState === "live") return held;
    return this.open();
  }

  /** Opens the chosen device anew, in place of the one that is held. */
  async open(): Promise<MediaStreamTrack> {
    // Outside a secure context browsers hide devices altogether.
    if (!navigator.mediaDevices) throw new NoMicrophone("insecure");
    const stream = await this.ask();
    const track = stream.getAudioTracks()[0];
    if (!track) throw new NoMicrophone("none");
    const wasOpen = this.stream?.getAudioTracks()[0]?.enabled ?? true;
    this.drop();
    track.enabled = wasOpen;
    track.onended = () => this.onLost();
    this.stream = stream;
    this.tell();
    return track;
  }

  /** Lets the agent be heard, or not: a closed microphone sends silence. */
  set isOpen(open: boolean) {
    for (const track of this.stream?.getAudioTracks() ?? []) track.enabled = open;
  }

  release(): void {
    this.drop();
    this.tell();
  }

  private async ask(): Promise<MediaStream> {
    const wanted = localStorage.getItem(MICROPHONE_KEY);
    const voice = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };
    try {
      return await navigator.mediaDevices.getUserMedia({ audio: wanted ? { ...voice, deviceId: { exact: wanted } } : voice });
    } catch (error) {
      const gone = error instanceof DOMException && ["OverconstrainedError", "NotFoundError"].includes(error.name);
      if (!wanted || !gone) throw new NoMicrophone(await troubleOf(error));
      // The chosen headset is not there today: any other will do.
      return navigator.mediaDevices.getUserMedia({ audio: voice }).catch(async (again: unknown) => {
        throw new NoMicrophone(await troubleOf(again));
      });
    }
  }

  private drop(): void {
    for (const track of this.stream?.getTracks() ?? []) {
      track.onended = null;
      track.stop();
    }
    this.stream = null;
  }

  private tell(): void {
    for (const listener of this.listeners) listener();
  }
}

async function troubleOf(error: unknown): Promise<Trouble> {
  const name = error instanceof DOMException ? error.name : "";
  if (name === "NotFoundError" || name === "OverconstrainedError") return "none";
  if (name !== "NotAllowedError" && name !== "SecurityError") return "in-use";
  const status = await navigator.permissions?.query({ name: "microphone" as PermissionName }).catch(() => null);
  // Whoever only closed the question may be asked again; a refusal must be undone in the browser.
  return status?.state === "prompt" ? "dismissed" : "denied";
}

export const MICROPHONE_KEY = "outdial.microphone";

/** Where this page plays voices: one element, on the device that the person chose. */
export class Speaker {
  private readonly element = new Audio();
  /** Told whether the browser refuses to play without a click. */
  onBlocked: (blocked: boolean) => void = () => undefined;

  constructor() {
    this.element.autoplay = false;
  }

  play(voice: MediaStream): void {
    this.element.srcObject = voice;
    void this.choose(localStorage.getItem(SPEAKER_KEY) ?? "");
    this.start();
  }

  /** Plays what is there; called again from a click when the browser wanted one. */
  start(): void {
    this.element.play().then(
      () => this.onBlocked(false),
      (error: unknown) => {
        if (error instanceof DOMException && error.name === "NotAllowedError") this.onBlocked(true);
      },
    );
  }

  stop(): void {
    this.element.pause();
    this.element.srcObject = null;
  }

  /** Moves to another device; an unknown one leaves it on the system's. */
  async choose(deviceId: string): Promise<void> {
    if (canChooseSpeaker()) await this.element.setSinkId(deviceId).catch(() => undefined);
  }
}

/** Whether this browser lets a page choose where it plays. */
export function canChooseSpeaker(): boolean {
  return typeof HTMLMediaElement !== "undefined" && "setSinkId" in HTMLMediaElement.prototype;
}

export const SPEAKER_KEY = "outdial.speaker";

/** Records the microphone for a clip. */
export class Recorder {
  private readonly recorder: MediaRecorder;
  private readonly parts: Blob[] = [];

  constructor(microphone: MediaStreamTrack) {
    this.recorder = new MediaRecorder(new MediaStream([microphone]), { audioBitsPerSecond: 128_000 });
    this.recorder.ondataavailable = ({ data }) => this.parts.push(data);
    this.recorder.start();
  }

  /** Ends the recording and hands it over. */
  async stop(): Promise<Blob> {
    if (this.recorder.state !== "inactive") {
      const ended = new Promise((done) => (this.recorder.onstop = done));
      this.recorder.stop();
      await ended;
    }
    return new Blob(this.parts, { type: this.recorder.mimeType });
  }

  /** Ends the recording and forgets it. */
  drop(): void {
    this.recorder.ondataavailable = null;
    if (this.recorder.state !== "inactive") this.recorder.stop();
  }
}

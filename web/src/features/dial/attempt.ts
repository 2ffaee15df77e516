/** How a way into a room is lost: it breaks, or the other end hangs up, which it does when the call is over. */
export type Loss = "broken" | "hung-up";

/** What a way into a room reports. */
export interface LineNews {
  onUp: () => void;
  /** The audio has held for a while: what went wrong before is over. */
  onSteady: () => void;
  onLost: (why: Loss) => void;
  onVoice: (voice: MediaStream) => void;
}

/** One attempt to bring this browser's audio into a room: it comes up once, is lost once, and then is spent. */
export class Attempt {
  private readonly news: LineNews;
  private readonly release: () => void;
  private readonly abort = new AbortController();
  private readonly timers: number[] = [];
  private up = false;

  /** `release` lets go of what the attempt holds, however it ends. */
  constructor(news: LineNews, release: () => void) {
    this.news = news;
    this.release = release;
  }

  get spent(): boolean {
    return this.abort.signal.aborted;
  }

  /** Ends the requests of an attempt that nobody waits for any more. */
  get signal(): AbortSignal {
    return this.abort.signal;
  }

  rise(): void {
    if (this.spent || this.up) return;
    this.up = true;
    this.news.onUp();
    this.later(STEADY_AFTER_MS, this.news.onSteady);
  }

  lose(why: Loss = "broken"): void {
    if (this.spent) return;
    this.close();
    this.news.onLost(why);
  }

  /** Gives up unless the audio is there in time. */
  within(ms: number): void {
    this.later(ms, () => {
      if (!this.up) this.lose();
    });
  }

  later(ms: number, run: () => void): void {
    this.timers.push(
      window.setTimeout(() => {
        if (!this.spent) run();
      }, ms),
    );
  }

  close(): void {
    if (this.spent) return;
    this.abort.abort();
    for (const timer of this.timers) clearTimeout(timer);
    this.release();
  }
}

const STEADY_AFTER_MS = 10_000;

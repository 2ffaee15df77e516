import type { CallNote } from "./model";

/** How notes stand with the server. */
export type Saving = "saved" | "typing" | "saving" | "failed";

interface Surroundings {
  save(callId: string, note: CallNote, leaving: boolean): Promise<unknown>;
  keep(key: string, text: string | null): void;
  setTimer(run: () => void, ms: number): number;
  clearTimer(timer: number): void;
}

/** The notes of one call while they are written: kept in this tab at once, sent when the hand rests, one request at a time. */
export class Notes {
  private text: string;
  private saving: Saving = "saved";
  private sent: string;
  private timer: number | null = null;
  private last: Promise<unknown> = Promise.resolve();
  private closed = false;
  private readonly listeners = new Set<() => void>();
  private readonly key: string;
  private callId: string | null;
  private readonly around: Surroundings;

  constructor(roomId: string, callId: string | null, text: string, sent: string, around: Surroundings) {
    this.key = draftKey(roomId);
    this.callId = callId;
    this.text = text;
    this.sent = sent;
    this.around = around;
    if (text !== sent) this.touch(0);
  }

  current = (): string => this.text;
  state = (): Saving => this.saving;

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** The call exists by now: what was written before it did can be sent. */
  belongTo(callId: string): void {
    if (this.callId === callId) return;
    this.callId = callId;
    if (this.text !== this.sent) this.touch(0);
  }

  write(text: string): void {
    if (this.closed) return;
    this.text = text;
    this.around.keep(this.key, text);
    this.touch(REST_MS);
  }

  /** Sends the last word with the outcome; nothing that was under way can overtake it. */
  async finish(note: Omit<CallNote, "notes">): Promise<unknown> {
    return this.hand((callId, text) => this.around.save(callId, { ...note, notes: text }, false));
  }

  /** Hands the last word to a request that keeps it; nothing that was under way can overtake it. */
  async hand<Answer>(send: (callId: string, text: string) => Promise<Answer>): Promise<Answer | null> {
    this.cancelTimer();
    await this.last;
    if (!this.callId) return null;
    const text = this.text;
    this.show("saving");
    try {
      const answer = await send(this.callId, text);
      this.sent = text;
      this.closed = true;
      this.around.keep(this.key, null);
      this.show("saved");
      return answer;
    } catch (error) {
      this.show("failed");
      throw error;
    }
  }

  /** The page is going away: what is not yet sent goes without waiting for an answer. */
  leave(): void {
    if (this.closed || this.text === this.sent || !this.callId) return;
    this.cancelTimer();
    this.around.save(this.callId, { disposition: null, notes: this.text, callback_at: null }, true).catch(() => undefined);
  }

  private touch(ms: number): void {
    this.show("typing");
    this.cancelTimer();
    this.timer = this.around.setTimer(() => {
      this.timer = null;
      this.last = this.last.then(() => this.send());
    }, ms);
  }

  private async send(): Promise<void> {
    const { text, callId } = this;
    if (this.closed || !callId || text === this.sent) return;
    this.show("saving");
    try {
      await this.around.save(callId, { disposition: null, notes: text, callback_at: null }, false);
      this.sent = text;
      // The tab keeps its copy until the outcome is noted: what a view was given of the room may be older than this.
      if (this.text === text) this.show("saved");
    } catch {
      this.show("failed");
      this.timer ??= this.around.setTimer(() => {
        this.timer = null;
        this.last = this.last.then(() => this.send());
      }, RETRY_MS);
    }
  }

  private cancelTimer(): void {
    if (this.timer !== null) this.around.clearTimer(this.timer);
    this.timer = null;
  }

  private show(saving: Saving): void {
    this.saving = saving;
    for (const listener of this.listeners) listener();
  }
}

/** Where this tab keeps notes that the server may not have. */
export function draftKey(roomId: string): string {
  return `outdial.notes.${roomId}`;
}

const REST_MS = 700;
const RETRY_MS = 3_000;

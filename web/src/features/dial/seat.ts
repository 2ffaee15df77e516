/** One tab of this browser holds a person's call or shift; the lock goes with the tab, so a reload gets it back at once. */
export class Seat {
  private readonly lock: string;
  private letGo: (() => void) | null = null;
  private waiting: AbortController | null = null;
  onMine: () => void = () => undefined;
  onTaken: () => void = () => undefined;

  /** `lock` names what is held: one call, or one shift. */
  constructor(lock: string) {
    this.lock = lock;
  }

  /** Takes the seat if no other tab has it; otherwise says so and waits until it is free. */
  async claim(): Promise<void> {
    if (this.letGo) return this.onMine();
    if (!navigator.locks) return this.onMine();
    const free = await this.hold({ ifAvailable: true });
    if (free) return;
    this.stepBack();
  }

  /** Takes the seat from whichever tab has it. */
  async take(): Promise<void> {
    this.waiting?.abort();
    if (this.letGo || !navigator.locks) return;
    await this.hold({ steal: true }, false);
  }

  leave(): void {
    this.waiting?.abort();
    this.waiting = null;
    this.letGo?.();
    this.letGo = null;
  }

  /** Another tab has the seat: when that one goes, this one goes on. */
  private stepBack(): void {
    this.onTaken();
    this.waiting = new AbortController();
    void this.hold({ signal: this.waiting.signal });
  }

  /** Resolves once it is known whether the lock was granted; the lock itself lasts until `leave`. */
  private hold(options: LockOptions, tells = true): Promise<boolean> {
    return new Promise((known) => {
      let mine: (() => void) | null = null;
      navigator.locks
        .request(this.lock, options, async (lock) => {
          known(lock !== null);
          if (!lock) return;
          this.waiting = null;
          const kept = new Promise<void>((done) => (mine = done));
          this.letGo = mine;
          if (tells) this.onMine();
          await kept;
        })
        .catch(() => {
          known(false);
          // Rejected while it was held: another tab took it. Rejected while waiting: nobody waits any more.
          if (!mine || this.letGo !== mine) return;
          this.letGo = null;
          this.stepBack();
        });
    });
  }
}

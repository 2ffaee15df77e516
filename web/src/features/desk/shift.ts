import { ApiProblem, sentenceFor } from "@/api/problem";
import { Headset } from "@/features/dial/headset";
import { Seat as TabLock } from "@/features/dial/seat";
import { live } from "@/live/browser";
import { complain } from "@/ui/toasts";

import { AWAY, step, type Asked, type Effect, type Entry, type ShiftEvent, type ShiftState, type Switch } from "./machine";
import type { Said, Seat, WrapUpNote } from "./model";
import { currentSeat, joinSeat, orderSeat, readSeat, sayVerdict, setState, signIn, signOut, wrapUp } from "./requests";

/** The shift of this page: keeps its state and does what the machine asks for. */
export class Shift {
  // A line that the other end hung up is as lost as any other: the seat goes on, and takes a new one.
  readonly headset = new Headset((event) => this.tell(event.type === "link-ended" ? { type: "link-lost" } : event));
  private readonly lock = new TabLock("outdial.shift");
  private readonly listeners = new Set<() => void>();
  private state: ShiftState = AWAY;
  private started = false;
  /** Counts what the live channel told of this seat: an answer that was overtaken by it is not news. */
  private told = 0;
  private stopWatching: () => void = () => undefined;

  constructor() {
    this.lock.onMine = () => this.tell({ type: "lock-mine" });
    this.lock.onTaken = () => this.tell({ type: "lock-taken" });
  }

  current = (): ShiftState => this.state;

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Takes in what happened. */
  tell = (event: ShiftEvent): void => {
    const { state, effects } = step(this.state, event);
    const changed = state !== this.state;
    this.state = state;
    for (const effect of effects) this.perform(effect);
    if (changed) for (const listener of this.listeners) listener();
  };

  /** Looks for a seat that this person has, and follows the live channel from then on. */
  start(): void {
    if (this.started) return;
    this.started = true;
    const stopLive = this.watchLive();
    const stopHurrying = this.headset.hurryOnline();
    const timer = window.setInterval(() => this.lookWithoutLive(), SLOWLY_MS);
    this.stopWatching = () => {
      stopLive();
      stopHurrying();
      window.clearInterval(timer);
    };
    void this.find();
  }

  /** Lets go of everything: the person signed out of the page. The seat is the server's to close. */
  stop(): void {
    this.started = false;
    this.stopWatching();
    this.headset.putDown();
    this.lock.leave();
    this.state = AWAY;
    for (const listener of this.listeners) listener();
  }

  /** Keeps what came of the call and goes on; throws what the server said against it. */
  async wrapUp(id: string, note: WrapUpNote): Promise<Seat> {
    return this.ask(() => wrapUp(id, note));
  }

  /** Says who is there; throws what the server said against it. */
  async say(id: string, verdict: Said): Promise<Seat> {
    return this.ask(() => sayVerdict(id, verdict));
  }

  /** Asks something about the seat and takes the answer for news, unless the live channel was quicker. */
  async ask(request: () => Promise<Seat>): Promise<Seat> {
    const { told } = this;
    const seat = await request();
    if (this.told === told) this.tell({ type: "news", seat });
    return seat;
  }

  private perform(effect: Effect): void {
    switch (effect.do) {
      case "get-microphone":
        return void this.headset.getMicrophone();
      case "release-microphone":
        return this.headset.microphone.release();
      case "open-microphone":
        this.headset.isOpen = effect.open;
        return;
      case "take-seat":
        return void this.signIn(effect.entry);
      case "find-seat":
        return void this.find();
      case "ask-seat":
        return void this.look(effect.id);
      case "try-lock":
        return void this.lock.claim();
      case "take-lock":
        return void this.lock.take();
      case "leave-lock":
        return this.lock.leave();
      case "join":
        return void this.headset.join(this.bridge, (clientId, offer, signal) => joinSeat(effect.id, clientId, offer, signal));
      case "leave":
        return this.headset.leave();
      case "rejoin-after":
        return this.headset.rejoinAfter(effect.ms);
      case "switch":
        return void this.turn(effect.id, effect.what, effect.on);
      case "set-state":
        return void this.setState(effect.id, effect.asked);
      case "end-call":
        return void this.end(effect.id);
      case "sign-out":
        return void this.signOut(effect.id);
      case "sound":
        return this.headset.tones.play(effect.sound);
    }
  }

  private async signIn(entry: Entry): Promise<void> {
    this.headset.iceServers.prepare();
    try {
      this.tell({ type: "signed-in", seat: await signIn(entry.campaignId, entry.key, entry) });
    } catch (error) {
      this.tell({ type: "refused", refusal: { code: error instanceof ApiProblem ? error.code : "unreachable", sentence: sentenceFor(error) } });
    }
  }

  /** Who carries the audio of the seat, while there is one that this browser takes part in. */
  private readonly bridge = () => {
    const { state } = this;
    if (!("seat" in state) || state.seat.audio === "phone") return null;
    return state.seat.audio === "carrier" ? "carrier" : "media";
  };

  private async turn(id: string, what: Switch, on: boolean): Promise<void> {
    try {
      await this.ask(() => orderSeat(id, ORDERS[what][on ? 0 : 1]));
    } catch (error) {
      this.tell({ type: "toggle-failed", what });
      complain(what === "mute" ? "Muting was not confirmed" : "Hold was not changed", sentenceFor(error));
    }
  }

  private async setState(id: string, { state, reason }: Asked): Promise<void> {
    try {
      await this.ask(() => setState(id, state, reason));
      this.tell({ type: "ask-answered" });
    } catch (error) {
      this.tell({ type: "ask-answered" });
      if (isGone(error)) void this.look(id);
      complain(state === "ready" ? "You are not ready yet" : "The pause did not begin", sentenceFor(error));
    }
  }

  private async end(id: string): Promise<void> {
    try {
      await this.ask(() => orderSeat(id, "end-call"));
    } catch (error) {
      this.tell({ type: "end-failed" });
      if (isGone(error)) return this.look(id);
      complain("The call was not ended", sentenceFor(error));
    }
  }

  private async signOut(id: string): Promise<void> {
    try {
      this.tell({ type: "news", seat: await signOut(id) });
    } catch (error) {
      this.tell({ type: "sign-out-failed" });
      if (isGone(error)) return this.look(id);
      complain("You are still signed in", sentenceFor(error));
    }
  }

  private async look(id: string): Promise<void> {
    try {
      await this.ask(() => readSeat(id));
    } catch (error) {
      // A seat that the server does not know any more is over; silence proves nothing.
      const { state } = this;
      if (isGone(error) && "seat" in state && state.seat.id === id) this.tell({ type: "gone" });
    }
  }

  /** While the channel is down, the seat is asked for by hand: an agent must not talk to a page that stands still. */
  private lookWithoutLive(): void {
    const { state } = this;
    if (state.phase === "seated" && live.current().link !== "live") void this.look(state.seat.id);
  }

  private async find(): Promise<void> {
    const seat = await currentSeat().catch(() => null);
    if (!seat || !this.started) return;
    this.headset.iceServers.prepare();
    this.tell({ type: "found", seat });
  }

  private watchLive(): () => void {
    let heard: Seat | undefined;
    let snapshots = live.current().projection.snapshots;
    return live.subscribe(() => {
      const { projection } = live.current();
      const { state } = this;
      const isNew = projection.snapshots !== snapshots;
      snapshots = projection.snapshots;
      // The server may have been away when this page looked for its seat.
      if (isNew && snapshots > 1 && state.phase === "away") void this.find();
      if (!("seat" in state) || state.phase === "over") return;
      const seat = projection.seats.get(state.seat.id);
      if (seat && seat !== heard) {
        this.told += 1;
        this.tell({ type: "news", seat });
      }
      // A snapshot without the seat means that it ended while nobody told us.
      if (!seat && isNew) void this.look(state.seat.id);
      heard = seat;
    });
  }
}

/** The shift of this page. It outlives its views: callees come while somebody looks at another page. */
export const shift = new Shift();

function isGone(error: unknown): boolean {
  return error instanceof ApiProblem && [404, 409, 410].includes(error.status);
}

/** How often to ask while the live channel is down. */
const SLOWLY_MS = 10_000;
const ORDERS = { mute: ["mute", "unmute"], hold: ["hold", "unhold"] } as const;

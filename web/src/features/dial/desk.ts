import { ApiProblem, sentenceFor } from "@/api/problem";
import { live } from "@/live/browser";
import { complain } from "@/ui/toasts";

import { Headset } from "./headset";
import { IDLE, step, type DeskEvent, type DeskState, type Effect, type Order, type Switch } from "./machine";
import type { Room } from "./model";
import { currentRoom, joinRoom, openRoom, orderRoom, readRoom } from "./requests";
import { Seat } from "./seat";

/** The agent's desk: keeps the state of the one call of this page and does what the machine asks for. */
export class Desk {
  readonly headset = new Headset((event) => this.tell(event));
  private readonly seat = new Seat("outdial.call");
  private readonly listeners = new Set<() => void>();
  private state: DeskState = IDLE;
  private started = false;
  private stopWatching: () => void = () => undefined;

  constructor() {
    this.seat.onMine = () => this.tell({ type: "seat-mine" });
    this.seat.onTaken = () => this.tell({ type: "seat-taken" });
  }

  current = (): DeskState => this.state;

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Takes in what happened. */
  tell = (event: DeskEvent): void => {
    const { state, effects } = step(this.state, event);
    const changed = state !== this.state;
    this.state = state;
    for (const effect of effects) this.perform(effect);
    if (changed) for (const listener of this.listeners) listener();
  };

  /** Looks for a call that this person is still in, and follows the live channel from then on. */
  start(): void {
    if (this.started) return;
    this.started = true;
    this.headset.iceServers.prepare();
    const stopLive = this.watchLive();
    const stopHurrying = this.headset.hurryOnline();
    this.stopWatching = () => {
      stopLive();
      stopHurrying();
    };
    void this.find();
  }

  /** Lets go of everything: the person signed out. The room is the server's to close. */
  stop(): void {
    this.started = false;
    this.stopWatching();
    this.headset.putDown();
    this.seat.leave();
    this.state = IDLE;
    sessionStorage.removeItem(ROOM_KEY);
    for (const listener of this.listeners) listener();
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
      case "open-room":
        return void this.open(effect.order);
      case "find-room":
        return void this.find();
      case "ask-room":
        return void this.ask(effect.id);
      case "try-seat":
        return void this.seat.claim();
      case "take-seat":
        return void this.seat.take();
      case "leave-seat":
        return this.seat.leave();
      case "join":
        return void this.headset.join(this.bridge, (clientId, offer, signal) => joinRoom(effect.id, clientId, offer, signal));
      case "leave":
        return this.headset.leave();
      case "rejoin-after":
        return this.headset.rejoinAfter(effect.ms);
      case "switch":
        return void this.turn(effect.id, effect.what, effect.on);
      case "end-room":
        return void this.end(effect.id);
      case "remember":
        return sessionStorage.setItem(ROOM_KEY, effect.id);
      case "forget":
        return sessionStorage.removeItem(ROOM_KEY);
      case "sound":
        return this.headset.tones.play(effect.sound);
    }
  }

  private async open(order: Order): Promise<void> {
    try {
      this.tell({ type: "opened", room: await openRoom(order.lead.id, order.key, order.override) });
    } catch (error) {
      const code = error instanceof ApiProblem ? error.code : "unreachable";
      this.tell({ type: "refused", refusal: { code, sentence: sentenceFor(error), liftable: LIFTABLE.test(code) } });
    }
  }

  /** Who carries the audio of the call, while there is one. */
  private readonly bridge = () => ("room" in this.state ? this.state.room.bridge : null);

  private async turn(id: string, what: Switch, on: boolean): Promise<void> {
    try {
      this.tell({ type: "news", room: await orderRoom(id, ORDERS[what][on ? 0 : 1]) });
    } catch (error) {
      this.tell({ type: "toggle-failed", what });
      complain(what === "mute" ? "Muting was not confirmed" : "Hold was not changed", sentenceFor(error));
    }
  }

  private async end(id: string): Promise<void> {
    try {
      this.tell({ type: "news", room: await orderRoom(id, "end") });
    } catch (error) {
      this.tell({ type: "end-failed" });
      if (isGone(error)) return this.ask(id);
      complain("The call was not ended", sentenceFor(error));
    }
  }

  private async ask(id: string): Promise<void> {
    try {
      this.tell({ type: "news", room: await readRoom(id) });
    } catch (error) {
      const { state } = this;
      // A room that the server does not know any more is over; silence proves nothing.
      if (!isGone(error) || !("room" in state) || state.room.id !== id) return;
      this.tell({ type: "news", room: { ...state.room, state: "ended", ended_at: new Date().toISOString(), end_reason: state.room.end_reason } });
    }
  }

  /** The room of this person, or the one whose outcome this tab still owes. */
  private async find(): Promise<void> {
    const kept = sessionStorage.getItem(ROOM_KEY);
    const room = (await currentRoom().catch(() => null)) ?? (kept ? await readRoom(kept).catch(() => null) : null);
    if (room && this.started) this.tell({ type: "found", room });
  }

  private watchLive(): () => void {
    let heard: Room | undefined;
    let snapshots = live.current().projection.snapshots;
    return live.subscribe(() => {
      const { projection } = live.current();
      const { state } = this;
      const isNew = projection.snapshots !== snapshots;
      snapshots = projection.snapshots;
      // The server may have been away when this page looked for its call.
      if (isNew && snapshots > 1 && state.phase === "idle") void this.find();
      if (!("room" in state)) return;
      const room = projection.rooms.get(state.room.id);
      if (room && room !== heard) this.tell({ type: "news", room });
      // A snapshot without the room means that it ended while nobody told us.
      if (!room && isNew) void this.ask(state.room.id);
      heard = room;
    });
  }
}

/** The desk of this page. It outlives its views: a call goes on while somebody looks at another page. */
export const desk = new Desk();

function isGone(error: unknown): boolean {
  return error instanceof ApiProblem && [404, 409, 410].includes(error.status);
}

const ROOM_KEY = "outdial.room";
const ORDERS = { mute: ["mute", "unmute"], hold: ["hold", "unhold"] } as const;
/** The rules that a person may overrule, with their name on it. */
const LIFTABLE = /outside_window$/;

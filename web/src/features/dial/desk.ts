import { ApiProblem, sentenceFor } from "@/api/problem";
import { live } from "@/live/browser";
import { complain } from "@/ui/toasts";

import { IceServers } from "./iceServers";
import { lineInto, type Line } from "./line";
import { IDLE, step, type DeskEvent, type DeskState, type Effect, type Order, type Switch } from "./machine";
import { Microphone, NoMicrophone } from "./microphone";
import type { Quality, Room } from "./model";
import { currentRoom, joinRoom, openRoom, orderRoom, readRoom } from "./requests";
import { Seat } from "./seat";
import { Speaker } from "./speaker";
import { Tones } from "./tones";

/** The agent's desk: keeps the state of the one call of this page and does what the machine asks for. */
export class Desk {
  readonly microphone = new Microphone();
  readonly speaker = new Speaker();
  readonly tones = new Tones();
  private readonly seat = new Seat();
  private readonly listeners = new Set<() => void>();
  private state: DeskState = IDLE;
  private line: Line | null = null;
  private readonly iceServers = new IceServers();
  private rejoinTimer = 0;
  private started = false;
  private attempts = 0;
  private stopWatching: () => void = () => undefined;
  private readonly clientId = crypto.randomUUID?.() ?? String(Math.random()).slice(2);

  constructor() {
    this.microphone.onLost = () => this.tell({ type: "microphone-lost" });
    this.speaker.onBlocked = (blocked) => this.tell({ type: "playback", blocked });
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
    this.iceServers.prepare();
    const stopLive = this.watchLive();
    // The network is back: no need to wait for the next attempt.
    const hurry = () => this.tell({ type: "rejoin" });
    window.addEventListener("online", hurry);
    this.stopWatching = () => {
      stopLive();
      window.removeEventListener("online", hurry);
    };
    void this.find();
  }

  /** Lets go of everything: the person signed out. The room is the server's to close. */
  stop(): void {
    this.started = false;
    this.stopWatching();
    this.leave();
    this.seat.leave();
    this.iceServers.forget();
    this.microphone.release();
    this.tones.play("hush");
    this.state = IDLE;
    sessionStorage.removeItem(ROOM_KEY);
    for (const listener of this.listeners) listener();
  }

  /** What this browser measures of its own audio path. */
  async measure(): Promise<Quality | null> {
    return (await this.line?.measure().catch(() => null)) ?? null;
  }

  /** Speaks through the microphone that was just chosen. */
  async changeMicrophone(): Promise<void> {
    try {
      const track = await this.microphone.open();
      await this.line?.speakThrough(track);
    } catch (error) {
      complain("The microphone was not changed", error instanceof NoMicrophone ? "It is not there or another program has it." : sentenceFor(error));
    }
  }

  private perform(effect: Effect): void {
    switch (effect.do) {
      case "get-microphone":
        return void this.getMicrophone();
      case "release-microphone":
        return this.microphone.release();
      case "open-microphone":
        this.microphone.isOpen = effect.open;
        return this.line?.setOpen(effect.open);
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
        return void this.join(effect.id);
      case "leave":
        return this.leave();
      case "rejoin-after":
        this.rejoinTimer = window.setTimeout(() => this.tell({ type: "rejoin" }), effect.ms);
        return;
      case "switch":
        return void this.turn(effect.id, effect.what, effect.on);
      case "end-room":
        return void this.end(effect.id);
      case "remember":
        return sessionStorage.setItem(ROOM_KEY, effect.id);
      case "forget":
        return sessionStorage.removeItem(ROOM_KEY);
      case "sound":
        return this.tones.play(effect.sound);
    }
  }

  private async getMicrophone(): Promise<void> {
    try {
      const track = await this.microphone.get();
      await this.line?.speakThrough(track);
      this.tell({ type: "microphone-ready" });
    } catch (error) {
      this.tell({ type: "microphone-refused", trouble: error instanceof NoMicrophone ? error.trouble : "in-use" });
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

  private async join(id: string): Promise<void> {
    this.leave();
    const attempt = (this.attempts += 1);
    // What comes of an attempt that another one has replaced is of no interest.
    const isCurrent = () => this.attempts === attempt;
    try {
      const [track, iceServers] = await Promise.all([this.microphone.get(), this.iceServers.known()]);
      const { state } = this;
      if (!isCurrent() || !("room" in state)) return;
      const line = lineInto(
        state.room,
        {
          onUp: () => this.tell({ type: "link-up" }),
          onSteady: () => this.tell({ type: "link-steady" }),
          onLost: (why) => this.tell({ type: why === "hung-up" ? "link-ended" : "link-lost" }),
          onVoice: (voice) => this.speaker.play(voice),
        },
        iceServers,
      );
      this.line = line;
      await line.join(track, async (offer, signal) => {
        const joined = await joinRoom(id, this.clientId, offer, signal);
        if (joined.sdp_answer !== null) this.iceServers.learn(joined.ice_servers);
        return joined;
      });
    } catch (error) {
      if (!isCurrent()) return;
      this.leave();
      if (error instanceof NoMicrophone) this.tell({ type: "microphone-refused", trouble: error.trouble });
      else this.tell({ type: "link-lost" });
    }
  }

  private leave(): void {
    this.attempts += 1;
    clearTimeout(this.rejoinTimer);
    this.line?.close();
    this.line = null;
    this.speaker.stop();
  }

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

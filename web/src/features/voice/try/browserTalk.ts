import { IceServers } from "@/features/dial/iceServers";
import type { Trouble } from "@/features/dial/machine";
import { Microphone, NoMicrophone } from "@/features/dial/microphone";
import { Peer } from "@/features/dial/peer";
import { Speaker } from "@/features/dial/speaker";

import { beginTalk, endTalk } from "./requests";

/** How this browser stands to a talk by microphone. */
export type TalkState =
  | { phase: "idle" }
  | { phase: "opening" }
  | { phase: "live"; id: string; isBlocked: boolean }
  /** `isCut` when nobody here ended it: the agent hung up, or the connection broke. */
  | { phase: "over"; id: string; isCut: boolean }
  | { phase: "no-microphone"; trouble: Trouble }
  | { phase: "failed"; error: unknown };

/** A talk with the draft of a voice agent through the microphone and speaker of this page. */
export class BrowserTalk {
  readonly microphone = new Microphone();
  private readonly speaker = new Speaker();
  private readonly iceServers = new IceServers();
  private readonly listeners = new Set<() => void>();
  private state: TalkState = { phase: "idle" };
  private peer: Peer | null = null;
  private agentId = "";
  private attempts = 0;

  constructor() {
    this.microphone.onLost = () => this.end();
    this.speaker.onBlocked = (isBlocked) => {
      if (this.state.phase === "live") this.become({ ...this.state, isBlocked });
    };
  }

  current = (): TalkState => this.state;

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  begin = async (agentId: string, leadId: string | null): Promise<void> => {
    this.end();
    const attempt = (this.attempts += 1);
    // Whoever has left or begun anew meanwhile wants nothing of this one.
    const isCurrent = () => this.attempts === attempt;
    this.agentId = agentId;
    this.become({ phase: "opening" });
    try {
      const [track, iceServers] = await Promise.all([this.microphone.get(), this.iceServers.known()]);
      if (!isCurrent()) return this.microphone.release();
      const news = { onUp: () => undefined, onSteady: () => undefined, onLost: () => isCurrent() && this.isOver(true), onVoice: (voice: MediaStream) => this.speaker.play(voice) };
      const peer = new Peer(news, iceServers);
      this.peer = peer;
      await peer.join(track, async (offer, signal) => {
        const { id, sdp } = await beginTalk(agentId, { lead_id: leadId, sdp: offer ?? "" }, signal);
        if (isCurrent()) this.become({ phase: "live", id, isBlocked: false });
        else void endTalk(agentId, id).catch(() => undefined);
        return { carrier: null, sdp_answer: sdp, ice_servers: [], participant_id: id };
      });
    } catch (error) {
      if (!isCurrent()) return;
      this.putDown();
      this.become(error instanceof NoMicrophone ? { phase: "no-microphone", trouble: error.trouble } : { phase: "failed", error });
    }
  };

  /** Hangs up, whatever it stands at. */
  end = (): void => {
    const { state } = this;
    this.putDown();
    if (state.phase === "opening") this.become({ phase: "idle" });
    if (state.phase !== "live") return;
    this.become({ phase: "over", id: state.id, isCut: false });
    // It ends on the server too once its connection is gone; this only hurries it.
    void endTalk(this.agentId, state.id).catch(() => undefined);
  };

  /** The other end is done with it. */
  isOver = (isCut: boolean): void => {
    if (this.state.phase !== "live") return;
    const { id } = this.state;
    this.putDown();
    this.become({ phase: "over", id, isCut });
  };

  /** Plays what the browser refused to play without a click. */
  listen = (): void => this.speaker.start();

  private putDown(): void {
    this.attempts += 1;
    this.peer?.close();
    this.peer = null;
    this.speaker.stop();
    this.microphone.release();
  }

  private become(state: TalkState): void {
    this.state = state;
    for (const listener of this.listeners) listener();
  }
}

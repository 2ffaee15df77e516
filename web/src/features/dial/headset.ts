import { sentenceFor } from "@/api/problem";
import { complain } from "@/ui/toasts";

import { IceServers } from "./iceServers";
import { lineInto, type Line } from "./line";
import type { Trouble } from "./machine";
import { Microphone, NoMicrophone } from "./microphone";
import type { Joined, Quality, Room } from "./model";
import { Speaker } from "./speaker";
import { Tones } from "./tones";
import { wayOf } from "./way";

/** What a headset tells whoever wears it. */
export type HeadsetEvent =
  | { type: "microphone-ready" }
  | { type: "microphone-refused"; trouble: Trouble }
  | { type: "microphone-lost" }
  | { type: "link-up" }
  | { type: "link-steady" }
  | { type: "link-lost" }
  | { type: "link-ended" }
  | { type: "rejoin" }
  | { type: "playback"; blocked: boolean };

/** Asks the server for a place in the audio of a call or of a shift. */
export type AskToJoin = (clientId: string, offer: string | null, signal: AbortSignal) => Promise<Joined>;

/** The audio of this page: its microphone and speaker, and the one line from them to whoever is spoken with. */
export class Headset {
  readonly microphone = new Microphone();
  readonly speaker = new Speaker();
  readonly tones = new Tones();
  readonly iceServers = new IceServers();
  private readonly tell: (event: HeadsetEvent) => void;
  private readonly clientId = crypto.randomUUID?.() ?? String(Math.random()).slice(2);
  /** Where the audio was last to go; null before the server has said so. */
  way: string | null = null;
  private line: Line | null = null;
  private rejoinTimer = 0;
  private attempts = 0;

  constructor(tell: (event: HeadsetEvent) => void) {
    this.tell = tell;
    this.microphone.onLost = () => tell({ type: "microphone-lost" });
    this.speaker.onBlocked = (blocked) => tell({ type: "playback", blocked });
  }

  /** What this browser measures of its own audio path. */
  measure = async (): Promise<Quality | null> => (await this.line?.measure().catch(() => null)) ?? null;

  /** Lets the person be heard, or not. */
  set isOpen(open: boolean) {
    this.microphone.isOpen = open;
    this.line?.setOpen(open);
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

  async getMicrophone(): Promise<void> {
    try {
      const track = await this.microphone.get();
      await this.line?.speakThrough(track);
      this.tell({ type: "microphone-ready" });
    } catch (error) {
      this.tell({ type: "microphone-refused", trouble: error instanceof NoMicrophone ? error.trouble : "in-use" });
    }
  }

  /** Takes a new line; `bridge` says, once everything is there, whither it leads, or that nobody wants it any more. */
  async join(bridge: () => Room["bridge"] | null, ask: AskToJoin): Promise<void> {
    this.leave();
    const attempt = (this.attempts += 1);
    // What comes of an attempt that another one has replaced is of no interest.
    const isCurrent = () => this.attempts === attempt;
    try {
      const [track, iceServers] = await Promise.all([this.microphone.get(), this.iceServers.known()]);
      const wanted = bridge();
      if (!isCurrent() || wanted === null) return;
      const line = lineInto(
        { bridge: wanted },
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
        const joined = await ask(this.clientId, offer, signal);
        if (joined.sdp_answer !== null) {
          this.iceServers.learn(joined.ice_servers);
          this.way = wayOf(joined.sdp_answer);
        }
        return joined;
      });
    } catch (error) {
      if (!isCurrent()) return;
      this.leave();
      if (error instanceof NoMicrophone) this.tell({ type: "microphone-refused", trouble: error.trouble });
      else this.tell({ type: "link-lost" });
    }
  }

  leave(): void {
    this.attempts += 1;
    clearTimeout(this.rejoinTimer);
    this.line?.close();
    this.line = null;
    this.speaker.stop();
  }

  rejoinAfter(ms: number): void {
    this.rejoinTimer = window.setTimeout(() => this.tell({ type: "rejoin" }), ms);
  }

  /** The network is back: no need to wait for the next attempt. Answers with how to stop listening for that. */
  hurryOnline(): () => void {
    const hurry = () => this.tell({ type: "rejoin" });
    window.addEventListener("online", hurry);
    return () => window.removeEventListener("online", hurry);
  }

  /** Lets go of everything. */
  putDown(): void {
    this.leave();
    this.iceServers.forget();
    this.way = null;
    this.microphone.release();
    this.tones.play("hush");
  }
}

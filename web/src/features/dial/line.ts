import type { LineNews } from "./attempt";
import { CarrierLine } from "./carrierLine";
import type { Joined, Quality, Room } from "./model";
import { Peer } from "./peer";

/** Asks the server for a seat, with an offer where the audio passes through it. */
export type Ask = (offer: string | null, signal: AbortSignal) => Promise<Joined>;

/** This browser's way into a room, whoever carries the audio. After `onLost` it is spent; another one takes its place. */
export interface Line {
  join: (microphone: MediaStreamTrack, ask: Ask) => Promise<void>;
  /** Speaks through another microphone without joining anew. */
  speakThrough: (microphone: MediaStreamTrack) => Promise<void>;
  /** Lets the agent be heard, or not. */
  setOpen: (open: boolean) => void;
  /** What this browser measures of the way between it and the other end. */
  measure: () => Promise<Quality | null>;
  close: () => void;
}

/** The way into a room: to this server where the audio passes through it, to the carrier where it does not. */
export function lineInto({ bridge }: Pick<Room, "bridge">, news: LineNews, iceServers: readonly RTCIceServer[]): Line {
  return bridge === "carrier" ? new CarrierLine(news) : new Peer(news, iceServers);
}

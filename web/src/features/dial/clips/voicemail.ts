import type { Clip } from "../model";

/** The clip for machines: the one that this person chose, or the one that is named so, or none. */
export function voicemailClip(clips: readonly Clip[], chosen: string): Clip | null {
  return clips.find((clip) => clip.id === chosen) ?? clips.find((clip) => NAMED_SO.test(clip.name)) ?? null;
}

export const VOICEMAIL_KEY = "outdial.voicemail-clip";
const NAMED_SO = /voice ?mail|mailbox|answering machine|machine/i;

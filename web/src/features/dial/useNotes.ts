import { useEffect, useMemo, useSyncExternalStore } from "react";

import { draftKey, Notes, type Saving } from "./notes";
import { noteCall } from "./requests";

/** What notes are about: a room, or a call of a shift. */
interface Noted {
  id: string;
  call: { id: string; notes: string | null } | null;
}

/** The notes of a room's call, with how they stand; they survive a reload of this tab. */
export function useNotes(room: Noted | null): { notes: Notes; text: string; saving: Saving } {
  const id = room?.id ?? "";
  const callId = room?.call?.id ?? null;
  const fromServer = room?.call?.notes ?? "";
  const notes = useMemo(
    () => {
      const draft = sessionStorage.getItem(draftKey(id));
      return new Notes(id, callId, draft ?? fromServer, fromServer, BROWSER);
    },
    // Later news of the same room must not take the pen out of somebody's hand.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [id],
  );
  useEffect(() => {
    if (callId) notes.belongTo(callId);
  }, [notes, callId]);
  useEffect(() => {
    const leave = () => notes.leave();
    window.addEventListener("pagehide", leave);
    return () => window.removeEventListener("pagehide", leave);
  }, [notes]);
  const text = useSyncExternalStore(notes.subscribe, notes.current);
  const saving = useSyncExternalStore(notes.subscribe, notes.state);
  return { notes, text, saving };
}

const BROWSER = {
  save: noteCall,
  keep: (key: string, text: string | null) => {
    try {
      if (text === null) sessionStorage.removeItem(key);
      else sessionStorage.setItem(key, text);
    } catch {
      // The quota of a tab is small; the server has the notes a moment later anyway.
    }
  },
  setTimer: (run: () => void, ms: number) => window.setTimeout(run, ms),
  clearTimer: (timer: number) => window.clearTimeout(timer),
};

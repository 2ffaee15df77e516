import { useEffect, useRef, useState } from "react";

import type { CampaignInput } from "../model";

/** What was written and not saved. */
interface Kept {
  draft: CampaignInput;
  /** The revision of the campaign that was being changed; null for a new one. */
  revision: number | null;
  /** When it was last written in. */
  at: string;
}

interface KeptDraft {
  draft: CampaignInput;
  change: (part: Partial<CampaignInput>) => void;
  set: (part: Partial<CampaignInput["settings"]>) => void;
  /** Whether it differs from what is saved. */
  isChanged: boolean;
  /** Set when it was left unsaved and brought back. */
  broughtBack: { at: string; isOlder: boolean } | null;
  /** Takes away what is kept under the present key. */
  drop: () => void;
  /** The same for good: it was saved. */
  forget: () => void;
  /** Shows the saved state again. */
  discard: () => void;
}

/** The state of the form, kept in this browser until it is saved: closing the tab by accident loses nothing. */
export function useKeptDraft(key: string, start: CampaignInput, revision: number | null): KeptDraft {
  const [kept] = useState(() => recall(key, start));
  const [draft, setDraft] = useState(kept?.draft ?? start);
  const [broughtBack, setBroughtBack] = useState(kept ? { at: kept.at, isOlder: kept.revision !== revision } : null);
  const isChanged = JSON.stringify(draft) !== JSON.stringify(start);
  const done = useRef(false);
  useEffect(() => {
    if (done.current) return;
    if (isChanged) localStorage.setItem(key, JSON.stringify({ draft, revision, at: new Date().toISOString() } satisfies Kept));
    else localStorage.removeItem(key);
  }, [key, draft, revision, isChanged]);
  return {
    draft,
    change: (part) => setDraft((before) => ({ ...before, ...part })),
    set: (part) => setDraft((before) => ({ ...before, settings: { ...before.settings, ...part } })),
    isChanged,
    broughtBack,
    drop: () => localStorage.removeItem(key),
    forget: () => {
      done.current = true;
      localStorage.removeItem(key);
    },
    discard: () => {
      setDraft(start);
      setBroughtBack(null);
    },
  };
}

function recall(key: string, start: CampaignInput): Kept | null {
  const text = localStorage.getItem(key);
  if (text === null) return null;
  try {
    const { draft, revision, at } = JSON.parse(text) as Kept;
    // A draft of an earlier version of the page may lack what was added since.
    const selection = { ...start.settings.selection, ...draft.settings.selection };
    return { draft: { ...start, ...draft, settings: { ...start.settings, ...draft.settings, selection } }, revision, at };
  } catch {
    return null;
  }
}

import { useLayoutEffect, useRef } from "react";

/** A key, or two keys one after the other, and what they do. */
export interface Shortcut {
  keys: string;
  run: () => void;
}

/** Whether keys go to a text field right now, or a dialog is in front. */
function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable) return true;
  if (target.closest('[role="dialog"], [role="menu"], [role="listbox"]')) return true;
  return ["INPUT", "TEXTAREA", "SELECT"].includes(target.tagName);
}

/** Listens for shortcuts ("?", "g h"); they are inert while somebody types. Whoever sees a view can press its keys: it listens before it is painted. */
export function useShortcuts(shortcuts: readonly Shortcut[]): void {
  const latest = useRef(shortcuts);
  useLayoutEffect(() => {
    latest.current = shortcuts;
  });
  useLayoutEffect(() => {
    const own = () => latest.current;
    sets.add(own);
    if (sets.size === 1) window.addEventListener("keydown", listen);
    return () => {
      sets.delete(own);
      if (sets.size === 0) window.removeEventListener("keydown", listen);
    };
  }, []);
}

/** One listener for every view: only who knows all sequences can tell whether a key ends one or stands alone. */
function listen(event: KeyboardEvent): void {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || isTyping(event.target)) return;
  const pair = first && event.timeStamp - first.at < PAIR_MS ? `${first.key} ${event.key}` : null;
  const match = (pair && called(pair)) || called(event.key);
  first = match ? null : { key: event.key, at: event.timeStamp };
  if (!match) return;
  event.preventDefault();
  match.run();
}

/** The shortcut with these keys; of several, that of the view that was there first. */
function called(keys: string): Shortcut | null {
  for (const own of sets) {
    const match = own().find((shortcut) => shortcut.keys === keys);
    if (match) return match;
  }
  return null;
}

/** What each view listens for, in the order in which the views came. */
const sets = new Set<() => readonly Shortcut[]>();
/** A key that meant nothing by itself and may begin a sequence. */
let first: { key: string; at: number } | null = null;
const PAIR_MS = 900;

import { useEffect, useRef } from "react";

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

/** Listens for shortcuts ("?", "g h"); they are inert while somebody types. */
export function useShortcuts(shortcuts: readonly Shortcut[]): void {
  const latest = useRef(shortcuts);
  useEffect(() => {
    latest.current = shortcuts;
  });
  useEffect(() => {
    let first: { key: string; at: number } | null = null;
    const listen = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || isTyping(event.target)) return;
      const pair = first && event.timeStamp - first.at < PAIR_MS ? `${first.key} ${event.key}` : null;
      const match =
        latest.current.find((shortcut) => shortcut.keys === pair) ??
        latest.current.find((shortcut) => shortcut.keys === event.key);
      if (match) {
        event.preventDefault();
        first = null;
        match.run();
        return;
      }
      first = { key: event.key, at: event.timeStamp };
    };
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  }, []);
}

const PAIR_MS = 900;

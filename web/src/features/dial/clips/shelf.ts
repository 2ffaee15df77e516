import { useSyncExternalStore } from "react";

let isOpen = false;
const listeners = new Set<() => void>();

/** Opens or closes the dialog in which clips are kept, from wherever clips are used. */
export function showShelf(open: boolean): void {
  isOpen = open;
  for (const listener of listeners) listener();
}

export function useShelf(): boolean {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => isOpen,
  );
}

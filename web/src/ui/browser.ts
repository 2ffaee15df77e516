import { useCallback, useEffect, useRef, useState, useSyncExternalStore } from "react";

/** Whether the window matches a media query, now and after every change. */
export function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (changed) => {
      const list = window.matchMedia(query);
      list.addEventListener("change", changed);
      return () => list.removeEventListener("change", changed);
    },
    () => window.matchMedia(query).matches,
  );
}

/** The present in steps of `everyMs`; the view is not woken while `running` is false. */
export function useNow(everyMs: number, running = true): number {
  const subscribe = useCallback(
    (tick: () => void) => {
      if (!running) return () => undefined;
      const timer = setInterval(tick, everyMs);
      return () => clearInterval(timer);
    },
    [everyMs, running],
  );
  return useSyncExternalStore(subscribe, () => Math.ceil(Date.now() / everyMs) * everyMs);
}

/** The value as it was once it has not changed for `ms`. */
export function useSettled<Value>(value: Value, ms: number): Value {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), ms);
    return () => clearTimeout(timer);
  }, [value, ms]);
  return settled;
}

/** State that outlives a reload of this tab, so that half-typed text is not lost; without a key it lives as long as its view. */
export function useDraft(key: string | null): [string, (text: string) => void] {
  const [text, setText] = useState(() => (key === null ? "" : (sessionStorage.getItem(key) ?? "")));
  const unsaved = useRef<{ timer: ReturnType<typeof setTimeout>; save: () => void }>(null);
  const set = (next: string) => {
    setText(next);
    if (unsaved.current) clearTimeout(unsaved.current.timer);
    if (key === null) return;
    const save = () => {
      unsaved.current = null;
      try {
        if (next) sessionStorage.setItem(key, next);
        else sessionStorage.removeItem(key);
      } catch {
        // The browser's quota is small; a draft too large for it lives as long as the page.
      }
    };
    unsaved.current = { timer: setTimeout(save, 300), save };
  };
  useEffect(
    () => () => {
      // The view may be back before its time has come, and reads the draft then.
      if (!unsaved.current) return;
      clearTimeout(unsaved.current.timer);
      unsaved.current.save();
    },
    [],
  );
  return [text, set];
}

/** A choice that this browser keeps. */
export function usePreference<Value extends string>(key: string, initial: Value): [Value, (value: Value) => void] {
  const [value, setValue] = useState<Value>(() => (localStorage.getItem(key) as Value | null) ?? initial);
  return [
    value,
    (next) => {
      localStorage.setItem(key, next);
      setValue(next);
    },
  ];
}

/** Hands the person a file that was made on the page. */
export function save(name: string, type: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}

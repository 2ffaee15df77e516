import { LiveConnection, type Socket } from "./connection";

/** The page's one live channel. */
export const live = new LiveConnection({
  open(since) {
    const address = new URL("/api/v1/live", location.href);
    address.protocol = location.protocol === "https:" ? "wss:" : "ws:";
    if (since !== null) address.searchParams.set("since", String(since));
    return new WebSocket(address) as unknown as Socket;
  },
  now: () => Date.now(),
  random: () => Math.random(),
  setTimer: (callback, ms) => window.setTimeout(callback, ms),
  clearTimer: (timer) => window.clearTimeout(timer),
});

/** Reconnects at once when the machine wakes or the network returns. */
export function healOnWake(): () => void {
  const nudge = () => {
    if (document.visibilityState === "visible") live.nudge();
  };
  window.addEventListener("online", nudge);
  document.addEventListener("visibilitychange", nudge);
  return () => {
    window.removeEventListener("online", nudge);
    document.removeEventListener("visibilitychange", nudge);
  };
}

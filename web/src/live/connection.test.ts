import { beforeEach, describe, expect, it, vi } from "vitest";

import { aCall, someStats } from "@/test/samples";

import { LiveConnection, type Socket } from "./connection";

class FakeSocket implements Socket {
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: (() => void) | null = null;
  onerror: (() => void) | null = null;
  closed = false;
  readonly since: number | null;

  constructor(since: number | null) {
    this.since = since;
  }
  close(): void {
    this.closed = true;
  }
  say(message: object): void {
    this.onmessage?.({ data: JSON.stringify(message) });
  }
  snapshot(seq: number): void {
    this.say({ type: "snapshot", seq, stats: someStats(), calls: [aCall({ id: "call_1" })], runs: [] });
  }
  changes(seq: number): void {
    this.say({ type: "changes", seq, calls: [aCall({ id: `call_${seq}` })], runs: [], stats: null, removed: [] });
  }
}

let sockets: FakeSocket[];
let connection: LiveConnection;

function socket(): FakeSocket {
  const last = sockets.at(-1);
  if (!last) throw new Error("no socket was opened");
  return last;
}

beforeEach(() => {
  vi.useFakeTimers();
  sockets = [];
  connection = new LiveConnection({
    open(since) {
      const opened = new FakeSocket(since);
      sockets.push(opened);
      return opened;
    },
    now: () => Date.now(),
    random: () => 1,
    setTimer: (callback, ms) => setTimeout(callback, ms) as unknown as number,
    clearTimer: (timer) => clearTimeout(timer),
  });
  connection.start();
  return () => vi.useRealTimers();
});

describe("the live connection", () => {
  it("is live once it has a snapshot, not before", () => {
    socket().onopen?.();
    socket().say({ type: "ping", at: "2026-01-01T00:00:00Z" });
    expect(connection.current().link).toBe("connecting");
    socket().snapshot(1);
    expect(connection.current().link).toBe("live");
  });

  it("shows the last known state as stale after a loss and resumes where it stopped", () => {
    socket().snapshot(1);
    socket().changes(2);
    socket().onclose?.();
    expect(connection.current().link).toBe("stale");
    expect(connection.current().projection.calls.size).toBe(2);
    vi.advanceTimersByTime(250);
    expect(sockets).toHaveLength(2);
    expect(socket().since).toBe(2);
    socket().changes(9);
    expect(connection.current().link).toBe("live");
    expect(connection.current().projection.seq).toBe(9);
  });

  it("resumes when it notices a hole", () => {
    socket().snapshot(1);
    socket().changes(3);
    expect(connection.current().link).toBe("stale");
    vi.advanceTimersByTime(250);
    expect(socket().since).toBe(1);
  });

  it("waits longer after each failure, with a limit", () => {
    const waits: number[] = [];
    for (let i = 0; i < 8; i += 1) {
      const before = sockets.length;
      socket().onclose?.();
      let waited = 0;
      while (sockets.length === before) {
        vi.advanceTimersByTime(250);
        waited += 250;
      }
      waits.push(waited);
    }
    expect(waits).toEqual([250, 500, 1000, 2000, 4000, 8000, 10_000, 10_000]);
  });

  it("takes silence for a loss", () => {
    socket().snapshot(1);
    vi.advanceTimersByTime(11_999);
    expect(connection.current().link).toBe("live");
    vi.advanceTimersByTime(1);
    expect(connection.current().link).toBe("stale");
    expect(sockets[0]?.closed).toBe(true);
  });

  it("stays live as long as the heart beats", () => {
    socket().snapshot(1);
    for (let i = 0; i < 10; i += 1) {
      vi.advanceTimersByTime(5_000);
      socket().say({ type: "ping", at: "2026-01-01T00:00:00Z" });
    }
    expect(connection.current().link).toBe("live");
    expect(sockets).toHaveLength(1);
  });

  it("tries again at once when it is nudged", () => {
    socket().snapshot(1);
    for (let i = 0; i < 6; i += 1) {
      socket().onclose?.();
      vi.advanceTimersByTime(20_000);
    }
    socket().onclose?.();
    const before = sockets.length;
    connection.nudge();
    expect(sockets).toHaveLength(before + 1);
  });

  it("does not disturb a working link when it is nudged", () => {
    socket().snapshot(1);
    connection.nudge();
    expect(sockets).toHaveLength(1);
  });

  it("ignores what an abandoned socket still says", () => {
    socket().snapshot(1);
    const first = socket();
    const late = first.onmessage;
    first.onclose?.();
    vi.advanceTimersByTime(250);
    late?.({ data: JSON.stringify({ type: "snapshot", seq: 50, stats: someStats(), calls: [], runs: [] }) });
    expect(connection.current().projection.seq).toBe(1);
  });

  it("forgets everything when it is stopped", () => {
    socket().snapshot(1);
    connection.stop();
    expect(connection.current().projection.seq).toBeNull();
    expect(socket().closed).toBe(true);
    vi.advanceTimersByTime(60_000);
    expect(sockets).toHaveLength(1);
  });

  it("rests as long as the views took, and then shows the newest of what it heard meanwhile", () => {
    const shown: (number | null)[] = [];
    connection.subscribe(() => {
      shown.push(connection.current().projection.seq);
      vi.setSystemTime(Date.now() + 200);
    });
    socket().snapshot(1);
    socket().changes(2);
    vi.advanceTimersByTime(100);
    socket().changes(3);
    expect(shown).toEqual([1]);
    expect(connection.current().projection.seq).toBe(3);
    vi.advanceTimersByTime(150);
    expect(shown).toEqual([1, 3]);
  });
});

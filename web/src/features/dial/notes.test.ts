import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import type { CallNote } from "./model";
import { Notes } from "./notes";

function desk(options: { callId?: string | null; text?: string; sent?: string } = {}) {
  const saves: { note: CallNote; leaving: boolean; done: (ok: boolean) => void }[] = [];
  const kept = new Map<string, string>();
  const notes = new Notes("rom_1", options.callId === undefined ? "call_1" : options.callId, options.text ?? "", options.sent ?? options.text ?? "", {
    save: (_, note, leaving) => new Promise((ok, fail) => saves.push({ note, leaving, done: (good) => (good ? ok(null) : fail(new Error("no"))) })),
    keep: (key, text) => (text === null ? kept.delete(key) : kept.set(key, text)),
    setTimer: (run, ms) => setTimeout(run, ms) as unknown as number,
    clearTimer: (timer) => clearTimeout(timer),
  });
  return { notes, saves, kept };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe("notes that save themselves", () => {
  it("are kept in the tab at once and sent when the hand rests", async () => {
    const { notes, saves, kept } = desk();
    notes.write("a");
    notes.write("ab");
    expect(kept.get("outdial.notes.rom_1")).toBe("ab");
    expect(saves).toHaveLength(0);
    await vi.advanceTimersByTimeAsync(700);
    expect(saves.map(({ note }) => note)).toEqual([{ disposition: null, notes: "ab", callback_at: null }]);
    expect(notes.state()).toBe("saving");
    saves[0]?.done(true);
    await vi.advanceTimersByTimeAsync(0);
    expect(notes.state()).toBe("saved");
  });
  it("stay in the tab until the outcome is noted, however often they were saved", async () => {
    const { notes, saves, kept } = desk();
    notes.write("ab");
    await vi.advanceTimersByTimeAsync(700);
    saves[0]?.done(true);
    await vi.advanceTimersByTimeAsync(0);
    expect(kept.get("outdial.notes.rom_1")).toBe("ab");
    const finished = notes.finish({ disposition: "connected", callback_at: null });
    await vi.advanceTimersByTimeAsync(0);
    saves[1]?.done(true);
    await finished;
    expect(kept.size).toBe(0);
  });
  it("go one after the other, so that the last word stays the last", async () => {
    const { notes, saves } = desk();
    notes.write("a");
    await vi.advanceTimersByTimeAsync(700);
    notes.write("ab");
    await vi.advanceTimersByTimeAsync(700);
    expect(saves).toHaveLength(1);
    saves[0]?.done(true);
    await vi.advanceTimersByTimeAsync(0);
    expect(saves[1]?.note.notes).toBe("ab");
  });
  it("say so when they are not saved, and try again", async () => {
    const { notes, saves, kept } = desk();
    notes.write("a");
    await vi.advanceTimersByTimeAsync(700);
    saves[0]?.done(false);
    await vi.advanceTimersByTimeAsync(0);
    expect(notes.state()).toBe("failed");
    expect(kept.size).toBe(1);
    await vi.advanceTimersByTimeAsync(3_000);
    expect(saves).toHaveLength(2);
  });
  it("wait for the call that they belong to", async () => {
    const { notes, saves } = desk({ callId: null });
    notes.write("a");
    await vi.advanceTimersByTimeAsync(700);
    expect(saves).toHaveLength(0);
    notes.belongTo("call_1");
    await vi.advanceTimersByTimeAsync(0);
    expect(saves).toHaveLength(1);
  });
  it("send a draft that an earlier page left", async () => {
    const { saves } = desk({ text: "half", sent: "" });
    await vi.advanceTimersByTimeAsync(0);
    expect(saves[0]?.note.notes).toBe("half");
  });
  it("are never sent behind the outcome", async () => {
    const { notes, saves } = desk();
    notes.write("a");
    await vi.advanceTimersByTimeAsync(700);
    notes.write("abc");
    const finished = notes.finish({ disposition: "connected", callback_at: null });
    expect(saves).toHaveLength(1);
    saves[0]?.done(true);
    await vi.advanceTimersByTimeAsync(0);
    expect(saves[1]?.note).toEqual({ disposition: "connected", notes: "abc", callback_at: null });
    saves[1]?.done(true);
    await finished;
    notes.write("late");
    await vi.advanceTimersByTimeAsync(10_000);
    notes.leave();
    expect(saves).toHaveLength(2);
  });
  it("go without waiting when the page goes away", () => {
    const { notes, saves } = desk();
    notes.write("a");
    notes.leave();
    expect(saves[0]?.leaving).toBe(true);
  });
});

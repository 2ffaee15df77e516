import { describe, expect, it } from "vitest";

import type { Import } from "@/features/leads/model";
import { aCall, aRun, someStats } from "@/test/samples";

import { readMessage, type LiveMessage } from "./message";
import { EMPTY, take, type Projection } from "./projection";

function snapshot(seq: number, calls = [aCall({ id: "call_1" })]): LiveMessage {
  return { type: "snapshot", seq, stats: someStats(), calls, runs: [aRun({ id: "run_1" })] };
}

function changes(seq: number, part: Partial<Extract<LiveMessage, { type: "changes" }>> = {}): LiveMessage {
  return { type: "changes", seq, calls: [], runs: [], stats: null, removed: [], ...part };
}

function after(...messages: LiveMessage[]): Projection {
  return messages.reduce((projection, message) => take(projection, message)[0], EMPTY);
}

describe("the live projection", () => {
  it("starts with a snapshot and refuses changes before it", () => {
    expect(take(EMPTY, changes(1))[1]).toBe("gap");
    const projection = after(snapshot(7));
    expect(projection.seq).toBe(7);
    expect(projection.calls.get("call_1")?.state).toBe("planned");
  });

  it("lays changes over what it knows and keeps the rest", () => {
    const ringing = aCall({ id: "call_1", state: "ringing" });
    const projection = after(snapshot(1), changes(2, { calls: [ringing, aCall({ id: "call_2" })] }));
    expect(projection.calls.get("call_1")?.state).toBe("ringing");
    expect(projection.calls.size).toBe(2);
    expect(projection.runs.size).toBe(1);
  });

  it("never goes back to an older version of a call, in whatever order changes are told", () => {
    const ended = aCall({ id: "call_1", state: "ended", revision: 5 });
    const late = aCall({ id: "call_1", state: "ringing", revision: 3 });
    const projection = after(snapshot(1, []), changes(2, { calls: [ended] }), changes(3, { calls: [late] }));
    expect(projection.calls.get("call_1")?.state).toBe("ended");
    expect(projection.seq).toBe(3);
  });

  it("keeps each campaign as it was told last", () => {
    const told = (state: "running" | "paused", revision: number) => ({ id: "cmp_1", revision, state, name: "Spring offer", counts: { leads: 500, done: revision, left_out: 0 }, live: null });
    const projection = after({ ...snapshot(1), campaigns: [told("running", 1)] } as LiveMessage, changes(2, { campaigns: [told("paused", 2)] }), changes(3));
    expect(projection.campaigns.get("cmp_1")).toMatchObject({ state: "paused", counts: { done: 2 } });
  });

  it("ignores what it has already taken in", () => {
    const projection = after(snapshot(5));
    const old = changes(5, { calls: [aCall({ id: "call_1", state: "dialing" })] });
    const [same, taken] = take(projection, old);
    expect(taken).toBe("repeated");
    expect(same).toBe(projection);
  });

  it("notices a hole and does not apply what comes after it", () => {
    const projection = after(snapshot(5));
    const [same, taken] = take(projection, changes(7, { calls: [aCall({ id: "call_9" })] }));
    expect(taken).toBe("gap");
    expect(same).toBe(projection);
  });

  it("accepts the first changes after a resume, whatever their number, as everything since", () => {
    const projection = after(snapshot(5));
    const [next, taken] = take(projection, changes(40, { calls: [aCall({ id: "call_9" })] }), true);
    expect(taken).toBe("applied");
    expect(next.seq).toBe(40);
    expect(next.calls.has("call_9")).toBe(true);
  });

  it("forgets removed calls and remembers that they are gone", () => {
    const projection = after(snapshot(1), changes(2, { removed: ["call_1"] }));
    expect(projection.calls.has("call_1")).toBe(false);
    expect(projection.removed.has("call_1")).toBe(true);
  });

  it("keeps the newest word of each import, and what a snapshot tells of them", () => {
    const running = { id: "imp_1", state: "running" } as Import;
    const projection = after({ ...snapshot(1), imports: [running] } as LiveMessage, changes(2, { imports: [{ ...running, state: "done" }] }));
    expect(projection.imports.get("imp_1")?.state).toBe("done");
    expect(after(snapshot(1), changes(2, { imports: [running] }), snapshot(3)).imports.size).toBe(0);
  });

  it("keeps the newest word of each campaign beside the others", () => {
    const one = { id: "cmp_1", name: "Spring", revision: 1, state: "running", counts: { leads: 5, done: 0, left_out: 0 }, live: null } as const;
    const projection = after({ ...snapshot(1), campaigns: [one, { ...one, id: "cmp_2" }] } as LiveMessage, changes(2, { campaigns: [{ ...one, revision: 2, state: "paused" }] }));
    expect(projection.campaigns.get("cmp_1")?.state).toBe("paused");
    expect(projection.campaigns.size).toBe(2);
  });

  it("keeps the last figures when a change brings none", () => {
    const projection = after(snapshot(1), changes(2));
    expect(projection.stats).toEqual(someStats());
  });

  it("starts over with a later snapshot, even one with a lower number after a restart", () => {
    const projection = after(snapshot(90), snapshot(3, []));
    expect(projection.seq).toBe(3);
    expect(projection.calls.size).toBe(0);
    expect(projection.snapshots).toBe(2);
  });

  it("does not copy the calls when a change brings none", () => {
    const projection = after(snapshot(1));
    expect(take(projection, changes(2))[0].calls).toBe(projection.calls);
  });

  it("bounds its memory by forgetting ended calls first", () => {
    const ended = Array.from({ length: 20_000 }, (_, i) => aCall({ id: `old_${i}`, state: "ended" }));
    const projection = after(
      snapshot(1, [aCall({ id: "live", state: "connected" }), ...ended]),
      changes(2, { calls: [aCall({ id: "new" })] }),
    );
    expect(projection.calls.size).toBe(15_000);
    expect(projection.calls.has("live")).toBe(true);
    expect(projection.calls.has("new")).toBe(true);
  });
});

describe("frames", () => {
  it("are read when they are known and dropped when they are not", () => {
    expect(readMessage('{"type":"ping","at":"2026-01-01T00:00:00Z"}')?.type).toBe("ping");
    expect(readMessage('{"type":"changes","seq":"1"}')).toBeNull();
    expect(readMessage('{"type":"news"}')).toBeNull();
    expect(readMessage("not json")).toBeNull();
    expect(readMessage(new ArrayBuffer(2))).toBeNull();
  });
});

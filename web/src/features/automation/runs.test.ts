import { describe, expect, it } from "vitest";

import { aRunOfIt } from "@/test/automation";

import { groupsOf } from "./model";

describe("runs that call nobody", () => {
  const idle = (id: string, minute: number, why = "The circuit breaker is open.") => aRunOfIt({ id, at: `2026-11-21T18:${minute}:00Z`, considered: 0, placed: 0, failed: 0, why });
  it("are one line while the reason stays the same", () => {
    const groups = groupsOf([idle("aur_5", 45), idle("aur_4", 44), idle("aur_3", 43), aRunOfIt({ id: "aur_2" }), idle("aur_1", 41)]);
    expect(groups.map(({ run, times }) => [run.id, times])).toEqual([["aur_5", 3], ["aur_2", 1], ["aur_1", 1]]);
    expect(groups[0]?.since).toBe("2026-11-21T18:43:00Z");
  });
  it("stand alone when the reason is another, or somebody asked for it", () => {
    expect(groupsOf([idle("aur_2", 42), idle("aur_1", 41, "Nobody is due.")])).toHaveLength(2);
    expect(groupsOf([{ ...idle("aur_2", 42), by: "person" }, idle("aur_1", 41)])).toHaveLength(2);
  });
  it("are never put together with those that called somebody", () => {
    expect(groupsOf([aRunOfIt({ id: "aur_2" }), aRunOfIt({ id: "aur_1" })])).toHaveLength(2);
  });
});

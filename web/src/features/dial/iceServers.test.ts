import { http } from "msw";
import { afterEach, describe, expect, it, vi } from "vitest";

import { answers, problem, server } from "@/test/server";

import { IceServers } from "./iceServers";

afterEach(() => void vi.useRealTimers());

describe("the servers that help through firewalls", () => {
  it("are asked for once and known before the first offer", async () => {
    const asked = answers("get", "/rooms/ice-servers", { ice_servers: [{ urls: ["turn:turn.example"], username: "u", credential: "c" }, { urls: ["stun:stun.example"], username: null }] });
    const servers = new IceServers();
    servers.prepare();
    expect(await servers.known()).toEqual([{ urls: ["turn:turn.example"], username: "u", credential: "c" }, { urls: ["stun:stun.example"] }]);
    await servers.known();
    expect(asked).toHaveLength(1);
  });
  it("are asked for again after a failure, which holds no call up", async () => {
    answers("get", "/rooms/ice-servers", () => problem(503, "store.unavailable", "The database does not answer."));
    const servers = new IceServers();
    expect(await servers.known()).toEqual([]);
    answers("get", "/rooms/ice-servers", { ice_servers: [{ urls: ["stun:stun.example"] }] });
    expect(await servers.known()).toEqual([{ urls: ["stun:stun.example"] }]);
  });
  it("are not waited for longer than a call may be kept waiting", async () => {
    vi.useFakeTimers();
    server.use(http.get("*/api/v1/rooms/ice-servers", () => new Promise<never>(() => undefined)));
    const known = new IceServers().known();
    await vi.advanceTimersByTimeAsync(2_000);
    expect(await known).toEqual([]);
  });
  it("are those of the last answer from then on", async () => {
    const servers = new IceServers();
    servers.learn([{ urls: ["turn:new.example"], username: "u", credential: "c" }]);
    expect(await servers.known()).toEqual([{ urls: ["turn:new.example"], username: "u", credential: "c" }]);
  });
});

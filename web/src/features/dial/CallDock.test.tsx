import { act, screen, waitFor } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { aLead, aRoom, someDispositions } from "@/test/leads";
import { renderAs } from "@/test/render";
import { aCall } from "@/test/samples";
import { answers, problem } from "@/test/server";

import { CallDock } from "./CallDock";
import CallHost from "./CallHost";
import { desk } from "./desk";
import { IDLE } from "./machine";
import type { Call, Clip, Lead, Room, RoomState } from "./model";

const call: Call = { ...aCall({ id: "call_1", state: "connected" }), lead_id: "led_1", room_id: "rom_1", treatment: "agent", disposition: null, notes: null, recording: null };
const inState = (state: RoomState, part: Partial<Room> = {}) => aRoom({ state, call, ...part });
const talking = inState("connected", { connected_at: new Date().toISOString() });

/** A desk whose microphone and audio path are at once there, with a room in some state. */
function sit(room: Room, next: Lead | null = null, clips: Clip[] = [{ id: "clp_1", name: "Opening line", duration_ms: 8_000 }]) {
  answers("get", "/rooms/current", { room: null });
  answers("get", "/rooms/ice-servers", { ice_servers: [] });
  answers("get", "/leads/led_1", { lead: aLead(), calls: [] });
  answers("get", "/dispositions", { items: someDispositions() });
  answers("get", "/clips", { items: clips });
  vi.spyOn(desk.headset.microphone, "get").mockResolvedValue({} as MediaStreamTrack);
  const shown = renderAs("agent", <><CallHost /><CallDock next={() => next} /></>, "/dial");
  act(() => {
    desk.tell({ type: "dial", order: { lead: aLead(), key: "k", override: false } });
    desk.tell({ type: "microphone-ready" });
    desk.tell({ type: "opened", room: inState("opening") });
    desk.tell({ type: "link-up" });
    desk.tell({ type: "news", room });
  });
  return shown;
}

beforeEach(() => {
  answers("post", "/rooms", inState("opening"));
  vi.stubGlobal("RTCPeerConnection", class {
    connectionState = "new";
    iceConnectionState = "new";
    iceGatheringState = "complete";
    localDescription = null;
    addTransceiver = () => ({ sender: {} });
    setLocalDescription = () => Promise.resolve();
    getStats = () => Promise.resolve(new Map());
    close() {}
  });
  vi.stubGlobal("MediaStream", class { id = "voice"; });
  // The test environment has an audio element that plays nothing and says so on the console.
  vi.spyOn(HTMLMediaElement.prototype, "pause").mockImplementation(() => undefined);
});
afterEach(() => {
  act(() => desk.stop());
  vi.unstubAllGlobals();
  expect(desk.current()).toEqual(IDLE);
});

describe("the call beside the table", () => {
  it("mutes by M, tells the server, and says so aloud once", async () => {
    const muted = answers("post", "/rooms/rom_1/mute", { ...talking, muted: true });
    const { user } = sit(talking);
    expect(screen.getByRole("status", { name: "Call state" })).toHaveTextContent("Connected to Grace Hopper.");
    await user.keyboard("m");
    expect(screen.getByText("Connected, muted")).toBeInTheDocument();
    expect(screen.getByRole("status", { name: "Call state" })).toHaveTextContent("You are muted.");
    await waitFor(() => expect(muted).toHaveLength(1));
    expect(screen.getByRole("button", { name: /Unmute/ })).toBeInTheDocument();
  });

  it("leaves letters alone while somebody writes notes", async () => {
    const saved = answers("put", "/calls/call_1/disposition", { call, lead: null });
    const { user } = sit(talking);
    await user.type(screen.getByLabelText("Notes"), "home k");
    expect(screen.getByText("Connected")).toBeInTheDocument();
    expect(screen.queryByRole("group", { name: "Keypad" })).toBeNull();
    await waitFor(() => expect(saved.at(-1)?.body).toEqual({ disposition: null, notes: "home k", callback_at: null }), { timeout: 3_000 });
    expect(await screen.findByText("Saved")).toBeInTheDocument();
  });

  it("sends digits one by one, by key and by pointer", async () => {
    const digits = answers("post", "/rooms/rom_1/digits", talking as never);
    const { user } = sit(talking);
    await user.keyboard("k4");
    await user.click(screen.getByRole("button", { name: "2" }));
    await waitFor(() => expect(digits.map(({ body }) => body)).toEqual([{ digits: "4" }, { digits: "2" }]));
    expect(screen.getByLabelText("Sent digits")).toHaveTextContent("42");
  });

  it("does not offer what needs somebody at the other end while it rings", async () => {
    const { user } = sit(inState("ringing"));
    expect(screen.getByText("Ringing")).toBeInTheDocument();
    expect(screen.getByRole("button", { name: /Hold/ })).toBeDisabled();
    await user.keyboard("k");
    expect(screen.getByRole("button", { name: "4" })).toBeDisabled();
  });

  it("offers only what the room can do, by pointer and by key", async () => {
    const { user } = sit({ ...talking, controls: ["mute", "hold"], recording: "on" });
    expect(screen.getByRole("button", { name: /Mute/ })).toBeInTheDocument();
    for (const name of [/Keypad/, /Clips/, /^Recording/]) expect(screen.queryByRole("button", { name })).toBeNull();
    expect(screen.getByText("Recording")).toBeInTheDocument();
    await user.keyboard("kc");
    expect(screen.queryByRole("group", { name: "Keypad" })).toBeNull();
    expect(screen.queryByRole("group", { name: "Clips" })).toBeNull();
  });

  it("does not call a paused recording a running one", () => {
    sit({ ...talking, controls: ["mute"], recording: "paused" });
    expect(screen.getByText("Recording is paused")).toBeInTheDocument();
  });

  it("plays one clip and stops it", async () => {
    const played = answers("post", "/rooms/rom_1/play", { ...talking, clip: { id: "clp_1", name: "Opening line" } } as never);
    const stopped = answers("post", "/rooms/rom_1/stop-clip", talking as never);
    const { user } = sit(talking);
    await user.keyboard("c");
    await user.click(await screen.findByRole("button", { name: /^Play Opening line/ }));
    expect(played[0]?.body).toEqual({ clip_id: "clp_1" });
    act(() => desk.tell({ type: "news", room: { ...talking, clip: { id: "clp_1", name: "Opening line" } } }));
    await user.click(screen.getByRole("button", { name: /^Stop Opening line/ }));
    await waitFor(() => expect(stopped).toHaveLength(1));
  });

  it("hints at a voicemail and decides nothing", () => {
    sit({ ...talking, detection: { verdict: "machine", confidence: 0.9, reason: "A long greeting." } });
    expect(screen.getByRole("status", { name: "Who answered" })).toHaveTextContent("Sounds like a voicemail");
    expect(screen.queryByRole("button", { name: /^Play/ })).toBeNull();
    expect(screen.getByText("Connected")).toBeInTheDocument();
    act(() => desk.tell({ type: "news", room: { ...talking, detection: { verdict: "human", confidence: 0.9, reason: "A short hello." } } }));
    expect(screen.getByRole("status", { name: "Who answered" })).toBeEmptyDOMElement();
  });

  it("leaves the message for voicemails by one key once it has beeped", async () => {
    const played = answers("post", "/rooms/rom_1/play", talking as never);
    const { user } = sit({ ...talking, detection: { verdict: "machine_ready", confidence: 1, reason: "A beep." } }, null, [
      { id: "clp_1", name: "Opening line", duration_ms: 8_000 },
      { id: "clp_2", name: "Voicemail drop", duration_ms: 9_000 },
    ]);
    expect(await screen.findByRole("button", { name: /Play “Voicemail drop”/ })).toBeEnabled();
    await user.keyboard("v");
    await waitFor(() => expect(played.map(({ body }) => body)).toEqual([{ clip_id: "clp_2" }]));
  });

  it("asks which clip is for voicemails when none is named so, and plays no other", async () => {
    const played = answers("post", "/rooms/rom_1/play", talking as never);
    const { user } = sit({ ...talking, detection: { verdict: "machine_ready", confidence: 1, reason: "A beep." } });
    expect(await screen.findByRole("button", { name: "Choose a clip for voicemails" })).toBeInTheDocument();
    await user.keyboard("v");
    expect(played).toHaveLength(0);
  });

  it("ends by Escape only when it is held", async () => {
    const ended = answers("post", "/rooms/rom_1/end", inState("ended") as never);
    const { user } = sit(talking);
    await user.keyboard("{Escape}");
    expect(screen.getByText("Connected")).toBeInTheDocument();
    expect(ended).toHaveLength(0);
    await user.keyboard("{Escape>}");
    await waitFor(() => expect(ended).toHaveLength(1), { timeout: 3_000 });
    await user.keyboard("{/Escape}");
    expect(await screen.findByRole("button", { name: "Save & Next" })).toBeInTheDocument();
  });

  it("says that the call goes on while the audio comes back", () => {
    answers("get", "/rooms/rom_1", talking as never);
    sit(talking);
    act(() => desk.tell({ type: "link-lost" }));
    expect(screen.getByText("You are still in a call with Grace Hopper: reconnecting.")).toBeInTheDocument();
    expect(screen.getByRole("timer")).toBeInTheDocument();
  });

  it("tells the tab", () => {
    sit(inState("ringing"));
    expect(document.title).toBe("Ringing: Grace Hopper · Outdial");
  });
});

describe("after the call", () => {
  it("wants an outcome, chosen by its digit, and saves it with the notes", async () => {
    const saved = answers("put", "/calls/call_1/disposition", { call, lead: aLead() });
    const { user } = sit(inState("ended", { connected_at: "2026-11-21T18:41:00Z" }));
    await screen.findByText("Wrong Number");
    expect(screen.getByRole("button", { name: "Save" })).toBeDisabled();
    await user.keyboard("7");
    expect(screen.getByRole("radio", { name: /Not Interested/ })).toBeChecked();
    await user.click(screen.getByRole("button", { name: "Save" }));
    await waitFor(() => expect(desk.current()).toEqual(IDLE));
    expect(saved[0]?.body).toEqual({ disposition: "not_interested", notes: "", callback_at: null });
  });

  it("suggests what the phone network knows, and nothing after a talk", async () => {
    sit(inState("ended", { call: { ...call, state: "ended", outcome: "busy" } }));
    await waitFor(() => expect(screen.getByRole("radio", { name: /Busy/ })).toBeChecked());
  });

  it("wants a time for a callback and shows it by both clocks", async () => {
    const saved = answers("put", "/calls/call_1/disposition", { call, lead: aLead() });
    const { user } = sit(inState("ended", { connected_at: "2026-11-21T18:41:00Z" }));
    await screen.findByText("Callback Requested");
    await user.keyboard("6");
    expect(screen.getByRole("button", { name: "Save" })).toBeDisabled();
    await user.click(screen.getByRole("button", { name: "Monday 10:00" }));
    expect(screen.getByText(/for them, .* here/)).toBeInTheDocument();
    await user.click(screen.getByRole("button", { name: "Save" }));
    await waitFor(() => expect(saved).toHaveLength(1));
    expect(Date.parse((saved[0]?.body as { callback_at: string }).callback_at)).toBeGreaterThan(Date.now());
  });

  it("goes on to the next open lead, with the key that calls it at hand", async () => {
    answers("put", "/calls/call_1/disposition", { call, lead: aLead() });
    answers("get", "/leads/led_2", { lead: aLead({ id: "led_2" }), calls: [] });
    const { user } = sit(inState("ended", { connected_at: "2026-11-21T18:41:00Z" }), aLead({ id: "led_2", contact_name: "Amara Okafor" }));
    await screen.findByText("Wrong Number");
    await user.keyboard("1");
    await user.keyboard("{Control>}{Enter}{/Control}");
    await waitFor(() => expect(desk.current().phase).toBe("ready"));
    expect(screen.getByRole("heading", { name: "Amara Okafor" })).toBeInTheDocument();
    expect(screen.getByRole("button", { name: /^Dial / })).toHaveFocus();
  });

  it("keeps everything when saving fails, and says why", async () => {
    answers("put", "/calls/call_1/disposition", () => problem(503, "store.unavailable", "The database does not answer."));
    const { user } = sit(inState("ended", { connected_at: "2026-11-21T18:41:00Z" }));
    await screen.findByText("Wrong Number");
    await user.keyboard("1");
    await user.click(screen.getByRole("button", { name: "Save" }));
    expect(await screen.findByText(/The database does not answer/)).toBeInTheDocument();
    expect(desk.current().phase).toBe("wrap-up");
    expect(screen.getByRole("button", { name: "Save" })).toBeEnabled();
  });
});

describe("a call that cannot begin", () => {
  it("says why the microphone cannot be had and how to mend it", () => {
    answers("get", "/dispositions", { items: [] });
    renderAs("agent", <CallDock next={() => null} />);
    vi.spyOn(desk.headset.microphone, "get").mockReturnValue(new Promise(() => undefined));
    answers("get", "/leads/led_1", { lead: aLead(), calls: [] });
    act(() => {
      desk.tell({ type: "dial", order: { lead: aLead(), key: "k", override: false } });
      desk.tell({ type: "microphone-refused", trouble: "denied" });
    });
    expect(screen.getByRole("alert")).toHaveTextContent("This browser blocks the microphone");
    expect(screen.getByRole("img", { name: /address bar/ })).toBeInTheDocument();
  });
});

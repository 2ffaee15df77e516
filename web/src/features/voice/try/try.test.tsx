import { act, screen, waitFor, within } from "@testing-library/react";
import { afterEach, describe, expect, it, vi } from "vitest";

import { aTurn, aVoiceAgent } from "@/test/automation";
import { faults } from "@/test/axe";
import { aLead } from "@/test/leads";
import { renderAs } from "@/test/render";
import { answers, problem } from "@/test/server";

import { evalFrom } from "../evals/model";
import type { RehearsalAnswer, RehearsalLine } from "../wire";
import { inSeconds } from "./Lines";
import { TryTab } from "./TryTab";

const HELLO: RehearsalLine = { speaker: "agent", text: "Am I speaking with Ada?", tools: [] };
const BOOKED: RehearsalLine = {
  speaker: "agent",
  text: "Thursday at ten it is.",
  tools: [
    { name: "book_appointment", arguments: '{"slot":"x"}', result: null, error: "This time was never offered." },
    { name: "book_appointment", arguments: '{"slot":"s1"}', result: "Booked.", error: null },
  ],
};
const says = (...lines: RehearsalLine[]): RehearsalAnswer => ({ lines, is_over: false, ended_reason: null, model: "gpt-5-mini", took_ms: 1_240 });

function open(answer: (body: unknown) => unknown) {
  answers("get", "/voice-agents/tools", { items: [{ name: "book_appointment", description: "" }], variables: [] });
  const asked = answers("post", "/voice-agents/agt_1/rehearse", answer as never);
  return { asked, ...renderAs("manager", <TryTab agent={aVoiceAgent()} isChanged={false} onWrite={() => undefined} />) };
}

describe("a rehearsal in writing", () => {
  it("begins with the agent, takes in what the callee says, and shows what was asked for", async () => {
    const { asked, user, container } = open((body) => ((body as { lines: unknown[] }).lines.length === 0 ? says(HELLO) : says(BOOKED)));
    await user.click(screen.getByRole("button", { name: "Start the talk" }));
    const talk = within(await screen.findByRole("log", { name: "The talk" }));
    expect(await talk.findByText("Am I speaking with Ada?")).toBeInTheDocument();
    expect(asked[0]?.body).toEqual({ lead_id: null, lines: [] });
    await user.type(screen.getByRole("textbox", { name: "What the callee says" }), "Thursday at ten.{Enter}");
    expect(await talk.findByText("Thursday at ten it is.")).toBeInTheDocument();
    expect(asked[1]?.body).toEqual({ lead_id: null, lines: [HELLO, { speaker: "callee", text: "Thursday at ten.", tools: [] }] });
    expect(talk.getAllByText("1.2 s")).toHaveLength(2);
    expect(screen.getByText("gpt-5-mini")).toBeInTheDocument();
    await user.click(talk.getByText(/^Book appointment \(2\)/));
    expect(talk.getByText("This time was never offered.")).toBeVisible();
    expect(await faults(container)).toEqual([]);
  });
  it("ends with a reason, and can be had again", async () => {
    const { user, asked } = open(() => ({ ...says(HELLO), is_over: true, ended_reason: "agent_said_goodbye" }));
    await user.click(screen.getByRole("button", { name: "Start the talk" }));
    expect(await screen.findByText(/Agent said goodbye\./)).toBeInTheDocument();
    expect(screen.queryByRole("textbox", { name: "What the callee says" })).not.toBeInTheDocument();
    await user.click(screen.getByRole("button", { name: "Talk again" }));
    await waitFor(() => expect(asked).toHaveLength(2));
    expect(asked[1]?.body).toEqual({ lead_id: null, lines: [] });
  });
  it("keeps what was said when the model fails, and asks once more", async () => {
    let fails = true;
    const { user, asked } = open((body) => ((body as { lines: unknown[] }).lines.length === 0 ? says(HELLO) : fails ? problem(502, "voice_agent.model_failed", "The language model did not answer. Try again.") : says(BOOKED)));
    await user.click(screen.getByRole("button", { name: "Start the talk" }));
    await screen.findByText("Am I speaking with Ada?");
    await user.type(screen.getByRole("textbox", { name: "What the callee says" }), "Yes.{Enter}");
    expect(await screen.findByRole("alert")).toHaveTextContent("The language model did not answer.");
    expect(screen.getByText("Yes.")).toBeInTheDocument();
    fails = false;
    await user.click(screen.getByRole("button", { name: "Try again" }));
    expect(await screen.findByText("Thursday at ten it is.")).toBeInTheDocument();
    expect(asked[2]?.body).toEqual(asked[1]?.body);
  });
  it("says what to set up where there is no model", async () => {
    const { user } = open(() => problem(409, "voice_agent.no_text_model", "No language model is set up."));
    await user.click(screen.getByRole("button", { name: "Start the talk" }));
    expect(await screen.findByRole("alert")).toHaveTextContent(/OPENAI_API_KEY/);
  });
  it("is about a lead that was chosen, found by what is typed", async () => {
    const { user, asked } = open(() => says(HELLO));
    answers("get", "/leads", { items: [aLead({ id: "led_7", contact_name: "Grace Hopper" })], next_cursor: null, total: 1, total_is_at_least: false } as never);
    await user.type(screen.getByRole("combobox", { name: "Whom it believes to call" }), "grace");
    await user.click(await screen.findByRole("option", { name: /Grace Hopper/ }));
    await user.click(screen.getByRole("button", { name: "Start the talk" }));
    await screen.findByText("Am I speaking with Ada?");
    expect(asked[0]?.body).toEqual({ lead_id: "led_7", lines: [] });
    expect(screen.getByRole("combobox", { name: "Whom it believes to call" })).toHaveValue("Grace Hopper");
    expect(screen.getByRole("combobox", { name: "Whom it believes to call" })).toBeDisabled();
  });
  it("becomes an eval with what the callee said and what was seen", async () => {
    const { user } = open((body) => ((body as { lines: unknown[] }).lines.length === 0 ? says(HELLO) : says(BOOKED)));
    const saved = answers("post", "/voice-agents/agt_1/evals", {});
    answers("get", "/voice-agents/agt_1/evals", { items: [], next: null });
    await user.click(screen.getByRole("button", { name: "Start the talk" }));
    await screen.findByText("Am I speaking with Ada?");
    await user.type(screen.getByRole("textbox", { name: "What the callee says" }), "Thursday at ten.{Enter}");
    await user.click(await screen.findByRole("button", { name: "Save as eval" }));
    const dialog = within(await screen.findByRole("dialog", { name: "Save as eval" }));
    await user.type(dialog.getByRole("textbox", { name: "Name" }), "Books");
    await user.click(dialog.getByRole("button", { name: "Save the eval" }));
    await waitFor(() => expect(saved[0]?.body).toEqual({ name: "Books", callee: ["Thursday at ten."], expect: { result: "scheduled", tools: ["book_appointment"], never_tools: [], says: [], never_says: [] } }));
  });
});

describe("a rehearsal by microphone", () => {
  const tracks = [{ readyState: "live", enabled: true, stop: vi.fn() }];
  afterEach(() => vi.unstubAllGlobals());

  /** A browser whose offers are all alike, and whose audio comes up at once. */
  function aBrowser() {
    const closed = vi.fn();
    vi.stubGlobal("MediaStream", function stream() {});
    vi.stubGlobal("navigator", { ...navigator, userAgent: "", mediaDevices: { getUserMedia: () => Promise.resolve({ getAudioTracks: () => tracks, getTracks: () => tracks }) } });
    vi.stubGlobal(
      "RTCPeerConnection",
      class {
        iceGatheringState = "complete";
        localDescription = { sdp: "the offer" };
        addTransceiver = () => ({ sender: {} });
        setLocalDescription = () => Promise.resolve();
        setRemoteDescription = () => Promise.resolve();
        close = closed;
      },
    );
    vi.spyOn(HTMLMediaElement.prototype, "pause").mockImplementation(() => undefined);
    answers("get", "/rooms/ice-servers", { ice_servers: [] });
    return closed;
  }
  const LIVE = { state: "live", utterances: [{ speaker: "agent", text: "Am I speaking with Ada?", from_ms: 0, length_ms: 900 }, { speaker: "callee", text: "Yes.", from_ms: 1_400, length_ms: 300 }], tools: [], turns: [aTurn()], ended_reason: null };

  it("offers the microphone, shows what is said and how long answers took, and hangs up", async () => {
    const closed = aBrowser();
    const { user, container } = open(() => says(HELLO));
    const begun = answers("post", "/voice-agents/agt_1/talks", { id: "rehearsal_1", sdp: "the answer" });
    answers("get", "/voice-agents/agt_1/talks/rehearsal_1", LIVE as never);
    const ended = answers("delete", "/voice-agents/agt_1/talks/rehearsal_1", () => new Response(null, { status: 204 }));
    await user.click(screen.getByRole("button", { name: "By microphone" }));
    await user.click(screen.getByRole("button", { name: "Start talking" }));
    expect(await screen.findByText("You are talking with Mara.")).toBeInTheDocument();
    expect(begun[0]?.body).toEqual({ lead_id: null, sdp: "the offer" });
    expect(await screen.findByText("Am I speaking with Ada?")).toBeInTheDocument();
    expect(screen.getByRole("list", { name: "Time to answer, turn by turn" })).toHaveTextContent("700 ms");
    expect(await faults(container)).toEqual([]);
    await user.click(screen.getByRole("button", { name: "End the talk" }));
    await waitFor(() => expect(ended).toHaveLength(1));
    expect(closed).toHaveBeenCalled();
    expect(screen.getByText("The talk is over.")).toBeInTheDocument();
    expect(screen.getByText("Yes.")).toBeInTheDocument();
    expect(screen.getByRole("button", { name: "Save as eval" })).toBeInTheDocument();
  });
  it("is over when the agent hangs up, and says why", async () => {
    aBrowser();
    const { user } = open(() => says(HELLO));
    answers("post", "/voice-agents/agt_1/talks", { id: "rehearsal_1", sdp: "the answer" });
    let state = "live";
    answers("get", "/voice-agents/agt_1/talks/rehearsal_1", () => ({ ...LIVE, state, ended_reason: state === "over" ? "agent_said_goodbye" : null }) as never);
    await user.click(screen.getByRole("button", { name: "By microphone" }));
    await user.click(screen.getByRole("button", { name: "Start talking" }));
    await screen.findByText("Am I speaking with Ada?");
    act(() => {
      state = "over";
    });
    expect(await screen.findByText(/Agent said goodbye\./)).toBeInTheDocument();
    expect(screen.queryByRole("button", { name: "End the talk" })).not.toBeInTheDocument();
  });
  it("says what to set up where there is no speech model", async () => {
    aBrowser();
    const { user } = open(() => says(HELLO));
    answers("post", "/voice-agents/agt_1/talks", () => problem(409, "voice_agent.no_speech_model", "No speech model is set up."));
    await user.click(screen.getByRole("button", { name: "By microphone" }));
    await user.click(screen.getByRole("button", { name: "Start talking" }));
    expect(await screen.findByRole("alert")).toHaveTextContent(/OPENAI_REALTIME_MODEL/);
  });
});

describe("what is kept of a rehearsal", () => {
  it("is what the callee said and what was done, not what was refused", () => {
    const callee: RehearsalLine = { speaker: "callee", text: "No.", tools: [] };
    expect(evalFrom([HELLO, callee]).expect).toEqual({ result: null, tools: [], never_tools: [], says: [], never_says: [] });
    expect(evalFrom([HELLO, ...Array.from({ length: 14 }, () => callee)]).callee).toHaveLength(12);
    expect(evalFrom([{ ...BOOKED, tools: BOOKED.tools.slice(0, 1) }]).expect.tools).toEqual([]);
  });
  it("is told in milliseconds or seconds", () => {
    expect([inSeconds(640), inSeconds(1_240), inSeconds(12_000)]).toEqual(["640 ms", "1.2 s", "12.0 s"]);
  });
});

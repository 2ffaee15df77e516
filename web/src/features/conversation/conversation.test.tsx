import { screen, waitFor, within } from "@testing-library/react";
import { http, HttpResponse } from "msw";
import { afterEach, describe, expect, it, vi } from "vitest";

import { aConversation, aTurn } from "@/test/automation";
import { faults } from "@/test/axe";
import { renderAs } from "@/test/render";
import { aCall } from "@/test/samples";
import { answers, problem, server } from "@/test/server";

import { ConversationCard } from "./ConversationCard";
import { peaksOf, placeAt, speakersOf } from "./peaks";
import { median, partsInWords } from "./turns";

const call = aCall({ treatment: "voice_agent", state: "ended", outcome: "completed" });

/** Thirty seconds of two channels: the agent is loud in the first two, the callee from the fourth on. */
function aSound() {
  const rate = 100;
  const channel = (from: number, to: number) => Float32Array.from({ length: 30 * rate }, (_, n) => (n >= from * rate && n < to * rate ? (n % 2 === 0 ? 0.8 : -0.8) : 0));
  const channels = [channel(1, 3), channel(4, 5.5)];
  return { numberOfChannels: 2, duration: 30, getChannelData: (place: number) => channels[place] ?? new Float32Array() };
}

function open(state = "ended") {
  vi.stubGlobal(
    "OfflineAudioContext",
    class {
      decodeAudioData = () => Promise.resolve(aSound());
    },
  );
  server.use(http.get("*/api/v1/calls/call_1/recording", () => new HttpResponse(new ArrayBuffer(8), { headers: { "Content-Type": "audio/wav" } })));
  // The test environment has an audio element that plays nothing and says so on the console.
  const play = vi.spyOn(HTMLMediaElement.prototype, "play").mockResolvedValue(undefined);
  return { ...renderAs("manager", <ConversationCard call={{ ...call, state }} />), play };
}

afterEach(() => vi.unstubAllGlobals());

describe("a conversation", () => {
  it("says what came of it, with the words it rests on, what was said, done and paid", async () => {
    answers("get", "/calls/call_1/conversation", aConversation() as never);
    const { user, container } = open();
    expect(await screen.findByText("Appointment booked")).toBeInTheDocument();
    expect(screen.getByText("Grace booked a first talk for Thursday.")).toBeInTheDocument();
    expect(within(screen.getByRole("list", { name: "Transcript" })).getAllByRole("listitem")).toHaveLength(3);
    expect(await faults(container)).toEqual([]);
    await user.click(screen.getByRole("tab", { name: "What it did (2)" }));
    const tools = within(await screen.findByRole("list", { name: "What the agent did" }));
    expect(tools.getByText("Three times are free.")).toBeInTheDocument();
    expect(tools.getByText("This time was never offered.")).toBeInTheDocument();
    expect(tools.getByText(/"timezone": "America\/Los_Angeles"/)).toBeInTheDocument();
    await user.click(screen.getByRole("tab", { name: "Cost" }));
    expect(await screen.findByText("$0.053")).toBeInTheDocument();
    expect(screen.getByText("$0.084")).toBeInTheDocument();
  });
  it("is drawn with a lane for each speaker, told by who spoke when it was loud", async () => {
    answers("get", "/calls/call_1/conversation", aConversation() as never);
    const { container } = open();
    await waitFor(() => expect(container.querySelectorAll("[data-speaker] svg")).toHaveLength(2));
    expect([...container.querySelectorAll("[data-speaker] > svg")].map((lane) => lane.parentElement?.dataset.speaker)).toEqual(["agent", "callee"]);
    expect(screen.getByRole("slider", { name: "Position" })).toHaveAttribute("aria-valuetext", "0:00 of 0:30");
  });
  it("goes to where something was said, and marks it in the transcript", async () => {
    answers("get", "/calls/call_1/conversation", aConversation() as never);
    const { user, container, play } = open();
    await user.click(await screen.findByRole("button", { name: "Play what was said at 0:21" }));
    expect(play).toHaveBeenCalledTimes(1);
    const spoken = within(screen.getByRole("list", { name: "Transcript" })).getByText("Thursday at ten works for me.");
    expect(spoken.closest("li")).toHaveAttribute("aria-current", "true");
    expect(container.querySelector("audio")?.currentTime).toBe(21);
  });
  it("says how long each answer took and where that time went", async () => {
    answers("get", "/calls/call_1/conversation", aConversation({ turns: [aTurn({ at_ms: 6_000, total_ms: 700 }), aTurn({ at_ms: 16_000, model_ms: 900, tools_ms: 240, total_ms: 1_620 }), aTurn({ at_ms: 22_000, total_ms: 760 })] }) as never);
    const { user, container, play } = open();
    await user.click(await screen.findByRole("tab", { name: "Time to answer" }));
    const turns = within(await screen.findByRole("list", { name: "Time to answer, turn by turn" })).getAllByRole("listitem");
    expect(turns).toHaveLength(3);
    expect(turns[1]).toHaveTextContent("noticing the pause 300 ms, model 900 ms, tools 240 ms, first sound 120 ms, our own share 60 ms1620 ms, the worst");
    expect(screen.getByText("Median").nextSibling).toHaveTextContent("760 ms");
    expect(screen.getByText("Worst").nextSibling).toHaveTextContent("1620 ms");
    expect(await faults(container)).toEqual([]);
    await user.click(within(turns[1] as HTMLElement).getByRole("button", { name: "Play from 0:16" }));
    expect(play).toHaveBeenCalledTimes(1);
  });
  it("says nothing of times where the host of the agent does not tell them", async () => {
    answers("get", "/calls/call_1/conversation", aConversation() as never);
    open();
    await screen.findByRole("tab", { name: "Cost" });
    expect(screen.queryByRole("tab", { name: "Time to answer" })).not.toBeInTheDocument();
  });
  it("is followed while it goes on", async () => {
    let said = 1;
    answers("get", "/calls/call_1/conversation", () => aConversation({ state: "live", result: null, recording: null, utterances: aConversation().utterances.slice(0, said++) }) as never);
    open("connected");
    expect(await screen.findByText("They are talking")).toBeInTheDocument();
    expect(await screen.findByText("Yes, that is me.")).toBeInTheDocument();
  });
  it("is being settled once its call is over, though the report is still to come", async () => {
    answers("get", "/calls/call_1/conversation", aConversation({ state: "live", result: null, recording: null }) as never);
    open();
    expect(await screen.findByText("What came of it is being settled")).toBeInTheDocument();
  });
  it("is waited for before anybody answers, and not asked for in other calls", async () => {
    answers("get", "/calls/call_1/conversation", () => problem(404, "conversation.unknown", "There is none."));
    const shown = renderAs("manager", <ConversationCard call={{ ...call, state: "ringing" }} />);
    expect(await screen.findByText(/as soon as somebody answers/)).toBeInTheDocument();
    shown.unmount();
    const { container } = renderAs("manager", <ConversationCard call={aCall({ treatment: "message" })} />);
    expect(container.querySelector("section")).toBeNull();
  });
});

describe("the loudness of a recording", () => {
  const peaks = peaksOf(aSound(), 30);
  const { utterances } = aConversation();
  it("is the loudest sample of each stretch, measured by the loudest of all", () => {
    expect(peaks.channels[0]?.slice(0, 4).map((value) => Math.round(value * 10))).toEqual([0, 10, 10, 0]);
  });
  it("tells who is on which channel, whichever way round they are", () => {
    expect(speakersOf(peaks, utterances)).toEqual(["agent", "callee"]);
    expect(speakersOf({ ...peaks, channels: [...peaks.channels].reverse() }, utterances)).toEqual(["callee", "agent"]);
  });
  it("does not guess without times, or with one channel", () => {
    expect(speakersOf(peaks, utterances.map((one) => ({ ...one, from_ms: null })))).toBeNull();
    expect(speakersOf({ ...peaks, channels: peaks.channels.slice(0, 1) }, utterances)).toBeNull();
  });
  it("finds what is being said", () => {
    expect([0, 1_000, 3_999, 4_000, 60_000].map((ms) => placeAt(utterances, ms))).toEqual([-1, 0, 0, 1, 2]);
  });
});

describe("the times of a conversation", () => {
  it("have a middle", () => {
    expect([median([]), median([5]), median([9, 1, 5]), median([1, 2, 8, 9])]).toEqual([0, 5, 5, 5]);
  });
  it("are told without what took none", () => {
    expect(partsInWords(aTurn({ tools_ms: 0, first_audio_ms: 0 }))).toBe("noticing the pause 300 ms, model 220 ms, our own share 60 ms");
  });
});

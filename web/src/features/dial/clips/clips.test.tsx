import { act, fireEvent, screen, waitFor, within } from "@testing-library/react";
import { http, HttpResponse } from "msw";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import type { Role } from "@/api/model";
import { renderAs } from "@/test/render";
import { answers, problem, server } from "@/test/server";

import { desk } from "../desk";
import { FirstList } from "../FirstList";

import { ClipsDialog } from "./ClipsDialog";
import { showShelf } from "./shelf";
import { NotAClip, readSound, soundOf } from "./sound";
import { voicemailClip } from "./voicemail";
import { encodeWav } from "./wav";

const tone = (seconds: number, loudness = 0.5) => Float32Array.from({ length: seconds * 16_000 }, (_, n) => Math.sin(n / 5) * loudness);
const some = [
  { id: "clp_1", name: "Opening line", duration_ms: 8_200 },
  { id: "clp_2", name: "Voicemail drop", duration_ms: 21_000 },
];

/** What the browser makes of every file. */
function decodesTo(samples: Float32Array | null, channels = 1) {
  vi.stubGlobal("OfflineAudioContext", class {
    decodeAudioData = () =>
      samples ? Promise.resolve({ numberOfChannels: channels, getChannelData: (n: number) => (n === 0 ? samples : samples.map((sample) => -sample)) }) : Promise.reject(new DOMException("no", "EncodingError"));
  });
}

function open(role: Role, clips = some) {
  answers("get", "/clips", { items: clips });
  const shown = renderAs(role, <ClipsDialog />);
  act(() => showShelf(true));
  return shown;
}

/** Takes in new clips and keeps what was sent. */
function takes() {
  const sent: { name: string | null; type: string | null; key: string | null; bytes: ArrayBuffer }[] = [];
  server.use(
    http.post("*/api/v1/clips", async ({ request }) => {
      const { headers } = request;
      sent.push({ name: new URL(request.url).searchParams.get("name"), type: headers.get("content-type"), key: headers.get("idempotency-key"), bytes: await request.arrayBuffer() });
      return HttpResponse.json({ id: "clp_9", name: "Goodbye", duration_ms: 2_000 }, { status: 201 });
    }),
  );
  return sent;
}

const file = (name: string, type = "audio/mpeg") => new File([new Uint8Array(64)], name, { type });

beforeEach(() => decodesTo(tone(2)));
afterEach(() => {
  act(() => showShelf(false));
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

describe("the clips of a workspace", () => {
  it("are there before the first list is", async () => {
    answers("get", "/clips", { items: some });
    const { user } = renderAs("manager", <><FirstList onChoose={() => undefined} /><ClipsDialog /></>);
    await user.click(screen.getByRole("button", { name: "Recorded clips" }));
    expect(await within(screen.getByRole("dialog", { name: "Clips" })).findByText("Opening line")).toBeVisible();
  });

  it("are explained where there are none, and made only by those who may", async () => {
    open("agent", []);
    expect(await screen.findByText("No clips yet")).toBeInTheDocument();
    expect(screen.getByText(/message for a voicemail, the line that the law asks for/)).toHaveTextContent("A manager adds them");
    expect(screen.queryByRole("button", { name: "Record a clip" })).toBeNull();
  });

  it("let everybody choose their own for voicemails", async () => {
    const { user } = open("agent");
    expect(await screen.findByRole("button", { name: "For voicemails: Voicemail drop" })).toHaveAttribute("aria-pressed", "true");
    await user.click(screen.getByRole("button", { name: "Use for voicemails: Opening line" }));
    expect(screen.getByRole("button", { name: "For voicemails: Opening line" })).toBeInTheDocument();
    expect(screen.queryByRole("button", { name: "Remove Opening line" })).toBeNull();
  });

  it("can be heard before anybody plays them to a callee", async () => {
    const played: string[] = [];
    vi.spyOn(HTMLMediaElement.prototype, "play").mockImplementation(function (this: HTMLMediaElement) {
      played.push(this.src);
      fireEvent.play(this);
      return Promise.resolve();
    });
    const stopped = vi.spyOn(HTMLMediaElement.prototype, "pause").mockImplementation(function (this: HTMLMediaElement) {
      fireEvent.pause(this);
    });
    const { user } = open("agent");
    await user.click(await screen.findByRole("button", { name: "Listen to Opening line" }));
    expect(played).toEqual([expect.stringMatching(/\/api\/v1\/clips\/clp_1\/sound$/)]);
    await user.click(await screen.findByRole("button", { name: "Stop Opening line" }));
    expect(stopped).toHaveBeenCalledOnce();
    expect(screen.getByRole("button", { name: "Listen to Opening line" })).toBeInTheDocument();
  });

  it("are removed after a question", async () => {
    const removed = answers("delete", "/clips/clp_1", () => new Response(null, { status: 204 }));
    const { user } = open("manager");
    await user.click(await screen.findByRole("button", { name: "Remove Opening line" }));
    await user.click(screen.getByRole("button", { name: "Keep it" }));
    expect(removed).toHaveLength(0);
    await user.click(screen.getByRole("button", { name: "Remove Opening line" }));
    answers("get", "/clips", { items: some.slice(1) });
    await waitFor(() => expect(screen.getByRole("button", { name: "Remove" })).toHaveFocus());
    await user.keyboard("{Enter}");
    await waitFor(() => expect(removed).toHaveLength(1));
    await waitFor(() => expect(screen.queryByText("Opening line")).toBeNull());
  });
});

describe("a new clip from a file", () => {
  it("is sent as a WAV under the name that was given", async () => {
    const sent = takes();
    const { user } = open("manager");
    await user.upload(await screen.findByLabelText("Sound file"), file("good_bye.mp3"));
    const name = await screen.findByLabelText("Name");
    expect(name).toHaveValue("good bye");
    await user.clear(name);
    await user.type(name, "Goodbye{Enter}");
    await waitFor(() => expect(sent).toHaveLength(1));
    expect(sent[0]).toMatchObject({ name: "Goodbye", type: "audio/wav" });
    expect(sent[0]?.key).not.toBeNull();
    expect(sent[0]?.bytes.byteLength).toBe(44 + 2 * 16_000 * 2);
    expect(await screen.findByRole("button", { name: "Record a clip" })).toBeInTheDocument();
  });

  it("may be dropped on the dialog", async () => {
    open("manager");
    const drop = (await screen.findByRole("button", { name: "Choose a file" })).closest("div")?.parentElement as HTMLElement;
    fireEvent.drop(drop, { dataTransfer: { types: ["Files"], files: [file("voicemail.wav", "audio/wav")] } });
    expect(await screen.findByLabelText("Name")).toHaveValue("voicemail");
  });

  it("stays, with the reason, when the server does not take it", async () => {
    server.use(http.post("*/api/v1/clips", () => problem(422, "clip.unreadable", "This is no WAV file.")));
    const { user } = open("manager");
    await user.upload(await screen.findByLabelText("Sound file"), file("a.mp3"));
    await user.click(await screen.findByRole("button", { name: "Save clip" }));
    expect(await screen.findByText("This is no WAV file.")).toBeInTheDocument();
    expect(screen.getByLabelText("Name")).toHaveValue("a");
    expect(screen.getByRole("button", { name: "Save clip" })).toBeEnabled();
  });

  it("is refused in words when it is no sound", async () => {
    decodesTo(null);
    const { user } = open("manager");
    await user.upload(await screen.findByLabelText("Sound file"), file("letter.mp3"));
    expect(await screen.findByRole("alert")).toHaveTextContent("no sound that can be read here");
  });

  it("is not lost by closing the dialog", async () => {
    const { user } = open("manager");
    await user.upload(await screen.findByLabelText("Sound file"), file("a.mp3"));
    await screen.findByLabelText("Name");
    await user.keyboard("{Escape}");
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    act(() => showShelf(true));
    expect(await screen.findByLabelText("Name")).toHaveValue("a");
  });
});

describe("a new clip from the microphone", () => {
  it("is recorded, listened to before it is saved, and may be recorded again", async () => {
    let recorders = 0;
    vi.stubGlobal("MediaStream", class { id = "microphone"; });
    vi.stubGlobal("MediaRecorder", class {
      state = "inactive";
      mimeType = "audio/webm";
      ondataavailable: ((event: { data: Blob }) => void) | null = null;
      onstop: (() => void) | null = null;
      constructor() {
        recorders += 1;
      }
      start = () => (this.state = "recording");
      stop() {
        this.state = "inactive";
        this.ondataavailable?.({ data: new Blob(["sound"]) });
        this.onstop?.();
      }
    });
    vi.spyOn(desk.headset.microphone, "get").mockResolvedValue({} as MediaStreamTrack);
    const released = vi.spyOn(desk.headset.microphone, "release");
    const { user } = open("manager");
    await user.click(await screen.findByRole("button", { name: "Record a clip" }));
    await user.click(await screen.findByRole("button", { name: "Stop" }));
    const draft = await screen.findByRole("form", { name: "New clip" });
    expect(within(draft).getByRole("button", { name: "Listen to it" })).toBeInTheDocument();
    expect(within(draft).getByText("0:00 / 0:02")).toBeInTheDocument();
    expect(within(draft).getByRole("button", { name: "Save clip" })).toBeDisabled();
    expect(released).toHaveBeenCalled();
    await user.click(within(draft).getByRole("button", { name: "Record again" }));
    await screen.findByRole("button", { name: "Stop" });
    expect(recorders).toBe(2);
  });
});

describe("a sound", () => {
  it("is written as mono PCM of 16 bits, cut where it is too loud", async () => {
    const bytes = new DataView(await encodeWav(Float32Array.from([0, 0.5, -0.5, 2, -2]), 16_000).arrayBuffer());
    const word = (at: number) => String.fromCharCode(...[0, 1, 2, 3].map((n) => bytes.getUint8(at + n)));
    expect([word(0), word(8), word(36)]).toEqual(["RIFF", "WAVE", "data"]);
    expect([bytes.getUint32(4, true), bytes.getUint16(22, true), bytes.getUint32(24, true), bytes.getUint16(34, true), bytes.getUint32(40, true)]).toEqual([46, 1, 16_000, 16, 10]);
    expect([0, 1, 2, 3, 4].map((n) => bytes.getInt16(44 + n * 2, true))).toEqual([0, 16_384, -16_383, 32_767, -32_767]);
  });
  it("is mixed to one channel", async () => {
    decodesTo(tone(2), 2);
    // Two sides that are each other's opposite leave nothing.
    await expect(readSound(file("a.mp3"))).rejects.toThrow("only silence");
  });
  it("is neither too short, nor too long, nor silent", () => {
    expect(() => soundOf(tone(0.2))).toThrow(NotAClip);
    expect(() => soundOf(new Float32Array(16_000 * 301).fill(0.5))).toThrow("longer than five minutes");
    expect(() => soundOf(tone(2, 0.0001))).toThrow("only silence");
    expect(soundOf(tone(2)).durationMs).toBe(2_000);
  });
  it("that only the server can read is sent as it is", async () => {
    decodesTo(null);
    const mulaw = file("greeting.wav", "audio/wav");
    expect(await readSound(mulaw)).toEqual({ file: mulaw, samples: null, durationMs: null });
  });
});

describe("the clip for voicemails", () => {
  it("is the chosen one, else the one that is named so, else none", () => {
    expect(voicemailClip(some, "clp_1")?.id).toBe("clp_1");
    expect(voicemailClip(some, "gone")?.id).toBe("clp_2");
    expect(voicemailClip(some.slice(0, 1), "")).toBeNull();
  });
});

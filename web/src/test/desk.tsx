import { act } from "@testing-library/react";
import { expect, vi } from "vitest";

import type { Callback } from "@/features/callbacks/model";
import type { Campaign } from "@/features/campaigns/model";
import DeskHost from "@/features/desk/DeskHost";
import { DeskPage } from "@/features/desk/DeskPage";
import { AWAY } from "@/features/desk/machine";
import type { Seat } from "@/features/desk/model";
import { shift } from "@/features/desk/shift";
import { SessionContext } from "@/features/session/session";

import { someDispositions } from "./leads";
import { renderAs } from "./render";
import { aSession } from "./samples";
import { aCampaign, aSeat, aSeatCall, someCampaignSettings } from "./seats";
import { answers } from "./server";

interface World {
  campaign?: Campaign;
  callbacks?: Callback[];
}

/** A desk in its workspace; with a seat, its microphone and audio are at once there. */
export function openDesk(seat: Seat | null, { campaign, callbacks = [] }: World = {}) {
  const own = campaign ?? aCampaign({ settings: someCampaignSettings({ script: "Hi {first_name}, this is {agent}." }) });
  answers("get", "/seats/current", { seat: null });
  answers("get", "/rooms/ice-servers", { ice_servers: [] });
  answers("get", "/campaigns", { items: [own, aCampaign({ id: "cmp_2", name: "Not yet", state: "draft" })], next_cursor: null } as never);
  answers("get", "/campaigns/cmp_1", own as never);
  answers("get", "/dispositions", { items: someDispositions() } as never);
  answers("get", "/callbacks", { items: callbacks, next_cursor: null } as never);
  answers("get", "/leads/led_1", { lead: aSeatCall().lead, calls: [] } as never);
  // The answer to the signing in comes later than the news of the seat, and must not say something else.
  answers("post", "/seats", (seat ?? aSeat()) as never);
  // Whoever asks again on a busy machine hears nothing new.
  answers("get", "/seats/seat_1", () => {
    const state = shift.current();
    return ("seat" in state ? state.seat : aSeat()) as never;
  });
  answers("get", "/clips", { items: [{ id: "clp_1", name: "Voicemail drop", duration_ms: 8_000 }] });
  vi.spyOn(shift.headset.microphone, "get").mockResolvedValue({} as MediaStreamTrack);
  const session = aSession({ cold_call: true });
  const view = (
    <SessionContext value={{ ...session, user: { ...session.user, role: "agent" } }}>
      <DeskHost />
      <DeskPage />
    </SessionContext>
  );
  const shown = renderAs("agent", view, "/desk");
  if (seat) {
    const first = aSeat({ audio: seat.audio, phone: seat.phone });
    act(() => {
      shift.tell({ type: "sign-in", entry: { campaignId: "cmp_1", key: "k", audio: seat.audio === "phone" ? "phone" : "browser", phone: null } });
      shift.tell({ type: "microphone-ready" });
      shift.tell({ type: "signed-in", seat: first });
      shift.tell({ type: "link-up" });
      shift.tell({ type: "news", seat });
    });
  }
  return shown;
}

/** Puts in place what a browser has for audio and the test environment has not. */
export function standInForAudio(): void {
  vi.stubGlobal(
    "RTCPeerConnection",
    class {
      connectionState = "new";
      iceConnectionState = "new";
      iceGatheringState = "complete";
      localDescription = null;
      addTransceiver = () => ({ sender: {} });
      setLocalDescription = () => Promise.resolve();
      getStats = () => Promise.resolve(new Map());
      close() {}
    },
  );
  vi.stubGlobal(
    "MediaStream",
    class {
      id = "voice";
    },
  );
  // The test environment has an audio element that plays nothing and says so on the console.
  vi.spyOn(HTMLMediaElement.prototype, "pause").mockImplementation(() => undefined);
}

/** Ends the shift of the page, so that the next test begins without one. */
export function leaveDesk(): void {
  act(() => shift.stop());
  vi.unstubAllGlobals();
  expect(shift.current()).toEqual(AWAY);
}

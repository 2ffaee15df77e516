import { screen, waitFor } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { faults } from "@/test/axe";
import { leaveDesk, openDesk, standInForAudio } from "@/test/desk";
import { aSeat } from "@/test/seats";
import { answers } from "@/test/server";

const phone = { phone_display: "+49 30 901820", state: "here", problem: null } as const;
const seated = aSeat({ audio: "phone", phone });

beforeEach(standInForAudio);
afterEach(leaveDesk);

describe("the agent's own phone", () => {
  it("is chosen before the shift and needs no microphone here", async () => {
    const { user, container } = openDesk(null);
    const asked = answers("post", "/seats", { ...seated, phone: { ...phone, state: "ringing" } } as never);
    await user.click(await screen.findByRole("radio", { name: /My phone/ }));
    await user.type(screen.getByLabelText("Your phone"), "+49 30 901820");
    expect(await faults(container)).toEqual([]);
    await user.click(screen.getByRole("button", { name: "Sign in to Spring offer" }));
    await waitFor(() => expect(asked[0]?.body).toEqual({ campaign_id: "cmp_1", audio: "phone", phone: "+49 30 901820" }));
    expect(await screen.findByText(/Pick up your phone, \+49 30 901820/)).toBeInTheDocument();
    expect(screen.getAllByRole("button", { name: /^Ready/ })[0]).toBeDisabled();
  });

  it("lets the agent be ready while it is on the line", () => {
    openDesk(seated);
    expect(screen.getAllByRole("button", { name: /^Ready/ })[0]).toBeEnabled();
    expect(screen.queryByRole("button", { name: "Microphone and speaker" })).toBeNull();
  });

  it("is rung again when it was hung up, and says why nobody comes", async () => {
    const asked = answers("post", "/seats/seat_1/ring-phone", { ...seated, phone: { ...phone, state: "calling" } } as never);
    const { user } = openDesk(aSeat({ audio: "phone", phone: { ...phone, state: "gone", problem: "It was busy." } }));
    expect(screen.getByText(/It was busy\. Nobody is put through to you meanwhile\./)).toBeInTheDocument();
    await user.click(screen.getByRole("button", { name: "Ring it again" }));
    await waitFor(() => expect(asked).toHaveLength(1));
    expect(await screen.findByText("Calling your phone")).toBeInTheDocument();
  });
});

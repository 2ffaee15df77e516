import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { Tooltip } from "@base-ui/react/tooltip";
import { render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { createMemoryRouter, Link, Outlet, RouterProvider } from "react-router";
import { describe, expect, it } from "vitest";

import { SessionContext } from "@/features/session/session";
import { aVoiceAgent } from "@/test/automation";
import { faults } from "@/test/axe";
import { renderAs } from "@/test/render";
import { aSession } from "@/test/samples";
import { answers, problem } from "@/test/server";

import { nearChanges } from "./Diff";
import { settingsOf, standingOf, type VoiceAgent } from "./model";
import { VoiceAgentsPage } from "./VoiceAgentsPage";

function workspace(agent: VoiceAgent = aVoiceAgent()) {
  answers("get", "/voice-agents", { items: [agent], next: null } as never);
  answers("get", "/voice-agents/agt_1", agent as never);
  answers("get", "/voice-agents/tools", { items: [{ name: "book_appointment", description: "Books a free time." }, { name: "do_not_call", description: "Blocks the number." }], variables: [{ name: "lead_first_name", description: "The first word of their name" }, { name: "lead_contact_name", description: "Whom it calls" }] });
  answers("get", "/voice-agents/agt_1/versions", { items: [4, 3].map((version) => ({ version, changed_at: "2026-11-20T09:00:00Z", changed_by: "Ada", settings: { ...settingsOf(agent), system: `The text of version ${version}.` } })) } as never);
  answers("get", "/voice-agents/agt_1/evals", { items: [], next: null });
  answers("get", "/voice-agents/agt_1/diff", { lines: [{ kind: "same", text: "name: Mara" }, { kind: "removed", text: "Be brief." }, { kind: "added", text: "Be friendly." }], no_hand_over: "The number from which the host calls is on no carrier account." });
  return answers("put", "/voice-agents/agt_1", (body) => ({ ...agent, ...(body as object), version: 5, revision: 5 }) as never);
}

/** The page as the application has it: inside a router that can hold a step back. */
function openOne() {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const around = (
    <SessionContext value={aSession()}>
      <Link to="/calls">Away</Link>
      <Outlet />
    </SessionContext>
  );
  const router = createMemoryRouter(
    [
      {
        element: around,
        children: [
          { path: "/voice-agents/:id?", element: <VoiceAgentsPage /> },
          { path: "/calls", element: <p>The calls</p> },
        ],
      },
    ],
    { initialEntries: ["/voice-agents/agt_1"] },
  );
  const shown = render(
    <QueryClientProvider client={client}>
      <Tooltip.Provider>
        <RouterProvider router={router} />
      </Tooltip.Provider>
    </QueryClientProvider>,
  );
  return { ...shown, user: userEvent.setup() };
}

describe("voice agents", () => {
  it("are listed with how they stand", async () => {
    workspace();
    const { container } = renderAs("manager", <VoiceAgentsPage />, "/voice-agents");
    expect(await screen.findByRole("link", { name: "Mara" })).toHaveAttribute("href", "/voice-agents/agt_1");
    expect(screen.getByText("Changed since version 3")).toBeInTheDocument();
    expect(await faults(container)).toEqual([]);
  });
  it("invite to the first one when there is none, and are not for agents", async () => {
    answers("get", "/voice-agents", { items: [], next: null });
    const shown = renderAs("manager", <VoiceAgentsPage />, "/voice-agents");
    expect(await screen.findByRole("button", { name: "New voice agent" })).toBeInTheDocument();
    shown.unmount();
    renderAs("agent", <VoiceAgentsPage />, "/voice-agents");
    expect(screen.getByText("Your role does not include this")).toBeInTheDocument();
  });
  it("stand as published, changed or neither", () => {
    expect(standingOf({ version: 2, published_version: null }).word).toBe("Not published");
    expect(standingOf({ version: 2, published_version: 2 }).word).toBe("Published, version 2");
  });
});

describe("the editor of a voice agent", () => {
  it("offers what is known of a lead between braces, and saves over what was read", async () => {
    const saved = workspace();
    const { user, container } = openOne();
    const first = await screen.findByRole("textbox", { name: "First words" });
    await user.clear(first);
    await screen.findByRole("button", { name: "Insert a value: First words" });
    await user.type(first, "Hello {{{{first");
    const offered = within(await screen.findByRole("listbox", { name: "Values" }));
    expect(offered.getAllByRole("option")).toHaveLength(1);
    await user.keyboard("{Enter}");
    await waitFor(() => expect(first).toHaveValue("Hello {{lead_first_name}}"));
    expect(await faults(container)).toEqual([]);
    await user.click(screen.getByRole("button", { name: "Save" }));
    await waitFor(() => expect(saved[0]?.body).toMatchObject({ first_message: "Hello {{lead_first_name}}", name: "Mara" }));
    expect(saved[0]?.body).toHaveProperty("revision", 4);
    expect(saved[0]?.body).not.toHaveProperty("version");
  });
  it("points out a value that there is not", async () => {
    workspace();
    const { user } = openOne();
    const last = await screen.findByRole("textbox", { name: "Last words" });
    await user.clear(last);
    await user.type(last, "Bye {{{{nickname}}");
    await waitFor(() => expect(last).toHaveAccessibleDescription(/There is no \{\{nickname\}\}/));
    await user.type(last, "{{{{lead_custom_plan}}");
    expect(last).not.toHaveAccessibleDescription(/lead_custom/);
  });
  it("asks before unsaved words are left, and lets go of them only when told to", async () => {
    workspace();
    const { user } = openOne();
    await user.type(await screen.findByRole("textbox", { name: "Name" }), "!");
    await user.click(screen.getByRole("link", { name: "Away" }));
    await user.click(await screen.findByRole("button", { name: "Stay here" }));
    expect(screen.getByRole("textbox", { name: "Name" })).toHaveValue("Mara!");
    await user.click(screen.getByRole("link", { name: "Away" }));
    await user.click(await screen.findByRole("button", { name: "Discard and leave" }));
    expect(await screen.findByText("The calls")).toBeInTheDocument();
  });
  it("shows what publishing changes for calls, and publishes only what was saved", async () => {
    workspace();
    const asked = answers("post", "/voice-agents/agt_1/publish", aVoiceAgent({ published_version: 4 }) as never);
    const { user } = openOne();
    await user.click(await screen.findByRole("button", { name: "Publish" }));
    const dialog = within(await screen.findByRole("dialog", { name: "Publish Mara" }));
    expect(await dialog.findByText("Be friendly.")).toBeInTheDocument();
    expect(dialog.getByText(/is not told of transfer_to_human.*on no carrier account/)).toBeInTheDocument();
    await user.click(dialog.getByRole("button", { name: "Publish version 4" }));
    await waitFor(() => expect(asked).toHaveLength(1));
    expect(await screen.findByText("Published, version 4")).toBeInTheDocument();
    await user.type(screen.getByRole("textbox", { name: "Name" }), "!");
    expect(screen.getByRole("button", { name: "Publish again" })).toBeDisabled();
  });
  it("brings an earlier version back into the form without saving it", async () => {
    const saved = workspace();
    const { user } = openOne();
    await user.click(await screen.findByRole("button", { name: "Use again: version 3" }));
    expect(screen.getByRole("textbox", { name: "What it should achieve, and how" })).toHaveValue("The text of version 3.");
    expect(saved).toHaveLength(0);
  });
  it("keeps what was written when somebody else saved meanwhile", async () => {
    workspace();
    answers("put", "/voice-agents/agt_1", () => problem(409, "revision.conflict", "Somebody else changed this agent."));
    const { user } = openOne();
    await user.type(await screen.findByRole("textbox", { name: "Name" }), "!");
    await user.click(screen.getByRole("button", { name: "Save" }));
    expect(await screen.findByRole("alert")).toHaveTextContent("Somebody else changed this agent.");
    expect(screen.getByRole("textbox", { name: "Name" })).toHaveValue("Mara!");
  });
});

describe("a difference", () => {
  it("is shown with the lines around it, and what is far away is left out", () => {
    const same = (text: string) => ({ kind: "same" as const, text });
    const lines = [same("1"), same("2"), same("3"), same("4"), { kind: "added" as const, text: "5" }, same("6"), same("7"), same("8"), same("9")];
    expect(nearChanges(lines).map((line) => line?.text ?? "…")).toEqual(["…", "3", "4", "5", "6", "7", "…"]);
    expect(nearChanges([same("1"), same("2")])).toEqual([]);
  });
});

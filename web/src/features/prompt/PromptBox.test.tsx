import { screen, waitFor } from "@testing-library/react";
import { createRef } from "react";
import { describe, expect, it, vi } from "vitest";

import type { PromptReply } from "@/api/model";
import { renderAs } from "@/test/render";
import { aVerdict } from "@/test/samples";
import { answers, problem } from "@/test/server";

import { PromptBox } from "./PromptBox";

const postponed = aVerdict({ phone: "+18085550111", display: "+1 808-555-0111", verdict: "postpone", code: "outside_window", reason: "Opens at 08:00.", overridable: true });

function reply(part: Partial<PromptReply> = {}): PromptReply {
  const numbers = [aVerdict(), postponed];
  return {
    interpreter: "grammar",
    fallback_reason: null,
    understood: true,
    intent: { intent: "call", numbers: [], message: null, at: null },
    refusal: null,
    spans: [],
    card: { numbers, allowed: 1, refused: 0, postponed: 1, message: "<img src=x onerror=alert(1)>", at: null, cost_estimate: null, text: "" },
    ...part,
  };
}

function show(onList = vi.fn()) {
  return { ...renderAs("agent", <PromptBox inputRef={createRef()} onList={onList} />), onList };
}

describe("the prompt box", () => {
  it("shows what would happen before anything happens, and one key confirms", async () => {
    answers("post", "/prompt", reply());
    const executed = answers("post", "/prompt/execute", { run: null, calls_created: 2, canceled: 0, message: "1 call placed, 1 scheduled." });
    const { user } = show();
    await user.type(screen.getByLabelText("What should be done?"), "call them{Enter}");
    const confirm = await screen.findByRole("button", { name: /Call 1, schedule 1/ });
    expect(executed).toHaveLength(0);
    expect(confirm).toHaveFocus();
    await user.keyboard("{Enter}");
    await waitFor(() => expect(executed).toHaveLength(1));
    expect(executed[0]?.body).toMatchObject({ text: "call them", override_window: false, intent: { intent: "call" } });
    expect(executed[0]?.headers.get("Idempotency-Key")).toMatch(/^[0-9a-f]{32}$/);
    expect((await screen.findAllByText("1 call placed, 1 scheduled.")).length).toBeGreaterThan(0);
  });

  it("shows text from people as text", async () => {
    answers("post", "/prompt", reply());
    const { user, container } = show();
    await user.type(screen.getByLabelText("What should be done?"), "call them{Enter}");
    expect(await screen.findByText(/<img src=x/)).toBeInTheDocument();
    expect(container.querySelector("img")).toBeNull();
  });

  it("lifts the calling window only by an explicit tick", async () => {
    answers("post", "/prompt", reply());
    const executed = answers("post", "/prompt/execute", { run: null, calls_created: 2, canceled: 0, message: "2 calls placed." });
    const { user } = show();
    await user.type(screen.getByLabelText("What should be done?"), "call them{Enter}");
    await user.click(await screen.findByRole("checkbox", { name: /outside the calling window/ }));
    await user.click(screen.getByRole("button", { name: /Call 2 numbers/ }));
    await waitFor(() => expect(executed[0]?.body).toMatchObject({ text: "call them", override_window: true }));
  });

  it("uses the same key when a person tries again after a failure", async () => {
    answers("post", "/prompt", reply());
    const executed = answers("post", "/prompt/execute", () => problem(503, "store.unavailable", "The store does not answer."));
    const { user } = show();
    await user.type(screen.getByLabelText("What should be done?"), "call them{Enter}");
    await user.click(await screen.findByRole("button", { name: /Call 1, schedule 1/ }));
    expect((await screen.findAllByText("The store does not answer.")).length).toBeGreaterThan(0);
    await user.click(screen.getByRole("button", { name: /Call 1, schedule 1/ }));
    await waitFor(() => expect(executed).toHaveLength(2));
    expect(executed[0]?.headers.get("Idempotency-Key")).toBe(executed[1]?.headers.get("Idempotency-Key"));
  });

  it("withdraws the card when the text changes, so that nobody confirms something else", async () => {
    answers("post", "/prompt", reply());
    const { user } = show();
    await user.type(screen.getByLabelText("What should be done?"), "call them{Enter}");
    await screen.findByRole("button", { name: /Call 1/ });
    await user.type(screen.getByLabelText("What should be done?"), " now");
    expect(screen.queryByRole("button", { name: /Call 1/ })).toBeNull();
  });

  it("says what was not understood and offers nothing to confirm", async () => {
    answers("post", "/prompt", reply({ understood: false, intent: null, card: null, refusal: "“paint” was not understood." }));
    const { user } = show();
    await user.type(screen.getByLabelText("What should be done?"), "paint{Enter}");
    expect(await screen.findByText("“paint” was not understood.")).toBeInTheDocument();
    expect(screen.queryByRole("button", { name: /Call/ })).toBeNull();
  });

  it("hands a pasted list to the list box", async () => {
    const { user, onList } = show();
    await user.click(screen.getByLabelText("What should be done?"));
    await user.paste("+1 415 555 2671\n+1 415 555 2672\n+1 415 555 2673");
    expect(onList).toHaveBeenCalledOnce();
    expect(screen.getByLabelText("What should be done?")).toHaveValue("");
  });

  it("closes the card with Escape and keeps the text", async () => {
    answers("post", "/prompt", reply());
    const { user } = show();
    await user.type(screen.getByLabelText("What should be done?"), "call them{Enter}");
    await screen.findByRole("button", { name: /Call 1/ });
    await user.keyboard("{Escape}");
    expect(screen.queryByRole("button", { name: /Call 1/ })).toBeNull();
    expect(screen.getByLabelText("What should be done?")).toHaveValue("call them");
  });
});

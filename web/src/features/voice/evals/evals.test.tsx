import { screen, waitFor, within } from "@testing-library/react";
import { http } from "msw";
import { describe, expect, it, vi } from "vitest";

import { anEval, anEvalRun, aVoiceAgent } from "@/test/automation";
import { faults } from "@/test/axe";
import { renderAs } from "@/test/render";
import { answers, problem, server } from "@/test/server";

import { PublishDialog } from "../PublishDialog";
import type { VoiceAgentEval } from "../wire";
import { EvalsTab } from "./EvalsTab";
import { expectedInWords, standingOf } from "./model";

const agent = aVoiceAgent();
const PASSED = anEval({ last: anEvalRun() });
const FAILED = anEval({ id: "eval_2", name: "Takes them off the list", last: anEvalRun({ passed: false, failures: ["It never asked for do_not_call."] }) });
const OLD = anEval({ id: "eval_3", name: "Says what it is", last: anEvalRun({ version: 3 }) });

function workspace(items: VoiceAgentEval[]) {
  answers("get", "/voice-agents/tools", { items: [{ name: "check_availability", description: "" }, { name: "book_appointment", description: "" }], variables: [] });
  answers("get", "/voice-agents/agt_1/evals", { items, next: null } as never);
  answers("get", "/voice-agents/agt_1/diff", { lines: [], no_hand_over: null });
}

describe("the evals of a voice agent", () => {
  it("stand as passed, failed with its reasons, or not run for this version", async () => {
    workspace([PASSED, FAILED, OLD]);
    const { container } = renderAs("manager", <EvalsTab agent={agent} isChanged={false} onTry={() => undefined} />);
    const [first, second, third] = within(await screen.findByRole("list", { name: "Evals" })).getAllByRole("listitem").filter((item) => item.querySelector("strong"));
    expect(first).toHaveTextContent("Passed");
    expect(second).toHaveTextContent("Failed");
    expect(second).toHaveTextContent("It never asked for do_not_call.");
    expect(third).toHaveTextContent("Not run for this version");
    expect(screen.getByText("1 of 3 evals passed for version 4")).toBeInTheDocument();
    expect(await faults(container)).toEqual([]);
  });
  it("are run all at once, which is said while it lasts", async () => {
    workspace([PASSED, OLD]);
    let done: (answer: Response) => void = () => undefined;
    server.use(http.post("*/api/v1/voice-agents/agt_1/evals/run", () => new Promise<Response>((resolve) => (done = resolve))));
    const { user } = renderAs("manager", <EvalsTab agent={agent} isChanged={false} onTry={() => undefined} />);
    await user.click(await screen.findByRole("button", { name: "Run all" }));
    expect(await screen.findByText(/2 evals are being talked through against version 4/)).toBeInTheDocument();
    expect(screen.getAllByText("Running")).toHaveLength(2);
    workspace([PASSED, { ...OLD, last: anEvalRun() }]);
    done(Response.json({ items: [PASSED, { ...OLD, last: anEvalRun() }], next: null }));
    expect(await screen.findByText("All 2 evals passed for version 4")).toBeInTheDocument();
  });
  it("say why they could not be run", async () => {
    workspace([PASSED]);
    answers("post", "/voice-agents/agt_1/evals/run", () => problem(409, "voice_agent.no_text_model", "No language model is set up."));
    const { user } = renderAs("manager", <EvalsTab agent={agent} isChanged={false} onTry={() => undefined} />);
    await user.click(await screen.findByRole("button", { name: "Run all" }));
    expect(await screen.findByRole("alert")).toHaveTextContent(/No language model is set up\..*OPENAI_API_KEY/);
  });
  it("are changed in every part, and wrong parts are pointed out", async () => {
    workspace([PASSED]);
    const saved = answers("put", "/voice-agents/agt_1/evals/eval_1", (body) => ((body as { name: string }).name === "Bad" ? problem(422, "voice_agent.eval_invalid", "One field makes no sense.", [{ field: "callee[1]", code: "too_long", message: "This line is too long." }]) : ({ ...PASSED, ...(body as object) } as never)));
    const { user } = renderAs("manager", <EvalsTab agent={agent} isChanged={false} onTry={() => undefined} />);
    await user.click(await screen.findByRole("button", { name: "More for Books when they say yes" }));
    await user.click(await screen.findByRole("menuitem", { name: "Change" }));
    const dialog = within(await screen.findByRole("dialog", { name: "Change the eval" }));
    const name = dialog.getByRole("textbox", { name: "Name" });
    await user.clear(name);
    await user.type(name, "Bad");
    await user.click(dialog.getByRole("button", { name: "Save" }));
    expect(await dialog.findByText("This line is too long.")).toBeInTheDocument();
    await user.clear(name);
    await user.type(name, "Good");
    await user.type(dialog.getByRole("textbox", { name: "What the callee says" }), "{Enter}Bye.");
    await user.type(dialog.getByRole("textbox", { name: /It never says/ }), "cheap");
    await user.click(dialog.getByRole("combobox", { name: "Check availability" }));
    await user.click(await screen.findByRole("option", { name: "Must never" }));
    await user.click(dialog.getByRole("button", { name: "Save" }));
    await waitFor(() => expect(saved).toHaveLength(2));
    expect(saved[1]?.body).toEqual({ name: "Good", callee: ["Yes, that is me.", "Thursday at ten.", "Bye."], expect: { result: "scheduled", tools: ["book_appointment"], never_tools: ["check_availability"], says: ["Northwind"], never_says: ["cheap"] } });
  });
  it("are removed, and brought back by who did not mean it", async () => {
    workspace([PASSED]);
    const gone = answers("delete", "/voice-agents/agt_1/evals/eval_1", () => new Response(null, { status: 204 }));
    const back = answers("post", "/voice-agents/agt_1/evals", PASSED as never);
    const { user } = renderAs("manager", <EvalsTab agent={agent} isChanged={false} onTry={() => undefined} />);
    await user.click(await screen.findByRole("button", { name: "More for Books when they say yes" }));
    await user.click(await screen.findByRole("menuitem", { name: "Remove" }));
    await waitFor(() => expect(gone).toHaveLength(1));
    await user.click(await screen.findByRole("button", { name: "Undo" }));
    await waitFor(() => expect(back[0]?.body).toEqual({ name: PASSED.name, callee: PASSED.callee, expect: PASSED.expect }));
  });
  it("prove nothing about another version, and say what they expect", () => {
    expect([PASSED, FAILED, OLD, anEval()].map((one) => standingOf(one, 4))).toEqual(["passed", "failed", "not_run", "not_run"]);
    expect(expectedInWords(PASSED, (name) => name)).toEqual(["Comes to “Appointment booked”", "Asks for: book_appointment", "Says “Northwind”"]);
  });
});

describe("publishing an agent with evals", () => {
  const open = () => {
    const close = vi.fn();
    return { close, ...renderAs("manager", <PublishDialog agent={agent} onClose={close} onLook={() => undefined} />) };
  };
  it("shows which have not passed, and runs them", async () => {
    workspace([PASSED, FAILED]);
    const { user } = open();
    expect(await screen.findByText("Takes them off the list: failed")).toBeInTheDocument();
    const fixed = [PASSED, { ...FAILED, last: anEvalRun() }];
    workspace(fixed);
    answers("post", "/voice-agents/agt_1/evals/run", { items: fixed, next: null } as never);
    await user.click(screen.getByRole("button", { name: "Run them now" }));
    expect(await screen.findByText("All 2 evals passed for version 4.")).toBeInTheDocument();
  });
  it("is refused in words, and done anyway only by another press", async () => {
    workspace([FAILED]);
    const asked: string[] = [];
    const published = answers("post", "/voice-agents/agt_1/publish", () => (asked.push("once"), asked.length === 1 ? problem(409, "voice_agent.evals_not_passed", "“Takes them off the list” has not passed for version 4. Run it, or publish anyway.") : (aVoiceAgent({ published_version: 4 }) as never)));
    const { user, close } = open();
    await user.click(await screen.findByRole("button", { name: "Publish version 4" }));
    expect(await screen.findByRole("alert")).toHaveTextContent("“Takes them off the list” has not passed for version 4.");
    expect(close).not.toHaveBeenCalled();
    await user.click(screen.getByRole("button", { name: "Publish anyway" }));
    await waitFor(() => expect(close).toHaveBeenCalled());
    expect(published).toHaveLength(2);
  });
});

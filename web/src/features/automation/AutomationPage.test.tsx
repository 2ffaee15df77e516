import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";

import { anAutomation, aRunOfIt, aVoiceAgent, someStatsOfIt } from "@/test/automation";
import { faults } from "@/test/axe";
import { aList } from "@/test/leads";
import { renderAs } from "@/test/render";
import { answers, problem } from "@/test/server";

import { AutomationPage } from "./AutomationPage";
import type { Automation } from "./model";

function workspace(part: Partial<Automation> = {}) {
  let now = anAutomation({ next_run_at: new Date(Date.now() + 150_000).toISOString(), ...part });
  answers("get", "/automation", () => now as never);
  answers("get", "/automation/runs", { items: [aRunOfIt({ why: "The budget ended it." })], next_cursor: null } as never);
  answers("get", "/automation/stats", someStatsOfIt() as never);
  answers("get", "/voice-agents", { items: [aVoiceAgent()], next: null } as never);
  answers("get", "/carriers", { items: [], kinds: [] });
  answers("get", "/lists", { items: [aList()], next_cursor: null } as never);
  const saved = answers("put", "/automation", (body) => (now = { ...now, ...(body as object), revision: now.revision + 1 }) as never);
  return saved;
}

describe("automation", () => {
  it("says how it stands: next run, calls, spend, last runs and what came of them", async () => {
    workspace();
    const { container } = renderAs("manager", <AutomationPage />, "/automation");
    const standing = within(await screen.findByRole("region", { name: "How it stands" }));
    expect(standing.getByText(/^2:\d\d$/)).toBeInTheDocument();
    expect(standing.getByText("7 slots are free")).toBeInTheDocument();
    expect(standing.getByText("$4.35")).toBeInTheDocument();
    expect(standing.getByText("of $20.00 a day")).toBeInTheDocument();
    expect(await screen.findByText("The budget ended it.")).toBeInTheDocument();
    const figures = within(await screen.findByLabelText("What came of it", { selector: "dl" }));
    expect(figures.getByText("25.0 %")).toBeInTheDocument();
    expect(figures.getByText("$0.80")).toBeInTheDocument();
    expect(await faults(container)).toEqual([]);
  });
  it("keeps currencies apart, and says what is not counted against the budget", async () => {
    workspace({ spend_today_not_counted: [{ micros: 3_200_000, currency: "EUR" }] });
    renderAs("manager", <AutomationPage />, "/automation");
    const standing = within(await screen.findByRole("region", { name: "How it stands" }));
    expect(standing.getByText("$4.35")).toBeInTheDocument();
    expect(standing.getByText("And €3.20, not counted against the budget in USD")).toBeInTheDocument();
  });
  it("says that nobody is called where nothing can be counted, and takes another currency for the budget", async () => {
    const saved = workspace({ spend_today: null, spend_today_not_counted: [{ micros: 3_200_000, currency: "EUR" }] });
    const { user } = renderAs("manager", <AutomationPage />, "/automation");
    const standing = within(await screen.findByRole("region", { name: "How it stands" }));
    expect(standing.getByText("It cost €3.20, not counted against the budget in USD: nobody more is called today")).toBeInTheDocument();
    const currency = screen.getByRole("textbox", { name: "Currency of the budget" });
    await user.clear(currency);
    await user.type(currency, "eur");
    await user.click(screen.getByRole("button", { name: "Save" }));
    await waitFor(() => expect(saved[0]?.body).toMatchObject({ budget_currency: "EUR" }));
  });
  it("is switched on only after it was said who is called, and then based on what was read", async () => {
    const saved = workspace({ enabled: false });
    const { user } = renderAs("manager", <AutomationPage />, "/automation");
    await user.click(await screen.findByRole("button", { name: "Switch on" }));
    const dialog = within(await screen.findByRole("dialog", { name: "Switch automation on" }));
    expect(await dialog.findByText("Mara")).toBeInTheDocument();
    expect(await dialog.findByText(/Spring list: 2 leads are open/)).toBeInTheDocument();
    expect(saved).toHaveLength(0);
    await user.click(dialog.getByRole("button", { name: "Switch it on" }));
    await waitFor(() => expect(saved[0]?.body).toMatchObject({ enabled: true, batch: 10, list_ids: ["lst_1"] }));
    expect(saved[0]?.body).toHaveProperty("revision", 4);
    expect(saved[0]?.body).not.toHaveProperty("next_run_at");
  });
  it("cannot be switched on while something is missing, and says what", async () => {
    workspace({ enabled: false, problems: [{ code: "voice_agent_missing", message: "Choose a voice agent." }] });
    renderAs("manager", <AutomationPage />, "/automation");
    const on = await screen.findByRole("button", { name: "Switch on" });
    expect(on).toBeDisabled();
    expect(on).toHaveAccessibleDescription("Choose a voice agent.");
    expect(screen.getByRole("button", { name: "Run now" })).toBeDisabled();
  });
  it("says that it stopped itself, and why", async () => {
    workspace({ breaker: { open: true, reason: "8 of 10 calls failed.", until: "" } });
    renderAs("manager", <AutomationPage />, "/automation");
    expect(await screen.findByRole("alert")).toHaveTextContent("It stopped itself. 8 of 10 calls failed.");
    expect(screen.getByText("Stopped itself")).toBeInTheDocument();
  });
  it("is run by hand, and says what came of that", async () => {
    workspace();
    const asked = answers("post", "/automation/run", { ...aRunOfIt({ placed: 2, failed: 0 }), leads: [] } as never);
    const { user } = renderAs("manager", <AutomationPage />, "/automation");
    await user.click(await screen.findByRole("button", { name: "Run now" }));
    expect((await screen.findAllByText("2 calls placed")).length).toBeGreaterThan(0);
    expect(asked[0]?.headers.get("Idempotency-Key")).toBeTruthy();
  });
  it("shows what a run did lead by lead, beside the page", async () => {
    workspace();
    answers("get", "/automation/runs/aur_1", {
      ...aRunOfIt(),
      leads: [
        { lead_id: "led_1", name: "Grace Hopper", call_id: "call_1", outcome: "completed", result: "scheduled", error: null },
        { lead_id: "led_2", name: "Ben Okafor", call_id: null, outcome: null, result: null, error: "The host did not answer." },
      ],
    } as never);
    const { user } = renderAs("manager", <AutomationPage />, "/automation?run=aur_1");
    const leads = within(await screen.findByRole("list", { name: "Leads of this run" }));
    expect(leads.getByText("Appointment booked")).toBeInTheDocument();
    expect(leads.getByRole("link", { name: "Call" })).toHaveAttribute("href", "/calls?call=call_1");
    expect(leads.getByText("The host did not answer.")).toBeInTheDocument();
    await user.click(screen.getByRole("button", { name: "Close" }));
    expect(screen.getByLabelText("address")).toHaveTextContent("/automation");
    expect(screen.queryByRole("list", { name: "Leads of this run" })).not.toBeInTheDocument();
  });
  it("takes a cron expression, and says what is wrong with it or when that is", async () => {
    const saved = workspace();
    const { user } = renderAs("manager", <AutomationPage />, "/automation");
    await user.click(await screen.findByRole("button", { name: "At set times" }));
    const cron = screen.getByRole("textbox", { name: "Cron expression" });
    expect(cron).toHaveValue("*/5 * * * *");
    await user.clear(cron);
    await user.type(cron, "0 9 * *");
    expect(cron).toHaveAccessibleDescription(/Write five parts/);
    await user.type(cron, " 1-5");
    expect(screen.getByLabelText("The next times")).toHaveTextContent(/^Next: \w{3} /);
    await user.click(screen.getByRole("button", { name: "Save" }));
    await waitFor(() => expect(saved[0]?.body).toMatchObject({ cron: "0 9 * * 1-5", every_minutes: null }));
  });
  it("keeps what was typed when the server refuses it, and says why at the field", async () => {
    workspace();
    answers("put", "/automation", () => problem(422, "campaign.invalid", "One field makes no sense.", [{ field: "pulse.batch", code: "out_of_range", message: "At most 50 leads at once." }]));
    const { user } = renderAs("manager", <AutomationPage />, "/automation");
    const batch = await screen.findByRole("textbox", { name: "Leads at once" });
    await user.clear(batch);
    await user.type(batch, "80");
    await user.click(screen.getByRole("button", { name: "Save" }));
    await waitFor(() => expect(batch).toHaveAccessibleDescription("At most 50 leads at once."));
    expect(batch).toHaveValue("80");
  });
  it("is not for agents", () => {
    renderAs("agent", <AutomationPage />, "/automation");
    expect(screen.getByText("Your role does not include this")).toBeInTheDocument();
  });
});

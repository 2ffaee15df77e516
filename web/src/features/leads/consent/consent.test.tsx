import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";

import { faults } from "@/test/axe";
import { aLead } from "@/test/leads";
import { renderAs } from "@/test/render";
import { answers, problem } from "@/test/server";

import { BulkBar } from "../BulkBar";
import { readFilter, selectionOf, writeFilter } from "../filter";
import { FileConsents } from "../import/FileConsents";
import { ConsentSection } from "./ConsentSection";
import { ConsentSwitch } from "./ConsentSwitch";
import { consentWords, scopeWord, withoutConsent, type LeadConsent } from "./model";

const WORD: LeadConsent = { scope: "ai_voice", granted: true, source: "Sign-up form", at: "2026-11-20T09:12:00Z", by: { id: "usr_1", kind: "user", name: "Ada" } };

describe("the consent of a lead", () => {
  it("is shown with every word about it, and how it is known", async () => {
    const log = [{ ...WORD, granted: false, source: "Asked by phone" }, WORD];
    const { user, container } = renderAs("agent", <ConsentSection lead={{ ...aLead(), consents: ["email"] }} log={log} />);
    expect(screen.getByText("E-mail")).toBeInTheDocument();
    await user.click(screen.getByText("How it is known (2)"));
    const words = within(screen.getByRole("list", { name: "Words about consent" })).getAllByRole("listitem");
    expect(words[0]).toHaveTextContent("Takes back its consent to be called by an artificial voice: Asked by phone");
    expect(words[1]).toHaveTextContent("Agreed to be called by an artificial voice: Sign-up form");
    expect(words[1]).toHaveTextContent("Ada");
    expect(await faults(container)).toEqual([]);
  });
  it("is given with how it is known, and taken back", async () => {
    const asked = answers("post", "/leads/led_1/consents", (body) => ({ lead: { ...aLead(), consents: ["ai_voice"] }, calls: [], consent_log: [{ ...WORD, ...(body as object) }] }) as never);
    const { user } = renderAs("agent", <ConsentSection lead={{ ...aLead(), consents: [] }} log={[]} />);
    expect(screen.getByText("None is recorded")).toBeInTheDocument();
    await user.click(screen.getByRole("button", { name: "Record consent" }));
    const submit = screen.getByRole("button", { name: "Record the consent" });
    expect(submit).toBeDisabled();
    await user.type(screen.getByRole("textbox", { name: "How this is known" }), "Trade fair{Enter}");
    await waitFor(() => expect(asked[0]?.body).toEqual({ scope: "ai_voice", granted: true, source: "Trade fair" }));
    await waitFor(() => expect(submit).not.toBeInTheDocument());
    await user.click(screen.getByRole("button", { name: "Record consent" }));
    await user.click(screen.getByRole("button", { name: "They took it back" }));
    await user.type(screen.getByRole("textbox", { name: "How this is known" }), "Letter");
    answers("post", "/leads/led_1/consents", () => problem(422, "request.invalid", "One field makes no sense.", [{ field: "source", code: "invalid", message: "Say in 1 to 300 characters how this is known." }]));
    await user.click(screen.getByRole("button", { name: "Take it back" }));
    expect(await screen.findByText("Say in 1 to 300 characters how this is known.")).toBeInTheDocument();
    expect(screen.getByRole("textbox", { name: "How this is known" })).toHaveValue("Letter");
  });
  it("is given for many at once", async () => {
    const asked = answers("post", "/leads/batches", { id: "bat_1", changed: 2 } as never);
    const { user } = renderAs("manager", <BulkBar selection={{ kind: "some", ids: new Set(["led_1", "led_2"]) }} total={{ n: 5, isAtLeast: false }} loaded={5} filter={{}} lists={[]} tags={[]} onSelect={vi.fn()} />);
    await user.click(screen.getByRole("button", { name: "Consent" }));
    await user.type(await screen.findByRole("textbox", { name: "How this is known" }), "Webinar{Enter}");
    await waitFor(() => expect(asked[0]?.body).toEqual({ select: { ids: ["led_1", "led_2"] }, action: { consent: { scope: "ai_voice", granted: true, source: "Webinar" } }, expected: 2 }));
    expect(await screen.findByText("2 leads agree to be called by an artificial voice")).toBeInTheDocument();
    expect(screen.getByRole("button", { name: "Undo" })).toBeInTheDocument();
  });
  it("is a filter, by having it and by lacking it", () => {
    const search = writeFilter(new URLSearchParams(), { consent: "none:ai_voice" });
    expect(selectionOf(readFilter(search))).toEqual({ consent: "none:ai_voice" });
    expect(consentWords("none:ai_voice")).toBe("No consent: AI voice");
    expect(consentWords("email")).toBe("Consent: E-mail");
    expect(scopeWord("fax_page")).toBe("fax page");
    expect(withoutConsent("ai_voice", ["lst_1", "lst_2"])).toBe("/leads?consent=none%3Aai_voice");
  });
});

describe("the consent of everybody in a file", () => {
  it("counts once it says how it is known", async () => {
    const onChange = vi.fn();
    const onHalf = vi.fn();
    const { user, container } = renderAs("manager", <FileConsents given={null} onChange={onChange} onHalf={onHalf} />);
    await user.click(screen.getByRole("checkbox", { name: "Everybody in this file has agreed" }));
    expect(screen.getByRole("checkbox", { name: "To be called by an artificial voice" })).toBeChecked();
    expect(onHalf).toHaveBeenLastCalledWith(true);
    expect(onChange).not.toHaveBeenCalled();
    await user.click(screen.getByRole("checkbox", { name: "To be recorded" }));
    await user.type(screen.getByRole("textbox", { name: "How this is known" }), "Fair{Tab}");
    expect(onChange).toHaveBeenLastCalledWith({ scopes: ["ai_voice", "recording"], source: "Fair" });
    expect(onHalf).toHaveBeenLastCalledWith(false);
    expect(await faults(container)).toEqual([]);
  });
  it("is taken back by unticking it", async () => {
    const onChange = vi.fn();
    const { user } = renderAs("manager", <FileConsents given={{ scopes: ["ai_voice"], source: "Fair" }} onChange={onChange} onHalf={vi.fn()} />);
    await user.click(screen.getByRole("checkbox", { name: "Everybody in this file has agreed" }));
    expect(onChange).toHaveBeenLastCalledWith(null);
  });
});

describe("the switch that asks for consent", () => {
  it("says whom it leaves out, and what it means to go without", () => {
    const shown = renderAs("manager", <ConsentSwitch scope="ai_voice" checked leftOut={1} listIds={[]} onChange={vi.fn()} />);
    expect(screen.getByText(/1 lead is left out/)).toBeInTheDocument();
    shown.unmount();
    renderAs("manager", <ConsentSwitch scope="ai_voice" checked={false} leftOut={1} listIds={[]} onChange={vi.fn()} />);
    expect(screen.queryByText(/left out/)).not.toBeInTheDocument();
    expect(screen.getByText(/Everybody is called, agreed or not/)).toBeInTheDocument();
  });
});

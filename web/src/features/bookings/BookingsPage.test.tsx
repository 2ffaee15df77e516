import { screen, waitFor, within } from "@testing-library/react";
import { http, HttpResponse } from "msw";
import { describe, expect, it } from "vitest";

import { aBooking } from "@/test/automation";
import { faults } from "@/test/axe";
import { aLead } from "@/test/leads";
import { renderAs } from "@/test/render";
import { answers, problem, server } from "@/test/server";

import { BookingsPage } from "./BookingsPage";
import { byDay } from "./days";

const inDays = (days: number, hour = 12) => {
  const at = new Date();
  at.setDate(at.getDate() + days);
  at.setHours(hour, 0, 0, 0);
  return at.toISOString();
};
const soon = aBooking({ start: inDays(2), end: inDays(2, 13) });

function workspace(items = [soon]) {
  const asked: URLSearchParams[] = [];
  server.use(
    http.get("*/api/v1/bookings", ({ request }) => {
      asked.push(new URL(request.url).searchParams);
      return HttpResponse.json({ items, next_cursor: null });
    }),
  );
  return asked;
}

describe("bookings", () => {
  it("stand under their days, with the time of whoever comes beside one's own", async () => {
    workspace([soon, aBooking({ ...soon, id: "bkg_2", name: "Ben Okafor", zone: "Pacific/Kiritimati", state: "doubtful" })]);
    const { container } = renderAs("agent", <BookingsPage />, "/bookings");
    expect(await screen.findByRole("link", { name: "Grace Hopper" })).toHaveAttribute("href", "/leads/led_1");
    expect(screen.getByText(/for them \(Pacific\/Kiritimati\)/)).toBeInTheDocument();
    expect(screen.getByText("Being confirmed")).toBeInTheDocument();
    expect(await faults(container)).toEqual([]);
  });
  it("are asked for by whether they are to come", async () => {
    const asked = workspace();
    const { user } = renderAs("manager", <BookingsPage />, "/bookings");
    await screen.findByText("Grace Hopper");
    expect(Date.parse(asked[0]?.get("from") ?? "")).toBeLessThan(Date.now());
    expect(asked[0]?.has("to")).toBe(false);
    await user.click(screen.getByRole("button", { name: "Past 31 days" }));
    await waitFor(() => expect(asked).toHaveLength(2));
    expect(Math.abs(Date.parse(asked[1]?.get("to") ?? "") - Date.now())).toBeLessThan(600_000);
    expect(screen.getByLabelText("address")).toHaveTextContent("/bookings?view=past");
  });
  it("are moved to a time that is free, and to no other", async () => {
    workspace();
    answers("get", "/calendar/slots", { items: [{ token: "tok_1", start: inDays(2, 15), end: inDays(2, 16), spoken: "Thursday at three" }] });
    const asked = answers("post", "/bookings/bkg_1/reschedule", aBooking({ state: "rescheduled" }) as never);
    const { user } = renderAs("manager", <BookingsPage />, "/bookings");
    await user.click(await screen.findByRole("button", { name: "Move: Grace Hopper" }));
    await user.click(await screen.findByRole("button", { name: "Move it" }));
    expect(await screen.findByText("Choose one of the free times.")).toBeInTheDocument();
    expect(asked).toHaveLength(0);
    await user.click(await screen.findByRole("button", { name: /^15:00/ }));
    await user.click(screen.getByRole("button", { name: "Move it" }));
    await waitFor(() => expect(asked[0]?.body).toEqual({ token: "tok_1" }));
    expect(asked[0]?.headers.get("Idempotency-Key")).toBeTruthy();
  });
  it("are made with a lead, at a time that is free", async () => {
    workspace();
    answers("get", "/leads", { items: [aLead({ id: "led_7", contact_name: "Ben Okafor", email: "ben@example.com" })], next_cursor: null, total: 1, total_is_at_least: false } as never);
    answers("get", "/calendar/slots", { items: [{ token: "tok_1", start: inDays(0, 15), end: inDays(0, 16), spoken: "Today at three" }] });
    const asked = answers("post", "/bookings", (body) => ((body as { notes?: string }).notes === "taken" ? problem(409, "booking.taken", "Somebody else has just taken this time. Choose another one.") : (aBooking({ name: "Ben Okafor" }) as never)));
    const { user, baseElement } = renderAs("agent", <BookingsPage />, "/bookings");
    await user.click(await screen.findByRole("button", { name: "New appointment" }));
    const dialog = within(await screen.findByRole("dialog", { name: "New appointment" }));
    await user.click(dialog.getByRole("button", { name: "Make the appointment" }));
    expect(dialog.getByText("Write a name, or choose a lead.")).toBeInTheDocument();
    expect(dialog.getByText("Choose one of the free times.")).toBeInTheDocument();
    await user.type(dialog.getByRole("combobox", { name: /^Lead/ }), "ben");
    await waitFor(() => expect(dialog.getByRole("combobox", { name: /^Lead/ })).toHaveAttribute("aria-activedescendant"));
    await user.keyboard("{Enter}");
    expect(dialog.getByRole("combobox", { name: /^Lead/ })).toHaveValue("Ben Okafor");
    expect(dialog.getByRole("combobox", { name: "Their time zone" })).toHaveValue("America/Los_Angeles");
    await user.click(await dialog.findByRole("button", { name: /^15:00/ }));
    await user.type(dialog.getByRole("textbox", { name: /^Note/ }), "taken");
    expect(await faults(baseElement)).toEqual([]);
    await user.click(dialog.getByRole("button", { name: "Make the appointment" }));
    expect(await dialog.findByRole("alert")).toHaveTextContent("Somebody else has just taken this time.");
    await user.clear(dialog.getByRole("textbox", { name: /^Note/ }));
    await user.click(await dialog.findByRole("button", { name: /^15:00/ }));
    await user.click(dialog.getByRole("button", { name: "Make the appointment" }));
    await waitFor(() => expect(asked).toHaveLength(2));
    expect(asked[1]?.body).toEqual({ token: "tok_1", zone: "America/Los_Angeles", lead_id: "led_7", name: "Ben Okafor" });
    expect(asked[1]?.headers.get("Idempotency-Key")).toBeTruthy();
    await waitFor(() => expect(screen.queryByRole("dialog")).not.toBeInTheDocument());
  });
  it("are made with anybody, on the next day that is not full", async () => {
    workspace([]);
    const tomorrow = inDays(1, 9);
    server.use(
      http.get("*/api/v1/calendar/slots", ({ request }) => {
        const query = new URL(request.url).searchParams;
        const isWithin = (query.get("from") ?? "") <= tomorrow && tomorrow < (query.get("to") ?? "");
        return HttpResponse.json({ items: isWithin ? [{ token: "tok_2", start: tomorrow, end: inDays(1, 10), spoken: "" }] : [] });
      }),
    );
    const asked = answers("post", "/bookings", aBooking() as never);
    const { user } = renderAs("manager", <BookingsPage />, "/bookings");
    await user.click(await screen.findByRole("button", { name: "New appointment" }));
    const dialog = within(await screen.findByRole("dialog"));
    await user.type(dialog.getByRole("textbox", { name: "Name" }), "Jun Tanaka");
    await user.type(dialog.getByRole("textbox", { name: /^E-mail/ }), "jun@example.com");
    const zone = dialog.getByRole("combobox", { name: "Their time zone" });
    await user.clear(zone);
    await user.type(zone, "Mars");
    expect(dialog.getByText("Use a name such as Europe/Berlin.")).toBeInTheDocument();
    await user.clear(zone);
    await user.type(zone, "Asia/Tokyo");
    await user.click(await dialog.findByRole("button", { name: "Next free day" }));
    await user.click(await dialog.findByRole("button", { name: /^09:00/ }));
    await user.click(dialog.getByRole("button", { name: "Make the appointment" }));
    await waitFor(() => expect(asked[0]?.body).toEqual({ token: "tok_2", zone: "Asia/Tokyo", name: "Jun Tanaka", email: "jun@example.com" }));
  });
  it("are cancelled once more is asked, and stay when the calendar says no", async () => {
    workspace();
    const asked = answers("post", "/bookings/bkg_1/cancel", () => problem(409, "booking.begun", "It has already begun."));
    const { user } = renderAs("agent", <BookingsPage />, "/bookings");
    await user.click(await screen.findByRole("button", { name: "More for Grace Hopper" }));
    await user.click(await screen.findByRole("menuitem", { name: "Cancel the appointment" }));
    const dialog = within(await screen.findByRole("dialog"));
    await user.type(dialog.getByRole("textbox", { name: /Reason/ }), "Ill");
    await user.click(dialog.getByRole("button", { name: "Cancel the appointment" }));
    expect(await dialog.findByText("It has already begun.")).toBeInTheDocument();
    expect(asked[0]?.body).toEqual({ reason: "Ill" });
  });
  it("offer nothing to change once they are over or off", async () => {
    workspace([aBooking({ start: inDays(-2), end: inDays(-2, 13) }), aBooking({ ...soon, id: "bkg_2", name: "Ben Okafor", state: "cancelled" })]);
    renderAs("manager", <BookingsPage />, "/bookings?view=all");
    await screen.findByText("Ben Okafor");
    expect(screen.queryByRole("button", { name: /^Move/ })).not.toBeInTheDocument();
    expect(screen.getAllByRole("link", { name: "Call" })).toHaveLength(2);
  });
  it("are grouped by the day of whoever looks", () => {
    const now = new Date(2026, 10, 21, 9);
    const at = (day: number, hour: number) => aBooking({ start: new Date(2026, 10, day, hour).toISOString() });
    expect(byDay([at(21, 9), at(21, 17), at(22, 8), at(25, 8)], now).map(({ title, items }) => [title, items.length])).toEqual([
      ["Today, Saturday 21 November", 2],
      ["Tomorrow, Sunday 22 November", 1],
      ["Wednesday 25 November", 1],
    ]);
  });
});

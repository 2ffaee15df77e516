import { screen, waitFor } from "@testing-library/react";
import { http, HttpResponse } from "msw";
import { createRef, useState } from "react";
import { describe, expect, it } from "vitest";

import type { NumbersCheck } from "@/api/model";
import { renderAs } from "@/test/render";
import { aRun, aVerdict, someSettings } from "@/test/samples";
import { answers, problem, server } from "@/test/server";

import { ListBox } from "./ListBox";

const good: NumbersCheck = {
  lines: [aVerdict({ line: 1 }), aVerdict({ line: 2, phone: null, verdict: "refuse", code: "number_invalid", reason: "Too short." })],
  counts: { lines: 2, valid: 1, invalid: 1, duplicates: 0, allowed: 1, postponed: 0, refused: 0 },
};

function Box() {
  const [text, setText] = useState("");
  return <ListBox inputRef={createRef()} text={text} onText={setText} file={null} onFile={() => undefined} />;
}

async function paste(user: ReturnType<typeof renderAs>["user"], text = "+1 415 555 2671\n12") {
  await user.click(screen.getByLabelText(/Numbers to call/));
  await user.paste(text);
}

describe("the list box", () => {
  it("cannot be started before the server has looked at the list", async () => {
    answers("post", "/numbers/check", good);
    const { user } = renderAs("agent", <Box />);
    expect(screen.getByRole("button", { name: "Review calls" })).toBeDisabled();
    await paste(user);
    expect(screen.getByRole("button", { name: /Review/ })).toBeDisabled();
    expect(await screen.findByRole("button", { name: "Review 1 call" })).toBeEnabled();
    expect(screen.getByText("1 can be called")).toBeInTheDocument();
    expect(screen.getByText("1 not a number")).toBeInTheDocument();
  });

  it("asks once for a burst of keys", async () => {
    const asked = answers("post", "/numbers/check", good);
    const { user } = renderAs("agent", <Box />);
    await user.type(screen.getByLabelText(/Numbers to call/), "+14155552671");
    await screen.findByRole("button", { name: "Review 1 call" });
    expect(asked.length).toBeLessThanOrEqual(2);
    expect(asked.at(-1)?.body).toEqual({ text: "+14155552671" });
  });

  it("starts a run once, with what the dialog says, and shows what became of each line", async () => {
    answers("post", "/numbers/check", good);
    const started = answers("post", "/runs", {
      run: aRun(),
      lines: [
        { line: 1, raw: "+1 415 555 2671", call_id: "call_1", status: "accepted", code: null, reason: null, until: null },
        { line: 2, raw: "12", call_id: null, status: "invalid", code: "number_invalid", reason: "Too short.", until: null },
      ],
    });
    const { user } = renderAs("agent", <Box />);
    await paste(user);
    await user.click(await screen.findByRole("button", { name: "Review 1 call" }));
    await user.type(await screen.findByLabelText(/^Message/), "Your order is ready");
    await user.click(screen.getByRole("button", { name: "Call 1 number" }));
    expect(await screen.findByText("1 call under way")).toBeInTheDocument();
    expect(started).toHaveLength(1);
    expect(started[0]?.body).toEqual({ text: "+1 415 555 2671\n12", message: "Your order is ready" });
    await user.click(screen.getByRole("button", { name: "Done" }));
    expect(screen.getByLabelText(/Numbers to call/)).toHaveValue("");
  });

  it("keeps the list and the key when the start fails", async () => {
    answers("post", "/numbers/check", good);
    const started = answers("post", "/runs", () => problem(503, "store.unavailable", "The store does not answer."));
    const { user } = renderAs("agent", <Box />);
    await paste(user);
    await user.click(await screen.findByRole("button", { name: "Review 1 call" }));
    await user.click(await screen.findByRole("button", { name: "Call 1 number" }));
    expect(await screen.findByText("The store does not answer.")).toBeInTheDocument();
    await user.click(screen.getByRole("button", { name: "Call 1 number" }));
    await waitFor(() => expect(started).toHaveLength(2));
    expect(started[0]?.headers.get("Idempotency-Key")).toBe(started[1]?.headers.get("Idempotency-Key"));
    await user.click(screen.getByRole("button", { name: "Back" }));
    expect(screen.getByLabelText(/Numbers to call/)).toHaveValue("+1 415 555 2671\n12");
  });

  it("takes thousands of pasted lines at once, where the cursor is", async () => {
    answers("post", "/numbers/check", good);
    const { user } = renderAs("agent", <Box />);
    const many = Array.from({ length: 2_000 }, (_, i) => `+1415555${String(i).padStart(4, "0")}`).join("\n");
    const box = screen.getByLabelText(/Numbers to call/);
    await user.click(box);
    await user.paste("first\nlast");
    (box as HTMLTextAreaElement).setSelectionRange(6, 6);
    await user.paste(many + "\n");
    expect(box).toHaveValue(`first\n${many}\nlast`);
  });

  it("shows a manager the workspace's message", async () => {
    answers("post", "/numbers/check", good);
    answers("get", "/settings", { ...someSettings({ message: "Hello from us" }), revision: 1 });
    const { user } = renderAs("manager", <Box />);
    await paste(user);
    await user.click(await screen.findByRole("button", { name: "Review 1 call" }));
    expect(await screen.findByPlaceholderText("Hello from us")).toBeInTheDocument();
  });

  it("sends a file as it is, and what the dialog says in the address", async () => {
    const file = new File(["name,phone\nAda,+14155552671\n"], "orders.csv", { type: "text/csv" });
    server.use(http.post("*/api/v1/numbers/check", () => HttpResponse.json(good)));
    const asked: string[] = [];
    server.use(
      http.post("*/api/v1/runs", async ({ request }) => {
        asked.push(new URL(request.url).search, request.headers.get("Content-Type") ?? "", await request.text());
        return HttpResponse.json({ run: aRun(), lines: [] });
      }),
    );
    const { user } = renderAs("agent", <ListBox inputRef={createRef()} text="" onText={() => undefined} file={file} onFile={() => undefined} />);
    await user.click(await screen.findByRole("button", { name: "Review 1 call" }));
    await user.type(await screen.findByLabelText(/^Message/), "Ready & waiting");
    await user.type(screen.getByLabelText(/^Name of the run/), "Orders");
    await user.click(screen.getByRole("button", { name: "Call 1 number" }));
    await waitFor(() => expect(asked).toEqual(["?name=Orders&message=Ready+%26+waiting", "text/csv", "name,phone\nAda,+14155552671\n"]));
  });

  it("says so when the check fails, and does not guess", async () => {
    answers("post", "/numbers/check", () => problem(413, "list.too_large", "The list has more than 100,000 lines."));
    const { user } = renderAs("agent", <Box />);
    await paste(user);
    expect(await screen.findByText("The list has more than 100,000 lines.")).toBeInTheDocument();
    expect(screen.getByRole("button", { name: "Review calls" })).toBeDisabled();
  });
});

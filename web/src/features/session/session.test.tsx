import { screen } from "@testing-library/react";
import { describe, expect, it } from "vitest";

import { renderAs } from "@/test/render";
import { aSession } from "@/test/samples";
import { answers, problem } from "@/test/server";

import { pathAfterSignIn, setupToken } from "./paths";
import { may } from "./permissions";
import { SetupPage } from "./SetupPage";
import { SignInPage } from "./SignInPage";

describe("what a role may do", () => {
  it("grows from agent over manager to administrator", () => {
    expect(may("agent", "calls.write")).toBe(true);
    expect(may("agent", "dnc.add")).toBe(true);
    expect(may("agent", "dnc.remove")).toBe(false);
    expect(may("agent", "settings.read")).toBe(false);
    expect(may("agent", "calls.export")).toBe(false);
    expect(may("manager", "settings.write")).toBe(true);
    expect(may("manager", "carriers.read")).toBe(true);
    expect(may("manager", "carriers.write")).toBe(false);
    expect(may("manager", "users.manage")).toBe(false);
    expect(may("admin", "keys.manage")).toBe(true);
  });
});

describe("where people go after signing in", () => {
  it("is a path of this page and never another site", () => {
    expect(pathAfterSignIn("/calls?status=live")).toBe("/calls?status=live");
    for (const evil of [null, "", "https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)"]) {
      expect(pathAfterSignIn(evil)).toBe("/");
    }
  });
});

describe("the set-up link", () => {
  it("carries its code in the fragment or the query", () => {
    expect(setupToken({ hash: "#token=abc", search: "" })).toBe("abc");
    expect(setupToken({ hash: "", search: "?token=def" })).toBe("def");
    expect(setupToken({ hash: "", search: "" })).toBe("");
  });

  it("asks for the code only when the link did not bring it", async () => {
    answers("get", "/setup", { needed: true });
    const { unmount } = renderAs("admin", <SetupPage />, "/setup?token=abc");
    expect(await screen.findByRole("button", { name: "Create administrator" })).toBeInTheDocument();
    expect(screen.queryByLabelText("Set-up code")).toBeNull();
    unmount();
    renderAs("admin", <SetupPage />, "/setup");
    expect(await screen.findByLabelText("Set-up code")).toBeInTheDocument();
  });

  it("puts the server's words beside the field that they are about", async () => {
    answers("get", "/setup", { needed: true });
    answers("post", "/setup", () => problem(422, "setup.invalid", "Some fields need another value.", [{ field: "password", code: "weak", message: "This password is among the most common ones." }]));
    const { user } = renderAs("admin", <SetupPage />, "/setup?token=abc");
    await user.type(await screen.findByLabelText("Your name"), "Ada");
    await user.type(screen.getByLabelText("E-mail"), "ada@example.com");
    await user.type(screen.getByLabelText("Password"), "password12");
    await user.click(screen.getByRole("button", { name: "Create administrator" }));
    expect(await screen.findByText("This password is among the most common ones.")).toBeInTheDocument();
    expect(screen.getByLabelText("Password")).toHaveAttribute("aria-invalid");
  });
});

describe("signing in", () => {
  it("leads to where the person wanted to go", async () => {
    answers("get", "/setup", { needed: false });
    answers("post", "/session", aSession());
    const { user } = renderAs("admin", <SignInPage />, "/sign-in?then=%2Fcalls");
    await user.type(await screen.findByLabelText("E-mail"), "ada@example.com");
    await user.type(screen.getByLabelText("Password"), "correct horse{Enter}");
    expect(await screen.findByText("/calls")).toBeInTheDocument();
  });

  it("keeps the e-mail and clears the password after a refusal", async () => {
    answers("get", "/setup", { needed: false });
    answers("post", "/session", () => problem(401, "auth.failed", "E-mail and password do not match an account."));
    const { user } = renderAs("admin", <SignInPage />, "/sign-in");
    await user.type(await screen.findByLabelText("E-mail"), "ada@example.com");
    await user.type(screen.getByLabelText("Password"), "wrong{Enter}");
    expect(await screen.findByText("E-mail and password do not match an account.")).toBeInTheDocument();
    expect(screen.getByLabelText("E-mail")).toHaveValue("ada@example.com");
    expect(screen.getByLabelText("Password")).toHaveValue("");
  });
});

import { describe, expect, it } from "vitest";

import { readFlash } from "./flash";

describe("a message left by a form", () => {
  it("is read from its cookie", () => {
    expect(readFlash("a=b; outdial_flash=notice%3ACall%20initiated%20to%20%2B1415%3A%20ok")).toEqual({ good: true, text: "Call initiated to +1415: ok" });
    expect(readFlash("outdial_flash=alert%3APlease%20enter%20a%20command")).toEqual({ good: false, text: "Please enter a command" });
  });
  it("is nothing when there is none or it makes no sense", () => {
    for (const cookies of ["", "other=1", "outdial_flash=", "outdial_flash=%E0%A4%A", "outdial_flash=evil%3Ax"]) {
      expect(readFlash(cookies)).toBeNull();
    }
  });
});

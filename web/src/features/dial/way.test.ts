import { describe, expect, it } from "vitest";

import { wayOf } from "./way";

const answer = (...candidates: string[]) => ["v=0", "m=audio 9 UDP/TLS/RTP/SAVPF 111", ...candidates.map((it) => `a=candidate:${it}`), "a=end-of-candidates"].join("\r\n");

describe("the way of the audio", () => {
  it("is the address by which others reach the server", () => {
    expect(wayOf(answer("1 1 udp 2130706175 127.0.0.1 40000 typ host", "2 1 UDP 2130706431 192.0.2.2 40000 typ host"))).toBe("192.0.2.2, UDP port 40000");
  });

  it("is loopback where there is nothing else", () => {
    expect(wayOf(answer("1 1 udp 2130706175 127.0.0.1 40000 typ host"))).toBe("127.0.0.1, UDP port 40000");
  });

  it("is not known without a candidate", () => {
    expect(wayOf(answer())).toBeNull();
  });
});

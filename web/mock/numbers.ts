import type { NumberVerdict, NumbersCheck } from "../src/api/model.ts";

import { localTime } from "./people.ts";

/** A crude stand-in for the server's reading of numbers: enough to show every kind of verdict. */
export function judge(raw: string, line: number | null): NumberVerdict {
  const [numberPart = "", ...rest] = raw.split(/[;,\t]/);
  const name = rest.join(" ").trim() || null;
  const digits = numberPart.replace(/\D/g, "");
  const base: NumberVerdict = {
    raw,
    line,
    name,
    phone: null,
    display: raw,
    region: null,
    kind: null,
    local_time: null,
    zones: [],
    verdict: "refuse",
    code: null,
    reason: null,
    until: null,
    overridable: false,
  };
  const international = numberPart.trim().startsWith("+");
  const full = international ? digits : digits.length === 10 ? `1${digits}` : digits;
  if (full.length < 11 || full.length > 13) {
    return { ...base, code: "number_invalid", reason: "This is not a phone number: it has too few or too many digits." };
  }
  const german = full.startsWith("49");
  const zone = german ? "Europe/Berlin" : full.startsWith("1808") ? "Pacific/Honolulu" : "America/Los_Angeles";
  const read: NumberVerdict = {
    ...base,
    phone: `+${full}`,
    display: german ? `+49 ${full.slice(2, 5)} ${full.slice(5)}` : `+1 ${full.slice(1, 4)}-${full.slice(4, 7)}-${full.slice(7)}`,
    region: german ? "DE" : "US",
    kind: "fixed_line_or_mobile",
    zones: [zone],
    local_time: localTime(zone),
    verdict: "allow",
  };
  if (german) {
    return { ...read, verdict: "refuse", code: "country_not_allowed", reason: "Germany is not among the countries that this workspace may call." };
  }
  if (full.endsWith("66")) return { ...read, verdict: "refuse", code: "do_not_call", reason: "This number is on the do-not-call list." };
  if (full.startsWith("1808")) {
    const until = new Date();
    until.setUTCHours(18, 0, 0, 0);
    if (until < new Date()) until.setUTCDate(until.getUTCDate() + 1);
    return {
      ...read,
      verdict: "postpone",
      code: "outside_window",
      reason: "It is outside the calling window there. It opens at 08:00.",
      until: until.toISOString(),
      overridable: true,
    };
  }
  return read;
}

export function check(text: string): NumbersCheck {
  const seen = new Set<string>();
  let duplicates = 0;
  const lines = text
    .split("\n")
    .map((raw, index) => ({ raw: raw.trim(), line: index + 1 }))
    .filter(({ raw }) => raw !== "")
    .map(({ raw, line }) => {
      const verdict = judge(raw, line);
      if (verdict.phone && seen.has(verdict.phone)) {
        duplicates += 1;
        return { ...verdict, verdict: "refuse" as const, code: "duplicate_line", reason: "The same number stands on an earlier line." };
      }
      if (verdict.phone) seen.add(verdict.phone);
      return verdict;
    });
  const having = (verdict: string) => lines.filter((line) => line.verdict === verdict).length;
  return {
    lines,
    counts: {
      lines: lines.length,
      valid: lines.filter((line) => line.phone).length,
      invalid: lines.filter((line) => !line.phone).length,
      duplicates,
      allowed: having("allow"),
      postponed: having("postpone"),
      refused: lines.filter((line) => line.verdict === "refuse" && line.phone && line.code !== "duplicate_line").length,
    },
  };
}

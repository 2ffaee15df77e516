/** What one rule said of a call. */
export interface Finding {
  rule: string;
  verdict: string;
  message: string;
  facts: [name: string, value: string][];
}

export interface Receipt {
  decidedAt: string | null;
  findings: Finding[];
}

/** Reads the kept decision; a form that this page does not know reads as none rather than breaking the page. */
export function readReceipt(value: unknown): Receipt | null {
  const outer = asObject(value);
  if (!outer) return null;
  const inner = Array.isArray(outer.rules) ? outer : asObject(outer.receipt);
  if (!inner || !Array.isArray(inner.rules)) return null;
  const findings = inner.rules.flatMap((rule: unknown) => {
    const read = asObject(rule);
    if (!read || typeof read.rule !== "string" || typeof read.verdict !== "string") return [];
    const facts = Object.entries(asObject(read.facts) ?? {}).map(([name, fact]): [string, string] => [name, plain(fact)]);
    return [{ rule: read.rule, verdict: read.verdict, message: typeof read.message === "string" ? read.message : "", facts }];
  });
  return { decidedAt: typeof inner.decided_at === "string" ? inner.decided_at : null, findings };
}

function asObject(value: unknown): Record<string, unknown> | null {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : null;
}

function plain(value: unknown): string {
  if (Array.isArray(value)) return value.map(plain).join(", ");
  if (value === null || value === undefined) return "none";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

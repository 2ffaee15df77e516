/** How a column takes part in an order such as "status,-last_called_at". */
export function sortedBy(sort: string, key: string): { direction: "ascending" | "descending" | undefined; place: number; of: number } {
  const keys = keysOf(sort);
  const index = keys.findIndex((one) => bare(one) === key);
  const found = keys[index];
  return { direction: found === undefined ? undefined : found.startsWith("-") ? "descending" : "ascending", place: index + 1, of: keys.length };
}

/** The order after a column's title was pressed; where several may sort, the others stay in force before it. */
export function nextSort(sort: string, key: string, first: "ascending" | "descending", most: number): string {
  const [one, other] = first === "ascending" ? [key, `-${key}`] : [`-${key}`, key];
  const keys = keysOf(sort);
  const now = keys.find((word) => bare(word) === key);
  const next = now === one ? other : one;
  if (most <= 1) return next;
  if (now !== undefined) return keys.map((word) => (word === now ? next : word)).join(",");
  return [...keys.slice(0, most - 1), next].join(",");
}

function keysOf(sort: string): string[] {
  return sort.split(",").filter(Boolean);
}

function bare(word: string): string {
  return word.replace(/^-/, "");
}

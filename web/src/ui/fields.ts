/** A value that a text may ask for by name. */
export interface MergeField {
  name: string;
  description: string;
}

/** A name that is being written: where its braces begin, and what there is of it. */
export interface HalfName {
  from: number;
  text: string;
}

/** The name that is being written before the caret, once its braces are open. */
export function halfNameAt(text: string, caret: number): HalfName | null {
  const match = /\{\{\s*([a-z0-9_]*)$/i.exec(text.slice(0, caret));
  return match ? { from: match.index, text: match[1] ?? "" } : null;
}

/** Puts a name in place of the half-written one, with its braces closed once. */
export function complete(text: string, { from }: HalfName, caret: number, name: string): { text: string; caret: number } {
  const before = `${text.slice(0, from)}{{${name}}}`;
  return { text: before + text.slice(caret).replace(/^[a-z0-9_]*\s*\}{0,2}/i, ""), caret: before.length };
}

/** The names a text asks for that there are not; those of a family begin alike and need not be listed. */
export function unknownIn(text: string, fields: readonly MergeField[], family?: string): string[] {
  const known = new Set(fields.map(({ name }) => name));
  const asked = [...text.matchAll(/\{\{\s*([^{}|]*?)\s*(?:\|[^{}]*)?\}\}/g)].map((match) => match[1] ?? "");
  return [...new Set(asked.filter((name) => !known.has(name) && !(family && name.startsWith(family))))];
}

/** Stands where there is nothing to show. */
export const DASH = "–";

const regions = new Intl.DisplayNames(["en"], { type: "region" });

/** "Germany" for "DE"; the code itself when it is not known. */
export function regionName(code: string | null | undefined): string {
  if (!code) return "Unknown country";
  try {
    return regions.of(code) ?? code;
  } catch {
    return code;
  }
}

/** A stable code as words: "no_answer" becomes "No answer". */
export function words(code: string): string {
  const text = code
    .replace(/[_.-]+/g, " ")
    .replace(/\bapi\b/i, "API")
    .replace(/\bdnc\b/i, "do-not-call")
    .trim();
  return text.charAt(0).toUpperCase() + text.slice(1);
}

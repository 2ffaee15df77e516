/** Minutes after midnight of a clock time; the end of the day is 24:00. Nothing when it is none. */
export function minuteOf(text: string): number | null {
  const match = /^(\d{1,2}):(\d{2})$/.exec(text.trim());
  if (!match) return null;
  const minute = Number(match[1]) * 60 + Number(match[2]);
  return Number(match[2]) < 60 && minute <= 1440 ? minute : null;
}

/** A number in a text box; nothing when it is empty or none. */
export function wholeNumber(text: string): number | null {
  const value = text.trim();
  return /^\d{1,9}$/.test(value) ? Number(value) : null;
}

/** Money as people type it, in millionths; nothing when it is empty or none. */
export function micros(text: string): number | null {
  const value = text.trim().replace(",", ".");
  if (!/^\d{1,9}(\.\d{1,6})?$/.test(value)) return null;
  return Math.round(Number(value) * 1_000_000);
}

/** Rows as a CSV file that a spreadsheet opens as text: no cell of it can become a formula. */
export function csv(rows: readonly (readonly (string | number)[])[]): string {
  return rows.map((row) => row.map(cell).join(",") + "\r\n").join("");
}

function cell(value: string | number): string {
  if (typeof value === "number") return String(value);
  const inert = /^[=+\-@\t\r]/.test(value) && !PHONE.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert;
}

/** A number in international notation is no formula worth the name, and must be readable again. */
const PHONE = /^\+[\d ().-]*$/;

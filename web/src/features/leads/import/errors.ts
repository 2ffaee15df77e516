/** Where the rows that are left out can be had as a file, with the reason of each. */
export function errorsAddress(id: string): string {
  return `/api/v1/imports/${encodeURIComponent(id)}/errors.csv`;
}

/** The sign of the product: a dial with its last turn still open. */
export function Mark({ size = 22 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="8" fill="var(--accent)" />
      <path d="M16 7a9 9 0 1 0 9 9" fill="none" stroke="var(--accent-text)" strokeWidth="3.4" strokeLinecap="round" />
      <circle cx="23" cy="9" r="3.2" fill="var(--accent-text)" />
    </svg>
  );
}

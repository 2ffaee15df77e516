import { Kbd } from "@/ui/Card";

/** The key of a button, for the eye only: the button itself tells it to whoever listens. */
export function Key({ children }: { children: string }) {
  return (
    <span aria-hidden="true">
      <Kbd>{children}</Kbd>
    </span>
  );
}

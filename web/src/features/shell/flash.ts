import { complain, tell } from "@/ui/toasts";

/** What a form of another page left for this one to say, taken out of the cookies: it is said once. */
export function readFlash(cookies: string): { good: boolean; text: string } | null {
  const found = cookies.split("; ").find((cookie) => cookie.startsWith(NAME + "="));
  if (!found) return null;
  let value: string;
  try {
    value = decodeURIComponent(found.slice(NAME.length + 1));
  } catch {
    return null;
  }
  const [kind, ...rest] = value.split(":");
  const text = rest.join(":");
  return text && (kind === "notice" || kind === "alert") ? { good: kind === "notice", text } : null;
}

/** Says what a form of another page left to say. */
export function sayFlash(): void {
  const flash = readFlash(document.cookie);
  document.cookie = `${NAME}=; Path=/; Max-Age=0; SameSite=Lax`;
  if (!flash) return;
  if (flash.good) tell({ title: flash.text });
  else complain(flash.text, "");
}

const NAME = "outdial_flash";

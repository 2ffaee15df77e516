let ownCall: string | null = null;
let shown: { page: string; liveCalls: number } = { page: "Outdial", liveCalls: 0 };

/** Lets the browser's tab tell that calls are going on, in words and in its icon. */
export function showLiveTab(page: string, liveCalls: number): void {
  shown = { page, liveCalls };
  show();
}

/** Lets the tab tell of the call that this person is in ("Ringing: Ada"), before anything else. */
export function showOwnCall(words: string | null): void {
  if (words === ownCall) return;
  ownCall = words;
  show();
}

function show(): void {
  const { page, liveCalls } = shown;
  const name = page === "Outdial" ? page : `${page} · Outdial`;
  document.title = ownCall ? `${ownCall} · Outdial` : liveCalls > 0 ? `(${liveCalls} live) ${name}` : name;
  const icon = document.querySelector<HTMLLinkElement>('link[rel="icon"]');
  const address = ownCall ? "/favicon-call.svg" : liveCalls > 0 ? "/favicon-live.svg" : "/favicon.svg";
  if (icon && icon.getAttribute("href") !== address) icon.setAttribute("href", address);
}

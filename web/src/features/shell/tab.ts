/** Lets the browser's tab tell that calls are going on, in words and in its icon. */
export function showLiveTab(page: string, liveCalls: number): void {
  const name = page === "Outdial" ? page : `${page} · Outdial`;
  document.title = liveCalls > 0 ? `(${liveCalls} live) ${name}` : name;
  const icon = document.querySelector<HTMLLinkElement>('link[rel="icon"]');
  const address = liveCalls > 0 ? "/favicon-live.svg" : "/favicon.svg";
  if (icon && icon.getAttribute("href") !== address) icon.setAttribute("href", address);
}

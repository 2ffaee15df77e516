/** Where to go after signing in: only a path of this page, never another site. */
export function pathAfterSignIn(then: string | null): string {
  if (!then || !then.startsWith("/") || then.startsWith("//") || then.includes("\\")) return "/";
  return then;
}

/** The one-time token of the set-up link, from its fragment or its query. */
export function setupToken(location: { hash: string; search: string }): string {
  const fragment = new URLSearchParams(location.hash.replace(/^#/, ""));
  return fragment.get("token") ?? new URLSearchParams(location.search).get("token") ?? "";
}

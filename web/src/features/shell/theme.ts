import { usePreference } from "@/ui/browser";

export type Theme = "system" | "light" | "dark";

/** Puts the chosen theme on the document; the system's choice needs no mark. */
export function showTheme(theme: Theme): void {
  if (theme === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}

/** The theme chosen earlier in this browser. */
export function keptTheme(): Theme {
  const kept = localStorage.getItem(THEME_KEY);
  return kept === "light" || kept === "dark" ? kept : "system";
}

export function useTheme(): [Theme, (theme: Theme) => void] {
  const [theme, keep] = usePreference<Theme>(THEME_KEY, "system");
  return [
    theme,
    (next) => {
      keep(next);
      showTheme(next);
    },
  ];
}

const THEME_KEY = "outdial.theme";

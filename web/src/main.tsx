import "@fontsource-variable/inter/index.css";
import "./ui/tokens.css";
import "./ui/page.css";

import { StrictMode } from "react";
import { createRoot } from "react-dom/client";

import { App } from "./app";
import { keptTheme, showTheme } from "./features/shell/theme";

const root = document.getElementById("root");
if (!root) throw new Error("index.html has no root element");
showTheme(keptTheme());
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);

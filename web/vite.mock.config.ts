import { mergeConfig } from "vitest/config";

import { mockServer } from "./mock/plugin.ts";
import base from "./vite.config.ts";

export default mergeConfig({ ...base, server: { host: "127.0.0.1" } }, { plugins: [mockServer()] });

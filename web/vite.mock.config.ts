import { mergeConfig } from "vitest/config";

import { mockServer } from "./mock/plugin";
import base from "./vite.config";

export default mergeConfig({ ...base, server: { host: "127.0.0.1" } }, { plugins: [mockServer()] });

// @vitest-environment node
import { existsSync, readFileSync } from "node:fs";

import openapiTS, { astToString } from "openapi-typescript";
import { describe, expect, it } from "vitest";

const document = new URL("../../../crates/server/openapi.json", import.meta.url);
const schema = new URL("./schema.ts", import.meta.url);

describe("the typed interface", () => {
  it.skipIf(!existsSync(document))("is what the server describes; otherwise run `npm run generate`", async () => {
    const generated = astToString(await openapiTS(document, { emptyObjectsUnknown: true }));
    expect(readFileSync(schema, "utf8")).toContain(generated.trim());
  });
});

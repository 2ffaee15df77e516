// What there is to see of leads: the table in each state, a lead beside it, and an import from its upload to its undoing.

const key = (page, name) => page.getByRole("button", { name, exact: true }).click();

async function tick(page, rows) {
  for (const row of rows) await page.getByRole("checkbox").nth(row).click();
}

async function write(page, text) {
  await page.getByRole("row").nth(2).dblclick({ position: { x: 120, y: 16 } });
  await page.keyboard.type(text);
}

export const LEAD_SCENES = [
  { name: "leads-0", path: "/leads", world: "rows=0" },
  { name: "leads-3", path: "/leads", world: "rows=3" },
  { name: "leads", path: "/leads", world: "rows=40" },
  { name: "leads-10000", path: "/leads?sort=status,-contact_name", world: "rows=10000" },
  { name: "leads-none", path: "/leads?q=zzz", world: "rows=40" },
  { name: "leads-filtered", path: "/leads?tag=spring&never_called=true&region=US", world: "rows=400" },
  { name: "leads-filter", path: "/leads", world: "rows=400", act: (page) => key(page, "Filter") },
  { name: "leads-columns", path: "/leads?cols=name,company,phone,email,tags,zone,custom:Industry,custom:Employees,notes", world: "rows=40" },
  { name: "leads-view", path: "/leads?status=callback&tag=vip&view=viw_2&q=a", world: "rows=400" },
  { name: "leads-view-save", path: "/leads?status=callback", world: "rows=400", act: (page) => key(page, "Save view") },
  { name: "leads-selected", path: "/leads", world: "rows=10000", act: (page) => tick(page, [1, 2, 3]) },
  { name: "leads-selected-all", path: "/leads", world: "rows=10000", act: async (page) => { await page.evaluate(() => document.querySelector('[role="columnheader"] [role="checkbox"]')?.click()); await page.waitForTimeout(200); if (page.viewportSize().width > 640) await page.getByRole("button", { name: /^Select all 10,000/ }).click(); } },
  { name: "leads-write", path: "/leads", world: "rows=40", act: async (page) => { if (page.viewportSize().width > 640) await write(page, "Grace Brewster Hopper"); } },
  { name: "leads-add", path: "/leads", world: "rows=40", expects: /422/, act: async (page) => { await key(page, "More"); await page.getByRole("menuitem", { name: "Add one by hand" }).click(); await page.getByLabel("Phone").fill("12345"); await page.keyboard.press("Enter"); await page.waitForTimeout(200); } },
  { name: "lead", path: "/leads/led_1_3", world: "rows=40" },
  { name: "lead-refused", path: "/leads/led_1_4", world: "rows=40", act: (page) => page.getByText("Rules").or(page.locator("summary").first()).first().click() },
  { name: "lead-consent", path: "/leads/led_1_3", world: "rows=40", act: async (page) => { await page.getByRole("button", { name: /^(Change|Record consent)$/ }).click(); await page.getByText(/^How it is known \(/).click(); await page.getByRole("region", { name: "Consent" }).scrollIntoViewIfNeeded(); } },
  { name: "leads-consent", path: "/leads?cols=name,company,phone,consent,status&consent=ai_voice", world: "rows=40", act: async (page) => { await tick(page, [1, 2]); await key(page, "Consent"); await page.waitForTimeout(300); } },
  { name: "import-consent", path: "/leads/import/imp_4", world: "rows=40", act: async (page) => { await page.getByRole("checkbox", { name: "Everybody in this file has agreed" }).click(); await page.getByRole("checkbox", { name: "To be written to" }).scrollIntoViewIfNeeded(); } },
  { name: "leads-agent", path: "/leads", world: "rows=40&role=agent" },
  { name: "import-agent", path: "/leads/import/imp_4", world: "rows=40&role=agent" },
  { name: "import", path: "/leads/import/imp_4", world: "rows=40" },
  { name: "import-bottom", path: "/leads/import/imp_4", world: "rows=40", act: (page) => page.evaluate(() => document.getElementById("content")?.scrollTo(0, 100_000)) },
  { name: "import-out", path: "/leads/import/imp_4", world: "rows=40", act: async (page) => { await page.getByRole("tab", { name: /^Left out/ }).click(); await page.evaluate(() => document.getElementById("content")?.scrollTo(0, 100_000)); } },
  { name: "import-running", path: "/leads/import/imp_2", world: "rows=40" },
  { name: "import-done", path: "/leads/import/imp_1", world: "rows=40" },
  { name: "import-undo", path: "/leads/import/imp_1", world: "rows=40", act: (page) => key(page, "Undo the import") },
  { name: "import-undone", path: "/leads/import/imp_3", world: "rows=40" },
  { name: "imports", path: "/leads/imports", world: "rows=40" },
  { name: "imports-0", path: "/leads/imports", world: "rows=0" },
];

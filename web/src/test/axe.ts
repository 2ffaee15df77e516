import axe from "axe-core";

/** What axe finds in a view; colours and the frame around it are looked at in the browser. */
export async function faults(view: Element): Promise<string[]> {
  const { violations } = await axe.run(view, { rules: { "color-contrast": { enabled: false }, region: { enabled: false }, "landmark-no-duplicate-banner": { enabled: false } } });
  return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 120)}`);
}

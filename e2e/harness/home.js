// What the journeys look at and press on Home.

/** A figure of the statistics as it stands on the page. */
export async function figure(page, name) {
  const card = page.getByRole('region', { name: 'Statistics' });
  const row = card.locator('dl > div').filter({ has: page.getByText(name, { exact: true }) });
  const text = await row.locator('dd > span').first().textContent();
  return text.trim();
}

/** Types a command into the prompt and asks what it would do. */
export async function ask(page, command) {
  const prompt = page.getByRole('textbox', { name: 'What should be done?' });
  await prompt.fill(command);
  await prompt.press('Enter');
}

/** The card with this title. */
export function card(page, title) {
  return page.getByRole('region', { name: `Confirm: ${title}` });
}

/** The row of the call log for a number as it is displayed. */
export function row(page, number) {
  return page.getByRole('grid', { name: 'Calls' }).getByRole('row').filter({ hasText: number });
}

/** Comes true once a word has stood in the call log, however shortly: the page looks at itself, frame by frame. */
export function seen(page, word, limitMs) {
  const stands = (text) => document.querySelector('[role="grid"][aria-label="Calls"]')?.textContent.includes(text);
  return page.waitForFunction(stands, word, { polling: 'raf', timeout: limitMs });
}

// A browser whose pages may not complain: errors, refused resources and CSP violations fail the journey.

import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

import { AxeBuilder } from '@axe-core/playwright';
import { chromium } from 'playwright-core';

/** A microphone that hears a file, and nobody who has to allow it. */
const MICROPHONE_FLAGS = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'];
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
const WIDTHS = [1440, 1024, 360];
/** No measure of speed: a busy machine may take its time. */
const STEP_LIMIT_MS = 20_000;
const THEMES = ['light', 'dark'];

/** Folder of the screenshots. */
export const SCREENSHOTS = fileURLToPath(new URL('../screenshots/', import.meta.url));

/** A browser with one person in front of it. */
export class Visitor {
  #browser;
  #complaints = [];
  #session = null;

  constructor(browser, page) {
    this.#browser = browser;
    this.page = page;
    page.on('pageerror', (error) => this.#complaints.push(`error: ${error.message}`));
    page.on('console', (message) => {
      if (message.type() === 'error') this.#complaints.push(`console: ${message.text()}`);
    });
  }

  /** Opens a browser that knows nobody yet; `microphone` is the WAV file that it hears, for ever. */
  static async arrive(server, { width = 1440, height = 900, flags = [], microphone = null } = {}) {
    const heard = microphone === null ? [] : [...MICROPHONE_FLAGS, `--use-file-for-fake-audio-capture=${microphone}`];
    const browser = await chromium.launch({
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args: [...FLAGS, ...heard, ...flags],
    });
    const context = await browser.newContext({
      baseURL: server.origin,
      viewport: { width, height },
      locale: 'en-US',
      timezoneId: 'America/New_York',
      permissions: ['clipboard-read', 'clipboard-write', ...(microphone === null ? [] : ['microphone'])],
    });
    context.setDefaultTimeout(STEP_LIMIT_MS);
    return new Visitor(browser, await context.newPage());
  }

  /** Leaves; whatever the pages complained about meanwhile is an error, unless it was expected. */
  async leave({ expected = [] } = {}) {
    await this.#browser.close();
    const odd = this.#complaints.filter((line) => !expected.some((pattern) => pattern.test(line)));
    if (odd.length > 0) throw new Error(`the pages complained:\n${odd.join('\n')}`);
  }

  /** Makes the page as slow as on a machine with that much less power, and is that much more patient with it. */
  async slowDown(rate) {
    this.#session ??= await this.page.context().newCDPSession(this.page);
    await this.#session.send('Emulation.setCPUThrottlingRate', { rate });
    this.page.setDefaultTimeout(STEP_LIMIT_MS * rate);
  }

  /** What axe finds wrong with the page as it stands, in sentences. */
  async barriers() {
    // A frame in which no script may run cannot be asked: it holds a mail of somebody's own.
    const { violations } = await new AxeBuilder({ page: this.page }).exclude('iframe[sandbox=""]').analyze();
    return violations.flatMap(({ id, help, nodes }) => nodes.map((node) => `${id}: ${help}: ${node.target}`));
  }

  /** Waits until the page shows its new size and theme: a frame within it may be a process of its own, which paints later. */
  async painted() {
    await this.page.screenshot();
    await this.page.evaluate(
      () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve(true)))),
    );
  }

  /** Looks at the page in each width and theme: takes a screenshot and asks axe. */
  async look(name) {
    await mkdir(SCREENSHOTS, { recursive: true });
    const found = [];
    const before = this.page.viewportSize();
    for (const colorScheme of THEMES) {
      await this.page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      for (const width of WIDTHS) {
        await this.page.setViewportSize({ width, height: width === 360 ? 740 : 900 });
        await this.painted();
        const view = `${name}-${width}-${colorScheme}`;
        await this.page.screenshot({ path: `${SCREENSHOTS}${view}.png` });
        found.push(...(await this.barriers()).map((line) => `${view}: ${line}`));
        const overflow = await this.page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        );
        if (overflow > 0) found.push(`${view}: the page is ${overflow} px wider than the window`);
      }
    }
    await this.page.setViewportSize(before);
    await this.page.emulateMedia({ colorScheme: null, reducedMotion: null });
    return found;
  }
}

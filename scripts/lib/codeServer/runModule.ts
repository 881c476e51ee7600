import type { Page } from 'playwright-core';
import { launchDebuggable } from '../browser.ts';
import { root } from '../paths.ts';
import { startServer, workbenchUrl } from './server.ts';

export interface ModuleRun {
  /** The module that exports `run()`. */
  readonly module: string;
  /** What it finds in `process.env`. */
  readonly env: Readonly<Record<string, string>>;
  /** The folder that VS Code opens. */
  readonly workspace: string;
  /** Where the extension is loaded from: the repository, unless given. */
  readonly extension?: string;
  /** By which the module can take hold of the page. */
  readonly cdpPort: number;
  /** Takes what the extension host logs. */
  readonly log: (text: string) => void;
  readonly limitMinutes: number;
}

/** Starts a VS Code, has its extension host call a module's `run()`, and waits until that is over. */
export async function runModule(options: ModuleRun): Promise<void> {
  const { module, env, workspace, extension = root, cdpPort, log, limitMinutes } = options;
  const server = await startServer();
  const browser = await launchDebuggable(cdpPort);
  try {
    const page = await browser.context.newPage();
    await page.exposeFunction('codeAutomationLog', (_level: string, parts: unknown[]) => {
      for (const part of parts) log(`${String(part)}\n`);
    });
    const ended = runEnds(page, limitMinutes);
    await page.goto(workbenchUrl(server, { folder: workspace, extension, tests: { module, env } }));
    await ended;
  } finally {
    await browser.close();
    await server.stop();
  }
}

/** Waits until VS Code says that the module's `run()` is over. */
function runEnds(page: Page, limitMinutes: number): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const fail = (why: string) => () => {
      reject(new Error(why));
    };
    page.on('close', fail('The page was closed.'));
    page.on('crash', fail('The page crashed.'));
    setTimeout(fail(`It took more than ${limitMinutes} minutes.`), limitMinutes * 60_000).unref();
    void page.exposeFunction('codeAutomationExit', resolve);
  });
}

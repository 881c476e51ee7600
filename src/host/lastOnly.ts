import type * as vscode from 'vscode';
import type { Log } from './log.ts';

/** Runs a task some time after the last trigger; triggers that come while it runs make it run once more. */
export class LastOnly implements vscode.Disposable {
  private timer: NodeJS.Timeout | undefined;
  private running = false;
  private again = false;
  private disposed = false;

  constructor(
    private readonly pause: number,
    private readonly task: () => Promise<void>,
    private readonly log: Log,
  ) {}

  readonly trigger = (): void => {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      void this.run();
    }, this.pause);
  };

  dispose(): void {
    this.disposed = true;
    clearTimeout(this.timer);
  }

  private async run(): Promise<void> {
    this.again = true;
    if (this.running) return;
    this.running = true;
    while (this.again && !this.disposed) {
      this.again = false;
      try {
        await this.task();
      } catch (error) {
        this.log.error(error instanceof Error ? error : String(error));
      }
    }
    this.running = false;
  }
}

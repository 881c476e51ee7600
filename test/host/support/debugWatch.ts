import * as vscode from 'vscode';
import { waitFor } from './waitFor.ts';

interface StackFrame {
  readonly id: number;
  readonly line: number;
  readonly source?: { readonly path?: string };
}

/** Where a debugger stands still. */
export class Stop {
  constructor(
    private readonly watch: DebugWatch,
    private readonly session: vscode.DebugSession,
    private readonly thread: number,
    private readonly frame: StackFrame,
    /** As the protocol names it: `breakpoint`, `step`, `exception`. */
    readonly reason: string,
  ) {}

  get file(): string {
    const where = this.frame.source?.path ?? '';
    return where.includes('://') ? vscode.Uri.parse(where).path : where;
  }

  /** The line of `source` that runs next. */
  text(source: string): string {
    return source.split('\n')[this.frame.line - 1] ?? '';
  }

  async evaluate(expression: string): Promise<string> {
    const answer = (await this.session.customRequest('evaluate', {
      expression,
      frameId: this.frame.id,
      context: 'repl',
    })) as { result: string };
    return answer.result;
  }

  async step(how: 'next' | 'stepIn' | 'stepOut' = 'next'): Promise<Stop> {
    await this.session.customRequest(how, { threadId: this.thread });
    return this.watch.stopped();
  }

  /** Goes on to the next stop, which is waited for unless it is asked for later. */
  async resume(wait: false): Promise<undefined>;
  async resume(): Promise<Stop>;
  async resume(wait = true): Promise<Stop | undefined> {
    await this.session.customRequest('continue', { threadId: this.thread });
    return wait ? this.watch.stopped() : undefined;
  }

  /** Takes the breakpoints away, and goes on from wherever the debugger stops again until it ends. */
  async goOn(): Promise<void> {
    this.watch.goOn();
    await this.session.customRequest('continue', { threadId: this.thread });
  }
}

/** Follows the debuggers of this VS Code: their stops, in order. */
export class DebugWatch implements vscode.DebugAdapterTrackerFactory {
  private readonly stops: {
    readonly session: vscode.DebugSession;
    readonly thread: number;
    readonly reason: string;
  }[] = [];
  /** The exceptions that VS Code has asked a debugger to stop at. */
  filters: readonly string[] | undefined;
  private going = false;
  private readonly registration = vscode.debug.registerDebugAdapterTrackerFactory('*', this);

  createDebugAdapterTracker(session: vscode.DebugSession): vscode.DebugAdapterTracker {
    return {
      onWillReceiveMessage: (message: { command?: string; arguments?: { filters?: readonly string[] } }) => {
        if (message.command === 'setExceptionBreakpoints') this.filters = message.arguments?.filters;
      },
      onDidSendMessage: (message: { event?: string; body?: { threadId?: number; reason?: string } }) => {
        if (message.event !== 'stopped') return;
        const thread = message.body?.threadId ?? 1;
        if (this.going) void session.customRequest('continue', { threadId: thread });
        else this.stops.push({ session, thread, reason: message.body?.reason ?? '' });
      },
    };
  }

  /** A breakpoint on the first line of the file that holds `text`. */
  breakAt(uri: vscode.Uri, source: string, text: string): void {
    const line = source.split('\n').findIndex((each) => each.includes(text));
    vscode.debug.addBreakpoints([
      new vscode.SourceBreakpoint(new vscode.Location(uri, new vscode.Position(line, 0))),
    ]);
  }

  async stopped(): Promise<Stop> {
    const { session, thread, reason } = await waitFor(
      'the debugger to stop',
      () => this.stops.shift(),
      40_000,
    );
    const { stackFrames } = (await session.customRequest('stackTrace', { threadId: thread, levels: 1 })) as {
      stackFrames: StackFrame[];
    };
    const [frame] = stackFrames;
    if (frame === undefined) throw new Error('The debugger stands nowhere.');
    return new Stop(this, session, thread, frame, reason);
  }

  goOn(): void {
    this.going = true;
    vscode.debug.removeBreakpoints(vscode.debug.breakpoints);
  }

  dispose(): void {
    this.goOn();
    this.registration.dispose();
  }
}

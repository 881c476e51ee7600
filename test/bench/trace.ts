/** Reads how long scripts ran from a trace of Chromium (the Trace Event Format: times in microseconds). */

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  readonly ts: number;
  readonly dur?: number;
  /** What of `dur` the thread had the processor. */
  readonly tdur?: number;
  readonly args?: { readonly data?: { readonly type?: string } };
}

/** What runs script. */
const SCRIPT = new Set(['EventDispatch', 'FunctionCall', 'RunMicrotasks', 'FireAnimationFrame', 'TimerFire']);

/** Milliseconds by the clock, and of the processor; they differ where other work got in between. */
export interface ScriptTime {
  readonly wall: number;
  readonly cpu: number;
}

/**
 * For each dispatch of an event, the script from there to the next one: its listeners, and the
 * microtasks, animation frames and timers that they have caused.
 */
export function scriptTimes(trace: Buffer, type: string): ScriptTime[] {
  const { traceEvents } = JSON.parse(trace.toString('utf8')) as { traceEvents: TraceEvent[] };
  const whole = traceEvents.filter(({ ph, name }) => ph === 'X' && SCRIPT.has(name));
  const starts = whole.filter(({ name, args }) => name === 'EventDispatch' && args?.data?.type === type);
  const thread = busiest(starts);
  const script = whole.filter((event) => threadOf(event) === thread);
  const dispatches = outermost(starts.filter((event) => threadOf(event) === thread));
  return dispatches.slice(0, -1).map((dispatch, i) => {
    const until = dispatches[i + 1]?.ts ?? Infinity;
    const ran = outermost(script.filter(({ ts }) => ts >= dispatch.ts && ts < until));
    return {
      wall: sum(ran.map(({ dur = 0 }) => dur)) / 1000,
      cpu: sum(ran.map(({ tdur = 0 }) => tdur)) / 1000,
    };
  });
}

const threadOf = ({ pid, tid }: TraceEvent): string => `${pid}/${tid}`;

/** The workbench's page hears of some events too; the webview's thread of most. */
function busiest(events: readonly TraceEvent[]): string | undefined {
  const counts = new Map<string, number>();
  for (const event of events) counts.set(threadOf(event), (counts.get(threadOf(event)) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0];
}

/** Without the parts of others; in the order of their starts. */
function outermost(events: readonly TraceEvent[]): TraceEvent[] {
  const found: TraceEvent[] = [];
  let end = -Infinity;
  for (const event of events.toSorted((a, b) => a.ts - b.ts)) {
    if (event.ts < end) continue;
    found.push(event);
    end = event.ts + (event.dur ?? 0);
  }
  return found;
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

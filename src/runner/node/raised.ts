import { Session, type Debugger } from 'node:inspector';
import { fileURLToPath } from 'node:url';
import type { Raised } from '../../protocol/runner.ts';
import { isUsers } from './errors.ts';

const MOST_PLACES = 200;

/** Records, by the inspector protocol, exceptions that are raised inside the user's files, also those caught there. */
export class Recorder {
  private readonly session = new Session();
  private readonly places = new Map<string, { raised: Raised; times: number }>();
  private readonly urls = new Map<string, string>();

  constructor(private readonly file: string) {
    this.session.connect();
    this.session.on('Debugger.scriptParsed', ({ params }) => {
      this.urls.set(params.scriptId, params.url);
    });
    this.session.on('Debugger.paused', ({ params }) => {
      this.record(params);
      this.session.post('Debugger.resume');
    });
    this.session.post('Debugger.enable');
    this.session.post('Debugger.setPauseOnExceptions', { state: 'all' });
  }

  /** Ends the recording. `escaped` is what ended the call, undefined where nothing did. */
  stop(escaped: { type: string; message: string } | undefined): Raised[] {
    this.session.disconnect();
    return [...this.places.values()].map(({ raised, times }) => ({
      ...raised,
      times,
      caught: escaped?.type !== raised.type || escaped.message !== raised.message,
    }));
  }

  private record({ reason, data, callFrames }: Debugger.PausedEventDataType): void {
    if (reason !== 'exception' && reason !== 'promiseRejection') return;
    for (const { location, functionName } of callFrames) {
      const place = filePath(this.urls.get(location.scriptId) ?? '');
      if (place === undefined || !isUsers(place, this.file)) continue;
      const [first = ''] = descriptionOf(data).split('\n');
      const [, type = 'Error', message = first] =
        /^(?:Uncaught )?([\w.]*(?:Error|Exception)\w*): ?(.*)$/.exec(first) ?? [];
      // Sucrase keeps the lines of TypeScript where they are.
      const line = location.lineNumber + 1;
      const key = `${place}:${line}:${type}:${message}`;
      const known = this.places.get(key);
      if (known !== undefined) known.times += 1;
      else if (this.places.size < MOST_PLACES) {
        const name = functionName === '' ? '<module>' : functionName;
        const raised = { type, message, file: place, line, function: name, caught: true, times: 1 };
        this.places.set(key, { raised, times: 1 });
      }
      return;
    }
  }
}

function descriptionOf(data: object | undefined): string {
  if (data === undefined) return '';
  if ('description' in data && typeof data.description === 'string') return data.description;
  return 'value' in data ? String(data.value) : '';
}

function filePath(url: string): string | undefined {
  return url.startsWith('file:') ? fileURLToPath(url.replace(/\?.*$/, '')) : undefined;
}

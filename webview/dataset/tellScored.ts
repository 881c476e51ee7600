/** Tells the host what the page has scored by itself, once nothing changes any more. */
import type { BuiltInResult } from '../../src/protocol/dataset.ts';
import type { Editor } from './editor.ts';
import { scoreTested, times } from './scoring.ts';

const PAUSE = 300;

let told = '';
let timer: ReturnType<typeof setTimeout> | undefined;

/** To be called whenever the rewards were drawn. */
export function tellScored(editor: Editor): void {
  if (editor.state.mode !== 'debug' || editor.state.preview !== undefined) return;
  clearTimeout(timer);
  timer = setTimeout(() => {
    const results = Object.entries(scoreTested(editor.state)?.results ?? {}).map(
      ([name, { value, error }]): BuiltInResult => {
        const milliseconds = times.median(name);
        return {
          name,
          value,
          ...(error !== undefined && { error }),
          ...(milliseconds !== undefined && { milliseconds }),
        };
      },
    );
    const values = JSON.stringify(results.map(({ name, value, error }) => [name, value, error]));
    if (values === told) return;
    told = values;
    // It is only shown; the next report makes good for a lost one.
    editor.host.call('scored', results).catch(() => {
      told = '';
    });
  }, PAUSE);
}

/** Entry of the process that runs users' reward functions in JavaScript and TypeScript. */
import { isMainThread } from 'node:worker_threads';
import { Service } from './service.ts';
import { watch } from './watchdog.ts';
import { openWire } from './wire.ts';

if (isMainThread) {
  process.setSourceMapsEnabled(true);
  const service = new Service();
  const wire = openWire({
    run: (params, context) =>
      service.run(params, (progress) => {
        context.progress(progress);
        return wire.flushed();
      }),
  });
} else {
  watch();
}

/** Makes the copy of the sample dataset that F5 opens, unless there is one. */
import { sampleWorkspace } from './lib/sampleWorkspace.ts';

await sampleWorkspace(true);

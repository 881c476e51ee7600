/** Entry of the threads of `score`: answers each block of lines with what its rows score. */
import { parentPort, workerData } from 'node:worker_threads';
import type { Block } from './blocks.ts';
import { RowScorer, type ScoreSettings } from './scoreRows.ts';

const scorer = new RowScorer(workerData as ScoreSettings);
parentPort?.on('message', (block: Block) => parentPort?.postMessage(scorer.score(block)));

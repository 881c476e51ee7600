import type { Scene } from '../scene.ts';
import { charts } from './charts.ts';
import { shops } from './shops.ts';
import { signs } from './signs.ts';
import { street } from './street.ts';

/** Every scene, in the order of the dataset: the first is what people see first. */
export const scenes: readonly Scene[] = [...street, ...signs, ...shops, ...charts];

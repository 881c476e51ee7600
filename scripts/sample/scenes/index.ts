import type { Scene } from '../scene.ts';
import { charts } from './charts.ts';
import { home } from './home.ts';
import { indoors } from './indoors.ts';
import { maps } from './maps.ts';
import { multilingual } from './multilingual.ts';
import { outdoors } from './outdoors.ts';
import { photographs } from './photographs.ts';
import { printed } from './printed.ts';
import { receipts } from './receipts.ts';
import { shops } from './shops.ts';
import { signs } from './signs.ts';
import { street } from './street.ts';
import { tables } from './tables.ts';

/** Every scene, in the order of the dataset: the first is what people see first. */
export const scenes: readonly Scene[] = [
  ...street,
  ...signs,
  ...home,
  ...charts,
  ...shops,
  ...receipts,
  ...outdoors,
  ...maps,
  ...multilingual,
  ...printed,
  ...tables,
  ...indoors,
  ...photographs,
];

import type { TemplateResult } from 'lit';
import { iconButton } from '../buttons.ts';
import { openMenu } from '../menu.ts';

export interface Sorting<Key extends string> {
  readonly sort: Key;
  readonly descending: boolean;
}

/** The first is the order in which things stand in the file. */
export type Sorts<Key extends string> = readonly {
  readonly key: Key;
  readonly label: string;
  /** The direction in which it is first wanted; where it is left out, the one in force stays. */
  readonly descending?: boolean;
}[];

/** The button above a list that tells its order, and its menu. */
export function sortButton<Key extends string>(
  sorts: Sorts<Key>,
  { sort, descending }: Sorting<Key>,
  set: (sorting: Sorting<Key>) => void,
): TemplateResult {
  const now = sorts.find(({ key }) => key === sort) ?? sorts[0];
  return iconButton({
    icon: descending ? 'sort-precedence' : 'list-ordered',
    name: `Sort by: ${now?.label ?? ''}`,
    pressed: now !== sorts[0] || descending,
    press: (event) => {
      openMenu(event.currentTarget as HTMLElement, 'Sort', [
        ...sorts.map(({ key, label, descending: wanted = descending }) => ({
          label,
          checked: sort === key,
          run: () => {
            set({ sort: key, descending: wanted });
          },
        })),
        'separator',
        {
          label: 'Descending',
          checked: descending,
          run: () => {
            set({ sort, descending: !descending });
          },
        },
      ]);
    },
  });
}

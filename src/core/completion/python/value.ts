/** A Python value that a literal can denote, as far as rewards tell values apart. `at`: its offset. */
export type Value =
  /** An int, float or bool. `tooLarge`: an int that no float can hold; `value` is then an infinity. */
  | { readonly kind: 'number'; readonly value: number; readonly tooLarge: boolean; readonly at: number }
  | { readonly kind: 'complex number' | 'string' | 'bytes' | 'None' | 'Ellipsis'; readonly at: number }
  | {
      readonly kind: 'list' | 'tuple' | 'set';
      readonly items: readonly Value[];
      readonly at: number;
    }
  | { readonly kind: 'dict'; readonly at: number };

/** The type that makes `hash(value)` raise TypeError, undefined where it can be hashed. */
export function unhashableType(value: Value): 'list' | 'set' | 'dict' | undefined {
  switch (value.kind) {
    case 'list':
    case 'set':
    case 'dict':
      return value.kind;
    case 'tuple':
      for (const item of value.items) {
        const type = unhashableType(item);
        if (type !== undefined) return type;
      }
      return undefined;
    case 'number':
    case 'complex number':
    case 'string':
    case 'bytes':
    case 'None':
    case 'Ellipsis':
      return undefined;
  }
}

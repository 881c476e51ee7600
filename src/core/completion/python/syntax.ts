/** The syntax tree of a Python expression, only as fine as `ast.literal_eval` distinguishes its nodes. */
export type Node = Leaf | Display | Dict;

interface Placed {
  /** Offset of its first character, in UTF-16 units. */
  readonly at: number;
  /** Levels of the tree, 1 for a leaf: too many of them make Python raise RecursionError. */
  readonly depth: number;
}

export type Leaf =
  | (Placed & {
      readonly kind: 'number';
      readonly value: number;
      readonly tooLarge: boolean;
      /** Already under a `+` or `-`: a second sign makes the expression malformed. */
      readonly signed: boolean;
    })
  | (Placed & { readonly kind: 'imaginary'; readonly signed: boolean })
  | (Placed & { readonly kind: 'bool'; readonly value: boolean })
  | (Placed & { readonly kind: 'string' | 'bytes' | 'None' | 'Ellipsis' | 'complex' | 'emptySet' })
  /** Valid Python, but nothing that a literal may hold: a name, an operation, a starred element. */
  | (Placed & { readonly kind: 'other'; readonly what: string });

export type Display = Placed & {
  readonly kind: 'list' | 'tuple' | 'set';
  readonly items: readonly Node[];
};

export type Dict = Placed & {
  readonly kind: 'dict';
  readonly entries: readonly (readonly [key: Node, value: Node])[];
};

/** One more than the deepest of `nodes`. */
export function depthOver(nodes: readonly Node[]): number {
  let deepest = 0;
  for (const node of nodes) deepest = Math.max(deepest, node.depth);
  return deepest + 1;
}

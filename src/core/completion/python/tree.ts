/** Kinds of nodes, only as fine as `ast.literal_eval` tells them apart. */
export const Kind = {
  /** An int, float or bool. */
  number: 0,
  imaginary: 1,
  /** `real ± imaginary`. */
  complex: 2,
  string: 3,
  bytes: 4,
  none: 5,
  ellipsis: 6,
  list: 7,
  tuple: 8,
  set: 9,
  dict: 10,
  /** Valid Python that no literal may hold. */
  other: 11,
} as const;
export type Kind = (typeof Kind)[keyof typeof Kind];

/** What a value of each kind is called. */
export const KIND_NAMES: Readonly<Record<Kind, string>> = {
  [Kind.number]: 'number',
  [Kind.imaginary]: 'complex number',
  [Kind.complex]: 'complex number',
  [Kind.string]: 'string',
  [Kind.bytes]: 'bytes',
  [Kind.none]: 'None',
  [Kind.ellipsis]: 'Ellipsis',
  [Kind.list]: 'list',
  [Kind.tuple]: 'tuple',
  [Kind.set]: 'set',
  [Kind.dict]: 'dict',
  [Kind.other]: 'expression',
};

/** What else there is to know of a node, as bits. */
export const Flag = {
  /** True or False, to which no sign may be put. */
  bool: 1,
  /** Already under a `+` or `-`: a second sign makes the expression malformed. */
  signed: 2,
  /** An int that no float can hold. */
  tooLarge: 4,
  /** An element of a set: hashed once it is evaluated. */
  hashed: 8,
  /** A value of a dict: the key, which is the node before, is hashed once it is evaluated. */
  hashesKey: 16,
  /** A name that stands alone, without parentheses around. */
  name: 32,
  /** What `for` may assign to. */
  target: 64,
  /** The name `set`. */
  set: 128,
} as const;

/** Why an expression is no literal: a thing that a literal does not hold. */
export const Reason = {
  name: 0,
  operator: 1,
  comparison: 2,
  starred: 3,
  unpacked: 4,
  fString: 5,
  call: 6,
  subscript: 7,
  attribute: 8,
  conditional: 9,
  lambda: 10,
  comprehension: 11,
  assignment: 12,
  await: 13,
  yield: 14,
  or: 15,
  and: 16,
} as const;
export type Reason = (typeof Reason)[keyof typeof Reason];

/**
 * A syntax tree in arrays, every node after those inside it: a text of a million numbers makes no object of its own for
 * each. An expression that no literal may hold is one node, whatever is inside it.
 */
export class Tree {
  size = 0;
  private capacity = 64;
  private kinds = new Uint8Array(this.capacity);
  private flags = new Uint8Array(this.capacity);
  /** The number of a number, the reason of what is no literal. */
  private values = new Float64Array(this.capacity);
  /** Offset of the first character, in UTF-16 units. */
  private places = new Int32Array(this.capacity);
  /** Nodes of the subtree, itself among them. */
  private sizes = new Int32Array(this.capacity);
  /** Levels of the subtree, 1 for a leaf: too many make Python raise RecursionError. */
  private depths = new Int32Array(this.capacity);

  kind(node: number): Kind {
    return (this.kinds[node] ?? 0) as Kind;
  }
  has(node: number, flag: number): boolean {
    return ((this.flags[node] ?? 0) & flag) !== 0;
  }
  value(node: number): number {
    return this.values[node] ?? 0;
  }
  at(node: number): number {
    return this.places[node] ?? 0;
  }
  depth(node: number): number {
    return this.depths[node] ?? 0;
  }
  /** The first node of the subtree of `node`. */
  first(node: number): number {
    return node + 1 - (this.sizes[node] ?? 0);
  }
  /** The node before `node` in the same list: the one that ends where the subtree of `node` starts. */
  before(node: number): number {
    return this.first(node) - 1;
  }

  /** The nodes right inside `node`, in order. */
  children(node: number): number[] {
    const found: number[] = [];
    const first = this.first(node);
    for (let child = node - 1; child >= first; child = this.before(child)) found.push(child);
    return found.reverse();
  }

  set(node: number, flag: number): void {
    this.flags[node] = (this.flags[node] ?? 0) | flag;
  }
  clear(node: number, flag: number): void {
    this.flags[node] = (this.flags[node] ?? 0) & ~flag;
  }

  leaf(kind: Kind, at: number, value = 0, flags = 0): number {
    return this.add(kind, at, value, flags, this.size, 1);
  }

  /** A node over all that was added from `first` on. */
  display(kind: Kind, at: number, first: number): number {
    let depth = 0;
    let flags: number = kind === Kind.list || kind === Kind.tuple ? Flag.target : 0;
    for (let child = this.size - 1; child >= first; child = this.before(child)) {
      depth = Math.max(depth, this.depth(child));
      flags &= this.flags[child] ?? 0;
    }
    return this.add(kind, at, 0, flags, first, depth + 1);
  }

  /** Puts one node in place of all that was added from `first` on; one level more than the deepest of it. */
  collapse(reason: Reason, at: number, first: number, flags = 0): number {
    let depth = 0;
    for (let child = this.size - 1; child >= first; child = this.before(child)) {
      depth = Math.max(depth, this.depth(child));
    }
    return this.replace(Kind.other, reason, at, first, depth + 1, flags);
  }

  /** The same with its levels given. */
  replace(kind: Kind, value: number, at: number, first: number, depth: number, flags = 0): number {
    this.size = first;
    return this.add(kind, at, value, flags, first, depth);
  }

  /** Gives the number `node` a sign. */
  sign(node: number, at: number, negative: boolean): void {
    if (negative) this.values[node] = -(this.values[node] ?? 0);
    this.places[node] = at;
    this.depths[node] = this.depth(node) + 1;
    this.set(node, Flag.signed);
    this.clear(node, Flag.name | Flag.target);
  }

  private add(kind: Kind, at: number, value: number, flags: number, first: number, depth: number): number {
    const node = this.size++;
    if (node === this.capacity) this.grow();
    this.kinds[node] = kind;
    this.flags[node] = flags;
    this.values[node] = value;
    this.places[node] = at;
    this.sizes[node] = node + 1 - first;
    this.depths[node] = depth;
    return node;
  }

  private grow(): void {
    this.capacity *= 2;
    const { kinds, flags, values, places, sizes, depths } = this;
    this.kinds = new Uint8Array(this.capacity);
    this.kinds.set(kinds);
    this.flags = new Uint8Array(this.capacity);
    this.flags.set(flags);
    this.values = new Float64Array(this.capacity);
    this.values.set(values);
    this.places = new Int32Array(this.capacity);
    this.places.set(places);
    this.sizes = new Int32Array(this.capacity);
    this.sizes.set(sizes);
    this.depths = new Int32Array(this.capacity);
    this.depths.set(depths);
  }
}

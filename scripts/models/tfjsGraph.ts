/** Reading a TensorFlow.js graph model: `model.json` (topology and weight manifest) and its weight file. */

export interface TfNode {
  readonly name: string;
  readonly op: string;
  readonly input?: readonly string[];
  readonly attr?: Readonly<Record<string, TfAttribute>>;
}

/** Strings are base64 and integers decimal strings, as protobuf's JSON form has them. */
interface TfAttribute {
  readonly s?: string;
  readonly i?: string | number;
  readonly b?: boolean;
  readonly type?: string;
  readonly shape?: { readonly dim?: readonly { readonly size: string | number }[] };
  readonly list?: { readonly s?: readonly string[]; readonly i?: readonly (string | number)[] };
}

interface TfWeight {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: string;
  readonly quantization?: { readonly dtype: string };
}

export interface TfModel {
  readonly modelTopology: { readonly node: readonly TfNode[] };
  readonly weightsManifest: readonly { readonly weights: readonly TfWeight[] }[];
}

export type Constant =
  | { readonly kind: 'float16'; readonly shape: readonly number[]; readonly halves: Uint16Array }
  | { readonly kind: 'int'; readonly shape: readonly number[]; readonly values: readonly number[] };

/** Slices the weight file, which holds the tensors one after another in the manifest's order. */
export function readConstants(model: TfModel, file: Uint8Array): Map<string, Constant> {
  const constants = new Map<string, Constant>();
  // A Buffer's slice is a view into a shared pool; a plain Uint8Array's is a copy with its own buffer.
  const bytes = new Uint8Array(file);
  let offset = 0;
  for (const { name, shape, dtype, quantization } of model.weightsManifest.flatMap((part) => part.weights)) {
    const count = shape.reduce((product, side) => product * side, 1);
    if (dtype === 'float32' && quantization?.dtype === 'float16') {
      const halves = new Uint16Array(bytes.slice(offset, offset + count * 2).buffer);
      constants.set(name, { kind: 'float16', shape, halves });
      offset += count * 2;
    } else if (dtype === 'int32' && quantization === undefined) {
      const values = [...new Int32Array(bytes.slice(offset, offset + count * 4).buffer)];
      constants.set(name, { kind: 'int', shape, values });
      offset += count * 4;
    } else {
      throw new Error(`weight ${name}: ${dtype} stored as ${quantization?.dtype ?? dtype} is not supported`);
    }
  }
  if (offset !== bytes.length) throw new Error(`weight file has ${bytes.length} bytes, ${offset} expected`);
  return constants;
}

/** Nodes so ordered that each comes after those it reads. */
export function inTopologicalOrder(nodes: readonly TfNode[]): TfNode[] {
  const byName = new Map(nodes.map((node) => [node.name, node]));
  const ordered: TfNode[] = [];
  const visited = new Set<string>();
  const visit = (node: TfNode): void => {
    if (visited.has(node.name)) return;
    visited.add(node.name);
    for (const input of node.input ?? []) {
      const source = byName.get(producerOf(input));
      if (source === undefined) throw new Error(`${node.name} reads ${input}, which no node makes`);
      visit(source);
    }
    ordered.push(node);
  };
  nodes.forEach(visit);
  return ordered;
}

/** `node:1` is the second output of `node`. */
export function producerOf(input: string): string {
  return input.replace(/:\d+$/, '');
}

export function stringAttribute(node: TfNode, name: string): string {
  const value = node.attr?.[name]?.s;
  if (value === undefined) throw new Error(`${node.name} has no attribute ${name}`);
  return Buffer.from(value, 'base64').toString();
}

export function stringList(node: TfNode, name: string): string[] {
  return (node.attr?.[name]?.list?.s ?? []).map((text) => Buffer.from(text, 'base64').toString());
}

export function intList(node: TfNode, name: string): number[] {
  return (node.attr?.[name]?.list?.i ?? []).map(Number);
}

export function intAttribute(node: TfNode, name: string): number {
  return Number(node.attr?.[name]?.i ?? 0);
}

export function boolAttribute(node: TfNode, name: string): boolean {
  return node.attr?.[name]?.b === true;
}

export function shapeAttribute(node: TfNode, name: string): number[] {
  return (node.attr?.[name]?.shape?.dim ?? []).map((dim) => Number(dim.size));
}

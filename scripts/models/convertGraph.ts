/**
 * TensorFlow.js graph → ONNX, for the kinds of node that CenterNet's graph has. TensorFlow computes in
 * NHWC and ONNX in NCHW: layout-bound operators are wrapped in transposes, which ONNX Runtime cancels
 * against each other when it loads the model. TensorFlow's int32 shapes and indices become int64.
 */
import { OnnxGraph, TENSOR, type EdgeValue } from './onnx.ts';
import {
  boolAttribute,
  inTopologicalOrder,
  intAttribute,
  intList,
  producerOf,
  readConstants,
  shapeAttribute,
  stringAttribute,
  stringList,
  type Constant,
  type TfModel,
  type TfNode,
} from './tfjsGraph.ts';

const TO_NCHW = [0, 3, 1, 2];
const TO_NHWC = [0, 2, 3, 1];
/** "To the end" for Slice. */
const END = 2 ** 31 - 1;

/** Operators whose inputs and outputs need no change. */
const SAME_OPERATOR: Readonly<Record<string, string>> = {
  Add: 'Add',
  Sub: 'Sub',
  Mul: 'Mul',
  Equal: 'Equal',
  Sigmoid: 'Sigmoid',
  Relu: 'Relu',
  Identity: 'Identity',
  Reshape: 'Reshape',
  // Operands here are indices and sizes, never negative: truncation is flooring.
  FloorDiv: 'Div',
  FloorMod: 'Mod',
};

const CAST_TARGET: Readonly<Record<string, number>> = { DT_FLOAT: TENSOR.float, DT_INT32: TENSOR.int64 };

class Converter {
  readonly graph = new OnnxGraph();
  readonly inputs: EdgeValue[] = [];

  constructor(private readonly constants: ReadonlyMap<string, Constant>) {}

  convert(node: TfNode): void {
    const op = SAME_OPERATOR[node.op];
    if (op !== undefined) {
      this.graph.node(op, this.operands(node), node.name);
      return;
    }
    switch (node.op) {
      case 'Const':
        // Written where it is used: convolutions need another layout, axes become attributes.
        return;
      case 'Placeholder':
        this.inputs.push({ name: node.name, shape: shapeAttribute(node, 'shape') });
        return;
      case 'Conv2D':
      case '_FusedConv2D':
        this.convolution(node, false);
        return;
      case 'DepthwiseConv2dNative':
      case 'FusedDepthwiseConv2dNative':
        this.convolution(node, true);
        return;
      case 'Relu6':
        this.graph.node(
          'Clip',
          [...this.operands(node), this.float('zero', 0), this.float('six', 0x4600)],
          node.name,
        );
        return;
      case 'MaxPool':
        this.maxPool(node);
        return;
      case 'Mean':
        this.graph.node('ReduceMean', [this.operand(node, 0)], node.name, {
          axes: this.ints(node, 1),
          keepdims: boolAttribute(node, 'keep_dims') ? 1 : 0,
        });
        return;
      case 'ResizeBilinear':
        this.resize(node);
        return;
      case 'ConcatV2': {
        const count = (node.input ?? []).length - 1;
        const parts = Array.from({ length: count }, (_, index) => this.operand(node, index));
        this.graph.node('Concat', parts, node.name, { axis: this.int(node, count) });
        return;
      }
      case 'ExpandDims':
        this.graph.node(
          'Unsqueeze',
          [this.operand(node, 0), this.graph.int64(`${node.name}:axes`, this.ints(node, 1))],
          node.name,
        );
        return;
      case 'GatherV2':
        this.graph.node('Gather', [this.operand(node, 0), this.operand(node, 1)], node.name, {
          axis: this.int(node, 2),
        });
        return;
      case 'TopKV2':
        this.graph.nodeWithOutputs(
          'TopK',
          [this.operand(node, 0), this.graph.int64(`${node.name}:k`, this.ints(node, 1))],
          [node.name, `${node.name}:1`],
          { sorted: 1 },
        );
        return;
      case 'Cast':
        this.cast(node);
        return;
      case 'StridedSlice':
        this.stridedSlice(node);
        return;
      default:
        throw new Error(`${node.name}: the operator ${node.op} is not supported`);
    }
  }

  /** Weights HWIO → OIHW, or HWC1 → C1HW where every channel has its own filter. */
  private convolution(node: TfNode, depthwise: boolean): void {
    const x = this.toNchw(this.operand(node, 0), node.name);
    const weightName = this.inputName(node, 1);
    const weight = this.constant(weightName);
    if (weight.kind !== 'float16' || weight.shape.length !== 4) throw new Error(`${weightName}: no kernel`);
    const [height = 0, width = 0, inputs = 0, outputs = 0] = weight.shape;
    if (depthwise && outputs !== 1) throw new Error(`${weightName}: a channel multiplier is not supported`);
    const order = depthwise ? [2, 3, 0, 1] : [3, 2, 0, 1];
    const dims = order.map((axis) => weight.shape[axis] ?? 0);
    const operands = [x, this.graph.float16(`${weightName}:nchw`, dims, permute(weight, order))];
    const fused = stringList(node, 'fused_ops');
    if (fused.includes('BiasAdd')) operands.push(this.operand(node, 2));
    let y = this.graph.node('Conv', operands, `${node.name}:conv`, {
      auto_pad: padding(node),
      kernel_shape: [height, width],
      strides: intList(node, 'strides').slice(1, 3),
      dilations: intList(node, 'dilations').slice(1, 3),
      group: depthwise ? inputs : 1,
    });
    for (const operation of fused) {
      if (operation === 'Relu') y = this.graph.node('Relu', [y], `${node.name}:relu`);
      else if (operation !== 'BiasAdd') throw new Error(`${node.name}: fused ${operation} is not supported`);
    }
    this.toNhwc(y, node.name);
  }

  private maxPool(node: TfNode): void {
    const x = this.toNchw(this.operand(node, 0), node.name);
    const y = this.graph.node('MaxPool', [x], `${node.name}:pool`, {
      auto_pad: padding(node),
      kernel_shape: intList(node, 'ksize').slice(1, 3),
      strides: intList(node, 'strides').slice(1, 3),
    });
    this.toNhwc(y, node.name);
  }

  /** Without align_corners and half_pixel_centers, TensorFlow's sampling is what ONNX calls asymmetric. */
  private resize(node: TfNode): void {
    if (boolAttribute(node, 'align_corners') || boolAttribute(node, 'half_pixel_centers')) {
      throw new Error(`${node.name}: only asymmetric sampling is supported`);
    }
    const { name } = node;
    const x = this.toNchw(this.operand(node, 0), name);
    const shape = this.graph.node('Shape', [x], `${name}:shape`);
    const batchAndChannels = this.graph.node(
      'Slice',
      [shape, this.graph.int64('from:0', [0]), this.graph.int64('to:2', [2])],
      `${name}:nc`,
    );
    const size = this.graph.int64(`${name}:hw`, this.ints(node, 1));
    const sizes = this.graph.node('Concat', [batchAndChannels, size], `${name}:sizes`, { axis: 0 });
    const y = this.graph.node('Resize', [x, '', '', sizes], `${name}:resize`, {
      mode: 'linear',
      coordinate_transformation_mode: 'asymmetric',
    });
    this.toNhwc(y, name);
  }

  private cast(node: TfNode): void {
    const to = CAST_TARGET[node.attr?.DstT?.type ?? ''];
    if (to === undefined) throw new Error(`${node.name}: a cast to ${node.attr?.DstT?.type ?? 'nothing'}`);
    this.graph.node('Cast', [this.operand(node, 0)], node.name, { to });
  }

  private stridedSlice(node: TfNode): void {
    for (const mask of ['shrink_axis_mask', 'new_axis_mask', 'ellipsis_mask']) {
      if (intAttribute(node, mask) !== 0) throw new Error(`${node.name}: ${mask} is not supported`);
    }
    const open = (mask: string, axis: number): boolean => (intAttribute(node, mask) & (1 << axis)) !== 0;
    const starts = this.ints(node, 1).map((start, axis) => (open('begin_mask', axis) ? 0 : start));
    const ends = this.ints(node, 2).map((end, axis) => (open('end_mask', axis) ? END : end));
    const { name } = node;
    this.graph.node(
      'Slice',
      [
        this.operand(node, 0),
        this.graph.int64(`${name}:starts`, starts),
        this.graph.int64(`${name}:ends`, ends),
        this.graph.int64(
          `${name}:axes`,
          starts.map((_, axis) => axis),
        ),
        this.graph.int64(`${name}:steps`, this.ints(node, 3)),
      ],
      name,
    );
  }

  private toNchw(x: string, owner: string): string {
    return this.graph.node('Transpose', [x], `${owner}:nchw`, { perm: TO_NCHW });
  }

  private toNhwc(y: string, output: string): void {
    this.graph.node('Transpose', [y], output, { perm: TO_NHWC });
  }

  private inputName(node: TfNode, index: number): string {
    const name = node.input?.[index];
    if (name === undefined) throw new Error(`${node.name} has no input ${index}`);
    return name;
  }

  /** The ONNX name of an input, its constant written into the graph where it is one. */
  private operand(node: TfNode, index: number): string {
    const name = this.inputName(node, index);
    const constant = this.constants.get(producerOf(name));
    if (constant === undefined) return name;
    return constant.kind === 'int'
      ? this.graph.int64(name, constant.values, constant.shape)
      : this.graph.float16(name, constant.shape, constant.halves);
  }

  private operands(node: TfNode): string[] {
    return (node.input ?? []).map((_, index) => this.operand(node, index));
  }

  private constant(name: string): Constant {
    const constant = this.constants.get(name);
    if (constant === undefined) throw new Error(`${name} is not a constant`);
    return constant;
  }

  private ints(node: TfNode, index: number): readonly number[] {
    const name = this.inputName(node, index);
    const constant = this.constant(name);
    if (constant.kind !== 'int') throw new Error(`${name} is not an integer constant`);
    return constant.values;
  }

  private int(node: TfNode, index: number): number {
    const [value, ...rest] = this.ints(node, index);
    if (value === undefined || rest.length > 0) throw new Error(`${node.name}: input ${index} is no scalar`);
    return value;
  }

  private float(name: string, half: number): string {
    return this.graph.float16(name, [], new Uint16Array([half]));
  }
}

function padding(node: TfNode): string {
  const kind = stringAttribute(node, 'padding');
  if (kind === 'SAME') return 'SAME_UPPER';
  if (kind === 'VALID') return 'VALID';
  throw new Error(`${node.name}: padding ${kind} is not supported`);
}

/** `order[i]` is the source axis that becomes axis i. */
function permute(
  tensor: { readonly shape: readonly number[]; readonly halves: Uint16Array },
  order: readonly number[],
): Uint16Array {
  const strides = tensor.shape.map((_, axis) =>
    tensor.shape.slice(axis + 1).reduce((product, side) => product * side, 1),
  );
  const dims = order.map((axis) => tensor.shape[axis] ?? 0);
  const steps = order.map((axis) => strides[axis] ?? 0);
  const target = new Uint16Array(tensor.halves.length);
  const index = dims.map(() => 0);
  for (let at = 0; at < target.length; at++) {
    const from = index.reduce((sum, position, axis) => sum + position * (steps[axis] ?? 0), 0);
    target[at] = tensor.halves[from] ?? 0;
    for (let axis = dims.length - 1; axis >= 0; axis--) {
      const next = (index[axis] ?? 0) + 1;
      index[axis] = next < (dims[axis] ?? 0) ? next : 0;
      if (index[axis] !== 0) break;
    }
  }
  return target;
}

/** The ONNX bytes of a TensorFlow.js graph model, with the outputs asked for. */
export function convertGraph(
  name: string,
  version: string,
  model: TfModel,
  weights: Uint8Array,
  outputs: readonly EdgeValue[],
): Uint8Array {
  const converter = new Converter(readConstants(model, weights));
  for (const node of inTopologicalOrder(model.modelTopology.node)) converter.convert(node);
  return converter.graph.encode(name, version, converter.inputs, outputs);
}

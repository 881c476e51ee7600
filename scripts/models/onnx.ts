/**
 * As much of ONNX's protobuf schema as a converted graph needs (onnx.proto3 of onnx/onnx: field numbers
 * are the format, the rest is left out), and a builder that writes it.
 */
import protobuf from 'protobufjs';

/** TensorProto.DataType */
export const TENSOR = { float: 1, int64: 7, float16: 10 } as const;
/** AttributeProto.AttributeType */
const ATTRIBUTE = { int: 2, string: 3, ints: 7 } as const;

const SCHEMA = `
syntax = "proto3";
message ModelProto {
  int64 ir_version = 1;
  string producer_name = 2;
  string producer_version = 3;
  GraphProto graph = 7;
  repeated OperatorSetIdProto opset_import = 8;
}
message OperatorSetIdProto { string domain = 1; int64 version = 2; }
message GraphProto {
  repeated NodeProto node = 1;
  string name = 2;
  repeated TensorProto initializer = 5;
  repeated ValueInfoProto input = 11;
  repeated ValueInfoProto output = 12;
}
message NodeProto {
  repeated string input = 1;
  repeated string output = 2;
  string name = 3;
  string op_type = 4;
  repeated AttributeProto attribute = 5;
}
message AttributeProto {
  string name = 1;
  int64 i = 3;
  bytes s = 4;
  repeated int64 ints = 8;
  int32 type = 20;
}
message TensorProto {
  repeated int64 dims = 1;
  int32 data_type = 2;
  string name = 8;
  bytes raw_data = 9;
}
message ValueInfoProto { string name = 1; TypeProto type = 2; }
message TypeProto { Tensor tensor_type = 1; }
message Tensor { int32 elem_type = 1; TensorShapeProto shape = 2; }
message TensorShapeProto { repeated Dimension dim = 1; }
message Dimension { int64 dim_value = 1; }
`;

export type Attributes = Readonly<Record<string, number | string | readonly number[]>>;

const utf8 = new TextEncoder();

function attribute(name: string, value: number | string | readonly number[]): object {
  if (typeof value === 'number') return { name, type: ATTRIBUTE.int, i: value };
  if (typeof value === 'string') return { name, type: ATTRIBUTE.string, s: utf8.encode(value) };
  return { name, type: ATTRIBUTE.ints, ints: value };
}

/** A float32 value with a fixed shape at the graph's edge. */
export interface EdgeValue {
  readonly name: string;
  readonly shape: readonly number[];
}

/** Collects nodes in topological order and writes them as an ONNX model. */
export class OnnxGraph {
  private readonly nodes: object[] = [];
  private readonly initializers: object[] = [];
  private readonly taken = new Set<string>();

  /** Adds a node with one output and returns that output's name. */
  node(op: string, inputs: readonly string[], output: string, attributes: Attributes = {}): string {
    this.nodeWithOutputs(op, inputs, [output], attributes);
    return output;
  }

  nodeWithOutputs(
    op: string,
    inputs: readonly string[],
    outputs: readonly string[],
    attributes: Attributes,
  ): void {
    const attributeList = Object.entries(attributes).map(([name, value]) => attribute(name, value));
    this.nodes.push({
      input: inputs,
      output: outputs,
      name: outputs[0],
      opType: op,
      attribute: attributeList,
    });
  }

  /** An int64 constant, added once for each name. */
  int64(name: string, values: readonly number[], dims: readonly number[] = [values.length]): string {
    const raw = new BigInt64Array(values.map(BigInt));
    return this.initializer(name, TENSOR.int64, dims, new Uint8Array(raw.buffer));
  }

  /** A constant kept as float16 in the file and cast to float32 when the model is loaded. */
  float16(name: string, dims: readonly number[], halves: Uint16Array): string {
    if (this.taken.has(name)) return name;
    const bytes = new Uint8Array(halves.buffer, halves.byteOffset, halves.byteLength);
    const stored = this.initializer(`${name}:half`, TENSOR.float16, dims, bytes);
    this.taken.add(name);
    return this.node('Cast', [stored], name, { to: TENSOR.float });
  }

  private initializer(name: string, dataType: number, dims: readonly number[], rawData: Uint8Array): string {
    if (!this.taken.has(name)) {
      this.taken.add(name);
      this.initializers.push({ name, dataType, dims, rawData });
    }
    return name;
  }

  /**
   * The model's bytes: opset 13, IR version 7 (the pair that ONNX 1.8 released together). `version` is written
   * near the start of the file.
   */
  encode(
    name: string,
    version: string,
    inputs: readonly EdgeValue[],
    outputs: readonly EdgeValue[],
  ): Uint8Array {
    const value = ({ name, shape }: EdgeValue): object => ({
      name,
      type: {
        tensorType: { elemType: TENSOR.float, shape: { dim: shape.map((dimValue) => ({ dimValue })) } },
      },
    });
    const model = protobuf.parse(SCHEMA).root.lookupType('ModelProto');
    const message = model.fromObject({
      irVersion: 7,
      producerName: 'vqa-verify',
      producerVersion: version,
      opsetImport: [{ domain: '', version: 13 }],
      graph: {
        name,
        node: this.nodes,
        initializer: this.initializers,
        input: inputs.map(value),
        output: outputs.map(value),
      },
    });
    return model.encode(message).finish();
  }
}

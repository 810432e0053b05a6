/**
 * Writes an `.onnx` file: the graph, the sets of operators that it needs, and our metadata.
 *
 * @module
 */

import { integerField, messageField, textField } from '../../../src/store/protobuf.ts';
import { describeExport, METADATA_NAME, type NamedModel } from '../export-metadata.ts';
import { exportNetwork } from '../exported-network.ts';
import { onnxGraph } from './onnx-graph.ts';
import { graphFields } from './onnx-proto.ts';

/** These versions are of 2022, so that runtimes of that age and all later ones read the file. */
const IR_VERSION = 8;
const OPERATOR_SET = 17;

/** @returns the bytes of a `ModelProto` */
export function onnxModel(model: NamedModel): Uint8Array {
  const network = exportNetwork(model);
  const metadata = JSON.stringify(describeExport(model, network));
  return Buffer.concat([
    integerField(1, IR_VERSION),
    textField(2, 'LSTM Toolkit'),
    integerField(5, model.version),
    messageField(7, graphFields(onnxGraph(model.name, network))),
    messageField(8, [integerField(2, OPERATOR_SET)]),
    messageField(14, [textField(1, METADATA_NAME), textField(2, metadata)]),
  ]);
}

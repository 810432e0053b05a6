import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { plainLstm } from '../../../src/tensorflow/plain-lstm.ts';
import type { Tensorflow } from '../../../src/tensorflow/tensorflow.ts';

// Without its advice on the console to install the native backend.
tf.enableProdMode();
await tf.setBackend('cpu');

/** TensorFlow.js on its plain backend, which needs nothing but npm. */
export const cpuTensorflow: Tensorflow = { tf, lstm: plainLstm(tf) };

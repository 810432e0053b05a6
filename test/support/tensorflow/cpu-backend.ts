import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { plainLstm } from '../../../src/tensorflow/plain-lstm.ts';
import type { Tensorflow } from '../../../src/tensorflow/tensorflow.ts';

// This turns off the advice on the console to install the native backend.
tf.enableProdMode();
await tf.setBackend('cpu');

/** TensorFlow.js runs on its plain backend here, which needs nothing but npm. */
export const cpuTensorflow: Tensorflow = { tf, lstm: plainLstm(tf) };

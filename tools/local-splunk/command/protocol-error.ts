/** The error of a command that broke the chunked protocol: a defect of the app, seen from splunkd's side. */
export class ProtocolError extends Error {
  override readonly name = 'ProtocolError';
}

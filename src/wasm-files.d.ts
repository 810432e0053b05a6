/** esbuild puts the bytes of these files into the bundle. */
declare module '*.wasm' {
  const bytes: Uint8Array;

  // biome-ignore lint/style/noDefaultExport: that is how esbuild hands them over
  export { bytes as default };
}

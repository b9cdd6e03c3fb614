// Writes `.br` and `.gz` beside every text of the build that they make smaller, so that the server
// has nothing to do but send.

import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const dist = new URL("../dist/", import.meta.url);
const TEXT = /\.(js|css|html|svg)$/;

for (const name of readdirSync(dist, { recursive: true })) {
  if (!TEXT.test(name)) continue;
  const plain = readFileSync(new URL(name, dist));
  const packed = [
    [
      ".br",
      brotliCompressSync(plain, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: plain.length } }),
    ],
    [".gz", gzipSync(plain, { level: 9 })],
  ];
  for (const [ending, bytes] of packed) {
    if (bytes.length < plain.length) writeFileSync(new URL(name + ending, dist), bytes);
  }
}

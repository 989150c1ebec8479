// Recordings for tests.

const RATE = 8000; // samples of a byte each, in a second

/** A WAV file of `seconds` of silence. */
export function silence(seconds) {
  const length = RATE * seconds;
  const bytes = Buffer.alloc(44 + length, 0x80);
  const fields = [[16, 4], [1, 2], [1, 2], [RATE, 4], [RATE, 4], [1, 2], [8, 2]];
  bytes.write('RIFF', 0);
  bytes.writeUInt32LE(36 + length, 4);
  bytes.write('WAVEfmt ', 8);
  fields.reduce((at, [value, size]) => bytes.writeUIntLE(value, at, size), 16);
  bytes.write('data', 36);
  bytes.writeUInt32LE(length, 40);
  return bytes;
}

// Counts up until SHA-256 of "<challenge>:<number>" begins with enough zero bits. SHA-256 stands here (FIPS 180-4), since the
// browser's own answers one hash at a time and only on https.
const primes = [];
for (let n = 2; primes.length < 64; n++) if (primes.every((prime) => n % prime)) primes.push(n);
const fraction = (number) => ((number % 1) * 2 ** 32) | 0;
const CONSTANTS = Int32Array.from(primes, (prime) => fraction(Math.cbrt(prime)));
const START = Int32Array.from(primes.slice(0, 8), (prime) => fraction(Math.sqrt(prime)));
const words = new Int32Array(64);
const turn = (word, by) => (word >>> by) | (word << (32 - by));

function compress(state, bytes, offset) {
  for (let i = 0; i < 16; i++) {
    const at = offset + 4 * i;
    words[i] = (bytes[at] << 24) | (bytes[at + 1] << 16) | (bytes[at + 2] << 8) | bytes[at + 3];
  }
  for (let i = 16; i < 64; i++) {
    const early = words[i - 15];
    const late = words[i - 2];
    const low = turn(early, 7) ^ turn(early, 18) ^ (early >>> 3);
    const high = turn(late, 17) ^ turn(late, 19) ^ (late >>> 10);
    words[i] = (words[i - 16] + low + words[i - 7] + high) | 0;
  }
  let [a, b, c, d, e, f, g, h] = state;
  for (let i = 0; i < 64; i++) {
    const one = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + CONSTANTS[i] + words[i]) | 0;
    const two = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + one) | 0, c, b, a, (one + two) | 0];
  }
  [a, b, c, d, e, f, g, h].forEach((word, i) => (state[i] = (state[i] + word) | 0));
}

// The blocks that are full of the challenge alone are the same for every number.
function beginning(bytes) {
  const state = START.slice();
  const full = bytes.length - (bytes.length % 64);
  for (let offset = 0; offset < full; offset += 64) compress(state, bytes, offset);
  return { state, rest: bytes.subarray(full) };
}

function padded(rest, digits, length) {
  const used = rest.length + digits.length;
  const block = new Uint8Array(used + 9 > 64 ? 128 : 64);
  block.set(rest);
  block.set(digits, rest.length);
  block[used] = 0x80;
  new DataView(block.buffer).setUint32(block.length - 4, length * 8);
  return block;
}

function solve(text, bits) {
  const encoder = new TextEncoder();
  const bytes = encoder.encode(`${text}:`);
  const { state, rest } = beginning(bytes);
  for (let number = 0; ; number++) {
    const digits = encoder.encode(String(number));
    const block = padded(rest, digits, bytes.length + digits.length);
    const hash = state.slice();
    for (let offset = 0; offset < block.length; offset += 64) compress(hash, block, offset);
    if (hash[0] >>> (32 - bits) === 0) return String(number);
  }
}

addEventListener("message", ({ data }) => postMessage(solve(data.text, data.bits)));

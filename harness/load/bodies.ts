import { createCipheriv, createHash } from 'node:crypto';

/** `length` bytes that depend on the seed alone: a cipher's key stream, made in a few ms. */
export function seededBytes(seed: number, length: number): Buffer {
  const key = createHash('sha256').update(`not-a-leak ${seed}`).digest();
  return createCipheriv('aes-256-ctr', key, Buffer.alloc(16)).update(Buffer.alloc(length));
}

const step = 4099; // a prime: start offsets take long to repeat

/** Bodies of one size, each a different slice of the same seeded bytes, so that they cost no time. */
export function bodyMaker(seed: number, size: number): (index: number) => Buffer {
  const pool = seededBytes(seed, size + 1024 * 1024);
  return (index) => {
    const from = (index * step) % (pool.length - size);
    return pool.subarray(from, from + size);
  };
}

// Fills a Redis with values, has it save them, and overwrites them all while it does: `node load.mjs HOST PORT`.
import { createConnection } from 'node:net';

const [host, port] = process.argv.slice(2);
const values = 4000;
const value = 'x'.repeat(8 * 1024);
const rounds = 12;

const socket = createConnection({ host, port: Number(port) });
socket.on('error', (error) => {
  console.error(error.message);
  process.exit(1);
});
/** Answers still to come, first in, first out. */
const waiting = [];
let text = '';
socket.setEncoding('latin1').on('data', (data) => {
  text += data;
  for (let end = text.indexOf('\r\n'); end >= 0; end = text.indexOf('\r\n')) {
    waiting.shift()?.(text.slice(0, end));
    text = text.slice(end + 2);
  }
});
socket.on('close', () => process.exit(1));

const send = (...words) =>
  new Promise((resolve) => {
    waiting.push(resolve);
    socket.write(`*${words.length}\r\n${words.map((word) => `$${word.length}\r\n${word}\r\n`).join('')}`);
  });
const setAll = async () => {
  for (let first = 0; first < values; first += 100)
    await Promise.all(Array.from({ length: 100 }, (_, at) => send('SET', `key-${first + at}`, value)));
};

await setAll();
console.log(`${values} values are set`);
for (let round = 1; round <= rounds; round++) {
  await send('BGSAVE'); // an error where one still runs
  await setAll();
}
console.log(`overwritten ${rounds} times`);
socket.removeAllListeners('close');
socket.end();

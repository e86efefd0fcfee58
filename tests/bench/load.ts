/** A process of its own that asks for one address over and over: `load.ts URL COOKIES CONNECTIONS MS`; prints JSON. Cookies, one a line, take turns. */
import { Agent, get } from 'node:http';
import { performance } from 'node:perf_hooks';

const [url = '', cookies = '', connections = '1', ms = '1000'] = process.argv.slice(2);
const agent = new Agent({ keepAlive: true, maxSockets: Number(connections) });
const readers = cookies.split('\n');
const took: number[] = [];
let bytes = 0;
const end = performance.now() + Number(ms);

function ask(cookie: string | undefined): Promise<void> {
  const began = performance.now();
  return new Promise((resolve, reject) => {
    get(url, { agent, headers: cookie ? { cookie } : {} }, (answer) => {
      let size = 0;
      answer.on('data', (chunk: Buffer) => {
        size += chunk.length;
      });
      answer.on('end', () => {
        if (answer.statusCode !== 200) return reject(new Error(`answered ${answer.statusCode}`));
        took.push(performance.now() - began);
        bytes = size;
        resolve();
      });
    }).on('error', reject);
  });
}

const began = performance.now();
await Promise.all(
  Array.from({ length: Number(connections) }, async (_, nth) => {
    while (performance.now() < end) await ask(readers[nth % readers.length]);
  }),
);
const seconds = (performance.now() - began) / 1000;
took.sort((a, b) => a - b);
const p99 = took[Math.floor(took.length * 0.99)] ?? 0;
agent.destroy();
process.stdout.write(JSON.stringify({ rate: took.length / seconds, p99, bytes }));

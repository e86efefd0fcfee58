/** Fetches a file that somebody sent to a bot. */
import http from 'node:http';
import https from 'node:https';
import type { TelegramAddress } from './api.ts';
import { createAgent, TelegramNetworkError } from './http.ts';

/** A file of ten megabytes over a slow network. */
const ANSWER_MS = 60_000;

/**
 * @param path `file_path` of getFile
 * @param limit bytes; what is longer is given up
 * @returns null when it is longer than that
 * @throws TelegramNetworkError when it cannot be had now
 */
export function downloadFile(
  { token, apiRoot, proxy }: TelegramAddress,
  path: string,
  limit: number,
): Promise<Buffer | null> {
  const root = apiRoot.replace(/\/+$/, '');
  const agent = createAgent(root, proxy);
  const url = new URL(`${root}/file/bot${token}/${path.split('/').map(encodeURIComponent).join('/')}`);
  return new Promise<Buffer | null>((resolve, reject) => {
    const request = (url.protocol === 'https:' ? https : http).get(url, { agent, timeout: ANSWER_MS });
    const fail = (code: string) => {
      request.destroy();
      reject(new TelegramNetworkError(code, true));
    };
    const timer = setTimeout(() => fail('timeout'), ANSWER_MS);
    request.on('close', () => clearTimeout(timer));
    request.on('error', (error: NodeJS.ErrnoException) => fail(error.code ?? 'network'));
    request.on('timeout', () => fail('timeout'));
    request.on('response', (response) => {
      if (response.statusCode !== 200) return fail(`status ${response.statusCode}`);
      const chunks: Buffer[] = [];
      let length = 0;
      response.on('error', (error: NodeJS.ErrnoException) => fail(error.code ?? 'network'));
      response.on('data', (chunk: Buffer) => {
        length += chunk.length;
        if (length <= limit) chunks.push(chunk);
        else {
          resolve(null);
          request.destroy();
        }
      });
      response.on('end', () => resolve(Buffer.concat(chunks)));
    });
  }).finally(() => agent.destroy());
}

/** A mail server in a process of its own: takes every letter, keeps none; tells its port to whoever forked it, and how much came. */
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

let tally = { letters: 0, bytes: 0 };
const server = new SMTPServer({
  disabledCommands: ['STARTTLS', 'AUTH'],
  authOptional: true,
  onData(stream, _session, done) {
    stream.on('data', (chunk: Buffer) => {
      tally.bytes += chunk.length;
    });
    stream.on('end', () => {
      tally.letters += 1;
      done();
    });
  },
});
server.on('error', () => {});
server.listen(0, '127.0.0.1', () => process.send?.((server.server.address() as AddressInfo).port));
process.on('message', () => {
  process.send?.(tally);
  tally = { letters: 0, bytes: 0 };
});
process.on('disconnect', () => process.exit(0));

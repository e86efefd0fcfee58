/** A command line: the verb is carried out by the holder of the directory, or here when nobody holds it. */
import { callControl } from '../../../src/platform/control/call.ts';
import { localIo } from '../../../src/platform/io.ts';
import { runVerb } from './verbs.ts';

const [dataDir, ...argv] = process.argv.slice(2);
const io = localIo();
async function runHere(): Promise<number> {
  return await runVerb(argv, io).catch(async (error: Error) => {
    await io.err(`${error.message}\n`);
    return 1;
  });
}

process.exit((await callControl(dataDir!, argv, io)) ?? (await runHere()));
